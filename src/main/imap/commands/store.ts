import { leftOver, processedFrom } from '../errors';
import { UidSet } from '../sets';
import type { Command } from '../session/command';
import type { FetchedMessage, ResponseCode } from '../types';
import { mayName, names, written, type MessageSet } from './message-set';

/** Flags or Gmail labels to add, to remove, or to have alone (RFC 9051 §6.4.6). */
export interface StoreChange {
  readonly mode: 'add' | 'remove' | 'replace';
  readonly flags: readonly string[];
  /** X-GM-LABELS instead of flags. */
  readonly labels?: boolean;
}

/** With CONDSTORE: only where nobody else has changed anything (RFC 7162 §3.1.3). */
export interface StoreOptions {
  /** RFC 7162 §3.1.3. */
  readonly unchangedSince?: bigint;
  /** Do not send the new flags back; default true. */
  readonly silent?: boolean;
}

/** What STORE did not do. */
export interface StoreResult {
  /** Not changed because somebody else had (RFC 7162 §3.1.3). */
  readonly modified: UidSet;
  /** New MODSEQs, or flags when not silent. */
  readonly messages: readonly FetchedMessage[];
  /** Of `$`, or where the server does nothing more: messages with lower UIDs were not touched (RFC 9738). */
  readonly processedFrom: number | null;
}

/**
 * UID STORE (RFC 9051 §6.4.6), in as many commands as a server with MESSAGELIMIT wants. `replace` is not for clients that
 * work offline (RFC 4549 §4.2.3).
 */
export const store = (
  set: MessageSet,
  change: StoreChange,
  options: StoreOptions = {},
): Command<StoreResult> => storeOn(set, change, options, { modified: UidSet.empty, messages: [] });

/** @param before what earlier answers about the same messages have brought. */
function storeOn(
  set: MessageSet,
  change: StoreChange,
  options: StoreOptions,
  before: Omit<StoreResult, 'processedFrom'>,
): Command<StoreResult> {
  const messages = [...before.messages];
  let { modified } = before;
  let left: UidSet | null = null;
  const result = (code: ResponseCode | null): StoreResult => {
    if (code?.name === 'MODIFIED') modified = modified.union(UidSet.fromPairs(code.pairs));
    left = set instanceof UidSet ? leftOver(set, code) : null;
    return { modified, messages, processedFrom: left ? null : processedFrom(code) };
  };
  return {
    name: 'UID STORE',
    lane: { answers: ['FETCH'], uids: mayName(set), writes: true },
    idempotent: true,
    write(w, state) {
      const sign = change.mode === 'add' ? '+' : change.mode === 'remove' ? '-' : '';
      w.raw(`UID STORE ${written(set, state)} `);
      if (options.unchangedSince !== undefined) w.raw(`(UNCHANGEDSINCE ${String(options.unchangedSince)}) `);
      w.raw(
        `${sign}${change.labels === true ? 'X-GM-LABELS' : 'FLAGS'}${options.silent === false ? '' : '.SILENT'} `,
      );
      if (change.labels !== true) w.flags(change.flags);
      else {
        w.raw('(');
        change.flags.forEach((label, i) => {
          if (i > 0) w.sp();
          if (label.startsWith('\\')) w.raw(label);
          else w.mailbox(label);
        });
        w.raw(')');
      }
    },
    collect(response) {
      if (response.type !== 'fetch' || response.message.uid === null) return false;
      if (!names(set, response.message.uid)) return false;
      messages.push(response.message);
      return true;
    },
    finish: (done) => result(done.code),
    rest: () => left && storeOn(left, change, options, { modified, messages }),
    recover: (_status, code) => (code?.name === 'MODIFIED' ? result(code) : undefined),
  };
}
