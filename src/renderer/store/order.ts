import type { MessageColumns } from './message-columns';

const RADIX_BITS = 11;
const RADIX = 1 << RADIX_BITS;
const MAX_SECONDS = 0xffffffff;

/** < 0 when message `a` stands before `b` in a list: newest first, then highest UID, then any fixed order. */
export type Compare = (a: number, b: number) => number;

export const newestFirst =
  (columns: MessageColumns): Compare =>
  (a, b) =>
    (columns.date[b] as number) - (columns.date[a] as number) ||
    (columns.uid[b] as number) - (columns.uid[a] as number) ||
    (columns.folder[a] as number) - (columns.folder[b] as number);

/**
 * Sorts slots newest first: a radix sort over whole seconds (three passes), then the comparison within each second.
 * 100,000 messages take a few milliseconds where a comparison sort takes tens.
 */
export function sortNewestFirst(slots: Uint32Array, columns: MessageColumns): Uint32Array {
  const compare = newestFirst(columns);
  const n = slots.length;
  if (n < 256) return slots.slice().sort(compare);
  let from = slots.slice();
  let to = new Uint32Array(n);
  let keys = new Uint32Array(n);
  let sortedKeys = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const seconds = Math.floor((columns.date[from[i] as number] as number) / 1000);
    // Inverted, so that ascending keys are descending dates. Dates out of range share a key and are compared below.
    keys[i] = MAX_SECONDS - (seconds > 0 ? Math.min(seconds, MAX_SECONDS) : 0);
  }
  const counts = new Uint32Array(RADIX);
  for (let shift = 0; shift < 32; shift += RADIX_BITS) {
    counts.fill(0);
    for (let i = 0; i < n; i++) {
      const digit = ((keys[i] as number) >>> shift) & (RADIX - 1);
      counts[digit] = (counts[digit] as number) + 1;
    }
    let sum = 0;
    for (let digit = 0; digit < RADIX; digit++) {
      const count = counts[digit] as number;
      counts[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const key = keys[i] as number;
      const digit = (key >>> shift) & (RADIX - 1);
      const place = counts[digit] as number;
      counts[digit] = place + 1;
      to[place] = from[i] as number;
      sortedKeys[place] = key;
    }
    [from, to] = [to, from];
    [keys, sortedKeys] = [sortedKeys, keys];
  }
  for (let start = 0; start < n;) {
    let end = start + 1;
    while (end < n && keys[end] === keys[start]) end++;
    if (end - start > 1) from.subarray(start, end).sort(compare);
    start = end;
  }
  return from;
}

/** Merges two sorted lists of slots. */
export function merge(a: Uint32Array, b: Uint32Array, compare: Compare): Uint32Array {
  const out = new Uint32Array(a.length + b.length);
  let i = 0;
  let j = 0;
  let n = 0;
  while (i < a.length && j < b.length) {
    out[n++] = compare(a[i] as number, b[j] as number) <= 0 ? (a[i++] as number) : (b[j++] as number);
  }
  out.set(a.subarray(i), n);
  out.set(b.subarray(j), n + a.length - i);
  return out;
}
