import { MailError } from '@shared/errors/mail-error';
import type { BlobHash } from '@shared/model/ids';
import { fetch, UidSet } from '../../imap';
import { Chunks } from '../../sync/chunks';
import type { ExecuteContext } from './context';

/**
 * Octets of chance behind the message in its blob. The blob goes when the transfer is over; one of the bare message may be
 * a draft's attachment or the original of something else, and would go with it.
 */
export const NONCE_OCTETS = 16;

/** A message as it is on the server, kept in the blob store. */
export interface WholeMessage {
  readonly blob: BlobHash;
  /** Octets of the message: as many of the blob's first ones. */
  readonly size: number;
  readonly flags: readonly string[];
  readonly internalDate: number | null;
}

/**
 * Fetches one message of the selected mailbox with everything that goes along with it. `\Recent` is the session's, and
 * `\Deleted` is what nobody wants to take along.
 * @throws MailError `refused` `message-gone`; `broken` `truncated` when fewer octets came than RFC822.SIZE says.
 */
export async function fetchWhole(ctx: ExecuteContext, n: number): Promise<WholeMessage> {
  const pipe = new Chunks();
  let flags: readonly string[] = [];
  let internalDate: number | null = null;
  let announced: number | null = null;
  /** It was spoken of in the answer, and not only in passing. */
  let answered = false;
  const saving = ctx.keep(pipe);
  saving.catch((error: unknown) => pipe.end(error));
  try {
    await ctx.sync.client.run(
      fetch(
        UidSet.from([n]),
        ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', { section: '' }],
        {
          literal: () => ({
            write: (chunk) => pipe.write(chunk.slice()),
            end: () => undefined,
            abort: () => undefined,
          }),
        },
        async (message) => {
          if (message.uid !== n) return;
          if (message.flags?.ok === true) flags = message.flags.value;
          if (message.internalDate?.ok === true) internalDate = message.internalDate.value;
          if (message.size?.ok === true) announced = message.size.value;
          const data = message.sections?.[0]?.data;
          answered ||= data !== undefined;
          if (data?.ok === true && data.value.kind === 'bytes') await pipe.write(data.value.bytes);
        },
      ),
    );
    await pipe.write(ctx.sync.crypto.randomBytes(NONCE_OCTETS));
    pipe.end();
  } catch (error) {
    pipe.end(error);
    await saving.catch(() => undefined);
    throw error;
  }
  const saved = await saving;
  const size = saved.size - NONCE_OCTETS;
  // A message is never of no octets: an empty one in the other account would take the place of the original.
  if (size === 0) {
    await ctx.blobs.delete(saved.hash);
    throw new MailError(
      answered
        ? { kind: 'refused', code: 'message-unreadable', message: 'The server can’t read the message' }
        : { kind: 'refused', code: 'message-gone', message: 'The message is no longer on the server' },
    );
  }
  if (announced !== null && size < announced) {
    await ctx.blobs.delete(saved.hash);
    throw new MailError({
      kind: 'refused',
      code: 'truncated',
      message: 'The server sent less of the message than it announced',
      details: { received: size, size: announced },
    });
  }
  return {
    blob: saved.hash,
    size,
    flags: flags.filter((f) => !/^\\(recent|deleted)$/i.test(f)),
    internalDate,
  };
}
