import { formatDate } from '../codec/parse-date';
import type { CommandWriter } from '../codec/writer';
import { leftOver, unusable } from '../errors';
import { UidSet } from '../sets';
import type { Command } from '../session/command';
import type { SessionState } from '../session/state';
import { SAVED } from './message-set';

/** What to look for; every field that is there must hold (RFC 9051 §6.4.4). Dates are ms since 1970, taken as UTC days. */
export interface SearchQuery {
  readonly uids?: UidSet;
  /** The result saved by an earlier SEARCH (RFC 5182). */
  readonly saved?: true;
  readonly seen?: boolean;
  readonly answered?: boolean;
  readonly flagged?: boolean;
  readonly deleted?: boolean;
  readonly draft?: boolean;
  readonly keyword?: string;
  readonly unkeyword?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cc?: string;
  readonly bcc?: string;
  readonly subject?: string;
  readonly body?: string;
  readonly text?: string;
  readonly header?: readonly [name: string, value: string];
  readonly since?: number;
  readonly before?: number;
  readonly on?: number;
  readonly sentSince?: number;
  readonly sentBefore?: number;
  readonly larger?: number;
  readonly smaller?: number;
  /** Seconds (RFC 5032). */
  readonly younger?: number;
  readonly older?: number;
  /** RFC 7162 §3.1.5. */
  readonly modseq?: bigint;
  /** RFC 8474. */
  readonly emailId?: string;
  readonly threadId?: string;
  /** X-GM-MSGID. */
  readonly gmailId?: bigint;
  /** X-GM-RAW. */
  readonly gmailRaw?: string;
  readonly not?: SearchQuery;
  readonly or?: readonly [SearchQuery, SearchQuery];
  readonly and?: readonly SearchQuery[];
}

/** What of the result is wanted (RFC 4731, RFC 9394). */
export interface SearchOptions {
  /** What to return where ESEARCH is (RFC 4731); default ALL. */
  readonly returns?: readonly ('MIN' | 'MAX' | 'COUNT' | 'ALL' | 'SAVE')[];
  /** A window of the result (RFC 9394 §3.1): `[-1, -100]` is the newest hundred. */
  readonly partial?: readonly [number, number];
}

/** UIDs, or as much about them as was asked for; what was not is null. */
export interface SearchResult {
  readonly uids: UidSet;
  readonly min: number | null;
  readonly max: number | null;
  readonly count: number | null;
  readonly modseq: bigint | null;
  /** False when the server says that it left something out, or is known to (Yahoo, Y1): absence proves nothing. */
  readonly complete: boolean;
}

/** UID SEARCH, as ESEARCH where the server has it. Accepts either answer to either question (U3). */
export const search = (query: SearchQuery, options: SearchOptions = {}): Command<SearchResult> =>
  searchOn(query, options, UidSet.all, NOTHING);

type Found = Omit<SearchResult, 'complete'>;
const NOTHING: Found = { uids: UidSet.empty, min: null, max: null, count: null, modseq: null };

/**
 * @param within all of the mailbox, or what a server with MESSAGELIMIT has left for another time.
 * @param before what it has found in the rest, which is above.
 */
function searchOn(
  query: SearchQuery,
  options: SearchOptions,
  within: UidSet,
  before: Found,
): Command<SearchResult> {
  let { uids, min, max, count, modseq } = before;
  /** What each answer has found: a server may spread them over as many as it likes. */
  let found: UidSet[] = [];
  let left: UidSet | null = null;
  let tag = '';
  let answered = false;
  return {
    name: 'UID SEARCH',
    lane: { answers: ['SEARCH'], uids: UidSet.all },
    idempotent: true,
    begin(_state, ownTag) {
      tag = ownTag;
    },
    write(w, state) {
      const saves = options.returns?.includes('SAVE') === true || query.saved === true;
      if (saves && !state.capabilities.has('SEARCHRES'))
        throw unusable('no-capability', 'Saved results need SEARCHRES.');
      w.raw('UID SEARCH');
      if (state.capabilities.has('ESEARCH') || state.capabilities.has('PARTIAL')) {
        const returns: string[] = [...(options.returns ?? (options.partial ? [] : ['ALL']))];
        if (options.partial) returns.push(`PARTIAL ${options.partial.map(String).join(':')}`);
        w.raw(` RETURN (${returns.join(' ')})`);
      }
      writeSearch(w, within === UidSet.all ? query : { uids: within, and: [query] }, state);
    },
    collect(response) {
      if (response.type === 'search') {
        answered = true;
        found.push(UidSet.fromPairs(response.pairs));
        modseq = response.modseq ?? modseq;
        return true;
      }
      if (response.type !== 'esearch' || (response.data.tag !== null && response.data.tag !== tag))
        return false;
      const { data } = response;
      answered = true;
      if (data.all) found.push(UidSet.fromPairs(data.all));
      if (data.partial?.pairs) [uids, found] = [UidSet.fromPairs(data.partial.pairs), []];
      min = data.min ?? min;
      max ??= data.max ?? null;
      if (data.count !== undefined) count = (before.count ?? 0) + data.count;
      modseq = data.modseq !== undefined && data.modseq > (modseq ?? 0n) ? data.modseq : modseq;
      return true;
    },
    finish(done, state) {
      uids = uids.unionAll(found);
      const limited = done.code?.name === 'MESSAGELIMIT';
      // A window is what was asked for; a saved result would be that of the last part.
      const whole = !options.partial && options.returns?.includes('SAVE') !== true && query.saved !== true;
      if (whole) left = leftOver(within, done.code);
      return {
        uids,
        min,
        max,
        count,
        modseq,
        complete: answered && !limited && !state.quirks.searchTruncates,
      };
    },
    rest: () => left && searchOn(query, options, left, { uids, min, max, count, modseq }),
  };
}

