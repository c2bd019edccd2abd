import { isMailError, MailError } from '@shared/errors/mail-error';
import { type BlobHash, generation, uid } from '@shared/model/ids';
import { append, isFlag, UidSet } from '../../imap';
import { compareLetters } from '../../mime/same-letter';
import type { SyncContext } from '../../sync/context';
import type { KnownMailbox } from '../../sync/mailbox-registry';
import { enterMailbox } from '../../sync/open-mailbox';
import { readBeginnings } from '../../sync/whole-messages';
import { type ExecuteContext, type Executor, mailboxOf, note, noteMade } from './context';
import { nextUid } from './next-uid';
import { lowestIn, markOf, marksOf, scanFor, scanSince, type Since } from './scan';
import type { QueuedOperation } from '../queue';
import { type Child, childOf } from '../transfer-notes';
import { takeAwayArrived } from './take-away-arrived';
import { arrivedFor, isWithdrawn, whole } from './transfer';

interface AppendNotes extends Since {
  readonly sent: boolean;
  /** The server has answered the last APPEND with a refusal. */
  readonly declined?: boolean;
  readonly looks: number;
}

/** Servers that file by themselves take up to ten seconds (E6). */
const LOOKS = 3;
const LOOK_AGAIN_MS = 5_000;
/** Where a server that filed by itself has put it: among the newest. */
const NEWEST = 50;

/**
 * Appends a message, exactly once: looks first whether it is there (the server filed it, or an earlier attempt did),
 * notes UIDNEXT, appends, and after a lost answer looks again before it sends anything (E7, protocols.md §2.7).
 */
export const executeAppend: Executor = async (ctx, op) => {
  const { intent } = op;
  if (intent.kind !== 'append') throw new TypeError('not an append');
  const { sync } = ctx;
  if (isWithdrawn(ctx.queue, op) && !sync.registry.get(intent.to)) return { kind: 'done' };
  const target = mailboxOf(ctx, intent.to);
  const notes: AppendNotes = { from: 1, sent: false, looks: 0, ...(op.progress as object | null) };
  const child = childOf(op);
  const mark = markOf(intent.messageId, intent.size, intent.internalDate);
  await enterMailbox(sync, target.id, generation(target.generation));
  // A copy that is there from before is another message than the one that is being brought here.
  const wanted = new Set(!notes.sent && (intent.messageId === '' || child !== null) ? [] : [mark]);
  const found = notes.sent
    ? await scanSince(sync, wanted, notes, target)
    : await scanFor(sync, wanted, { newest: NEWEST });
  const there = await ownOf(ctx, op, found.get(mark) ?? [], notes.sent ? notes : null, target);
  if (there !== null) return arrived(ctx, op, child, there);

  const looks = notes.looks + 1;
  if (ctx.filesSentItself && target.role === 'sent' && looks <= LOOKS) {
    await note(ctx, op, { ...notes, looks });
    return { kind: 'later', at: sync.clock.now() + LOOK_AGAIN_MS };
  }
  const limit = sync.client.capabilities.limit('APPENDLIMIT');
  if (limit !== null && intent.size > limit) {
    throw new MailError({
      kind: 'refused',
      code: 'too-large',
      message: 'The server does not take messages of this size',
      details: { size: intent.size, limit },
    });
  }
  const from = await nextUid(sync, target);
  const sent = { ...notes, from, at: target.generation, sent: true, declined: false, looks };
  if (isWithdrawn(ctx.queue, op)) return { kind: 'done' };
  await note(ctx, op, sent);
  const bytes = (await ctx.blobs.get(intent.blob as BlobHash)).subarray(0, intent.size);
  const result = await sync.client
    .run(
      append({ wire: target.wire }, [
        {
          content: bytes,
          // A keyword that may not be in a command (`per%cent`) would keep the message from being there.
          flags: intent.flags.filter(isFlag),
          ...(intent.internalDate === null ? {} : { internalDate: intent.internalDate }),
        },
      ]),
    )
    .catch(async (error: unknown) => {
      if (isMailError(error) && error.kind === 'refused') await note(ctx, op, { ...sent, declined: true });
      throw error;
    });
  const told = result?.uidValidity === target.uidValidity ? (result.uids[0]?.[0] ?? null) : null;
  const believable = told !== null && told >= from && !sync.distrusts('APPENDUID') ? told : null;
  if (child === null || (believable !== null && sync.earned.has('APPENDUID')))
    return arrived(ctx, op, child, believable);
  // Nothing is taken from the source on a word alone: the message is looked for where it should be.
  await enterMailbox(sync, target.id, generation(target.generation));
  const seen = (await scanFor(sync, new Set([mark]), { from })).get(mark) ?? [];
  if (believable !== null && seen.includes(believable)) {
    sync.earned.add('APPENDUID');
    return arrived(ctx, op, child, believable);
  }
  if (told !== null && seen.length > 0)
    sync.distrust('APPENDUID', { code: 'appenduid-contradicted', details: {} });
  const [at] = seen;
  if (at !== undefined) return arrived(ctx, op, child, at);
  // Without a Message-ID it was recognised by its size, which a server may change: then its place is all there is.
  if (intent.messageId === '' && believable !== null && (await isThere(sync, believable)))
    return arrived(ctx, op, child, believable);
  throw new MailError({
    kind: 'refused',
    code: 'append-not-proven',
    message: 'The server said that it took the message, but it is not in the target',
  });
};

