import { afterEach, describe, expect, it } from 'vitest';
import type { Intent } from '@shared/contract/operations';
import {
  type AccountId,
  generation,
  messageKey,
  type MessageKey,
  parseMessageKey,
  uid,
} from '@shared/model/ids';
import { Bench, letter, OTHER, USER } from '../fakes/bench';

/** Mail goes from one account to the other and back at the same time: neither waits for the other for ever. */
let bench: Bench;
afterEach(() => bench.stop());

async function given(): Promise<void> {
  bench = new Bench('everything', { second: 'everything' });
  bench.deliver('INBOX', 1, 3);
  for (const n of [11, 12, 13])
    bench.world.append(bench.world.account(OTHER), bench.world.mailbox(OTHER, 'INBOX'), letter(n));
  await bench.start();
  await bench.quiet();
}
const other = (): AccountId => bench.accounts().find(({ id }) => id !== bench.account.id)!.id;
const inbox = (account: AccountId) =>
  [...bench.store.mailboxes.values()].find((m) => m.name === 'INBOX' && m.account === account)!;
function keysOf(account: AccountId, subject: string): MessageKey[] {
  const box = inbox(account);
  return [...bench.store.shownOf(box)]
    .filter(([, m]) => m.subject === subject)
    .map(([n]) => messageKey({ mailbox: box.id, generation: generation(box.generation), uid: uid(n) }));
}
const there = (user: string): string[] =>
  bench
    .box('INBOX', user)
    .messages.map((m) => m.subject)
    .sort();

describe.each(['move', 'copy'] as const)('a %s to another account', (kind) => {
  it('and one back from there meet, and both come to their end (lab sync, seed 414010)', async () => {
    await given();
    await bench.offline(true);
    bench.touch('Letter 1', 'Letter 11');
    for (const n of [1, 11]) if (kind === 'copy') bench.copied.add(`<letter-${n}@tern.example>`);
    const act = (from: AccountId, to: AccountId, subject: string) =>
      bench.ui.api.act({ action: { kind, to: inbox(to).id }, keys: keysOf(from, subject) });
    await act(bench.account.id, other(), 'Letter 1');
    await act(other(), bench.account.id, 'Letter 11');
    await bench.offline(false);
    await bench.quiet();
    const left = kind === 'copy';
    expect(there(OTHER)).toEqual([...['Letter 1'], ...(left ? ['Letter 11'] : []), 'Letter 12', 'Letter 13']);
    expect(there(USER)).toEqual([...(left ? ['Letter 1'] : []), 'Letter 11', 'Letter 2', 'Letter 3']);
  });
});

it('what is asked of a mailbox after mail was sent off to it does not hold that up', async () => {
  await given();
  await bench.offline(true);
  bench.touch('Letter 1', 'Letter 11');
  const [mine, theirs] = [bench.account.id, other()];
  await bench.ui.api.act({ action: { kind: 'move', to: inbox(theirs).id }, keys: keysOf(mine, 'Letter 1') });
  await bench.ui.api.act({ action: { kind: 'move', to: inbox(mine).id }, keys: keysOf(theirs, 'Letter 11') });
  for (const account of [mine, theirs])
    await bench.ui.api.subscribeMailbox({ mailbox: inbox(account).id, subscribed: false });
  await bench.offline(false);
  await bench.quiet();
  expect(there(OTHER)).toEqual(['Letter 1', 'Letter 12', 'Letter 13']);
  expect(there(USER)).toEqual(['Letter 11', 'Letter 2', 'Letter 3']);
});

it('a wish about messages of which another account has some by now is for both (lab sync, seed 417958)', async () => {
  await given();
  const [mine, theirs] = [bench.account.id, other()];
  bench.touch('Letter 1', 'Letter 2');
  await bench.offline(true);
  const keys = [...keysOf(mine, 'Letter 1'), ...keysOf(mine, 'Letter 2')];
  await bench.ui.api.act({
    action: { kind: 'move', to: inbox(theirs).id },
    keys: keysOf(mine, 'Letter 1'),
  });
  // As one wish of one account, made before it was known that they would part.
  const { mailbox, generation: of, uid: first } = parseMessageKey(keys[0]!);
  const uids = `${first},${parseMessageKey(keys[1]!).uid}`;
  const intent: Intent = {
    kind: 'flags',
    messages: { mailbox, generation: of, uids },
    add: ['\\Flagged'],
    remove: [],
  };
  await bench.engine.queue.accept(mine, [intent], 'wish');
  await bench.offline(false);
  await bench.quiet();
  const flagged = [...bench.box('INBOX').messages, ...bench.box('INBOX', OTHER).messages]
    .filter((m) => m.has('\\Flagged'))
    .map((m) => m.subject);
  expect(flagged).toEqual(['Letter 2', 'Letter 1']);
});
