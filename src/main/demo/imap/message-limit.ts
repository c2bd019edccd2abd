import type { ImapSession } from './session';

/** From so many messages on a command tells of its progress. */
const WORTH_TELLING = 100;

/**
 * What one command may do something to: of the positions (ascending) the highest, as many as MESSAGELIMIT says, and the
 * code that says so (RFC 9738 §3.1).
 */
export function withinLimit(
  session: ImapSession,
  positions: readonly number[],
): { readonly positions: readonly number[]; readonly code: string | undefined } {
  const limit = session.valueOf('MESSAGELIMIT') ?? Infinity;
  if (positions.length <= limit) return { positions, code: undefined };
  const done = positions.slice(-limit);
  const lowest = session.selected.messages[done[0] ?? 0]?.uid ?? 0;
  return { positions: done, code: `MESSAGELIMIT ${limit} ${lowest}` };
}

/** One word of progress for a command about many messages (RFC 9585 §3). @param text the command. */
export function tellProgress(session: ImapSession, text: string, messages: number): void {
  if (messages < WORTH_TELLING || !session.has('INPROGRESS')) return;
  const tag = text.slice(0, text.indexOf(' '));
  session.untagged(`OK [INPROGRESS ("${tag}" ${Math.floor(messages / 2)} ${messages})] Still at it`);
}
