import { isMailError } from '@shared/errors/mail-error';
import type { MailboxId, MessageRef } from '@shared/model/ids';
import type { Envelope, MailboxRole } from '@shared/model/message';
import { fetch, type FetchItem, UidSet } from '../imap';
import {
  type AuthenticationResults,
  parseAuthenticationResults,
  type SenderCheck,
  senderCheck,
} from '../mime/authentication-results';
import { parseHeaders } from '../mime/parse-headers';
import type { SyncContext } from './context';

/** What of a header says where a message comes from. */
export const RESULTS_ITEM: FetchItem = { headers: ['AUTHENTICATION-RESULTS'] };
export const RESULTS_SECTION = 'HEADER.FIELDS (AUTHENTICATION-RESULTS)';

/** So many messages say what a server does, of this span of UIDs. */
export const SAMPLE = 10;
export const SPAN = 50;
export const FEWEST = 5;
/** Of ten, so many have to agree: some came from inside, and nobody checks those. */
const MOST = 0.7;

/** Mail that nobody else has sent. */
const OWN: ReadonlySet<MailboxRole> = new Set<MailboxRole>(['sent', 'drafts', 'outbox']);

/** Whether senders of this mailbox's mail are worth asking about. */
export const hasSenders = ({ registry }: Pick<SyncContext, 'registry'>, mailbox: MailboxId): boolean =>
  !OWN.has(registry.get(mailbox)?.role ?? null);

/**
 * The name under which the server that takes this account's mail in writes what it found out, on top of nearly all of it
 * (RFC 8601 §5: a field of any other name is whatever the sender wrote, and S-05). Null where it doesn't, or nothing can
 * be said. Looked for once a mailbox and connection, in messages close to the one that is read.
 */
export function checkerOf(ctx: SyncContext, ref: MessageRef): Promise<string | null> {
  const known = ctx.checkers.get(ref.mailbox);
  if (known) return known;
  const looking = look(ctx, ref);
  ctx.checkers.set(ref.mailbox, looking);
  // What was cut is looked for again.
  looking.catch(() => ctx.checkers.delete(ref.mailbox));
  return looking;
}

async function look(ctx: SyncContext, { mailbox, generation, uid }: MessageRef): Promise<string | null> {
  const near = await ctx.store.columns({
    mailbox,
    generation,
    first: Math.max(1, uid - SPAN),
    last: uid + SPAN,
  });
  const others = [...near.uids].filter((one) => one !== uid);
  const sample = others.sort((a, b) => Math.abs(a - uid) - Math.abs(b - uid)).slice(0, SAMPLE);
  if (sample.length < FEWEST) return null;
  const names: string[] = [];
  try {
    await ctx.client.run(
      fetch(UidSet.from(sample), [RESULTS_ITEM], {}, (message) => {
        for (const { data } of message.sections ?? []) {
          const name = data.ok && data.value.kind === 'bytes' ? checkerOnTop(data.value.bytes) : null;
          if (name !== null) names.push(name);
        }
      }),
    );
  } catch (error) {
    // A server that doesn't say it doesn't check.
    if (!isMailError(error) || error.kind !== 'refused') throw error;
    return null;
  }
  return usualChecker(names, sample.length);
}

/** The name on nearly all of so many messages; null when there is none. @param names on top of those that have one. */
export const usualChecker = (names: readonly string[], of: number): string | null =>
  [...new Set(names)].find((name) => names.filter((one) => one === name).length >= MOST * of) ?? null;

/** Who has written the uppermost results of a header; null where there are none. */
export const checkerOnTop = (header: Uint8Array): string | null => onTop(header)?.server ?? null;

/** The uppermost results: servers put theirs on top of what they are given. */
function onTop(block: Uint8Array): AuthenticationResults | null {
  const [first] = parseHeaders(block).all('authentication-results');
  return first === undefined ? null : parseAuthenticationResults(first);
}

/**
 * What the account's server found out about the author of a message; null when it doesn't check.
 * @param block the message's header, or its `Authentication-Results` fields; undefined when it has none.
 */
export function checkedSender(
  checker: string | null,
  block: Uint8Array | undefined,
  { from }: Pick<Envelope, 'from'>,
): SenderCheck | null {
  if (checker === null) return null;
  const results = block === undefined ? null : onTop(block);
  return results?.server === checker ? senderCheck(results, from) : 'unverified';
}
