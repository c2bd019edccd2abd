import type { Fact } from '@shared/contract/store-api';
import type { MessageSet } from '@shared/contract/schema';
import { MailError } from '@shared/errors/mail-error';
import type { DraftCopyRef } from '@shared/contract/operations';
import {
  type AccountId,
  generation,
  type MailboxId,
  type MessageRef,
  type OperationId,
} from '@shared/model/ids';
import { formatUids } from '@shared/model/uid-ranges';
import type { BlobStore, Journal, JournalRecord, JsonValue, StoredBlob } from '@shared/ports/vault';
import type { UidSet } from '../../imap';
import type { SyncContext } from '../../sync/context';
import type { KnownMailbox } from '../../sync/mailbox-registry';
import type { Made } from '../action-log';
import type { Forwarding } from '../forwarding';
import type { OperationQueue, QueuedOperation } from '../queue';

/** What an executor may use. */
export interface ExecuteContext {
  readonly sync: SyncContext;
  readonly queue: OperationQueue;
  readonly forwarding: Forwarding;
  readonly journal: Journal;
  readonly blobs: BlobStore;
  /** Stores what an operation is going to need; what none of them came to own is taken away at a start. */
  keep(bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredBlob>;
  /** The server files sent mail by itself (Gmail, Microsoft 365, iCloud): look longer before appending (E6). */
  readonly filesSentItself: boolean;
  /** Records that note what became of a draft's copies. */
  draftSaved(draft: string, result: DraftSaved): readonly JournalRecord[];
  /** Messages that an operation has made, for when it is taken back. */
  made(operation: OperationId, made: Made): void;
  /** Another account has got something to do. */
  wake(account: AccountId): void;
}

/** What an operation on a draft's copies has achieved so far. */
export interface DraftSaved {
  /** The copy that is there now; null when there was nothing to save. */
  readonly copy: DraftCopyRef | null;
  /** Message-IDs of copies that are not there any more. */
  readonly gone: readonly string[];
  /** Set when the last copy was changed or deleted by somebody else; `other` may be their version. */
  readonly conflict: { readonly other: MessageRef | null } | null;
}

/**
 * What an executor did. `settle`: the server has it; the operation stays in the projection until these mailboxes have
 * been synchronised, and leaves it in one batch with `facts`.
 */
export type Outcome =
  | { readonly kind: 'done'; readonly facts?: readonly Fact[]; readonly relist?: boolean }
  | { readonly kind: 'settle'; readonly targets: readonly MailboxId[]; readonly gone: readonly MessageSet[] }
  /** Some of it was done and is told by these facts; the rest was refused, in sight. */
  | { readonly kind: 'partly'; readonly facts: readonly Fact[]; readonly refusal: MailError }
  /** Not yet; look again then (ms since 1970). `look`: mailboxes in which something changed already. */
  | { readonly kind: 'later'; readonly at: number; readonly look?: readonly MailboxId[] };

/** What was taken back is over: a move goes on as one to where the messages are wanted, a copy is nothing any more. */
export async function over(
  ctx: ExecuteContext,
  op: QueuedOperation,
  records: readonly JournalRecord[],
  look: readonly MailboxId[],
): Promise<Outcome> {
  if (op.intent.kind === 'copy') return { kind: 'settle', targets: look, gone: [] };
  await ctx.queue.update(op.id, { progress: null, withdrawnFrom: null }, records);
  return { kind: 'later', at: ctx.sync.clock.now(), look };
}

/** Executes one kind of intent. Throws MailError; the caller turns it into a state. */
export type Executor = (ctx: ExecuteContext, op: QueuedOperation) => Promise<Outcome>;

/** Notes what must survive a crash before bytes go out that must not go out twice. */
export async function note(
  ctx: ExecuteContext,
  op: QueuedOperation,
  progress: JsonValue,
  extra: readonly JournalRecord[] = [],
): Promise<void> {
  await ctx.queue.update(op.id, { state: 'running', progress }, extra);
}

/** The mailbox an operation is about, or a refusal that says it is gone (A12). */
export function mailboxOf(ctx: ExecuteContext, id: MailboxId): KnownMailbox {
  const known = ctx.sync.registry.get(id);
  if (known) return known;
  throw new MailError({
    kind: 'refused',
    code: 'mailbox-gone',
    message: 'The mailbox is not there any more',
  });
}

/**
 * Runs a command for a set in portions that fit a command line of this server. Where it stops by itself (MESSAGELIMIT) the
 * command goes on by itself, unless the server does nothing more.
 */
export async function inPortions(
  sync: SyncContext,
  set: UidSet,
  run: (part: UidSet) => Promise<{ readonly processedFrom: number | null }>,
): Promise<void> {
  for (const chunk of set.chunks(sync.client.quirks.lineLimit - 200)) {
    const { processedFrom } = await run(chunk);
    if (processedFrom !== null)
      throw new MailError({ kind: 'refused', code: 'limit', message: 'The server does nothing of it' });
  }
}

/** Remembers what an operation made in a mailbox of the account it runs on. */
export function noteMade(
  ctx: ExecuteContext,
  op: Pick<QueuedOperation, 'id'>,
  target: KnownMailbox,
  uids: readonly number[],
): void {
  ctx.made(op.id, {
    messages: { mailbox: target.id, generation: generation(target.generation), uids: formatUids(uids) },
    label: ctx.sync.client.capabilities.has('X-GM-EXT-1'),
  });
}
