import { isMailError, MailError } from '@shared/errors/mail-error';
import { messageKey, type MessageRef } from '@shared/model/ids';
import type { BodyPart, MessageBody, MessageRow } from '@shared/model/message';
import type { StoredBlob } from '@shared/ports/vault';
import { bodyFacts, fetchEncodedPart, readBody } from '../../sync/bodies';
import type { PriorityLevel } from '../../sync/job-queue';
import { enterMailbox } from '../../sync/open-mailbox';
import type { Runner } from '../../sync/runner';
import type { BlobShelf } from '../blob-shelf';
import { decodeStream, Handover } from '../part-stream';
import { assertWhole } from './whole';

/** Octets of a part in one turn of the connection: a second on a slow line, then whoever waits gets it. */
const CHUNK = 512 * 1024;
/** Texts asked for before the first has come. */
const AHEAD = 8;

/** A message whose text is wanted, with what the cache knows of it. */
export interface Listed {
  readonly ref: MessageRef;
  readonly row: MessageRow;
}

/**
 * Fetches the texts of some messages of one mailbox in one turn of the connection, and stores them as one batch: a
 * transaction a message took nine tenths of the time.
 * @returns a text, or the error, a message; in the order of `messages`.
 * @throws MailError when the connection is of no more use.
 */
export function fetchTextsAhead(
  runner: Runner,
  messages: readonly Listed[],
  priority: PriorityLevel,
): Promise<(MessageBody | MailError)[]> {
  const [first] = messages;
  if (!first) return Promise.resolve([]);
  const { mailbox, generation } = first.ref;
  return runner.request(
    `ahead:${messageKey(first.ref)}:${messages.length}`,
    async (ctx) => {
      await enterMailbox(ctx, mailbox, generation);
      const out: (MessageBody | MailError)[] = [];
      const texts: { ref: MessageRef; body: MessageBody }[] = [];
      for (let at = 0; at < messages.length; at += AHEAD) {
        const some = messages.slice(at, at + AHEAD);
        const answers = await Promise.allSettled(some.map(({ ref, row }) => readBody(ctx, ref, row)));
        for (const [i, answer] of answers.entries()) {
          const ref = some[i]?.ref;
          if (answer.status === 'fulfilled') {
            out.push(answer.value);
            if (ref) texts.push({ ref, body: answer.value });
          } else if (isMailError(answer.reason) && answer.reason.kind === 'refused') out.push(answer.reason);
          else throw answer.reason;
        }
      }
      await ctx.facts.commit(bodyFacts(texts));
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
