import { afterEach, describe, expect, it } from 'vitest';
import type { SnoozeState } from '@shared/contract/snooze';
import type { MessageKey } from '@shared/model/ids';
import { hash53 } from '@shared/util/hash';
import { Bench, USER } from '../fakes/bench';
import { checkInvariants } from '../fakes/world-state';
import { sweep } from '../labs/kill-each-step/sweep';

/** What is out of the inbox until a time: on its way there and back nothing is lost, and nothing comes back twice. */
let bench: Bench;
let told: string[];
afterEach(() => bench.stop());

const HOUR = 3_600_000;
const idOf = (n: number): number => hash53(`letter-${n}@tern.example`);
const now = (on = bench): number => on.clock.now();

async function given(n = 5): Promise<void> {
  bench = new Bench('everything');
  bench.deliver('INBOX', 1, n);
  await bench.start();
  await bench.quiet();
  for (const message of bench.box('INBOX').messages)
    bench.touched.add(message.content.header('message-id').trim());
  await bench.ui.api.act({
    action: { kind: 'flag', add: ['\\Seen'], remove: [] },
    keys: keys(1, 2, 3, 4, 5),
  });
  await bench.quiet();
  listen();
}
function listen(): void {
  told = [];
  bench.ui.on('arrived', ({ letters, count }) => told.push(`${count} ${letters[0]?.subject ?? ''}`));
}
const keys = (...numbers: number[]): MessageKey[] => numbers.map((n) => bench.key('INBOX', `Letter ${n}`));
const snooze = (until: number, ...numbers: number[]) =>
  bench.ui.api.snooze({ keys: keys(...numbers), until });
const asleep = (states: readonly SnoozeState[] = bench.store.snoozed): number[] =>
  states.flatMap(({ idHash, back }) =>
    back === null ? [[1, 2, 3, 4, 5, 6, 7].find((n) => idOf(n) === idHash) ?? 0] : [],
  );
const unread = (on = bench): string[] =>
  on.box('INBOX').messages.flatMap((m) => (m.has('\\Seen') ? [] : [m.subject]));
const until = (holds: () => boolean): Promise<void> => bench.store.until(holds);

