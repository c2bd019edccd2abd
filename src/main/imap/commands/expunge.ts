import type { Command } from '../session/command';
import { leftOver } from '../errors';
import { UidSet } from '../sets';
import { mayName, written, type MessageSet } from './message-set';

/**
 * UID EXPUNGE (RFC 4315 §2.1): these messages and no others. A plain EXPUNGE or CLOSE would take what other clients
 * marked, and is not offered.
 */
export function uidExpunge(set: MessageSet): Command<void> {
  let left: UidSet | null = null;
  return {
    name: 'UID EXPUNGE',
    lane: { answers: ['EXPUNGE'], uids: mayName(set), writes: true },
    idempotent: true,
    write: (w, state) => void w.raw(`UID EXPUNGE ${written(set, state)}`),
    finish({ code }) {
      if (set instanceof UidSet) left = leftOver(set, code);
    },
    rest: () => left && uidExpunge(left),
  };
}
