import { isMailError, MailError } from '@shared/errors/mail-error';
import { type Generation, generation, uid } from '@shared/model/ids';
import type { JournalRecord } from '@shared/ports/vault';
import { store, UidSet } from '../../imap';
import { enterMailbox } from '../../sync/open-mailbox';
import type { KnownMailbox } from '../../sync/mailbox-registry';
import { toRuns } from '../forwarding';
import type { QueuedOperation } from '../queue';
import { executeAppend } from './append';
import { type ExecuteContext, type Executor, inPortions, over } from './context';
import { type CopyNotes, type MailboxNotes, mailboxesOf } from './copy';
import { findByGmailId } from './gmail';
import type { MoveNotes } from './move';
import { removeMessages } from './remove';
import { type Likeness, likenessesOf, lowestIn, scanSince } from './scan';
import { partsOf } from './transfer';
import { withdrawTransfer } from './withdraw-transfer';

/** An original and our copy of it: the UID that the source had when it began, the one it has now, and the copy's. */
interface Pair {
  readonly was: number;
  readonly now: number | null;
  readonly copy: number;
}

/** What became of a move or copy that was cut short. */
interface Halfway {
  /** In both places: only the copy goes. */
  readonly doubled: readonly Pair[];
  /** Only in the target: it has moved. */
  readonly moved: readonly Pair[];
  /** Copies in the target that may be ours, and may be somebody else's. */
  readonly unclear: number;
  /** Originals that are there, by UID. */
  readonly originals: ReadonlyMap<number, Likeness>;
}

/** A move or copy within one account. */
interface Withdrawal {
  readonly ctx: ExecuteContext;
  readonly op: QueuedOperation;
  readonly notes: (MoveNotes | MailboxNotes) & { readonly named?: MoveNotes['named'] };
  readonly source: KnownMailbox;
  /** The generation of the source that `notes` names UIDs of. */
  readonly began: Generation;
  readonly target: KnownMailbox;
  readonly moving: boolean;
}

/**
 * Takes back what has come true of an operation, as its notes and the two mailboxes tell: a copy goes where its original
 * is there and it is ours – the server named it, or it came since and is like the original in Message-ID, size and
 * INTERNALDATE; what has moved comes back as a move does. Whatever can't be told apart stays, and is said.
 * @throws MailError `refused` `copies-stay`
 */
export const executeWithdrawal: Executor = async (ctx, op) => {
  const { intent, withdrawnFrom } = op;
  if (intent.kind === 'append') return executeAppend(ctx, op);
  if ((intent.kind !== 'move' && intent.kind !== 'copy') || !withdrawnFrom)
    throw new TypeError('nothing to withdraw');
  const target = ctx.sync.registry.get(withdrawnFrom);
  const isTransfer = partsOf(ctx.queue, op.id).length > 0 || target?.account !== op.account;
  if (isTransfer) return withdrawTransfer(ctx, op, target);
  const moving = intent.kind === 'move';
  const records: JournalRecord[] = [];
  const places = [target.id];
  let unclear = 0;
  // The newest first: what is left above the UIDNEXT that was noted for a mailbox is then of that mailbox alone.
  for (const notes of [...notesOf(op)].reverse()) {
    const source = ctx.sync.registry.get(notes.source);
    if (!source?.selectable || !target.selectable) continue;
    const began = generation(notes.generation ?? source.generation);
    const withdrawal: Withdrawal = { ctx, op, notes, source, began, target, moving };
    const halfway = await look(withdrawal);
    await takeAway(withdrawal, halfway);
    if (moving) records.push(...addresses(withdrawal, halfway));
    places.push(source.id);
    unclear += halfway.unclear;
  }
  if (unclear > 0) {
    await ctx.queue.update(op.id, {}, records);
    throw copiesStay(target);
  }
  return over(ctx, op, records, places);
};

/** What was noted of each mailbox that messages were taken from, oldest first. */
function notesOf({ intent, progress }: QueuedOperation): readonly Withdrawal['notes'][] {
  if (progress === null) return [];
  return intent.kind === 'copy'
    ? mailboxesOf(progress as unknown as CopyNotes)
    : [progress as unknown as MoveNotes];
}

const copiesStay = (target: KnownMailbox, cause?: MailError): MailError =>
  new MailError({
    kind: 'refused',
    code: 'copies-stay',
    message: 'Copies are left in the target: it can’t be proven that they are ours, or the server keeps them',
    details: { mailbox: target.name },
    ...(cause && { cause }),
    ...(cause?.server !== undefined && { server: cause.server }),
  });

