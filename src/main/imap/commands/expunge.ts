import type { UidSet } from '../sets';
import type { Command } from '../session/command';

/**
 * UID EXPUNGE (RFC 4315 §2.1): these messages and no others. A plain EXPUNGE or CLOSE would take what other clients
 * marked, and is not offered.
 */
export const uidExpunge = (set: UidSet): Command<void> => ({
  name: 'UID EXPUNGE',
  lane: { answers: ['EXPUNGE'], uids: set, writes: true },
  idempotent: true,
  write: (w) => void w.raw(`UID EXPUNGE ${set.toString()}`),
  finish: () => undefined,
});
