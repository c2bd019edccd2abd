import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Intent } from '@shared/contract/operations';
import {
  type AccountId,
  generation,
  type MailboxId,
  type MessageKey,
  messageKey,
  type MessageRef,
  uid,
} from '@shared/model/ids';
import { formatUids, parseUids } from '@shared/model/uid-ranges';
import type { Clock } from '@shared/ports/clock';
import { openFolds } from '@shared/ports/fold';
import type { Vault } from '@shared/ports/vault';
import { openMemoryVault } from '../vault';
import { Forwarding, toRuns } from './forwarding';
import { locator } from './locate';
import { planAction, type PlannedMailbox } from './plan';
import { Places } from './places';
import { OperationQueue } from './queue';
import { choose } from './schedule';
import { inverse } from './undo';

const account = 'a1' as AccountId;
const box = (id: string): MailboxId => id as MailboxId;
const ref = (mailbox: string, n: number): MessageRef => ({
  mailbox: box(mailbox),
  generation: generation(0),
  uid: uid(n),
});
const key = (mailbox: string, n: number): MessageKey => messageKey(ref(mailbox, n));
const clock: Clock = { now: () => 1000, monotonic: () => 0, after: () => () => undefined };
const star = (uids: string): Intent => ({
  kind: 'flags',
  messages: { mailbox: box('inbox'), generation: generation(0), uids },
  add: ['\\Flagged'],
  remove: [],
});
const move = (from: string, uids: string, to: string): Intent => ({
  kind: 'move',
  messages: { mailbox: box(from), generation: generation(0), uids },
  to: box(to),
});

describe('uid ranges', () => {
  it('packs and unpacks any set', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 })), (uids) => {
        expect(parseUids(formatUids(uids))).toEqual([...new Set(uids)].sort((a, b) => a - b));
      }),
    );
    expect(() => parseUids('1:4294967295')).toThrow(RangeError);
    expect(() => parseUids('1:*')).toThrow(RangeError);
    expect(() => parseUids('0')).toThrow(RangeError);
  });
});

describe('OperationQueue', () => {
  let vault: Vault;
  let queue: OperationQueue;
  const places = new Places(new Forwarding());
  const due = (): string[] => choose(queue, places, account, 1000, new Set()).run.map((op) => op.id);
  beforeEach(async () => {
    vault = (await openMemoryVault()).vault;
    queue = new OperationQueue(vault, clock);
    await openFolds(vault, [queue.table]);
  });

  it('accepts durably, in order, and tells listeners', async () => {
    const seen: string[][] = [];
    queue.onChange(({ upsert, remove }) =>
      seen.push([...upsert.map((o) => `${o.id} ${o.state}`), ...remove]),
    );
    const [first, second] = await queue.accept(account, [star('1'), star('2')], 'g1');
    expect(due()).toEqual([first?.id, second?.id]);
    await queue.update(first!.id, { state: 'refused' });
    expect(due()).toEqual([second?.id]);
    await queue.remove([second!.id]);
    expect(due()).toEqual([]);
    expect(seen).toEqual([
      [`${first!.id} waiting`, `${second!.id} waiting`],
      [`${first!.id} refused`],
      [second!.id],
    ]);

    const again = new OperationQueue(vault, clock);
    await openFolds(vault, [again.table]);
    expect(again.all().map((o) => [o.id, o.state])).toEqual([[first!.id, 'refused']]);
    // A number is never used twice, also after a restart: forgetting an operation must not give its id to another.
    const [third] = await again.accept(account, [star('3')], 'g2');
    expect([first!.id, second!.id]).not.toContain(third?.id);
  });

  it('of two changes of one operation at once both hold: neither is lost, also on the disk', async () => {
    const [op] = await queue.accept(account, [star('1')], 'g');
    const { id } = op!;
    await Promise.all([
      queue.update(id, (was) => ({ progress: { ...(was.progress as object | null), arrived: true } })),
      queue.update(id, { nextTry: 60_000 }),
      queue.update(id, (was) => ({ progress: { ...(was.progress as object | null), seen: true } })),
    ]);
    expect(queue.get(id)).toMatchObject({ progress: { arrived: true, seen: true }, nextTry: 60_000 });
    await Promise.all([queue.update(id, { tries: 2 }), queue.remove([id]), queue.update(id, { tries: 3 })]);
    expect(queue.get(id)).toBeUndefined();
  });

  it('of an undo and a beginning at once one holds: the one that came first', async () => {
    const [a, b] = await queue.accept(account, [star('1'), star('2')], 'g');
    const removing = queue.remove([a!.id]);
    expect(queue.open(account).map((op) => op.id)).toEqual([b!.id]);
    const beginning = queue.begin([a!.id, b!.id]);
    expect([queue.latest(a!.id), queue.latest(b!.id)?.state]).toEqual([undefined, 'running']);
    expect(await beginning).toMatchObject([{ id: b!.id, state: 'running', tries: 1 }]);
    await removing;
    expect(queue.all()).toMatchObject([{ id: b!.id, state: 'running', tries: 1 }]);
  });

  it('what a later wish replaces leaves as that one begins, and stays when that one was taken back', async () => {
    const [a, b, c, d] = await queue.accept(account, [star('1'), star('1'), star('2'), star('2')], 'g');
    await queue.begin([b!.id], [a!.id]);
    const removing = queue.remove([d!.id]);
    expect(await queue.begin([d!.id], [c!.id])).toEqual([]);
    await removing;
    expect(queue.all().map((op) => [op.id, op.state])).toEqual([
      [b!.id, 'running'],
      [c!.id, 'waiting'],
    ]);
  });

  it('passes over what is scheduled for later and says when', async () => {
    const [a, b] = await queue.accept(account, [star('1'), star('2')], 'g');
    await queue.update(a!.id, { nextTry: 5000 });
    expect(due()).toEqual([b?.id]);
    const { run, at } = choose(queue, places, account, 1000, new Set([b!.id]));
    expect({ run, at }).toEqual({ run: [], at: 5000 });
  });
});

