import { OctetCache } from '@shared/util/octet-cache';
import { CopyMapping, MAX_NUMBER, runsSize, type UidRuns } from '../sets';
import { decodeText, encodeLatin1 } from './bytes';
import type { Reader } from './reader';
import { decodeUtf7 } from '@shared/util/utf7';

const OPEN = 0x28;
const CLOSE = 0x29;
const COMMA = 0x2c;
const COLON = 0x3a;
const STAR = 0x2a;

const NO_FLAGS: readonly string[] = [];

/** Flag lists that were read before, by their octets behind the parenthesis. */
const flagLists = new OctetCache<readonly string[]>(1024);
const LONGEST_KNOWN = 128;

/**
 * A parenthesised flag list, unknown keywords kept. Equal lists share one array: a mailbox has a handful of different
 * ones and 100,000 messages. They are known by their octets: an answer that has nothing but flags is never made text.
 */
export function parseFlags(r: Reader): readonly string[] {
  r.expect(OPEN);
  const { bytes, pos: from } = r;
  let p = from;
  while (p < r.end && bytes[p] !== CLOSE && bytes[p] !== OPEN) p++;
  const known = p < r.end && bytes[p] === CLOSE ? knownFlags(bytes, from, p) : null;
  if (known !== null) {
    r.pos = p + 1;
    return known;
  }
  if (p === from) r.expect(CLOSE);
  const out: string[] = [];
  parseList(r, () => out.push(r.token()), true);
  return out;
}

/** The same of the octets between its parentheses; null for a list that is long, or has another in it. */
export function knownFlags(bytes: Uint8Array, from: number, to: number): readonly string[] | null {
  if (from === to) return NO_FLAGS;
  if (to - from >= LONGEST_KNOWN) return null;
  const known = flagLists.get(bytes, from, to);
  if (known !== undefined) return known;
  for (let p = from; p < to; p++) if (bytes[p] === OPEN) return null;
  const flags = decodeText(bytes, from, to)
    .split(' ')
    .filter((flag) => flag !== '');
  flagLists.set(bytes, from, to, flags);
  return flags;
}

/** `( item item … )`; `opened` when the parenthesis has been read. */
export function parseList(r: Reader, item: () => void, opened = false): void {
  if (!opened) r.expect(OPEN);
  const { width } = r.limits;
  for (let n = 0; ; n++) {
    r.skipSpaces();
    if (r.accept(CLOSE)) return;
    if (r.done || n >= width) r.fail('list without end');
    const before = r.pos;
    item();
    if (r.pos === before) r.fail('unexpected octet in a list');
  }
}

/** Pairs lo, hi as written (low end first); `*` is 2³²−1. Reads up to the first octet that is no part of a set. */
export function parsePairs(r: Reader): number[] {
  const out: number[] = [];
  for (;;) {
    const one = setNumber(r);
    const two = r.accept(COLON) ? setNumber(r) : one;
    out.push(Math.min(one, two), Math.max(one, two));
    if (!r.accept(COMMA)) return out;
  }
}

function setNumber(r: Reader): number {
  if (r.accept(STAR)) return MAX_NUMBER;
  const from = r.pos;
  let value = 0;
  let digit = r.peek() - 0x30;
  while (digit >= 0 && digit <= 9 && value <= MAX_NUMBER) {
    value = value * 10 + digit;
    r.pos++;
    digit = r.peek() - 0x30;
  }
  if (r.pos === from || value > MAX_NUMBER) r.fail('expected a message number');
  return value;
}

const toRuns = (pairs: readonly number[]): UidRuns => {
  const out: [number, number][] = [];
  for (let i = 0; i < pairs.length; i += 2) out.push([pairs[i] as number, pairs[i + 1] as number]);
  return out;
};

export const parseRuns = (r: Reader): UidRuns => toRuns(parsePairs(r));

/**
 * What follows COPYUID. Null when it maps nothing: empty sets (Exchange, M5), zeros (X1), or lists of unequal length,
 * which must not be guessed at.
 */
export function parseCopyUid(r: Reader): CopyMapping | null {
  const validity = r.number32();
  r.skipSpaces();
  if (r.peek() === 0x5d || r.done) return null;
  const source = parseRuns(r);
  r.skipSpaces();
  if (r.peek() === 0x5d || r.done) return null;
  const destination = parseRuns(r);
  const usable = validity > 0 && runsSize(source) === runsSize(destination);
  const zero = [...source, ...destination].some(([lo]) => lo === 0);
  return usable && !zero ? new CopyMapping(validity, source, destination) : null;
}

/** A mailbox name for people, from its wire form (one character per octet). */
export function displayName(wire: string): string {
  let high = false;
  for (let i = 0; i < wire.length && !high; i++) high = wire.charCodeAt(i) > 0x7f;
  if (high) return decodeText(encodeLatin1(wire));
  return decodeUtf7(wire) ?? wire;
}
