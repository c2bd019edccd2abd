import type { LiteralSource, CommandWriter } from '../codec/writer';
import { formatDateTime } from '../codec/parse-date';
import { unusable } from '../errors';
import type { UidRuns } from '../sets';
import type { Command } from '../session/command';
import type { MailboxName, ResponseCode } from '../types';

/** One message to append: its octets, flags, and the date it is to have. */
export interface AppendMessage {
  readonly content: LiteralSource;
  readonly flags?: readonly string[];
  /** Milliseconds since 1970. */
  readonly internalDate?: number;
  /** literal8, for content with NUL (RFC 3516 §4.4). */
  readonly binary?: boolean;
  /** Its header holds UTF-8; UTF8=ACCEPT must have been enabled (RFC 6855 §4). */
  readonly utf8?: boolean;
}

/** Where it is now (RFC 4315 §3); null when the server did not say or said 0. */
export type AppendResult = { readonly uidValidity: number; readonly uids: UidRuns } | null;

/**
 * APPEND (RFC 9051 §6.3.12), refused here when above APPENDLIMIT (RFC 7889); several messages with MULTIAPPEND (RFC 3502) are stored all or
 * none.
 */
export const append = (mailbox: MailboxName, messages: readonly AppendMessage[]): Command<AppendResult> => ({
  name: 'APPEND',
  lane: { answers: ['APPEND'] },
  idempotent: false,
  write(w, state) {
    const { capabilities } = state;
    if (messages.length === 0 || (messages.length > 1 && !capabilities.has('MULTIAPPEND'))) {
      throw unusable('no-capability', 'Several messages need MULTIAPPEND.');
    }
    const limit = capabilities.limit('APPENDLIMIT');
    for (const { content } of messages) {
      const size = content instanceof Uint8Array ? content.length : content.size;
      if (limit !== null && size > limit)
        throw unusable('too-big', 'The message is larger than the server takes.', { limit, size });
    }
    w.raw('APPEND ').mailbox(mailbox);
    for (const message of messages) writeMessage(w.sp(), message);
  },
  finish: (done) => appendResult(done.code),
});

/** The parenthesis of flags is always there: gromox refuses long messages without (U10). */
export function writeMessage(w: CommandWriter, message: AppendMessage): void {
  w.flags(message.flags ?? []).sp();
  if (message.internalDate !== undefined) w.raw(`"${formatDateTime(message.internalDate)}" `);
  if (message.utf8 === true) {
    w.raw('UTF8 (').literal(message.content, true).raw(')');
    return;
  }
  w.literal(message.content, message.binary === true);
}

export function appendResult(code: ResponseCode | null): AppendResult {
  if (code?.name !== 'APPENDUID' || code.uidValidity === 0 || code.uids.some(([lo]) => lo === 0)) return null;
  return { uidValidity: code.uidValidity, uids: code.uids };
}
