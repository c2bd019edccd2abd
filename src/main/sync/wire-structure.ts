import { FIELDS, MAX_FILES, SEPARATOR_OCTET } from '@shared/search/line';
import type { OctetWriter } from '@shared/util/octet-writer';
import { PART, type WireAttributes } from '../imap';
import { ascii } from './wire-text';

const QUOTE = 0x22;
const COMMA = 0x2c;
const HYPHEN = 0x2d;
const SLASH = 0x2f;
const COLON = 0x3a;
const SP = 0x20;
const LESS = 0x3c;
const GREATER = 0x3e;
const LIST_BEGINS = 0x5b;
const LIST_ENDS = 0x5d;
const RECORD_BEGINS = 0x7b;
const RECORD_ENDS = 0x7d;
const ZERO = 0x30;

/** Numbers of a leaf and of the end of a multipart in `WireAttributes.structure`. */
const LEAF_NUMBERS = 14;
const TAIL_NUMBERS = 6;

/** What decides whether a list shows a paper clip. */
const Kind = { Other: 0, Plain: 1, Html: 2, Application: 3, Alternative: 4, Mixed: 5 } as const;
type Kind = (typeof Kind)[keyof typeof Kind];
const NO_NUMBERS: readonly number[] = [];

/**
 * Usual BODYSTRUCTUREs, octets of the response copied into a row: the same as `partText` makes of the parsed and
 * converted one. Used for one message after the other.
 */
export class WireStructure {
  /** Whether there are attachments; null where it takes a closer look. */
  attachment: boolean | null = null;
  /** Where names of parts stand in the response: begin and end of each. */
  readonly #files: number[] = [];
  #bytes: Uint8Array = new Uint8Array(0);
  #at: readonly number[] = NO_NUMBERS;
  #next = 0;
  // The file name among the parameters that were looked at last; 0 for none.
  #file = 0;
  #fileEnd = 0;

  /**
   * @returns false where it takes a closer look, and what was written is to be taken back: characters that JSON would
   * escape, encoded words, parameters in pieces (RFC 2231) or twice.
   */
  write(wire: WireAttributes, row: OctetWriter): boolean {
    const at = wire.structure;
    // NIL, or something odd in what counts.
    if (at?.[1] !== 0) return false;
    this.#bytes = wire.bytes;
    this.#at = at;
    this.#next = 2;
    this.#files.length = 0;
    this.attachment = null;
    return this.#part('', row) !== null;
  }

