import { afterEach, describe, expect, it } from 'vitest';
import type { Action } from '@main/demo/script';
import { type AccountId, generation, messageKey, uid } from '@shared/model/ids';
import { Bench, letter, OTHER, USER } from '../fakes/bench';

let bench: Bench;
afterEach(() => bench.stop());

async function given(): Promise<void> {
  bench = new Bench('everything', { second: 'everything' });
  bench.deliver('INBOX', 1, 5);
  await bench.start();
  await bench.quiet();
}
const inject = (bytes: string): Action => ({ do: 'inject', bytes, at: 'start' });

/** What a server says beside its answers, in a command that looks at INBOX. */
const SAYINGS: readonly (readonly [string, string])[] = [
  [
    'messages that nobody asked for',
    '* 3 FETCH (UID 4000000000 FLAGS (\\Seen))\r\n* 1 FETCH (UID 77 FLAGS (\\Deleted))\r\n',
  ],
  ['a UID of nothing', '* 1 FETCH (UID 0 FLAGS (\\Seen))\r\n'],
  ['a UID below nothing', '* 1 FETCH (UID -5 FLAGS (\\Seen))\r\n'],
  ['a UID beyond all numbers', '* 1 FETCH (UID 99999999999999999999 FLAGS (\\Seen))\r\n'],
  ['a storm of EXPUNGE for messages that are not there', '* 90000 EXPUNGE\r\n'.repeat(2000)],
  ['VANISHED for everything', '* VANISHED 1:4294967295\r\n'],
  ['a number of messages beyond all numbers', '* 4294967295 EXISTS\r\n* 5 EXISTS\r\n'],
  ['a header of five megabytes', `* OK [ALERT] ${'x'.repeat(5_000_000)}\r\n`],
  ['a literal of four gigabytes, announced and never sent', '* 1 FETCH (UID 1 BODY[] {4294967295}\r\n'],
  ['a binary literal with NUL in it', '* 1 FETCH (UID 1 BINARY[1] ~{4}\r\na\0b\0)\r\n'],
  ['another UIDNEXT, lower than it was', '* OK [UIDNEXT 1] lower\r\n'],
];

describe('a server that says, unasked,', () => {
  it.each(SAYINGS)('%s: nothing is lost of the mail, and it goes on', async (_, bytes) => {
    await given();
    for (const verb of ['NOOP', 'UID FETCH', 'IDLE', 'UID SEARCH'])
      bench.imap.add({ verb, mailbox: 'INBOX', account: USER, times: 1, act: inject(bytes) });
    bench.deliver('INBOX', 6);
    bench.ask();
    await bench.store.until(() => bench.here('INBOX').includes('Letter 6'), 8_000);
    await bench.act({ kind: 'archive' }, 'INBOX', 'Letter 2');
    await bench.quiet();
    expect(bench.refused).toEqual([]);
    expect(bench.here('INBOX')).toEqual(['Letter 1', 'Letter 3', 'Letter 4', 'Letter 5', 'Letter 6']);
    expect(bench.there('Archive')).toEqual(['Letter 2']);
  });
});

describe('a letter with a header of five megabytes', () => {
  it('is listed, moved, and brought to another account whole', async () => {
    await given();
    const long = letter(9, `X-Long: ${'y'.repeat(5_000_000)}\r\n`);
    bench.world.append(bench.world.account(USER), bench.box('INBOX'), long);
    await bench.quiet();
    const other = bench.accounts()[1]!.id;
    const target = [...bench.store.mailboxes.values()].find(
      (m) => m.name === 'Archive' && m.account === other,
    )!;
    await bench.act({ kind: 'move', to: target.id }, 'INBOX', 'Letter 9');
    await bench.quiet();
    expect(bench.box('Archive', OTHER).messages.map((m) => m.content.raw.length)).toEqual([long.length]);
    expect(bench.there('INBOX')).not.toContain('Letter 9');
  });
});

describe('letters between the Drafts folders of two accounts', () => {
  it('both ways at once, while drafts are saved to both: all of it comes to its end', async () => {
    await given();
    bench.deliver('Drafts', 20);
    bench.world.append(bench.world.account(OTHER), bench.box('Drafts', OTHER), letter(30));
    await bench.quiet();
    const [mine, other] = bench.accounts().map(({ id }) => id) as [AccountId, AccountId];
    const drafts = (account: AccountId) =>
      [...bench.store.mailboxes.values()].find((m) => m.role === 'drafts' && m.account === account)!;
    await bench.offline(true);
    const write = async (account: AccountId, subject: string): Promise<void> => {
      const draft = await bench.ui.api.newDraft({ account });
      const content = { ...draft.content, subject, text: subject };
      await bench.ui.api.saveDraft({ id: draft.id, base: draft.version, content });
      await bench.ui.api.closeDraft({ id: draft.id });
    };
    await write(mine, 'first');
    await bench.act({ kind: 'move', to: drafts(other).id }, 'Drafts', 'Letter 20');
    await write(other, 'second');
    const box = drafts(other);
    const [n] = [...bench.store.shownOf(box).keys()] as [number];
    bench.touch('Letter 30');
    await bench.ui.api.act({
      action: { kind: 'move', to: drafts(mine).id },
      keys: [messageKey({ mailbox: box.id, generation: generation(box.generation), uid: uid(n) })],
    });
    await write(mine, 'third');
    await bench.offline(false);
    await bench.quiet();
    expect(bench.there('Drafts').sort()).toEqual(['Letter 30', 'first', 'third']);
    expect(
      bench
        .box('Drafts', OTHER)
        .messages.map((m) => m.subject)
        .sort(),
    ).toEqual(['Letter 20', 'second']);
  });
});
