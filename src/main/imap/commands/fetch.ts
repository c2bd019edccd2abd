import type { LiteralSink } from '../codec/framer';
import type { CommandWriter } from '../codec/writer';
import { leftOver } from '../errors';
import { SeqSet, UidSet } from '../sets';
import type { Command, LiteralInfo } from '../session/command';
import type { FetchedMessage, ResponseCode } from '../types';
import { mayName, names, SAVED, written, type MessageSet } from './message-set';

/** What to fetch (RFC 9051 §6.4.5). Bodies are always fetched with PEEK: reading never marks a message seen. */
export type FetchItem =
  | 'FLAGS'
  | 'INTERNALDATE'
  | 'RFC822.SIZE'
  | 'ENVELOPE'
  | 'BODYSTRUCTURE'
  /** RFC 7162; ask only where CONDSTORE is (IONOS answers BAD, U11). */
  | 'MODSEQ'
  /** RFC 8474 */
  | 'EMAILID'
  | 'THREADID'
  | 'X-GM-MSGID'
  | 'X-GM-THRID'
  | 'X-GM-LABELS'
  /** RFC 8970 */
  | 'PREVIEW'
  | 'PREVIEW (LAZY)'
  /** RFC 8514 */
  | 'SAVEDATE'
  /** BODY.PEEK[section], or BINARY.PEEK[section] decoded by the server (RFC 3516); '' is the whole message. */
  | {
      readonly section: string;
      readonly binary?: boolean;
      readonly partial?: readonly [first: number, count: number];
    }
  /** BODY.PEEK[part.HEADER.FIELDS (…)]; names go out as atoms (iCloud refuses quoted ones, A5). */
  | { readonly headers: readonly string[]; readonly part?: string; readonly except?: boolean }
  | { readonly binarySize: string };

/** Which part of the set, and where large literals go. */
export interface FetchOptions {
  /** Only messages changed since (RFC 7162 §3.1.4.1). */
  readonly changedSince?: bigint;
  /** And say which are gone; needs QRESYNC (RFC 7162 §3.2.6). */
  readonly vanished?: boolean;
  /** A window of the result (RFC 9394 §3.4): `[-1, -50]` is the newest fifty. */
  readonly partial?: readonly [number, number];
  /**
   * With UIDs and `FLAGS` alone: hears of the answers that have nothing but these, in place of `onMessage`, and no message
   * is made of them. Those that have more still go there. Equal lists of flags share an array.
   */
  readonly flags?: (uid: number, flags: readonly string[]) => void;
  /** Where large literals go; null keeps none. Without it literals above the limits are dropped. */
  readonly literal?: (info: LiteralInfo) => LiteralSink | null;
}

/** What is known when the last answer of a FETCH is there. */
export interface FetchSummary {
  readonly count: number;
  /** VANISHED (EARLIER) in answer to `vanished`. */
  readonly vanished: UidSet;
  /**
   * False when the server stopped early: messages were gone meanwhile (M22), or MESSAGELIMIT (RFC 9738) where the client
   * cannot go on by itself, with `$` and PARTIAL.
   */
  readonly complete: boolean;
  /** Then, with MESSAGELIMIT, the lowest UID that was processed. */
  readonly processedFrom: number | null;
}

/**
 * FETCH (RFC 9051 §6.4.5, §6.4.9). Each message goes to `onMessage` as soon as it is there; a promise returned by it
 * slows the connection down.
 */
export const fetch = (
  set: MessageSet | SeqSet,
  items: readonly FetchItem[],
  options: FetchOptions,
  onMessage: (message: FetchedMessage) => void | Promise<void>,
): Command<FetchSummary> => fetchOn(set, items, options, onMessage, { count: 0, vanished: UidSet.empty });

