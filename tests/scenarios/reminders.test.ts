import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineContract } from '@shared/contract/engine-api';
import type { RemindWhen } from '@shared/contract/snooze';
import type { MessageKey } from '@shared/model/ids';
import type { EventOf } from '@shared/rpc/contract';
import { hash53 } from '@shared/util/hash';
import { Bench, letter, USER } from '../fakes/bench';
import { sweep } from '../labs/kill-each-step/sweep';

/** A letter that nobody answers comes up at its time; one that somebody answers never does. Nothing is sent for it. */
let bench: Bench;
let told: EventOf<EngineContract, 'arrived'>[];
afterEach(() => bench.stop());

const HOUR = 3_600_000;
const SENT_AT = Date.UTC(2026, 10, 21, 10);
const idOf = (n: number): number => hash53(`letter-${n}@tern.example`);
const now = (on = bench): number => on.clock.now();

/** Letters 1 … n in Sent, read, as one's own are. */
async function given(n = 3): Promise<void> {
  bench = new Bench('everything');
  const sent = bench.box('Sent');
  for (let i = 1; i <= n; i++) {
    bench.world.append(bench.world.account(USER), sent, letter(i).replace('Bo Ek <bo@', 'Ada <ada@'), {
      flags: ['\\Seen'],
    });
    bench.touched.add(`<letter-${i}@tern.example>`);
  }
  await bench.start();
  await bench.quiet();
  listen();
}
function listen(): void {
  told = [];
  bench.ui.on('arrived', (arrived) => told.push(arrived));
}
const key = (n: number): MessageKey => bench.key('Sent', `Letter ${n}`);
const remind = (until: number, ...numbers: number[]) =>
  bench.ui.api.remind({ keys: numbers.map(key), until });
const states = (up: boolean, on = bench): number[] =>
  on.store.snoozed
    .flatMap(({ idHash, back }) =>
      (back !== null) === up ? [[1, 2, 3, 4].find((n) => idOf(n) === idHash) ?? 0] : [],
    )
    .sort();
const waiting = (on = bench): number[] => states(false, on);
const up = (on = bench): number[] => states(true, on);
const unread = (on = bench): string[] =>
  on.box('Sent').messages.flatMap((m) => (m.has('\\Seen') ? [] : [m.subject]));
const until = (holds: () => boolean): Promise<void> => bench.store.until(holds);
/** An answer to a letter, as number 9, from somebody else. */
function answer(to: number, more = '', into = 'INBOX', from = 'Bo Ek <bo@tern.example>'): void {
  bench.touched.add('<letter-9@tern.example>');
  bench.world.append(
    bench.world.account(USER),
    bench.box(into),
    letter(9, `In-Reply-To: <letter-${to}@tern.example>\r\n${more}`).replace('Bo Ek <bo@tern.example>', from),
  );
}
const answerIsHere = (into = 'INBOX') => until(() => bench.here(into).includes('Letter 9'));

