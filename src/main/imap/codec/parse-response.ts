import type { SeqNum } from '@shared/model/ids';
import { DEFAULT_LIMITS, type ParserLimits } from '../limits';
import { UidSet } from '../sets';
import type { Response } from '../types';
import { encodeLatin1 } from './bytes';
import type { StreamedLiteral } from './framer';
import { parseFlags, parsePairs } from './parse-common';
import { parseFetch } from './parse-fetch';
import {
  parseEsearch,
  parseListEntry,
  parseMailboxStatus,
  parseSearch,
  parseSort,
  parseThreads,
} from './parse-mailbox';
import {
  parseAcl,
  parseId,
  parseListRights,
  parseMetadata,
  parseMyRights,
  parseNamespaces,
  parseQuota,
  parseQuotaRoot,
} from './parse-misc';
import { parseStatusText } from './parse-status';
import { GrammarError, Reader } from './reader';

const NONE: readonly StreamedLiteral[] = [];
const SP = 0x20;
const STAR = 0x2a;
const PLUS = 0x2b;

/** Turns one framed response into data (RFC 9051 §7). Holds no state between responses. */
export class Parser {
  private readonly reader: Reader;

  constructor(limits: ParserLimits = DEFAULT_LIMITS) {
    this.reader = new Reader(limits);
  }

  /** Never throws for what a server may send: what cannot be read becomes `invalid`. */
  parse(bytes: Uint8Array, literals: readonly StreamedLiteral[] = NONE): Response {
    const r = this.reader;
    r.reset(bytes, literals);
    try {
      return this.response(r);
    } catch (error) {
      if (!(error instanceof GrammarError)) throw error;
      return this.second(bytes, literals, error.message);
    }
  }

  /** The same with the lenient rule for strings. */
  private second(bytes: Uint8Array, literals: readonly StreamedLiteral[], reason: string): Response {
    const r = this.reader;
    r.reset(bytes, literals);
    r.lenient = true;
    try {
      return this.response(r);
    } catch (error) {
      if (!(error instanceof GrammarError)) throw error;
      return { type: 'invalid', tag: firstWord(bytes), raw: bytes, reason };
    } finally {
      r.lenient = false;
    }
  }

  private response(r: Reader): Response {
    // NUL padding in front of a response (X9).
    while (r.peek() === 0) r.pos++;
    const first = r.peek();
    if (first === STAR) return this.untagged(r);
    if (first === PLUS && (r.end - r.pos === 1 || r.bytes[r.pos + 1] === SP)) {
      r.pos++;
      if (r.peek() === SP) r.pos++;
      return { type: 'continue', text: r.text(r.pos, r.end) };
    }
    return this.tagged(r);
  }

  private tagged(r: Reader): Response {
    const tag = r.token();
    r.skipSpaces();
    const status = r.atom().toUpperCase();
    if (status !== 'OK' && status !== 'NO' && status !== 'BAD') return r.fail('unknown tagged response');
    return { type: 'tagged', tag, status, ...parseStatusText(r) };
  }