/** @param before what earlier answers to the same question have brought. */
function fetchOn(
  set: MessageSet | SeqSet,
  items: readonly FetchItem[],
  options: FetchOptions,
  onMessage: (message: FetchedMessage) => void | Promise<void>,
  before: Pick<FetchSummary, 'count' | 'vanished'>,
): Command<FetchSummary> {
  const byUid = set instanceof UidSet || set === SAVED ? set : null;
  let { count } = before;
  const gone: UidSet[] = [];
  const vanished = (): UidSet => before.vanished.unionAll(gone);
  let left: UidSet | SeqSet | null = null;
  let lowest = Infinity;
  // With flags alone what the server sends unasked cannot be told from the answer, and is as good.
  const flagsOnly = items.every((item) => item === 'FLAGS' || item === 'MODSEQ');
  const summary = (code: ResponseCode | null, complete: boolean): FetchSummary => ({
    count,
    vanished: vanished(),
    complete: complete && code?.name !== 'MESSAGELIMIT',
    processedFrom: code?.name === 'MESSAGELIMIT' ? code.uid : null,
  });
  const command: Command<FetchSummary> = {
    name: byUid ? 'UID FETCH' : 'FETCH',
    lane: byUid ? { answers: ['FETCH'], uids: mayName(byUid) } : 'alone',
    idempotent: true,
    write(w, state) {
      w.raw(byUid ? 'UID FETCH ' : 'FETCH ')
        .raw(written(set, state))
        .raw(' (UID');
      for (const item of items) writeItem(w.sp(), item);
      w.raw(')');
      const modifiers: string[] = [];
      if (options.changedSince !== undefined) modifiers.push(`CHANGEDSINCE ${String(options.changedSince)}`);
      if (options.vanished === true) modifiers.push('VANISHED');
      if (options.partial) modifiers.push(`PARTIAL ${options.partial.map(String).join(':')}`);
      if (modifiers.length > 0) w.raw(` (${modifiers.join(' ')})`);
    },
    collect(response, state) {
      if (response.type === 'vanished' && response.earlier && options.vanished === true) {
        gone.push(response.uids);
        return true;
      }
      if (response.type !== 'fetch') return false;
      const { message } = response;
      if (message.uid === null && message.seq === 0) return false;
      if (byUid && (message.uid === null || !mayBeIn(byUid, message.uid))) return false;
      if (!flagsOnly && !hasMore(message)) return false;
      count++;
      lowest = Math.min(lowest, message.seq || Infinity);
      const wait = onMessage(message);
      if (wait) state.slow(wait);
      return true;
    },
    finish({ code }) {
      // A window (PARTIAL) is what was asked for, and `$` cannot be asked for in part.
      if (options.partial || set === SAVED) left = null;
      else if (set instanceof UidSet) left = leftOver(set, code);
      // What is removed below meanwhile moves numbers down: something may come twice then, nothing is passed over.
      else if (set instanceof SeqSet && code?.name === 'MESSAGELIMIT' && lowest < Infinity)
        left = orNull(set.clip(1, lowest - 1));
      return summary(code, true);
    },
    rest: () => left && fetchOn(left, items, options, onMessage, { count, vanished: vanished() }),
    recover: (status, code) => {
      const went =
        status === 'NO' && (code === null || (code.name === 'OTHER' && code.atom === 'EXPUNGEISSUED'));
      return count > 0 && went ? summary(code, false) : undefined;
    },
  };
  const { flags, literal } = options;
  if (flags && byUid && items.every((item) => item === 'FLAGS'))
    command.flags = (uid, list) => {
      if (!mayBeIn(byUid, uid)) return false;
      count++;
      flags(uid, list);
      return true;
    };
  if (literal)
    command.literal = (info) =>
      byUid && info.uid !== null && !names(byUid, info.uid) ? null : literal(info);
  return command;
}

const orNull = (set: SeqSet): SeqSet | null => (set.isEmpty ? null : set);

/** `n:*` is answered with the last message even when its UID is below n. */
const mayBeIn = (set: MessageSet, uid: number): boolean =>
  names(set, uid) || (set instanceof UidSet && set.open);

/** More than the flags that servers send unasked. */
function hasMore(m: FetchedMessage): boolean {
  return (
    m.wire !== null ||
    m.envelope !== undefined ||
    m.structure !== undefined ||
    m.size !== undefined ||
    m.internalDate !== undefined ||
    m.sections !== undefined ||
    m.emailId !== undefined ||
    m.threadId !== undefined ||
    m.preview !== undefined ||
    m.saveDate !== undefined ||
    m.binarySizes !== undefined ||
    m.gmailMessageId !== undefined ||
    m.gmailThreadId !== undefined ||
    m.gmailLabels !== undefined ||
    m.modseq !== undefined ||
    m.flags === undefined
  );
}

/** One item as in FETCH; NOTIFY asks for them too. */
export function writeItem(w: CommandWriter, item: FetchItem): void {
  if (typeof item === 'string') {
    w.raw(item);
    return;
  }
  if ('binarySize' in item) {
    w.raw(`BINARY.SIZE[${item.binarySize}]`);
    return;
  }
  if ('headers' in item) {
    const part = item.part === undefined || item.part === '' ? '' : `${item.part}.`;
    w.raw(`BODY.PEEK[${part}HEADER.FIELDS${item.except === true ? '.NOT' : ''} (`);
    item.headers.forEach((name, i) => (i > 0 ? w.sp() : w).astring(name));
    w.raw(')]');
    return;
  }
  w.raw(`${item.binary === true ? 'BINARY' : 'BODY'}.PEEK[${item.section}]`);
  if (item.partial) w.raw(`<${String(item.partial[0])}.${String(item.partial[1])}>`);
}