/**
 * Which of the messages that carry its mark is the one that is brought here; null: none of them. Two different letters may
 * share a Message-ID, and the second one must not be lost for the first. The copy of what was sent has one that Tern made,
 * and servers that file by themselves change the rest.
 * @param since set when it was sent: what is in the mailbox only since then, and might be what the server has made of it,
 *   is taken for it, unless the server has refused it.
 */
async function ownOf(
  ctx: ExecuteContext,
  op: QueuedOperation,
  uids: readonly number[],
  since: AppendNotes | null,
  target: KnownMailbox,
): Promise<number | null> {
  const { intent } = op;
  const [first = null] = uids;
  if (intent.kind !== 'append' || first === null) return null;
  if (childOf(op) === null && intent.brought !== true) return first;
  const letter = (await ctx.blobs.get(intent.blob as BlobHash)).subarray(0, intent.size);
  const beginnings = await readBeginnings(ctx.sync, uids);
  const compared = uids.map((n) => {
    const beginning = beginnings.get(n);
    return { n, sameness: beginning ? compareLetters(letter, beginning) : 'unread' };
  });
  const same = compared.find(({ sameness }) => sameness === 'same');
  if (same) return same.n;
  if (since === null || since.declined === true || lowestIn(since, target) !== since.from) return null;
  return compared.find(({ sameness }) => sameness !== 'other')?.n ?? null;
}

const isThere = async (sync: SyncContext, n: number): Promise<boolean> =>
  (await marksOf(sync, UidSet.from([n]))).size > 0;

async function arrived(
  ctx: ExecuteContext,
  op: QueuedOperation,
  child: Child | null,
  at: number | null,
): ReturnType<Executor> {
  if (op.intent.kind !== 'append') throw new TypeError('not an append');
  const target = mailboxOf(ctx, op.intent.to);
  if (at !== null) {
    noteMade(ctx, child ? { id: child.parent } : op, target, [at]);
  }
  if (child && at !== null) {
    const where = { mailbox: target.id, generation: generation(target.generation), uid: uid(at) };
    await arrivedFor(ctx, child, where);
  }
  if (!whole(ctx.queue, op) && at !== null && isWithdrawn(ctx.queue, op)) {
    const where = { mailbox: target.id, generation: generation(target.generation), uid: uid(at) };
    await takeAwayArrived(
      { queue: ctx.queue, registry: ctx.sync.registry, wake: (account) => ctx.wake(account) },
      op,
      target,
      [{ of: at, at: where }],
    );
  }
  return { kind: 'settle', targets: [target.id], gone: [] };
}