  private untagged(r: Reader): Response {
    r.pos++;
    r.skipSpaces();
    const c = r.peek();
    if (c >= 0x30 && c <= 0x39) return numbered(r);
    // `* [COPYUID …]` without OK (Exchange, home.pl, M6).
    if (c === 0x5b) return { type: 'condition', status: 'OK', ...parseStatusText(r) };
    if (c === 0x2d) {
      // A negative message number (Zoho, Z2) names no message.
      r.token();
      return { type: 'other', name: 'NEGATIVE' };
    }
    const name = word(r);
    switch (name) {
      case 'OK':
      case 'NO':
      case 'BAD':
      case 'BYE':
      case 'PREAUTH':
        return { type: 'condition', status: name, ...parseStatusText(r) };
      case 'CAPABILITY':
        return { type: 'capability', capabilities: words(r) };
      case 'ENABLED':
        return { type: 'enabled', capabilities: words(r) };
      case 'FLAGS':
        r.skipSpaces();
        return { type: 'flags', flags: parseFlags(r) };
      case 'LIST':
      case 'LSUB':
      case 'XLIST':
        return { type: 'list', entry: parseListEntry(r, name) };
      case 'STATUS':
        return { type: 'status', status: parseMailboxStatus(r) };
      case 'SEARCH':
        return parseSearch(r);
      case 'SORT':
        return parseSort(r);
      case 'ESEARCH':
        return { type: 'esearch', data: parseEsearch(r) };
      case 'THREAD':
        return { type: 'thread', threads: parseThreads(r) };
      case 'VANISHED':
        return vanished(r);
      case 'NAMESPACE':
        return { type: 'namespace', namespaces: parseNamespaces(r) };
      case 'ID':
        return { type: 'id', params: parseId(r) };
      case 'QUOTA':
        return { type: 'quota', quota: parseQuota(r) };
      case 'QUOTAROOT':
        return parseQuotaRoot(r);
      case 'ACL':
        return parseAcl(r);
      case 'LISTRIGHTS':
        return parseListRights(r);
      case 'MYRIGHTS':
        return parseMyRights(r);
      case 'METADATA':
        return parseMetadata(r);
      default:
        return { type: 'other', name };
    }
  }
}

/** `* n EXISTS`, `* n FETCH (…)`. */
function numbered(r: Reader): Response {
  const n = r.number();
  r.skipSpaces();
  const name = word(r);
  switch (name) {
    case 'FETCH':
      return n > 0xffff_ffff
        ? r.fail('message number out of range')
        : { type: 'fetch', message: parseFetch(r, n) };
    case 'UIDFETCH': {
      // RFC 9586 §3: the number is the UID and there is no sequence number.
      if (n < 1 || n > 0xffff_ffff) r.fail('UID out of range');
      const message = parseFetch(r, 0);
      message.uid = n as typeof message.uid;
      return { type: 'fetch', message };
    }
    case 'EXISTS':
      return { type: 'exists', count: Math.min(n, 0xffff_ffff) };
    case 'RECENT':
      return { type: 'recent', count: Math.min(n, 0xffff_ffff) };
    case 'EXPUNGE':
      return { type: 'expunge', seq: n as SeqNum };
    default:
      return { type: 'other', name };
  }
}

/** `VANISHED [(EARLIER)] known-uids` (RFC 7162 §3.2.10). */
function vanished(r: Reader): Response {
  r.skipSpaces();
  let earlier = false;
  if (r.accept(0x28)) {
    earlier = r.token().toUpperCase() === 'EARLIER';
    r.expect(0x29);
    r.skipSpaces();
  }
  const pairs = r.done ? [] : parsePairs(r);
  r.skipSpaces();
  if (!r.done) r.fail('unexpected octets');
  for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === 0) pairs[i] = 1;
  return {
    type: 'vanished',
    earlier,
    uids: UidSet.fromPairs(pairs.filter((_, i) => (pairs[i | 1] as number) > 0)),
  };
}

const FETCH = encodeLatin1('FETCH');

/** The name of a response: letters up to a blank or a bracket. */
function word(r: Reader): string {
  if (r.acceptWord(FETCH)) return 'FETCH';
  const from = r.pos;
  while (!r.done) {
    const c = r.peek();
    if (c === SP || c === 0x28 || c === 0x5b) break;
    r.pos++;
  }
  if (r.pos === from) r.fail('expected the name of a response');
  return r.text(from, r.pos).toUpperCase();
}

function words(r: Reader): string[] {
  const out: string[] = [];
  for (r.skipSpaces(); !r.done && out.length < 1000; r.skipSpaces()) {
    const from = r.pos;
    while (!r.done && r.peek() !== SP) r.pos++;
    out.push(r.text(from, r.pos));
  }
  return out;
}

/** The first word of a line, when it could be a tag; a broken tagged line must fail its command, not hang it. */
function firstWord(bytes: Uint8Array): string | null {
  let text = '';
  for (let i = 0; i < bytes.length && i < 32; i++) {
    const c = bytes[i] as number;
    if (c === SP) break;
    text += String.fromCharCode(c);
  }
  return /^[A-Za-z0-9]{1,31}$/.test(text) ? text : null;
}
