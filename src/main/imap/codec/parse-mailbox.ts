import type { EsearchData, ListEntry, MailboxStatus, Response, ThreadNode } from '../types';
import { displayName, parseList, parsePairs } from './parse-common';
import type { Reader } from './reader';

const OPEN = 0x28;
const CLOSE = 0x29;
const SP = 0x20;

/** `mailbox-list` (RFC 9051 §7.3.1) and its extended data (RFC 5258 §4). */
export function parseListEntry(r: Reader, kind: ListEntry['kind']): ListEntry {
  const attributes: string[] = [];
  r.skipSpaces();
  if (r.peek() === OPEN) parseList(r, () => attributes.push(r.token().toLowerCase()));
  r.skipSpaces();
  const delimiter = r.nstring();
  r.skipSpaces();
  const wire = listName(r);
  let oldName: string | null = null;
  const childInfo: string[] = [];
  r.skipSpaces();
  if (r.peek() === OPEN) {
    parseList(r, () => {
      const item = r.astring().toUpperCase();
      r.skipSpaces();
      if (item === 'OLDNAME' && r.peek() === OPEN) {
        parseList(r, () => {
          oldName = displayName(r.wireName());
        });
      } else if (item === 'CHILDINFO' && r.peek() === OPEN) {
        parseList(r, () => childInfo.push(r.astring().toUpperCase()));
      } else r.skipValue();
    });
  }
  return {
    kind,
    wire,
    name: displayName(wire),
    delimiter: delimiter === '' ? null : delimiter,
    attributes,
    oldName,
    childInfo,
  };
}