describe('a snoozed message', () => {
  it('leaves the server as it is, comes back unread at its time and is told of like new mail', async () => {
    await given();
    const verbs = bench.verbs('UID STORE', 'UID MOVE').length;
    expect(await snooze(now() + HOUR, 2, 4)).toMatchObject({ messages: 2, without: 0 });
    await until(() => asleep().length === 2);
    await bench.quiet();
    expect(bench.verbs('UID STORE', 'UID MOVE')).toHaveLength(verbs);
    bench.jump(HOUR + 1000);
    await until(() => asleep().length === 0);
    await bench.quiet();
    expect(unread()).toEqual(['Letter 2', 'Letter 4']);
    expect(bench.store.snoozed.map(({ back }) => back !== null && back <= now())).toEqual([true, true]);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^2 Letter [24]$/);
    // Read, and not again unread by what is over.
    await bench.ui.api.act({ action: { kind: 'flag', add: ['\\Seen'], remove: [] }, keys: keys(2, 4) });
    bench.jump(HOUR);
    await bench.quiet();
    expect(unread()).toEqual([]);
    expect(told).toHaveLength(1);
  });

  it('sleeps over a kill, and wakes at the start when its time passed meanwhile', async () => {
    await given();
    await snooze(now() + HOUR, 1, 2);
    await snooze(now() + 3 * HOUR, 3);
    await bench.kill();
    bench.jump(2 * HOUR);
    await bench.start();
    await until(() => unread().length === 2);
    await bench.quiet();
    expect(unread()).toEqual(['Letter 1', 'Letter 2']);
    expect(asleep()).toEqual([3]);
    expect(asleep(await bench.ui.api.snoozed({}))).toEqual([3]);
  });

  it('wakes without a connection, and the server hears of it later', async () => {
    await given();
    await bench.offline(true);
    await snooze(now() + HOUR, 5);
    bench.jump(2 * HOUR);
    await until(() => bench.store.snoozed.some(({ back }) => back !== null));
    await until(() => bench.store.operations.size > 0);
    expect(unread()).toEqual([]);
    await bench.offline(false);
    await bench.quiet();
    expect(unread()).toEqual(['Letter 5']);
  });

  it('goes by the wall clock: set back it sleeps on, set forward it wakes', async () => {
    await given();
    await snooze(now() + HOUR, 1);
    bench.jump(-5 * HOUR);
    await bench.quiet();
    expect(asleep()).toEqual([1]);
    bench.jump(7 * HOUR);
    await until(() => asleep().length === 0);
    await bench.quiet();
    expect(unread()).toEqual(['Letter 1']);
  });

  it('is known again after a renumbering, and with an empty cache', async () => {
    await given();
    await snooze(now() + HOUR, 1, 2);
    bench.world.bumpUidValidity(bench.world.account(USER), bench.box('INBOX'), 500);
    await bench.quiet();
    expect(asleep().sort()).toEqual([1, 2]);
    await bench.kill();
    bench.store.wipe('');
    bench.jump(2 * HOUR);
    // Due at the start, when nothing is listed yet.
    await bench.start();
    await bench.quiet();
    await until(() => unread().length === 2);
    expect(asleep()).toEqual([]);
    await bench.quiet();
  });

  it('that another program moved away wakes nobody, until it is in the inbox again', async () => {
    await given();
    await snooze(now() + HOUR, 3);
    bench.elsewhere.move('INBOX', 'Letter 3', 'Archive');
    await bench.quiet();
    bench.jump(2 * HOUR);
    await bench.quiet();
    expect(told).toEqual([]);
    expect(bench.box('Archive').messages.map((m) => m.has('\\Seen'))).toEqual([true]);
    bench.elsewhere.move('Archive', 'Letter 3', 'INBOX');
    await bench.quiet();
    await until(() => told.length === 1);
    await bench.quiet();
    expect(unread()).toEqual(['Letter 3']);
  });

  it('comes back with an answer at once, as a conversation; the answer alone is new', async () => {
    await given();
    await snooze(now() + HOUR, 1, 2, 3);
    // 6 answers 2, and 3 named 2 as well: one conversation by way of what it names.
    bench.touched.add('<letter-6@tern.example>');
    bench.deliver('INBOX', 6, 6, 'References: <other@tern.example> <letter-2@tern.example>\r\n');
    await until(() => !asleep().includes(2));
    await bench.quiet();
    expect(asleep().sort()).toEqual([1, 3]);
    expect(unread()).toEqual(['Letter 6']);
    expect(bench.store.snoozed.some(({ idHash }) => idHash === idOf(2))).toBe(false);
  });

  it('that was put off and then answered is not put to sleep again by undo', async () => {
    await given();
    await snooze(now() + HOUR, 2);
    const { group } = await snooze(now() + 2 * HOUR, 2);
    await until(() => asleep().length === 1);
    bench.touched.add('<letter-6@tern.example>');
    bench.deliver('INBOX', 6, 6, 'In-Reply-To: <letter-2@tern.example>\r\n');
    await until(() => bench.store.snoozed.length === 0);
    await bench.quiet();
    expect(await bench.ui.api.undo({ group })).toEqual({ undone: 0 });
    expect([...bench.engine.snooze.book.table.values()]).toEqual([]);
  });

  it('stays away when the same message is delivered again', async () => {
    await given();
    await snooze(now() + HOUR, 2);
    bench.copied.add('<letter-2@tern.example>');
    bench.deliver('INBOX', 2);
    await bench.quiet();
    bench.deliver('INBOX', 6);
    await until(() => told.length > 0);
    await bench.quiet();
    expect(asleep()).toEqual([2]);
  });

  it('stays away when a muted conversation goes on', async () => {
    await given();
    await snooze(now() + HOUR, 2);
    await bench.ui.api.mute({ keys: keys(2) });
    bench.touched.add('<letter-6@tern.example>');
    bench.deliver('INBOX', 6, 6, 'In-Reply-To: <letter-2@tern.example>\r\n');
    await until(() => bench.here('Archive').includes('Letter 6'));
    await bench.quiet();
    expect(asleep()).toEqual([2]);
  });

  it('can be taken back, put off and called back, each with an undo of its own', async () => {
    await given();
    const first = await snooze(now() + HOUR, 1, 2);
    const later = now() + 5 * HOUR;
    const second = await snooze(later, 2, 3);
    await until(() => asleep().length === 3);
    bench.jump(2 * HOUR);
    await until(() => asleep().length === 2);
    await bench.quiet();
    expect(unread()).toEqual(['Letter 1']);
    const woken = await bench.ui.api.wake({ keys: keys(2, 4) });
    expect(woken.messages).toBe(1);
    await until(() => asleep().length === 1);
    // Called back it is as it was.
    await bench.quiet();
    expect(unread()).toEqual(['Letter 1']);
    expect(await bench.ui.api.undo({ group: woken.group })).toEqual({ undone: 1 });
    await until(() => asleep().length === 2);
    expect(bench.store.snoozed.find(({ idHash }) => idHash === idOf(2))).toMatchObject({ until: later });
    // 2 was due at the first time: taken back now, it is back.
    expect(await bench.ui.api.undo({ group: second.group })).toEqual({ undone: 2 });
    await until(() => asleep().length === 0);
    await bench.quiet();
    expect(unread()).toEqual(['Letter 1', 'Letter 2']);
    expect(await bench.ui.api.undo({ group: first.group })).toEqual({ undone: 2 });
    expect(await bench.ui.api.undo({ group: first.group })).toEqual({ undone: 0 });
    await until(() => bench.store.snoozed.length === 0);
  });

  it('is woken once when its time comes while it is being put off', async () => {
    await given();
    await snooze(now() + HOUR, 1);
    bench.jump(2 * HOUR);
    // In the same breath as the look at the clock.
    bench.engine.snooze.waking.look();
    const later = now() + HOUR;
    await snooze(later, 1);
    await bench.quiet();
    const [state] = bench.store.snoozed;
    expect(state).toMatchObject({ until: later, back: null });
    expect(told.length).toBeLessThanOrEqual(1);
  });

  it('without a Message-ID is refused in words; with others it stays where it is', async () => {
    await given();
    bench.world.append(
      bench.world.account(USER),
      bench.box('INBOX'),
      'From: Bo <bo@tern.example>\r\nSubject: Nameless\r\n\r\nHello\r\n',
    );
    await until(() => bench.here('INBOX').includes('Nameless'));
    const nameless = bench.key('INBOX', 'Nameless');
    const when = now() + HOUR;
    await expect(bench.ui.api.snooze({ keys: [nameless], until: when })).rejects.toMatchObject({
      code: 'no-message-id',
    });
    const both = await bench.ui.api.snooze({ keys: [nameless, ...keys(1)], until: when });
    expect(both).toMatchObject({ messages: 1, without: 1 });
    await bench.quiet();
  });

  it('goes with its account, and a record that nobody can read shows its message', async () => {
    await given();
    await snooze(now() + HOUR, 1);
    const { table } = bench.engine.snooze.book;
    const account = bench.account.id;
    await bench.engine.parts.vault.appendAll([
      table.put(`${account} ${idOf(2)}`, { account, idHash: idOf(2), sleeps: 'for ever' }),
    ]);
    await until(() => bench.store.snoozed.length === 1);
    expect(asleep()).toEqual([1]);
    await bench.kill();
    await bench.start();
    await bench.quiet();
    expect(asleep()).toEqual([1]);
    await bench.ui.api.removeAccount({ account, force: true });
    await until(() => bench.store.snoozed.length === 0);
    expect([...bench.engine.snooze.book.table.values()]).toEqual([]);
    await given();
  });

  it('killed at any journal write or send: sleeps or is back, whole, and comes back unread once', async () => {
    const swept = await sweep(async () => {
      const here = new Bench('everything');
      here.deliver('INBOX', 1, 3);
      for (const n of [1, 2, 3]) here.touched.add(`<letter-${n}@tern.example>`);
      await here.start();
      await here.quiet();
      const key = here.key('INBOX', 'Letter 2');
      await here.ui.api.act({ action: { kind: 'flag', add: ['\\Seen'], remove: [] }, keys: [key] });
      await here.quiet();
      await here.ui.api.snooze({ keys: [key], until: now(here) + HOUR });
      here.jump(2 * HOUR);
      await here.store.until(() => here.store.snoozed.some(({ back }) => back !== null));
      await here.quiet();
      // Back and unread are one step.
      expect(unread(here)).toContain('Letter 2');
    }, 25);
    expect(swept.killed).toBeGreaterThan(10);
    expect(swept.failed).toEqual([]);
    await given();
  }, 120_000);

  it('back is unread, whichever journal write it was killed at', async () => {
    for (let write = 0; write < 6; write++) {
      await given();
      await snooze(now() + HOUR, 2);
      await bench.quiet();
      let seen = 0;
      bench.disk.watch = () => seen++ < write;
      bench.jump(2 * HOUR);
      await Promise.race([
        until(() => unread().length > 0),
        new Promise((resolve) => setTimeout(resolve, 150)),
      ]);
      await bench.kill();
      await bench.start();
      await bench.quiet();
      await until(() => unread().length > 0);
      expect([write, unread(), asleep()]).toEqual([write, ['Letter 2'], []]);
      await bench.quiet();
      checkInvariants(bench, bench.atStart as NonNullable<typeof bench.atStart>);
      if (write < 5) await bench.stop();
    }
  }, 60_000);
});
