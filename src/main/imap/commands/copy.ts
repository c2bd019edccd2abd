import { processedFrom } from '../errors';
import type { CopyMapping } from '../sets';
import type { Command } from '../session/command';
import type { MailboxName } from '../types';
import { mayName, names, SAVED, written, type MessageSet } from './message-set';

/** Where the copies are, and what a server with MESSAGELIMIT left. */
export interface CopyResult {
  /** Old and new UIDs (UIDPLUS), or null when the server did not say. */
  readonly mapping: CopyMapping | null;
  /** MESSAGELIMIT: messages with lower UIDs are still where they were (RFC 9738). */
  readonly processedFrom: number | null;
}

/**
 * UID COPY (RFC 9051 §6.4.7) and UID MOVE (RFC 6851 §3.1). COPYUID may come untagged before the EXPUNGEs or in the
 * tagged OK behind them (G11).
 */
export function copyOrMove(
  name: 'UID COPY' | 'UID MOVE',
  set: MessageSet,
  mailbox: MailboxName,
): Command<CopyResult> {
  let mapping: CopyMapping | null = null;
  return {
    name,
    lane: { answers: ['COPYUID'], uids: mayName(set), writes: name === 'UID MOVE' || set === SAVED },
    idempotent: false,
    write: (w, state) => void w.raw(`${name} ${written(set, state)} `).mailbox(mailbox),
    collect(response) {
      if (response.type !== 'condition' || response.code?.name !== 'COPYUID') return false;
      const told = response.code.mapping;
      // Another MOVE may be in flight: what names none of these messages is its answer.
      if (told !== null && !told.source.some(([lo, hi]) => names(set, lo) || names(set, hi))) return false;
      mapping = told;
      return true;
    },
    finish: ({ code }) => ({
      mapping: code?.name === 'COPYUID' ? (code.mapping ?? mapping) : mapping,
      processedFrom: processedFrom(code),
    }),
  };
}

/** UID COPY: see `copyOrMove`. */
export const copy = (set: MessageSet, mailbox: MailboxName): Command<CopyResult> =>
  copyOrMove('UID COPY', set, mailbox);
/** UID MOVE, where the server has it: see `copyOrMove`. */
export const move = (set: MessageSet, mailbox: MailboxName): Command<CopyResult> =>
  copyOrMove('UID MOVE', set, mailbox);
