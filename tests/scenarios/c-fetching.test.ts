import { afterEach, describe, expect, it } from 'vitest';
import type { Output } from '@main/demo/script';
import { noData } from '@main/demo/lies';
import { Flag } from '@shared/model/flags';
import type { MessageRef } from '@shared/model/ids';
import { Bench, letter, USER } from '../fakes/bench';
import { type Baseline, baseline, checkInvariants } from '../fakes/world-state';

let bench: Bench;
let before: Baseline;
const ENVELOPE = /ENVELOPE/;

async function given(profile: ConstructorParameters<typeof Bench>[0] = 'everything', n = 5): Promise<void> {
  bench = new Bench(profile);
  bench.deliver('INBOX', 1, n);
  before = baseline(bench.world);
  await bench.start();
  await bench.quiet();
}
const ref = (n: number, mailbox = 'INBOX'): MessageRef => ({
  mailbox: bench.idOf(mailbox),
  generation: 0 as never,
  uid: n as never,
});
const rewrite = (change: (data: string) => string) =>
  ({ do: 'rewrite', with: ({ data, reply }: Output) => ({ data: change(data), reply }) }) as const;

describe('C. fetching and parsing', () => {
  afterEach(async () => {
    await bench.stop();
  });

  it.each([40, 2_000, 9_000])(
    'C1 the line breaks after %i bytes of new mail: none is skipped',
    async (bytes) => {
      await given();
      bench.imap.add({ verb: 'UID FETCH', match: ENVELOPE, nth: 1, act: { do: 'cut-after', bytes } });
      bench.deliver('INBOX', 6, 40);
      await bench.quiet();
      expect(bench.here('INBOX')).toHaveLength(40);
      checkInvariants(bench, before);
    },
  );

  it('C1 an answer without messages advances nothing', async () => {
    await given('exchange');
    bench.imap.add({ verb: 'UID FETCH', match: ENVELOPE, nth: 1, act: noData() });
    bench.deliver('INBOX', 6, 8);
    await bench.quiet();
    expect(bench.here('INBOX')).toHaveLength(8);
    checkInvariants(bench, before);
  });

  it('C2 a line that drops after every 100 KB still comes to an end', async () => {
    bench = new Bench('exchange');
    bench.deliver('INBOX', 1, 1500);
    before = baseline(bench.world);
    bench.imap.add({
      verb: 'UID FETCH',
      match: ENVELOPE,
      times: 12,
      act: { do: 'cut-after', bytes: 100_000 },
    });
    await bench.start();
    await bench.quiet(15_000);
    const asked = bench.imap.log.filter((o) => ENVELOPE.test(o.line)).length;
    expect(asked).toBeLessThan(40);
    // New mail in one go after a long absence, on the same line.
    bench.deliver('INBOX', 1501, 2800);
    bench.imap.add({
      verb: 'UID FETCH',
      match: ENVELOPE,
      times: 6,
      act: { do: 'cut-after', bytes: 100_000 },
    });
    await bench.quiet(15_000);
    checkInvariants(bench, before, 2000);
  });

  it('C3 a text that was cut is shown as cut', async () => {
    bench = new Bench('exchange');
    const text = Array.from({ length: 50 }, (_, i) => `Line ${i} of the letter`).join('\r\n');
    bench.world.append(bench.world.account(USER), bench.box('INBOX'), letter(1) + text);
    await bench.start();
    await bench.quiet();
    bench.imap.add({
      verb: 'UID FETCH',
      match: /BODY\.PEEK\[1\]/,
      nth: 1,
      act: rewrite((d) => d.replace(/\{(\d+)\}\r\n([\s\S]{100})[\s\S]*\)\r\n$/, '{100}\r\n$2)\r\n')),
    });
    await bench.ui.api.fetchBody({ ref: ref(1) });
    expect([...bench.store.bodies.values()][0]?.notices).toContain('truncated');
    await bench.ui.api.fetchBody({ ref: ref(1) });
    const [body] = bench.store.bodies.values();
    expect(body?.notices).toEqual([]);
    expect(body?.parts[0]?.text).toContain('Line 49');
  });

  const attachment = (size: number): string =>
    letter(1, 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n') +
    `--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Type: application/octet-stream; name=a.bin\r\n` +
    `Content-Disposition: attachment; filename=a.bin\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${'x'.repeat(size)}\r\n--b--\r\n`;

  it.each([0, 500])('C3 an attachment of which %i bytes came is an error, not a file', async (came) => {
    bench = new Bench('exchange');
    bench.world.append(bench.world.account(USER), bench.box('INBOX'), attachment(5000));
    await bench.start();
    await bench.quiet();
    bench.imap.add({
      verb: 'UID FETCH',
      match: /BODY\.PEEK\[2\]/,
      nth: 1,
      act: rewrite((d) => d.replace(/\{\d+\}\r\nx+/, `{${came}}\r\n${'x'.repeat(came)}`)),
    });
    await expect(bench.ui.api.fetchPart({ ref: ref(1), section: '2' as never })).rejects.toMatchObject({
      code: 'truncated',
    });
    // The answer made no sense, so the connection was given up: the next one is there when new mail is.
    bench.deliver('INBOX', 2);
    await bench.quiet();
    expect((await bench.ui.api.fetchPart({ ref: ref(1), section: '2' as never })).size).toBe(5000);
  });

  it.each(['everything', 'gmail', 'exchange', 'bare'] as const)(
    'C8 moved by another client: one header fetch, its text is here already (%s)',
    async (profile) => {
      bench = new Bench(profile);
      bench.deliver('INBOX', 1, 4);
      await bench.start();
      await bench.quiet();
      await bench.ui.api.fetchBody({ ref: ref(2) });
      const texts = bench.imap.log.filter((o) => /BODY\.PEEK\[1\]/.test(o.line)).length;
      const rows = bench.imap.log.filter((o) => /ENVELOPE/.test(o.line)).length;
      bench.elsewhere.move('INBOX', 'Letter 2', 'Archive');
      await bench.quiet();
      const archive = bench.idOf('Archive');
      const [moved] = bench.store.messages.get(`${archive}/0`)?.values() ?? [];
      expect(moved?.row.envelope.subject).toBe('Letter 2');
      expect(bench.store.bodies.get(moved?.row.identity ?? '')?.parts[0]?.text.trim()).toBe(
        'Text of letter 2',
      );
      expect(bench.imap.log.filter((o) => /BODY\.PEEK\[1\]/.test(o.line))).toHaveLength(texts);
      expect(bench.imap.log.filter((o) => /ENVELOPE/.test(o.line))).toHaveLength(rows + 1);
    },
  );

  it('C4 a server that miscounts by a line end is not taken for one that cuts', async () => {
    bench = new Bench('exchange');
    bench.world.append(bench.world.account(USER), bench.box('INBOX'), attachment(5000));
    await bench.start();
    await bench.quiet();
    bench.imap.add({
      verb: 'UID FETCH',
      match: /BODY\.PEEK\[2\]/,
      nth: 1,
      act: rewrite((d) => d.replace(/\{\d+\}\r\nx+/, `{4998}\r\n${'x'.repeat(4998)}`)),
    });
    expect((await bench.ui.api.fetchPart({ ref: ref(1), section: '2' as never })).size).toBe(4998);
  });

  it('C5 gone on the server when it is opened: said, and what is here stays', async () => {
    await given('exchange');
    await bench.ui.api.fetchBody({ ref: ref(3) });
    bench.imap.add({ verb: 'UID FETCH', match: /BODY\.PEEK\[/, times: 2, act: noData() });
    await expect(bench.ui.api.fetchPart({ ref: ref(3), section: '1' as never })).rejects.toMatchObject({
      code: 'message-gone',
    });
    await expect(bench.ui.api.fetchBody({ ref: ref(3) })).rejects.toMatchObject({ code: 'message-gone' });
    expect([...bench.store.bodies.values()][0]?.parts[0]?.text).toContain('Text of letter 3');
    expect(bench.here('INBOX')).toContain('Letter 3');
  });

  it.each([
    ['an envelope that is none', (d: string) => d.replace(/(UID 3 [^\r]*?ENVELOPE )\("/, '$1(((("')],
    ['a structure that is none', (d: string) => d.replace(/(UID 3 [^\r]*?BODYSTRUCTURE )\(/, '$1)(')],
    [
      'a date that is none',
      (d: string) => d.replace(/(UID 3 [^\r]*?INTERNALDATE )"[^"]*"/, '$1"99-Foo-0000 99:99:99 +9999"'),
    ],
  ])('C6 a poison message with %s: the others come, it is listed', async (_, poison) => {
    bench = new Bench('exchange');
    bench.deliver('INBOX', 1, 5);
    for (const verb of ['FETCH', 'UID FETCH'])
      bench.imap.add({ verb, match: ENVELOPE, act: rewrite(poison) });
    await bench.start();
    await bench.store.until(() => bench.store.shown('INBOX').size === 5);
    bench.deliver('INBOX', 6);
    await bench.store.until(() => bench.store.shown('INBOX').size === 6);
    expect(bench.here('INBOX').filter((s) => s !== 'Letter 3')).toEqual([
      'Letter 1',
      'Letter 2',
      'Letter 4',
      'Letter 5',
      'Letter 6',
    ]);
  });

  it('C6 a message whose header can’t be read either is listed as unreadable', async () => {
    bench = new Bench('exchange');
    bench.deliver('INBOX', 1, 3);
    const poison = (d: string): string => d.replace(/(UID 2 [^\r]*?ENVELOPE )\("/, '$1(((("');
    bench.imap.add(
      { verb: 'FETCH', match: ENVELOPE, act: rewrite(poison) },
      { verb: 'UID FETCH', match: /\[HEADER\]/, act: noData() },
    );
    bench.serverLies = 'what could not be read stays unreadable: a header is fetched once';
    await bench.start();
    await bench.store.until(() => bench.store.shown('INBOX').size === 3);
    expect((bench.store.shown('INBOX').get(2)?.flags ?? 0) & Flag.Unreadable).not.toBe(0);
  });

  it('C7 mailboxes that can’t be opened stop neither the others nor the account', async () => {
    bench = new Bench('everything');
    bench.world.createMailbox(bench.world.account(USER), 'Public', { noSelect: true });
    bench.elsewhere.create('Secret');
    bench.imap.add({
      verb: 'SELECT',
      mailbox: 'Secret',
      act: { do: 'answer', reply: 'NO [NOPERM] not yours' },
    });
    bench.deliver('INBOX', 1, 3);
    bench.deliver('Archive', 4);
    await bench.start();
    await bench.settled('INBOX', 'Archive');
    bench.deliver('INBOX', 5);
    await bench.settled('INBOX');
    await bench.ui.api.syncNow({ account: null, mailbox: null });
    await bench.store.until(() =>
      [...bench.store.mailboxes.values()].some(
        (m) => m.name === 'Secret' && m.trouble?.code === 'no-permission',
      ),
    );
  });

  it('C8 letters that look alike are all kept', async () => {
    bench = new Bench('bare');
    const twin = (text: string): string =>
      `From: a@b.c\r\nSubject: same\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\n${text}\r\n`;
    for (const text of ['one', 'two'])
      bench.world.append(bench.world.account(USER), bench.box('INBOX'), twin(text), {
        internalDate: 1e12 + text.length,
      });
    bench.deliver('INBOX', 1);
    bench.world.copy(bench.world.account(USER), bench.box('INBOX'), [3], bench.box('Archive'));
    before = baseline(bench.world);
    await bench.start();
    await bench.quiet();
    expect(bench.here('INBOX')).toEqual(['same', 'same', 'Letter 1']);
    expect(bench.here('Archive')).toEqual(['Letter 1']);
    checkInvariants(bench, before);
  });

  it.each(['told', 'not told'])(
    'C9 connections died without a word (%s): new mail is here at once after waking',
    async (how) => {
      await given();
      bench.freeze();
      bench.deliver('INBOX', 6);
      bench.jump(3_600_000);
      if (how === 'told') bench.engine.resume();
      await bench.settled('INBOX');
      expect(bench.here('INBOX')).toHaveLength(6);
      checkInvariants(bench, before);
    },
  );

  it.each(['everything', 'exchange', 'gmail'] as const)(
    'C10 what is told during IDLE and other commands is taken over (%s)',
    async (profile) => {
      await given(profile, 20);
      for (const n of [2, 3, 4]) bench.touch(`Letter ${n}`);
      bench.deleted.add('<letter-3@tern.example>');
      bench.elsewhere.flag('INBOX', 'Letter 2', '\\Flagged');
      bench.elsewhere.expunge('INBOX', 'Letter 3');
      await bench.settled('INBOX');
      bench.imap.add({
        verb: 'UID STORE',
        nth: 1,
        act: { do: 'afterwards', run: () => bench.elsewhere.flag('INBOX', 'Letter 4', '$Label1') },
      });
      await bench.act({ kind: 'flag', add: ['\\Seen'], remove: [] }, 'INBOX', 'Letter 10');
      await bench.quiet();
      checkInvariants(bench, before);
    },
  );

  it.each(['NO [LIMIT] Too many simultaneous connections', '* BYE Too many connections'])(
    'C11 too many connections: one does, no loop of logins: %s',
    async (reply) => {
      bench = new Bench('everything');
      bench.deliver('INBOX', 1, 3);
      before = baseline(bench.world);
      if (reply.startsWith('*'))
        for (let nth = 2; nth < 40; nth++)
          bench.imap.add({ verb: 'CONNECT', nth, act: { do: 'answer', reply } });
      else
        for (let nth = 2; nth < 40; nth++)
          bench.imap.add({ verb: 'AUTHENTICATE', nth, act: { do: 'answer', reply } });
      await bench.start();
      await bench.quiet();
      bench.deliver('INBOX', 4);
      await bench.quiet();
      expect(bench.verbs('CONNECT').length).toBeLessThan(8);
      checkInvariants(bench, before);
    },
  );

  it.each(['bare', 'everything'] as const)('C12 names beyond ASCII, with & and / (%s)', async (profile) => {
    bench = new Bench(profile);
    const names = ['Entwürfe & Pläne', '日本語/受信', 'A&B', 'Ærø/&-'];
    for (const name of names) bench.elsewhere.create(name);
    names.forEach((name, i) => bench.deliver(name, i + 1));
    before = baseline(bench.world);
    await bench.start();
    await bench.quiet();
    await bench.act({ kind: 'copy', to: bench.idOf('日本語/受信') }, 'A&B', 'Letter 3');
    await bench.quiet();
    expect(bench.there('日本語/受信')).toEqual(['Letter 2', 'Letter 3']);
    expect([...bench.store.mailboxes.values()].map((m) => m.name)).toEqual(expect.arrayContaining(names));
    checkInvariants(bench, before);
  });
});
