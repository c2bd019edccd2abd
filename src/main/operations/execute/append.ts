import { MailError } from '@shared/errors/mail-error';
import { type BlobHash, generation } from '@shared/model/ids';
import { append, status } from '../../imap';
import { enterMailbox } from '../../sync/open-mailbox';
import { type ExecuteContext, type Executor, mailboxOf, note } from './context';
import { scanFor } from './scan';
import type { QueuedOperation } from '../queue';

interface AppendNotes {
  readonly from: number;
  readonly sent: boolean;
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
  const target = mailboxOf(ctx, intent.to);
  const notes = op.progress as unknown as AppendNotes | null;
  const wanted = new Set(intent.messageId === '' ? [] : [intent.messageId]);
  await enterMailbox(sync, target.id, generation(target.generation));
  const found = await scanFor(sync, wanted, notes?.sent === true ? { from: notes.from } : { newest: NEWEST });
  if (found.size > 0) return { kind: 'settle', targets: [target.id], gone: [] };

  const looks = (notes?.looks ?? 0) + 1;
  if (ctx.filesSentItself && target.role === 'sent' && looks <= LOOKS) {
    return { kind: 'later', at: await lookAgain(ctx, op, looks) };
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
  const { uidNext } = await sync.client.run(status({ wire: target.wire }, ['UIDNEXT'])).catch((error: unknown) => {
    // STATUS of the selected mailbox is asked for by no RFC; some refuse it. Its own view knows as well.
    if (error instanceof MailError && error.kind === 'refused') return { uidNext: sync.client.view?.uidNext };
    throw error;
  });
  await note(ctx, op, { from: uidNext ?? 1, sent: true, looks });
  const bytes = await ctx.blobs.get(intent.blob as BlobHash);
  await sync.client.run(
    append({ wire: target.wire }, [
      {
        content: bytes,
        flags: intent.flags,
        ...(intent.internalDate === null ? {} : { internalDate: intent.internalDate }),
      },
    ]),
  );
  return { kind: 'settle', targets: [target.id], gone: [] };
};

async function lookAgain(ctx: ExecuteContext, op: QueuedOperation, looks: number): Promise<number> {
  const at = ctx.sync.clock.now() + LOOK_AGAIN_MS;
  await note(ctx, op, { from: 1, sent: false, looks });
  return at;
}
