/**
 * Sets of UIDs as the text of RFC 9051 `sequence-set` without `*` ("1:5,9"): small enough for the journal and for
 * JSON even when a person selects 100,000 messages.
 */

/** Packs numbers (any order, repeats allowed) into "1:5,9"; '' for none. */
export function formatUids(uids: Iterable<number>): string {
  const sorted = Uint32Array.from(uids).sort();
  const parts: string[] = [];
  for (let i = 0; i < sorted.length;) {
    const first = sorted[i] as number;
    let last = first;
    i++;
    while (i < sorted.length && (sorted[i] === last || sorted[i] === last + 1)) last = sorted[i++] as number;
    parts.push(first === last ? String(first) : `${first}:${last}`);
  }
  return parts.join(',');
}

/** The ranges of a packed set as [first, last] pairs. @throws RangeError on text that is not such a set. */
export function parseUidRanges(text: string): [number, number][] {
  if (text === '') return [];
  return text.split(',').map((part) => {
    const match = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(part);
    const a = Number(match?.[1]);
    const b = match?.[2] === undefined ? a : Number(match[2]);
    if (!match || a < 1 || b < 1 || a > 0xffffffff || b > 0xffffffff)
      throw new RangeError(`not a UID set: ${text}`);
    return a <= b ? [a, b] : [b, a];
  });
}

/** The UIDs of a packed set, ascending within each range. @throws RangeError beyond `limit` members. */
export function parseUids(text: string, limit = 2_000_000): number[] {
  const out: number[] = [];
  for (const [first, last] of parseUidRanges(text)) {
    if (out.length + (last - first + 1) > limit) throw new RangeError('UID set too large');
    for (let n = first; n <= last; n++) out.push(n);
  }
  return out;
}

export function countUids(text: string): number {
  return parseUidRanges(text).reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** Whether a packed set contains a UID. Linear in the number of ranges. */
export const hasUid = (text: string, n: number): boolean =>
  parseUidRanges(text).some(([first, last]) => n >= first && n <= last);

/** The same for whoever asks of many: the set is read once, and each question costs the logarithm of its ranges. */
export function uidTest(text: string): (n: number) => boolean {
  const ranges = parseUidRanges(text).sort((a, b) => a[0] - b[0]);
  return (n) => {
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ranges[middle] as [number, number])[0] <= n) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (ranges[low - 1] as [number, number])[1] >= n;
  };
}