describe('a letter whose answer is waited for', () => {
  it('comes up at its time, unread and told of in its own words; nothing goes out for it', async () => {
    await given();
    const verbs = bench.verbs('UID STORE', 'UID MOVE', 'APPEND').length;
    expect(await remind(now() + HOUR, 1, 2)).toMatchObject({ messages: 2 });
    await until(() => waiting().length === 2);
    await bench.quiet();
    expect(bench.verbs('UID STORE', 'UID MOVE', 'APPEND')).toHaveLength(verbs);
    bench.jump(HOUR + 1000);
    await until(() => up().length === 2);
    await bench.quiet();
    expect(unread()).toEqual(['Letter 1', 'Letter 2']);
    expect(told).toMatchObject([
      { count: 2, mailbox: bench.idOf('Sent'), letters: [{ unansweredSince: SENT_AT }] },
    ]);
    expect(bench.smtp.log).toEqual([]);
    bench.jump(HOUR);
    await bench.quiet();
    expect(told).toHaveLength(1);
  });

  it('is let go of with an answer, without a word but the answer’s own', async () => {
    await given();
    await remind(now() + HOUR, 1, 2);
    answer(1);
    await until(() => waiting().join() === '2');
    await bench.quiet();
    expect(told.flatMap(({ letters }) => letters.map(({ subject }) => subject))).toEqual(['Letter 9']);
    expect([...bench.engine.snooze.book.table.values()]).toHaveLength(1);
  });

  it.each([
    ['an automatic answer (RFC 3834)', 'Auto-Submitted: auto-replied\r\n', undefined],
    [
      'a delivery report (RFC 6522)',
      'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n',
      undefined,
    ],
    ['a word of one’s own', '', `Ada <${USER.replace('@', '+club@')}>`],
  ])('goes on waiting after %s', async (_, more, from) => {
    await given();
    await remind(now() + HOUR, 1);
    answer(1, more, 'INBOX', from);
    await answerIsHere();
    await bench.quiet();
    expect(waiting()).toEqual([1]);
    bench.jump(2 * HOUR);
    await until(() => up().length === 1);
    await bench.quiet();
  });

  it('is let go of by a person’s mail that says that it is no automatic one', async () => {
    await given();
    await remind(now() + HOUR, 1);
    answer(1, 'Auto-Submitted: no\r\n');
    await until(() => bench.store.snoozed.length === 0);
    await bench.quiet();
  });

  it('does not come up when its answer went past the inbox; what is in Junk is no answer', async () => {
    await given();
    await remind(now() + HOUR, 1, 2);
    answer(1, '', 'Archive');
    await answerIsHere('Archive');
    bench.world.append(
      bench.world.account(USER),
      bench.box('Junk'),
      letter(8, 'References: <letter-2@tern.example>\r\n'),
    );
    bench.touched.add('<letter-8@tern.example>');
    await bench.quiet();
    expect(waiting()).toEqual([1, 2]);
    bench.jump(2 * HOUR);
    await until(() => waiting().length === 0);
    await bench.quiet();
    expect(up()).toEqual([2]);
    expect(unread()).toEqual(['Letter 2']);
  });

  it('waits for the mail that came while nobody was here before it says that there is no answer', async () => {
    await given();
    await remind(now() + HOUR, 1, 2);
    await bench.kill();
    answer(1);
    bench.jump(3 * HOUR);
    await bench.start();
    listen();
    await until(() => up().length === 1);
    await bench.quiet();
    expect(up()).toEqual([2]);
    expect(told.flatMap(({ letters }) => letters).filter((one) => one.unansweredSince)).toHaveLength(1);
    expect(unread()).toEqual(['Letter 2']);
  });

  it('comes up without a connection after a while, and goes with the answer that comes later', async () => {
    await given();
    await bench.offline(true);
    await remind(now() + HOUR, 1);
    bench.jump(2 * HOUR);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(up()).toEqual([]);
    bench.jump(HOUR / 20);
    await until(() => up().length === 1);
    answer(1);
    await bench.offline(false);
    await until(() => bench.store.snoozed.length === 0);
    await bench.quiet();
  });

  it('is known again after a renumbering and a kill, and with an empty cache', async () => {
    await given();
    await remind(now() + HOUR, 1);
    bench.world.bumpUidValidity(bench.world.account(USER), bench.box('Sent'), 500);
    await bench.quiet();
    await bench.kill();
    bench.store.wipe('');
    bench.jump(2 * HOUR);
    await bench.start();
    await until(() => up().length === 1);
    await bench.quiet();
    expect(unread()).toEqual(['Letter 1']);
  });

  it('is put off, called off and done, each with an undo of its own', async () => {
    await given();
    await remind(now() + HOUR, 1, 2);
    const later = now() + 5 * HOUR;
    const off = await remind(later, 2);
    bench.jump(2 * HOUR);
    await until(() => up().join() === '1' && waiting().join() === '2');
    await bench.quiet();
    // What came up is put off as well.
    const again = await remind(later, 1);
    await until(() => waiting().length === 2);
    expect(await bench.ui.api.undo({ group: again.group })).toEqual({ undone: 1 });
    await until(() => up().length === 1);

    const done = await bench.ui.api.wake({ keys: [key(1), key(2), key(3)] });
    expect(done).toMatchObject({ messages: 0, ended: 2 });
    await until(() => bench.store.snoozed.length === 0);
    await bench.quiet();
    expect(unread()).toEqual([]);
    // Both reminders, and the mark of the one that was read for it.
    expect(await bench.ui.api.undo({ group: done.group })).toEqual({ undone: 3 });
    await until(() => up().join() === '1' && waiting().join() === '2');
    await until(() => unread().join() === 'Letter 1');
    expect(await bench.ui.api.undo({ group: off.group })).toEqual({ undone: 1 });
    await until(() => up().length === 2);
    await bench.quiet();
  });

  it('is archived out of the inbox and stays in Sent; undo brings it back', async () => {
    await given();
    await remind(now() + HOUR, 1);
    bench.jump(2 * HOUR);
    await until(() => up().length === 1);
    await bench.quiet();
    const { group } = await bench.ui.api.act({ action: { kind: 'archive' }, keys: [key(1), key(2)] });
    await bench.quiet();
    expect(up()).toEqual([]);
    expect(bench.there('Sent')).toEqual(['Letter 1', 'Letter 3']);
    expect(bench.there('Archive')).toEqual(['Letter 2']);
    expect(unread()).toEqual([]);
    await bench.ui.api.undo({ group });
    await bench.quiet();
    await until(() => up().length === 1);
    expect(unread()).toEqual(['Letter 1']);
    expect(bench.there('Sent').sort()).toEqual(['Letter 1', 'Letter 2', 'Letter 3']);
  });

  it('is refused in words: what is not in Sent, what has no name, what was answered', async () => {
    await given();
    answer(1);
    await answerIsHere();
    const when = now() + HOUR;
    const code = (code: string) => expect.objectContaining({ code }) as unknown;
    await expect(
      bench.ui.api.remind({ keys: [bench.key('INBOX', 'Letter 9')], until: when }),
    ).rejects.toEqual(code('not-sent'));
    await expect(remind(when, 1)).rejects.toEqual(code('already-answered'));
    bench.world.append(
      bench.world.account(USER),
      bench.box('Sent'),
      `From: Ada <${USER}>\r\nSubject: Nameless\r\n\r\nHello\r\n`,
    );
    await until(() => bench.here('Sent').includes('Nameless'));
    await expect(bench.ui.api.remind({ keys: [bench.key('Sent', 'Nameless')], until: when })).rejects.toEqual(
      code('no-message-id'),
    );
    expect(await remind(when, 1, 2)).toMatchObject({ messages: 1 });
    await bench.quiet();
  });

  it('goes with its account, and a call-off is not taken back for one that is gone', async () => {
    await given();
    await remind(now() + HOUR, 1, 2);
    const { group } = await bench.ui.api.wake({ keys: [key(2)] });
    await bench.ui.api.removeAccount({ account: bench.account.id, force: true });
    await until(() => bench.store.snoozed.length === 0);
    expect(await bench.ui.api.undo({ group })).toEqual({ undone: 0 });
    expect([...bench.engine.snooze.book.table.values()]).toEqual([]);
    await given();
  });

  it('killed at any journal write or send: waits or is up, whole, and comes up unread once', async () => {
    const swept = await sweep(async () => {
      const here = new Bench('everything');
      here.world.append(here.world.account(USER), here.box('Sent'), letter(2), { flags: ['\\Seen'] });
      here.touched.add('<letter-2@tern.example>');
      await here.start();
      await here.quiet();
      await here.ui.api.remind({ keys: [here.key('Sent', 'Letter 2')], until: now(here) + HOUR });
      here.jump(2 * HOUR);
      await here.store.until(() => up(here).length === 1);
      await here.quiet();
      expect(unread(here)).toEqual(['Letter 2']);
    }, 25);
    expect(swept.killed).toBeGreaterThan(10);
    expect(swept.failed).toEqual([]);
    await given();
  }, 120_000);
});

