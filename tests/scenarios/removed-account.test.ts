import { afterEach, describe, expect, it } from 'vitest';
import type { AccountId, MailboxId } from '@shared/model/ids';
import { Bench, OTHER, USER } from '../fakes/bench';

/** An account is removed while another one has dealings with it: each side ends where people can see what is so. */
let bench: Bench;
afterEach(() => bench.stop());

async function given(): Promise<void> {
  bench = new Bench('everything', { second: 'everything' });
  bench.deliver('INBOX', 1, 5);
  await bench.start();
  await bench.quiet();
}
const accounts = (): AccountId[] => bench.engine.accounts.list().map(({ id }) => id);
const first = (): AccountId => bench.account.id;
const second = (): AccountId => accounts().find((id) => id !== first())!;
const boxOf = (account: AccountId, name = 'INBOX'): MailboxId =>
  [...bench.store.mailboxes.values()].find((m) => m.name === name && m.account === account)!.id;
const alive = (name: string, user = USER): string[] =>
  bench
    .box(name, user)
    .messages.filter((m) => !m.flags.has('\\Deleted'))
    .map((m) => m.subject)
    .sort();
const ALL = ['Letter 1', 'Letter 2', 'Letter 3', 'Letter 4', 'Letter 5'];
const open = () => bench.engine.queue.all().filter((op) => op.state !== 'refused');

/** Runs `remove` when an append is asked for at the other account, for the `nth` time. */
function atAppend(nth: number, remove: () => Promise<unknown>): { readonly ended: () => Promise<unknown> } {
  let ended: Promise<unknown> | null = null;
  bench.imap.add({
    verb: 'APPEND',
    nth,
    act: { do: 'afterwards', run: () => void (ended ??= remove()) },
  });
  return {
    ended: async () => {
      await bench.store.until(() => ended !== null);
      await ended;
    },
  };
}

describe.each(['move', 'copy'] as const)('the target of a %s', (kind) => {
  it.each([1, 2, 3])(
    'is removed while append %i goes out: refused in sight, and nothing is lost',
    async (nth) => {
      await given();
      const target = second();
      const removal = atAppend(nth, () => bench.ui.api.removeAccount({ account: target, force: true }));
      await bench.act({ kind, to: boxOf(target) }, 'INBOX', 'Letter 2', 'Letter 3', 'Letter 4');
      await removal.ended();
      await bench.store.until(() => open().length === 0);
      expect(bench.refused.map((op) => [op.intent.kind, op.reason?.code])).toEqual([
        [kind, 'account-removed'],
      ]);
      // What had arrived there may be in both: only what was proven to be there has left.
      for (const n of [2, 3, 4]) bench.copied.add(`<letter-${n}@tern.example>`);
      expect(new Set([...alive('INBOX'), ...alive('INBOX', OTHER)])).toEqual(new Set(ALL));
      expect(accounts()).toEqual([first()]);
      // Forgotten, it is over: nothing is asked of an account that is not there.
      await bench.ui.api.forgetOperation({ id: bench.refused[0]!.id });
      await bench.store.until(() => open().length === 0);
    },
  );

  it('is removed while messages are fetched for it: nobody waits for ever', async () => {
    await given();
    const target = second();
    let removal: Promise<unknown> = Promise.resolve();
    bench.imap.add({
      match: /BODY\.PEEK\[\]/,
      nth: 1,
      act: {
        do: 'meanwhile',
        run: () => void (removal = bench.ui.api.removeAccount({ account: target, force: true })),
      },
    });
    bench.imap.add({ match: /BODY\.PEEK\[\]/, nth: 2, act: { do: 'delay', ms: 50 } });
    await bench.act({ kind, to: boxOf(target) }, 'INBOX', 'Letter 2', 'Letter 3');
    await bench.store.until(() => accounts().length === 1 && open().length === 0);
    await removal;
    expect(bench.refused.map((op) => op.reason?.code)).toEqual(['account-removed']);
    expect(alive('INBOX')).toEqual(ALL);
  });
});

describe('the source', () => {
  it('is removed: what the other has got is brought there, and what ended is told as not done', async () => {
    await given();
    const source = first();
    const target = boxOf(second());
    bench.imap.add({ verb: 'APPEND', act: { do: 'answer', reply: 'NO [UNAVAILABLE] later' }, times: 1 });
    await bench.act({ kind: 'move', to: target }, 'INBOX', 'Letter 2', 'Letter 3');
    await bench.store.until(() => bench.engine.queue.all().some((op) => op.reason?.code === 'unavailable'));
    await bench.ui.api.removeAccount({ account: source, force: true });
    for (const n of [2, 3]) bench.copied.add(`<letter-${n}@tern.example>`);
    for (const op of open()) await bench.ui.api.retryOperation({ id: op.id });
    await bench.store.until(() => open().length === 0);
    // Its server has them still: they were never proven to be there and taken away here.
    expect(alive('INBOX')).toEqual(ALL);
    expect(alive('INBOX', OTHER)).toEqual(['Letter 2', 'Letter 3']);
    const ended = await bench.ui.api.endedOperations({});
    expect(ended.find(({ operation }) => operation.intent.kind === 'move')?.outcome).toBe('account-removed');
  });

  it('is removed, and what it was bringing is taken back: it is not appended', async () => {
    await given();
    const target = boxOf(second());
    bench.imap.add({ verb: 'APPEND', act: { do: 'cut', execute: true }, times: 1 });
    bench.imap.add({ verb: 'APPEND', act: { do: 'answer', reply: 'NO [UNAVAILABLE] later' } });
    await bench.act({ kind: 'move', to: target }, 'INBOX', 'Letter 2');
    await bench.store.until(() => bench.verbs('APPEND').length > 0);
    await bench.ui.api.removeAccount({ account: first(), force: true });
    for (const op of open()) await bench.ui.api.forgetOperation({ id: op.id }).catch(() => undefined);
    await bench.store.until(() => open().length === 0);
    expect(alive('INBOX')).toEqual(ALL);
    bench.copied.add('<letter-2@tern.example>');
    expect(alive('INBOX', OTHER).length).toBeLessThanOrEqual(1);
  });
});

it('a wish about what was still to come to the removed account is for the one that has it', async () => {
  await given();
  const target = second();
  await bench.offline(true);
  await bench.act({ kind: 'move', to: boxOf(target) }, 'INBOX', 'Letter 2');
  await bench.act({ kind: 'flag', add: ['\\Flagged'], remove: [] }, 'INBOX', 'Letter 2');
  expect(bench.engine.queue.all().map((op) => op.account)).toEqual([first(), target]);
  await bench.ui.api.removeAccount({ account: target, force: true });
  await bench.offline(false);
  await bench.store.until(() => open().length === 0);
  expect(bench.refused.map((op) => op.reason?.code)).toEqual(['account-removed']);
  const [two] = bench.box('INBOX').messages.filter((m) => m.subject === 'Letter 2');
  expect([...two!.flags]).toContain('\\Flagged');
});
