import { toLatin1 } from './bytes';
import { decodeUndeclared } from './charset';

export interface HeaderField {
  /** As written. */
  readonly name: string;
  /** Unfolded; encoded words not decoded. */
  readonly value: string;
}

export interface Headers {
  /** In the order of the message. */
  readonly list: readonly HeaderField[];
  /** The first value of a field, '' when absent. The name is lower-case. */
  first(name: string): string;
  all(name: string): readonly string[];
  /** Codes: `headers-too-long`, `too-many-headers`. */
  readonly notices: readonly string[];
  /** Offset of the body behind the blank line. */
  readonly bodyStart: number;
}

export const MAX_HEADER_BYTES = 10 * 1024 * 1024;
export const MAX_HEADERS = 100_000;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Takes a header block apart (RFC 5322 §2.2). It ends at the first blank line, at the end of the bytes, or at a line
 * that can neither be a field nor continue one: then the body starts there.
 * @param isDelimiter asked about lines that start with `--`: a part's headers end where an open boundary cuts them.
 */
export function parseHeaders(
  bytes: Uint8Array,
  start = 0,
  end = bytes.length,
  isDelimiter: (lineStart: number) => boolean = () => false,
): Headers {
  const list: HeaderField[] = [];
  const notices: string[] = [];
  const limit = Math.min(end, start + MAX_HEADER_BYTES);
  let at = start;
  let field: { name: string; from: number; to: number } | null = null;
  const finish = (): void => {
    if (!field) return;
    if (list.length < MAX_HEADERS) {
      const value = decodeUndeclared(bytes.subarray(field.from, field.to));
      list.push({ name: field.name, value: value.replace(/\r?\n(?=[ \t])/g, '').trim() });
    } else if (!notices.includes('too-many-headers')) notices.push('too-many-headers');
    field = null;
  };
  while (at < end) {
    if (at >= limit) {
      notices.push('headers-too-long');
      at = blankLineBehind(bytes, at, end);
      break;
    }
    let eol = bytes.indexOf(LF, at);
    if (eol < 0 || eol >= end) eol = end;
    const contentEnd = eol > at && bytes[eol - 1] === CR ? eol - 1 : eol;
    if (contentEnd === at) {
      at = Math.min(end, eol + 1);
      break;
    }
    const first = bytes[at];
    if (first === 0x2d && bytes[at + 1] === 0x2d && isDelimiter(at)) break;
    if ((first === 0x20 || first === 0x09) && (field !== null || list.length === 0)) {
      if (field) field.to = contentEnd;
    } else {
      const colon = fieldNameEnd(bytes, at, contentEnd);
      // "From " lines of mbox files and ">From " of careless gateways stand before the first field.
      if (colon < 0 && list.length === 0 && field === null && isFromLine(bytes, at, contentEnd)) {
        at = eol + 1;
        continue;
      }
      if (colon < 0) break;
      finish();
      const name = toLatin1(bytes, at, colon).trimEnd();
      field = { name, from: colon + 1, to: contentEnd };
    }
    at = eol + 1;
  }
  finish();
  return new ParsedHeaders(list, notices, Math.min(at, end));
}

class ParsedHeaders implements Headers {
  readonly list: readonly HeaderField[];
  readonly notices: readonly string[];
  readonly bodyStart: number;
  readonly #byName = new Map<string, string[]>();

  constructor(list: readonly HeaderField[], notices: readonly string[], bodyStart: number) {
    this.list = list;
    this.notices = notices;
    this.bodyStart = bodyStart;
    for (const { name, value } of list) {
      const key = name.toLowerCase();
      const values = this.#byName.get(key);
      if (values) values.push(value);
      else this.#byName.set(key, [value]);
    }
  }

  first(name: string): string {
    return this.#byName.get(name)?.[0] ?? '';
  }

  all(name: string): readonly string[] {
    return this.#byName.get(name) ?? [];
  }
}

/** Offset of the colon behind a field name (printable ASCII, spaces only before the colon), or −1. */
function fieldNameEnd(bytes: Uint8Array, from: number, to: number): number {
  let spaced = false;
  for (let at = from; at < Math.min(to, from + 1000); at++) {
    const byte = bytes[at] as number;
    if (byte === 0x3a) return at > from ? at : -1;
    if (byte === 0x20 || byte === 0x09) spaced = true;
    else if (byte < 0x21 || byte > 0x7e || spaced) return -1;
  }
  return -1;
}

function isFromLine(bytes: Uint8Array, from: number, to: number): boolean {
  const text = toLatin1(bytes, from, Math.min(from + 6, to));
  return text.startsWith('From ') || text.startsWith('>From ');
}

function blankLineBehind(bytes: Uint8Array, from: number, end: number): number {
  for (let lf = bytes.indexOf(LF, from); lf >= 0 && lf < end; lf = bytes.indexOf(LF, lf + 1)) {
    if (bytes[lf + 1] === LF) return lf + 2;
    if (bytes[lf + 1] === CR && bytes[lf + 2] === LF) return lf + 3;
  }
  return end;
}
