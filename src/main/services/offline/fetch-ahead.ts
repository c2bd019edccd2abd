import { isMailError, MailError } from '@shared/errors/mail-error';
import { messageKey, type MessageRef } from '@shared/model/ids';
import type { BodyPart, MessageBody } from '@shared/model/message';
import type { StoredBlob } from '@shared/ports/vault';
import { fetchBody, fetchEncodedPart } from '../../sync/bodies';
import type { PriorityLevel } from '../../sync/job-queue';
import { enterMailbox } from '../../sync/open-mailbox';
import type { Runner } from '../../sync/runner';
import type { BlobShelf } from '../blob-shelf';
import { decodeStream, Handover } from '../part-stream';
import { assertWhole } from './whole';

/** Octets of a part in one turn of the connection: a second on a slow line, then whoever waits gets it. */
const CHUNK = 512 * 1024;
/** Texts asked for before the first has come. */
const AHEAD = 4;

/**
 * Fetches the texts of some messages of one mailbox in one turn of the connection.
 * @returns a text, or the error, a message; in the order of `refs`.
 * @throws MailError when the connection is of no more use.
 */
export function fetchTextsAhead(
  runner: Runner,
  refs: readonly MessageRef[],
  priority: PriorityLevel,
): Promise<(MessageBody | MailError)[]> {
  const [first] = refs;
  if (!first) return Promise.resolve([]);
  return runner.request(
    `ahead:${messageKey(first)}:${refs.length}`,
    async (ctx) => {
      await enterMailbox(ctx, first.mailbox, first.generation);
      const out: (MessageBody | MailError)[] = [];
      for (let at = 0; at < refs.length; at += AHEAD) {
        const asked = refs.slice(at, at + AHEAD).map((ref) => fetchBody(ctx, ref));
        for (const answer of await Promise.allSettled(asked)) {
          if (answer.status === 'fulfilled') out.push(answer.value);
          else if (isMailError(answer.reason) && answer.reason.kind === 'refused') out.push(answer.reason);
          else throw answer.reason;
        }
      }
      return out;
    },
    priority,
  );
}

/**
 * Fetches one part in pieces, so that nobody waits for more than a piece; decoded and durable when it resolves.
 * @throws MailError `truncated` when the server cuts it: then nothing is kept.
 */
export async function fetchPartAhead(
  { runner, shelf }: { readonly runner: Runner; readonly shelf: BlobShelf },
  ref: MessageRef,
  part: BodyPart,
  priority: PriorityLevel,
  stopped: () => boolean,
): Promise<StoredBlob> {
  const pipe = new Handover();
  const saving = shelf.put(decodeStream(pipe, part.encoding), { cache: true });
  saving.catch((error: unknown) => pipe.fail(error));
  try {
    let received = 0;
    for (let before = -1; before < 0 || received - before >= CHUNK;) {
      if (stopped()) throw new MailError({ kind: 'refused', code: 'stopped', message: 'Stopped' });
      before = received;
      await runner.request(
        `ahead:${messageKey(ref)}/${part.section}/${received}`,
        (ctx) =>
          fetchEncodedPart(
            ctx,
            ref,
            part.section,
            (chunk) => {
              received += chunk.length;
              return pipe.write(chunk.slice());
            },
            [received, CHUNK],
          ),
        priority,
      );
    }
    assertWhole(part, received);
    await pipe.finish();
  } catch (error) {
    pipe.fail(error);
    await saving.catch(() => undefined);
    throw error;
  }
  return saving;
}