  /** Names of the parts as a search line has them (`fileNames`), behind so many fields. */
  writeFiles(search: OctetWriter, fields: number): void {
    const files = this.#files;
    if (files.length === 0) return;
    for (let n = fields; n < FIELDS.files; n++) search.octet(SEPARATOR_OCTET);
    for (let i = 0; i < files.length; i += 2) {
      if (i > 0) search.octet(SP);
      search.lower(this.#bytes, files[i] as number, files[i + 1] as number);
    }
  }

  /** The same as text. */
  get files(): string {
    let names = '';
    for (let i = 0; i < this.#files.length; i += 2)
      names +=
        (i > 0 ? ' ' : '') + ascii(this.#bytes, this.#files[i] as number, this.#files[i + 1] as number);
    return names;
  }

  #number(): number {
    return this.#at[this.#next++] as number;
  }

  /** @param section '' for a multipart at the root. */
  #part(section: string, row: OctetWriter): Kind | null {
    return this.#number() === PART.leaf
      ? this.#leaf(section === '' ? '1' : section, section === '', row)
      : this.#multipart(section, row);
  }

  #leaf(section: string, root: boolean, row: OctetWriter): Kind | null {
    const at = this.#at;
    const bytes = this.#bytes;
    const next = this.#next;
    this.#next = next + LEAF_NUMBERS;
    const type = at[next] as number;
    const typeEnd = at[next + 1] as number;
    const subtype = at[next + 2] as number;
    const subtypeEnd = at[next + 3] as number;
    this.#begin(section, row);
    row.lower(bytes, type + 1, typeEnd - 1);
    row.octet(SLASH);
    row.lower(bytes, subtype + 1, subtypeEnd - 1);
    row.octet(QUOTE);
    row.octet(COMMA);
    this.#file = 0;
    if (!this.#parameters(at[next + 4] as number, at[next + 5] as number, NAME, row)) return null;
    row.octet(COMMA);
    row.octet(QUOTE);
    const disposition = at[next + 12] as number;
    const dispositionEnd = at[next + 13] as number;
    const from = row.length;
    if (dispositionEnd !== 0 && !this.#disposition(disposition, dispositionEnd, row)) return null;
    const attached =
      row.length - from === ATTACHMENT.length && isWord(row.octets, from, row.length, ATTACHMENT);
    this.#writeFile(row);
    row.octet(COMMA);
    this.#writeId(at[next + 6] as number, at[next + 7] as number, row);
    row.octet(COMMA);
    row.octet(QUOTE);
    row.lower(bytes, (at[next + 8] as number) + 1, (at[next + 9] as number) - 1);
    row.octet(QUOTE);
    row.octet(COMMA);
    row.copy(bytes, at[next + 10] as number, at[next + 11] as number);
    row.octet(LIST_ENDS);
    const kind = kindOf(bytes, type + 1, typeEnd - 1, subtype + 1, subtypeEnd - 1);
    if (root && (kind === Kind.Plain || kind === Kind.Html) && !attached) this.attachment = false;
    return kind;
  }

  #multipart(section: string, row: OctetWriter): Kind | null {
    const at = this.#at;
    const bytes = this.#bytes;
    const count = this.#number();
    if (count > MAX_FILES) return null;
    const parts = this.#next;
    // What says what it is stands behind its parts.
    let tail = parts;
    for (let n = 0; n < count; n++) tail = this.#behind(tail);
    const subtype = at[tail] as number;
    const subtypeEnd = at[tail + 1] as number;
    this.#begin(section, row);
    row.copy(MULTIPART, 0, MULTIPART.length);
    row.lower(bytes, subtype + 1, subtypeEnd - 1);
    row.octet(QUOTE);
    row.octet(COMMA);
    this.#file = 0;
    if (!this.#parameters(at[tail + 2] as number, at[tail + 3] as number, NAME, row)) return null;
    row.octet(COMMA);
    row.octet(QUOTE);
    const disposition = at[tail + 4] as number;
    const dispositionEnd = at[tail + 5] as number;
    if (dispositionEnd !== 0 && !this.#disposition(disposition, dispositionEnd, row)) return null;
    this.#writeFile(row);
    row.copy(NOTHING_MORE, 0, NOTHING_MORE.length);
    let first: Kind | null = null;
    let second: Kind | null = null;
    let application = false;
    for (let n = 1; n <= count; n++) {
      if (n > 1) row.octet(COMMA);
      const kind = this.#part(section === '' ? String(n) : `${section}.${String(n)}`, row);
      if (kind === null) return null;
      if (n === 1) first = kind;
      if (n === 2) second = kind;
      application ||= kind === Kind.Application;
    }
    row.octet(LIST_ENDS);
    row.octet(LIST_ENDS);
    this.#next = tail + TAIL_NUMBERS;
    const kind = isWord(bytes, subtype + 1, subtypeEnd - 1, 'alternative')
      ? Kind.Alternative
      : isWord(bytes, subtype + 1, subtypeEnd - 1, 'mixed')
        ? Kind.Mixed
        : Kind.Other;
    if (section === '') this.attachment = clip(kind, count, first, second, application);
    return kind;
  }

  /** Where the numbers of the part end that begin at `from`. */
  #behind(from: number): number {
    if (this.#at[from] === PART.leaf) return from + 1 + LEAF_NUMBERS;
    const count = this.#at[from + 1] as number;
    let next = from + 2;
    for (let n = 0; n < count; n++) next = this.#behind(next);
    return next + TAIL_NUMBERS;
  }

  /** `["1.2","`. */
  #begin(section: string, row: OctetWriter): void {
    row.octet(LIST_BEGINS);
    row.octet(QUOTE);
    row.text(section);
    row.octet(QUOTE);
    row.octet(COMMA);
    row.octet(QUOTE);
  }

  /** Behind the disposition: its end, and the file name. */
  #writeFile(row: OctetWriter): void {
    row.octet(QUOTE);
    row.octet(COMMA);
    row.octet(QUOTE);
    if (this.#file !== 0) {
      row.copy(this.#bytes, this.#file, this.#fileEnd);
      if (this.#fileEnd > this.#file) this.#files.push(this.#file, this.#fileEnd);
    }
    row.octet(QUOTE);
  }

  /** A Content-ID without its angle brackets. */
  #writeId(from: number, end: number, row: OctetWriter): void {
    row.octet(QUOTE);
    if (end !== 0) {
      let start = from + 1;
      let to = end - 1;
      if (start < to && this.#bytes[start] === LESS) start++;
      if (start < to && this.#bytes[to - 1] === GREATER) to--;
      row.copy(this.#bytes, start, to);
    }
    row.octet(QUOTE);
  }

  /** `("attachment" ("filename" "x"))`: the word in front, and the file name. */
  #disposition(from: number, end: number, row: OctetWriter): boolean {
    const word = from + 2;
    const wordEnd = quoteAt(this.#bytes, word);
    row.lower(this.#bytes, word, wordEnd);
    return this.#parameters(wordEnd + 2, end - 1, FILENAME, null);
  }

  /**
   * Parameters as they stand on the wire, `("charset" "utf-8")` or NIL; there is no escape in them, so every `"` begins
   * or ends a string. A file name is the value of the one called `wanted`.
   */
  #parameters(from: number, end: number, wanted: string, row: OctetWriter | null): boolean {
    const bytes = this.#bytes;
    if (end === 0 || bytes[from] !== PARENTHESIS) {
      row?.octet(ZERO);
      return true;
    }
    row?.octet(RECORD_BEGINS);
    for (let p = from + 1; p < end;) {
      const name = p + 1;
      const nameEnd = quoteAt(bytes, name);
      const value = nameEnd + 3;
      const valueEnd = quoteAt(bytes, value);
      if (!isName(bytes, name, nameEnd) || this.#isTwice(from, name, nameEnd)) return false;
      if (isWord(bytes, name, nameEnd, wanted) && (valueEnd > value || wanted === NAME)) {
        this.#file = value;
        this.#fileEnd = valueEnd;
      }
      if (row) {
        if (p > from + 1) row.octet(COMMA);
        row.octet(QUOTE);
        row.lower(bytes, name, nameEnd);
        row.octet(QUOTE);
        row.octet(COLON);
        row.octet(QUOTE);
        row.copy(bytes, value, valueEnd);
        row.octet(QUOTE);
      }
      p = valueEnd + 2;
    }
    row?.octet(RECORD_ENDS);
    return true;
  }

  /** Whether a parameter before this one has the same name. */
  #isTwice(from: number, name: number, nameEnd: number): boolean {
    const bytes = this.#bytes;
    for (let p = from + 1; p + 1 < name;) {
      const end = quoteAt(bytes, p + 1);
      if (end - p === nameEnd - name + 1) {
        let i = 0;
        while (
          i < nameEnd - name &&
          ((bytes[p + 1 + i] as number) | 0x20) === ((bytes[name + i] as number) | 0x20)
        )
          i++;
        if (i === nameEnd - name) return true;
      }
      p = quoteAt(bytes, end + 3) + 2;
    }
    return false;
  }
}

const PARENTHESIS = 0x28;
const NAME = 'name';
const FILENAME = 'filename';
const ATTACHMENT = 'attachment';
const encoder = new TextEncoder();
const MULTIPART = encoder.encode('multipart/');
/** Content-ID, encoding and size of a multipart, up to its parts. */
const NOTHING_MORE = encoder.encode(',"","7bit",0,[');

/** As `hasAttachment` says it of the forms that most mail has; null for the others. */
function clip(
  kind: Kind,
  count: number,
  first: Kind | null,
  second: Kind | null,
  application: boolean,
): boolean | null {
  if (kind === Kind.Alternative)
    return count === 2 && first === Kind.Plain && second === Kind.Html ? false : null;
  // Nobody shows an application's file in the text.
  return kind === Kind.Mixed && application ? true : null;
}

function kindOf(bytes: Uint8Array, type: number, typeEnd: number, subtype: number, subtypeEnd: number): Kind {
  if (isWord(bytes, type, typeEnd, 'text')) {
    if (isWord(bytes, subtype, subtypeEnd, 'plain')) return Kind.Plain;
    return isWord(bytes, subtype, subtypeEnd, 'html') ? Kind.Html : Kind.Other;
  }
  const file =
    isWord(bytes, type, typeEnd, 'application') &&
    !isWord(bytes, Math.max(subtype, subtypeEnd - SIGNATURE.length), subtypeEnd, SIGNATURE);
  return file ? Kind.Application : Kind.Other;
}
const SIGNATURE = '-signature';

/** A native search costs more than these few octets. */
function quoteAt(bytes: Uint8Array, from: number): number {
  let p = from;
  while (bytes[p] !== QUOTE) p++;
  return p;
}

/** Whether [from, to) is this word, which is in small letters, in letters of any case. */
function isWord(bytes: Uint8Array, from: number, to: number, word: string): boolean {
  if (to - from !== word.length) return false;
  for (let i = 0; i < word.length; i++) {
    const c = bytes[from + i] as number;
    if ((c >= 0x41 && c <= 0x5a ? c + 0x20 : c) !== word.charCodeAt(i)) return false;
  }
  return true;
}

/** A letter, then letters and hyphens: what no list of parameters gives a meaning of its own. */
function isName(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = (bytes[i] as number) | 0x20;
    if (!(c >= 0x61 && c <= 0x7a) && (bytes[i] !== HYPHEN || i === from)) return false;
  }
  return to > from;
}
