/** Fewer strings than this are not worth the trouble. */
const FEWEST = 32;
/** Objects nested deeper than this are left as they are: batches of facts have their columns at depth four. */
const MAX_DEPTH = 6;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Many strings as one text and where each ends, in UTF-16 units. A decoder is called once a column and not once a
 * string, which made it a third of the store's time in a first synchronisation (measured in Chromium).
 */
export class StringColumn {
  private constructor(
    readonly bytes: Uint8Array,
    readonly ends: Uint32Array,
  ) {}

  static of(strings: readonly string[]): StringColumn {
    const ends = new Uint32Array(strings.length);
    let end = 0;
    strings.forEach((text, i) => {
      end += text.length;
      ends[i] = end;
    });
    return new StringColumn(encoder.encode(strings.join('')), ends);
  }

  /** @throws RangeError when the ends are not those of the text. */
  static read(bytes: Uint8Array, ends: Uint32Array): string[] {
    const text = decoder.decode(bytes);
    const out = new Array<string>(ends.length);
    let start = 0;
    for (let i = 0; i < ends.length; i++) {
      const end = ends[i] as number;
      if (end < start) throw new RangeError('string column: ends out of order');
      out[i] = text.slice(start, end);
      start = end;
    }
    if (start !== text.length) throw new RangeError('string column: text and ends differ');
    return out;
  }
}

/** The value with its long arrays of strings replaced; everything else is the very same object. */
export function withColumns(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) {
    if (value.length >= FEWEST && value.every((one) => typeof one === 'string')) {
      return StringColumn.of(value);
    }
    return replaced(value, depth);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? replaced(value, depth) : value;
}

function replaced<T extends object>(value: T, depth: number): T {
  let copy: Record<string, unknown> | null = null;
  for (const [key, before] of Object.entries(value)) {
    if (typeof before !== 'object' || before === null) continue;
    const after = withColumns(before, depth + 1);
    if (after === before) continue;
    copy ??= (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
    copy[key] = after;
  }
  return (copy ?? value) as T;
}