describe('Forwarding', () => {
  it('leads a chain of moves to its end and survives a restart and a snapshot', async () => {
    const vault = (await openMemoryVault()).vault;
    const forwarding = new Forwarding();
    const folds = await openFolds(vault, [forwarding]);
    const hop = (from: string, to: string, runs: [number, number, number][]) =>
      forwarding.record({
        fromMailbox: box(from),
        fromGeneration: generation(0),
        toMailbox: box(to),
        toGeneration: generation(0),
        runs,
      });
    await vault.appendAll([hop('a', 'b', [[1, 10, 3]])]);
    await vault.appendAll([hop('b', 'c', [[11, 5, 1]])]);
    expect(forwarding.resolve(ref('a', 2))).toEqual(ref('c', 5));
    expect(forwarding.resolve(ref('a', 3))).toEqual(ref('b', 12));
    expect(forwarding.resolve(ref('a', 4))).toEqual(ref('a', 4));
    expect(forwarding.resolveSet({ mailbox: box('a'), generation: generation(0), uids: '1:4' })).toEqual([
      { mailbox: 'b', generation: 0, uids: '10,12' },
      { mailbox: 'c', generation: 0, uids: '5' },
      { mailbox: 'a', generation: 0, uids: '4' },
    ]);
    await folds.snapshot();
    const again = new Forwarding();
    await openFolds(vault, [again]);
    expect(again.resolve(ref('a', 2))).toEqual(ref('c', 5));
    expect(again.entries().from).toHaveLength(4);
  });

  it('packs pairs into runs', () => {
    expect(
      toRuns([
        [3, 9],
        [1, 7],
        [2, 8],
        [5, 20],
      ]),
    ).toEqual([
      [1, 7, 3],
      [5, 20, 1],
    ]);
  });
});

const mailboxes = {
  all: [
    { id: box('inbox'), account, role: 'inbox' as const },
    { id: box('trash'), account, role: 'trash' as const },
    { id: box('archive'), account, role: 'archive' as const },
    { id: box('junk'), account, role: 'junk' as const },
  ] as PlannedMailbox[],
  get: (id: MailboxId): PlannedMailbox | undefined => mailboxes.all.find((m) => m.id === id),
  withRole: (_a: AccountId, role: PlannedMailbox['role']): PlannedMailbox | undefined =>
    mailboxes.all.find((m) => m.role === role),
};