async function look({ ctx, notes, source, began, target, moving }: Withdrawal): Promise<Halfway> {
  const { sync, forwarding } = ctx;
  // Numbers of an earlier generation of the source lead to where the same messages are now, where that is known.
  const nowOf = (was: number): number | null => {
    if (Number(began) === source.generation) return was;
    const now = forwarding.resolve({ mailbox: source.id, generation: began, uid: uid(was) });
    return now.mailbox === source.id && Number(now.generation) === source.generation ? now.uid : null;
  };
  await enterMailbox(sync, target.id, generation(target.generation));
  const found = await scanSince(sync, new Set(notes.marks.map(([, mark]) => mark)), notes, target);
  const copies = await likenessesOf(sync, UidSet.from([...found.values()].flat().sort((a, b) => a - b)));
  const ids = 'gmail' in notes ? (notes.gmail ?? []) : [];
  const byId = new Map(await findByGmailId(sync, ids));
  await enterMailbox(sync, source.id, generation(source.generation));
  const asked = notes.marks.flatMap(([was]) => nowOf(was) ?? []).sort((a, b) => a - b);
  const originals = await likenessesOf(sync, UidSet.from(asked));
  // What another client is about to expunge is no reason to take its copy away.
  const stands = (now: number): boolean => moving || originals.get(now)?.deleted === false;

  const sameTarget = lowestIn(notes, target) === notes.from;
  const named = new Map(sameTarget ? (notes.named ?? []) : []);
  const unused = new Set(copies.keys());
  const doubled: Pair[] = [];
  const moved: Pair[] = [];
  /** Originals whose copy nobody has named, by what they are like, and their marks. */
  const alike = new Map<string, Pair[]>();
  const doubtful = new Set<string>();
  for (const [was, mark] of notes.marks) {
    const now = nowOf(was);
    const original = now === null ? undefined : originals.get(now);
    const told = named.get(was);
    const ours = told !== undefined && copies.has(told) ? told : undefined;
    if (now === null || (original && original.mark !== mark)) doubtful.add(mark);
    else if (!original || !stands(now)) {
      const copy = ours ?? found.get(mark)?.find((n) => unused.has(n)) ?? byId.get(was);
      if (copy !== undefined) moved.push({ was, now: null, copy });
      if (copy !== undefined) unused.delete(copy);
    } else if (ours !== undefined) {
      if (copies.get(ours)?.mark === mark) doubled.push({ was, now, copy: ours });
      unused.delete(ours);
    } else {
      const others = alike.get(original.like) ?? [];
      alike.set(original.like, others);
      others.push({ was, now, copy: 0 });
      doubtful.add(mark);
    }
  }
  // The labels of Gmail are no copies: a message that has two of them is one.
  if (sync.client.capabilities.has('X-GM-EXT-1')) return { doubled: [], moved, unclear: 0, originals };
  const candidates = new Map<string, number[]>();
  for (const copy of unused) {
    const like = copies.get(copy)?.like ?? '';
    candidates.set(like, [...(candidates.get(like) ?? []), copy]);
  }
  for (const [like, waiting] of alike) {
    const there = candidates.get(like) ?? [];
    if (!sameTarget || there.length > waiting.length) continue;
    for (const [at, copy] of there.entries()) {
      unused.delete(copy);
      doubled.push({ ...(waiting[at] as Pair), copy });
    }
  }
  const unclear = [...unused].filter((copy) => doubtful.has(copies.get(copy)?.mark ?? '')).length;
  return { doubled, moved, unclear, originals };
}

/** Originals first lose the mark that we gave them, seen to be gone; only then their copies are removed. */
async function takeAway({ ctx, target, moving }: Withdrawal, halfway: Halfway): Promise<void> {
  const { sync } = ctx;
  const copies = UidSet.from(halfway.doubled.map(({ copy }) => copy).sort((a, b) => a - b));
  // Whoever marked them: the person wants them here.
  const marked = UidSet.from(
    moving ? [...halfway.originals].flatMap(([n, { deleted }]) => (deleted ? [n] : [])) : [],
  );
  try {
    if (!marked.isEmpty) {
      await inPortions(sync, marked, (part) =>
        sync.client.run(store(part, { mode: 'remove', flags: ['\\Deleted'] })),
      );
      const after = await likenessesOf(sync, marked);
      if (after.size < marked.size || [...after.values()].some(({ deleted }) => deleted))
        throw copiesStay(target);
    }
    if (copies.isEmpty) return;
    await enterMailbox(sync, target.id, generation(target.generation));
    await removeMessages(sync, copies);
  } catch (error) {
    if (!isMailError(error) || error.kind !== 'refused' || error.retry.kind !== 'never') throw error;
    throw error.code === 'copies-stay' || error.code === 'uidvalidity-changed'
      ? error
      : copiesStay(target, error);
  }
}

/** Where the messages are now: what had been led to a copy is led back to its original. */
function addresses({ ctx, source, began, target }: Withdrawal, { doubled, moved }: Halfway): JournalRecord[] {
  const there = { mailbox: target.id, generation: generation(target.generation) };
  const here = { mailbox: source.id, generation: generation(source.generation) };
  const lead = (
    from: typeof there,
    to: typeof there,
    pairs: readonly (readonly [number, number])[],
  ): JournalRecord[] =>
    pairs.length === 0
      ? []
      : [
          ctx.forwarding.record({
            fromMailbox: from.mailbox,
            fromGeneration: from.generation,
            toMailbox: to.mailbox,
            toGeneration: to.generation,
            runs: toRuns(pairs),
          }),
        ];
  return [
    ...lead(
      there,
      here,
      doubled.map(({ copy, now, was }) => [copy, now ?? was]),
    ),
    ...lead(
      { mailbox: source.id, generation: began },
      there,
      moved.map(({ was, copy }) => [was, copy]),
    ),
  ];
}