/** An unquoted name goes to the end of the line or to extended data: Exchange leaves a TAB unquoted (M10). */
function listName(r: Reader): string {
  const c = r.peek();
  if (c === 0x22 || r.isLiteral()) return r.wireName();
  const from = r.pos;
  let p = r.end;
  const list = r.bytes.indexOf(OPEN, from);
  if (list > from && r.bytes[list - 1] === SP && list < p) p = list;
  while (p > from && r.bytes[p - 1] === SP) p--;
  if (p === from) return r.wireName();
  let out = '';
  for (let i = from; i < p; i++) out += String.fromCharCode(r.bytes[i] as number);
  r.pos = p;
  return out;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** `STATUS` (RFC 9051 §7.3.4); items may be missing altogether (163.com, C4) and unknown ones are skipped. */
export function parseMailboxStatus(r: Reader): MailboxStatus {
  r.skipSpaces();
  const wire = r.wireName();
  const status: Mutable<MailboxStatus> = { wire, name: displayName(wire) };
  r.skipSpaces();
  parseList(r, () => {
    const item = r.astring().toUpperCase();
    r.skipSpaces();
    switch (item) {
      case 'MESSAGES':
        status.messages = clamp(r);
        return;
      case 'RECENT':
        status.recent = clamp(r);
        return;
      case 'UNSEEN':
        status.unseen = clamp(r);
        return;
      case 'DELETED':
        status.deleted = clamp(r);
        return;
      case 'UIDNEXT':
        status.uidNext = clamp(r);
        return;
      case 'UIDVALIDITY':
        status.uidValidity = clamp(r);
        return;
      case 'SIZE':
        status.size = clamp(r);
        return;
      case 'DELETED-STORAGE':
        status.deletedStorage = clamp(r);
        return;
      case 'HIGHESTMODSEQ':
        if (r.peek() === 0x2d) r.skipValue();
        else status.highestModSeq = r.bigint();
        return;
      case 'APPENDLIMIT':
        status.appendLimit = r.acceptNil() ? null : clamp(r);
        return;
      case 'MAILBOXID':
        parseList(r, () => {
          status.mailboxId = r.astring();
        });
        return;
      default:
        r.skipValue();
    }
  });
  return status;
}

const clamp = (r: Reader): number => Math.max(0, r.number());

/** `SEARCH` (RFC 9051 §7.3.4): straight into an array of runs, since an answer may hold a million numbers. */
export function parseSearch(r: Reader): Response {
  const { bytes, end } = r;
  let out = new Uint32Array(256);
  let n = 0;
  let p = r.pos;
  while (p < end) {
    const c = bytes[p] as number;
    if (c === SP) {
      p++;
      continue;
    }
    if (c === OPEN) break;
    let value = 0;
    const from = p;
    let digit = c - 0x30;
    while (digit >= 0 && digit <= 9 && p < end) {
      value = value * 10 + digit;
      digit = (bytes[++p] as number) - 0x30;
    }
    if (p === from || value > 0xffff_ffff) {
      r.pos = from;
      r.fail('expected a message number');
    }
    if (value === 0) continue;
    if (n > 0 && value === (out[n - 1] as number) + 1) {
      out[n - 1] = value;
      continue;
    }
    if (n + 2 > out.length) {
      const grown = new Uint32Array(out.length * 2);
      grown.set(out);
      out = grown;
    }
    out[n++] = value;
    out[n++] = value;
  }
  r.pos = p;
  return { type: 'search', pairs: out.subarray(0, n), modseq: trailingModseq(r) };
}

/** `SORT` (RFC 5256 §4): the order is the answer. */
export function parseSort(r: Reader): Response {
  const numbers: number[] = [];
  r.skipSpaces();
  while (!r.done && r.peek() !== OPEN) {
    numbers.push(r.number32());
    r.skipSpaces();
  }
  return { type: 'sort', numbers: Uint32Array.from(numbers), modseq: trailingModseq(r) };
}

/** `(MODSEQ n)` (RFC 7162 §3.1.5). */
function trailingModseq(r: Reader): bigint | null {
  r.skipSpaces();
  if (!r.accept(OPEN)) return null;
  r.skipSpaces();
  if (r.atom().toUpperCase() !== 'MODSEQ') return null;
  r.skipSpaces();
  return r.bigint();
}

/** `ESEARCH` (RFC 4731 §3.1, RFC 9394 §3.1). */
export function parseEsearch(r: Reader): EsearchData {
  const data: Mutable<EsearchData> = { tag: null, uid: false };
  r.skipSpaces();
  if (r.peek() === OPEN) {
    parseList(r, () => {
      const word = r.astring();
      r.skipSpaces();
      if (word.toUpperCase() === 'TAG') data.tag = r.astring();
    });
  }
  for (;;) {
    r.skipSpaces();
    if (r.done) return data;
    const word = r.atom().toUpperCase();
    r.skipSpaces();
    if (word === 'UID') data.uid = true;
    else if (word === 'MIN') data.min = r.number32();
    else if (word === 'MAX') data.max = r.number32();
    else if (word === 'COUNT') data.count = r.number();
    else if (word === 'ALL') data.all = r.done ? [] : parsePairs(r);
    else if (word === 'MODSEQ') data.modseq = r.bigint();
    else if (word === 'PARTIAL') {
      r.expect(OPEN);
      r.skipSpaces();
      const range = r.token();
      r.skipSpaces();
      data.partial = { range, pairs: r.acceptNil() ? null : parsePairs(r) };
      r.skipSpaces();
      r.expect(CLOSE);
    } else r.skipValue();
  }
}

/** `THREAD` (RFC 5256 §4), without recursion: threads nest as deep as people answer. */
export function parseThreads(r: Reader): readonly ThreadNode[] {
  interface Open {
    readonly children: OpenNode[];
  }
  interface OpenNode extends Open {
    readonly id: number | null;
  }
  const root: Open = { children: [] };
  const starts: Open[] = [];
  let at: Open = root;
  let nodes = 0;
  for (;;) {
    r.skipSpaces();
    if (r.done) break;
    if (++nodes > r.limits.threadNodes) r.fail('too many messages in threads');
    if (r.accept(OPEN)) {
      if (starts.length >= r.limits.threadDepth) r.fail('threads too deep');
      if (r.peek() === OPEN) {
        // `((3)(4))`: two answers to a message that is not there.
        const missing: OpenNode = { id: null, children: [] };
        at.children.push(missing);
        starts.push(at);
        at = missing;
      } else starts.push(at);
    } else if (r.accept(CLOSE)) {
      at = starts.pop() ?? r.fail('unexpected )');
    } else {
      const node: OpenNode = { id: r.number32(1), children: [] };
      at.children.push(node);
      at = node;
    }
  }
  if (starts.length > 0) r.fail('threads without end');
  return root.children;
}