describe('planAction', () => {
  const at = (k: MessageKey): MailboxId => box(k.split('/')[0] as string);

  it('groups messages by where they are and packs their UIDs', () => {
    const plan = planAction(
      { kind: 'archive' },
      [key('inbox', 3), key('inbox', 1), key('inbox', 2)],
      mailboxes,
      at,
    );
    expect(plan).toEqual([{ account, intents: [move('inbox', '1:3', 'archive')] }]);
  });

  it('deletes to Trash, and never for good: not in Trash, not on the way there, not without one', () => {
    expect(planAction({ kind: 'delete' }, [key('inbox', 1)], mailboxes, at)[0]?.intents[0]).toMatchObject({
      kind: 'move',
      to: 'trash',
    });
    expect(planAction({ kind: 'delete' }, [key('trash', 1)], mailboxes, at)).toEqual([]);
    expect(planAction({ kind: 'delete' }, [key('inbox', 1)], mailboxes, () => box('trash'))).toEqual([]);
    const without = { ...mailboxes, withRole: () => undefined };
    expect(() => planAction({ kind: 'delete' }, [key('inbox', 1)], without, at)).toThrow(/trash/);
  });

  it('goes by where a message shows, not by where its reference points', () => {
    const shown = () => box('archive');
    expect(planAction({ kind: 'archive' }, [key('inbox', 1)], mailboxes, shown)).toEqual([]);
  });

  it('does nothing when a message is already there, and refuses what has no place', () => {
    expect(planAction({ kind: 'archive' }, [key('archive', 1)], mailboxes, at)).toEqual([]);
    const without = { ...mailboxes, withRole: () => undefined };
    expect(() => planAction({ kind: 'archive' }, [key('inbox', 1)], without, at)).toThrow(/archive/);
  });
});

describe('locator', () => {
  it('follows pending moves over forwarding, and ignores refused ones', async () => {
    const vault = (await openMemoryVault()).vault;
    const queue = new OperationQueue(vault, clock);
    const forwarding = new Forwarding();
    await openFolds(vault, [queue.table, forwarding]);
    const places = new Places(forwarding);
    const locate = (k: MessageKey): MailboxId => locator(queue.all(), forwarding, places)(k);
    const [op] = await queue.accept(account, [move('inbox', '1:5', 'archive')], 'g');
    expect(locate(key('inbox', 2))).toBe('archive');
    expect(locate(key('inbox', 6))).toBe('inbox');
    await queue.update(op!.id, { state: 'refused' });
    expect(locate(key('inbox', 2))).toBe('inbox');

    // It has gone to Archive meanwhile, and is to go on under its former name: also for who sees it in Archive (seed 379798).
    const there = { toMailbox: box('archive'), toGeneration: generation(0), runs: [[2, 7, 1] as const] };
    forwarding.apply(
      forwarding.record({ fromMailbox: box('inbox'), fromGeneration: generation(0), ...there }),
    );
    expect(locate(key('archive', 7))).toBe('archive');
    await queue.accept(account, [move('inbox', '2', 'junk')], 'g2');
    expect(locate(key('archive', 7))).toBe('junk');
    expect(locate(key('inbox', 2))).toBe('junk');
  });
});

describe('inverse', () => {
  it('turns flags and moves round, and admits what cannot be undone', async () => {
    const vault = (await openMemoryVault()).vault;
    const queue = new OperationQueue(vault, clock);
    await openFolds(vault, [queue.table]);
    const [flags, moved, destroyed] = await queue.accept(
      account,
      [
        star('1'),
        move('inbox', '1', 'archive'),
        { kind: 'destroy', messages: { mailbox: box('trash'), generation: generation(0), uids: '1' } },
      ],
      'g',
    );
    expect(inverse(flags!, box('inbox'))).toMatchObject({ add: [], remove: ['\\Flagged'] });
    expect(inverse(moved!, box('inbox'))).toMatchObject({ kind: 'move', to: 'inbox' });
    expect(inverse(destroyed!, box('trash'))).toBeNull();
  });
});