describe('a letter that is to be answered', () => {
  async function written(reminder: RemindWhen, at: number | null = null) {
    bench = new Bench('everything');
    await bench.start();
    await bench.quiet();
    listen();
    await bench.ui.api.updateSettings({ undoSendSeconds: at === null ? 0 : 5 });
    const draft = await bench.ui.api.newDraft({ account: bench.account.id });
    const content = {
      ...draft.content,
      to: [{ name: '', address: 'bo@tern.example' }],
      subject: 'Regatta',
      text: 'Will you come?',
      reminder,
    };
    return bench.ui.api.send({ id: draft.id, base: draft.version, content, at });
  }
  const records = () => bench.engine.snooze.book.list();
  const eight = (from: number, days: number): number => {
    const date = new Date(from);
    date.setDate(date.getDate() + days);
    return date.setHours(8, 0, 0, 0);
  };

  it('is waited for from when it was accepted, and comes up', async () => {
    await written({ days: 3 });
    await vi.waitFor(() => expect(records()).toHaveLength(1));
    const [one] = records();
    expect(one).toMatchObject({ until: eight(one?.sent ?? 0, 3), back: null });
    await bench.quiet();
    bench.jump(4 * 24 * HOUR);
    await until(() => bench.store.snoozed.some(({ back }) => back !== null));
    await bench.quiet();
    expect(unread()).toEqual(['Regatta']);
  });

  it('sent later is counted from then, and what the clock has passed by then is the morning after', async () => {
    const soon = Date.now() + HOUR;
    await written({ at: soon + 60_000 }, soon);
    await bench.quiet();
    expect(records()).toEqual([]);
    bench.jump(HOUR + 5 * 60_000);
    await vi.waitFor(() => expect(records()).toHaveLength(1));
    const [one] = records();
    expect(one?.sent).toBeGreaterThan(soon + 60_000);
    expect(one?.until).toBe(eight(one?.sent ?? 0, 1));
    await bench.quiet();
  });

  it('whose sending is called off takes its reminder back into the draft', async () => {
    const { id } = await written({ days: 7 }, Date.now() + HOUR);
    const { draft } = await bench.ui.api.undoSend({ id });
    expect(draft?.content.reminder).toEqual({ days: 7 });
    expect(records()).toEqual([]);
    await bench.quiet();
  });
});