/** ` CHARSET UTF-8 key key …`. The charset is left out under UTF8=ACCEPT (RFC 6855 §3) and where it is refused (Y6). */
export function writeSearch(w: CommandWriter, query: SearchQuery, state: SessionState, charset = true): void {
  if (charset && !w.context.utf8 && !state.quirks.noCharset && hasNonAscii(query)) w.raw(' CHARSET UTF-8');
  writeKeys(w.sp(), query, 0);
}

const FLAGS = ['seen', 'answered', 'flagged', 'deleted', 'draft'] as const;
const TEXTS = ['from', 'to', 'cc', 'bcc', 'subject', 'body', 'text'] as const;
const DATES = [
  ['since', 'SINCE'],
  ['before', 'BEFORE'],
  ['on', 'ON'],
  ['sentSince', 'SENTSINCE'],
  ['sentBefore', 'SENTBEFORE'],
] as const;
const NUMBERS = [
  ['larger', 'LARGER'],
  ['smaller', 'SMALLER'],
  ['younger', 'YOUNGER'],
  ['older', 'OLDER'],
  ['modseq', 'MODSEQ'],
] as const;
const IDS = [
  ['emailId', 'EMAILID'],
  ['threadId', 'THREADID'],
  ['keyword', 'KEYWORD'],
  ['unkeyword', 'UNKEYWORD'],
] as const;
const MAX_DEPTH = 50;

type Key = (w: CommandWriter) => void;

/** The keys of a query with exactly one blank between them (Zimbra refuses two, V1). */
function writeKeys(w: CommandWriter, query: SearchQuery, depth: number): void {
  if (depth > MAX_DEPTH) throw unusable('invalid-argument', 'The search is nested too deep.');
  const keys = keysOf(query, depth);
  if (keys.length === 0) w.raw('ALL');
  keys.forEach((write, i) => write(i > 0 ? w.sp() : w));
}

function keysOf(q: SearchQuery, depth: number): Key[] {
  const keys: Key[] = [];
  const { uids, header, gmailId, gmailRaw, not, or, and } = q;
  if (uids) keys.push((w) => w.raw(`UID ${uids.toString()}`));
  if (q.saved) keys.push((w) => w.raw(SAVED.toString()));
  for (const flag of FLAGS) {
    const on = q[flag];
    if (on !== undefined) keys.push((w) => w.raw(`${on ? '' : 'UN'}${flag.toUpperCase()}`));
  }
  for (const [field, word] of IDS) {
    const value = q[field];
    if (value !== undefined) keys.push((w) => w.raw(`${word} `).astring(value));
  }
  for (const field of TEXTS) {
    const value = q[field];
    if (value !== undefined) keys.push((w) => w.raw(`${field.toUpperCase()} `).private(value));
  }
  if (header) keys.push((w) => w.raw('HEADER ').astring(header[0]).sp().private(header[1]));
  for (const [field, word] of DATES) {
    const value = q[field];
    if (value !== undefined) keys.push((w) => w.raw(`${word} ${formatDate(value)}`));
  }
  for (const [field, word] of NUMBERS) {
    const value = q[field];
    if (value !== undefined) keys.push((w) => w.raw(`${word} ${String(value)}`));
  }
  if (gmailId !== undefined) keys.push((w) => w.raw(`X-GM-MSGID ${String(gmailId)}`));
  if (gmailRaw !== undefined) keys.push((w) => w.raw('X-GM-RAW ').private(gmailRaw));
  if (not) keys.push((w) => group(w.raw('NOT '), not, depth));
  if (or) {
    keys.push((w) => {
      group(w.raw('OR '), or[0], depth);
      group(w.sp(), or[1], depth);
    });
  }
  for (const part of and ?? []) keys.push((w) => group(w, part, depth));
  return keys;
}

function group(w: CommandWriter, q: SearchQuery, depth: number): void {
  w.raw('(');
  writeKeys(w, q, depth + 1);
  w.raw(')');
}

function hasNonAscii(q: SearchQuery): boolean {
  const texts = [...TEXTS.map((field) => q[field]), q.header?.[1], q.gmailRaw, q.keyword, q.unkeyword];
  if (texts.some((text) => text !== undefined && [...text].some((c) => c > '\u007f'))) return true;
  return [q.not, ...(q.or ?? []), ...(q.and ?? [])].some(
    (inner) => inner !== undefined && hasNonAscii(inner),
  );
}
