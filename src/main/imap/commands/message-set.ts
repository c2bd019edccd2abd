import { unusable } from '../errors';
import { UidSet } from '../sets';
import type { SessionState } from '../session/state';

/**
 * `$` (RFC 5182 §2): the messages that the last SEARCH with `SAVE` found, kept by the server. Run both in the same turn
 * and the second goes out without waiting for the first; a SEARCH with SAVE that fails leaves `$` empty.
 */
export const SAVED = Object.freeze({ saved: true as const, toString: () => '$' });

/** Messages by UID, or the saved result. */
export type MessageSet = UidSet | typeof SAVED;

/** The UIDs that a set may name, for the order of commands: `$` may be any. */
export const mayName = (set: MessageSet): UidSet => (set instanceof UidSet ? set : UidSet.all);

/** Whether a response about this UID can be meant for a command on the set. */
export const names = (set: MessageSet, uid: number): boolean => !(set instanceof UidSet) || set.has(uid);

/** The set as written. @throws MailError `no-capability` for `$` without SEARCHRES. */
export function written(set: { toString(): string }, state: SessionState): string {
  if (set === SAVED && !state.capabilities.has('SEARCHRES'))
    throw unusable('no-capability', 'Saved results need SEARCHRES.');
  return set.toString();
}
