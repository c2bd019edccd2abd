import { decodeCharset } from './charset';

/** One file out of a winmail.dat. Its name is its sender's: untrusted, never a path. */
export interface TnefFile {
  readonly name: string;
  /** Media type as claimed, lower-case; '' when none is. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface TnefContent {
  readonly files: readonly TnefFile[];
  /** Codes: `tnef-damaged` (what follows the damage could not be read), `tnef-too-many`. */
  readonly notices: readonly string[];
}

/*
 * [MS-OXTNEF] §2.1: a signature, a key, then attributes
 *   u8 level (1 message, 2 attachment) · u16 id · u16 type · u32 length · data · u16 checksum
 * An attachment begins with attAttachRendData; its name and bytes follow as attributes, and once more, better, as MAPI
 * properties inside of attAttachment.
 */
const SIGNATURE = 0x223e9f78;
const ATTACHMENT = 2;
const ID = { rendData: 0x9002, title: 0x8010, data: 0x800f, properties: 0x9005, codePage: 0x9007 } as const;
/** MAPI properties ([MS-OXPROPS]) of an attachment. */
const PROPERTY = { data: 0x3701, longName: 0x3707, shortName: 0x3704, type: 0x370e } as const;
/** Whether bytes begin as a winmail.dat does. */
export const isTnef = (bytes: Uint8Array): boolean =>
  bytes.length >= 6 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === SIGNATURE;

/** More files than anybody attaches. */
const MAX_FILES = 1000;
const MAX_PROPERTIES = 10_000;

interface Draft {
  title: string;
  name: string;
  type: string;
  bytes: Uint8Array;
}

/**
 * Opens what Outlook wraps attachments in (winmail.dat, application/ms-tnef). Written by hand because the one library
 * there is (node-tnef 1.4) copies the whole input for each attribute and believes every length. Here every step moves
 * forward and every length is checked against what is left, so time is linear and nothing is allocated on a file's word
 * (security.md M-06); what is damaged ends the reading and is said. Content is never interpreted.
 */
export function openTnef(bytes: Uint8Array): TnefContent {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const notices = new Set<string>();
  const drafts: Draft[] = [];
  let charset = 'windows-1252';
  if (!isTnef(bytes)) {
    return { files: [], notices: ['tnef-damaged'] };
  }
  let at = 6;
  while (at < bytes.length) {
    const end = at + 9 <= bytes.length ? at + 9 + view.getUint32(at + 5, true) : Infinity;
    if (end + 2 > bytes.length) {
      notices.add('tnef-damaged');
      break;
    }
    const level = bytes[at];
    const id = view.getUint16(at + 1, true);
    const data = bytes.subarray(at + 9, end);
    at = end + 2;
    if (id === ID.codePage && data.length >= 4) charset = charsetOf(data);
    if (level !== ATTACHMENT) continue;
    if (id === ID.rendData) {
      if (drafts.length === MAX_FILES) {
        notices.add('tnef-too-many');
        break;
      }
      drafts.push({ title: '', name: '', type: '', bytes: new Uint8Array(0) });
    }
    const draft = drafts.at(-1);
    if (!draft) continue;
    if (id === ID.title) draft.title = zeroTerminated(data, charset);
    else if (id === ID.data) draft.bytes = data;
    else if (id === ID.properties && !readProperties(data, charset, draft)) notices.add('tnef-damaged');
  }
  const files = drafts
    .map(({ title, name, type, bytes: content }) => ({ name: name || title, type, bytes: content }))
    .filter((file) => file.bytes.length > 0 || file.name !== '');
  return { files, notices: [...notices] };
}

function charsetOf(data: Uint8Array): string {
  const page = new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(0, true);
  return page === 65001 ? 'utf-8' : `windows-${page}`;
}

function zeroTerminated(data: Uint8Array, charset: string): string {
  const end = data.indexOf(0);
  return decodeCharset(end < 0 ? data : data.subarray(0, end), charset).text;
}

/**
 * The property list of an attachment ([MS-OXTNEF] §2.1.3.4): u32 count, then type, id, and values by type.
 * @returns false when it makes no sense; what was read by then counts.
 */
function readProperties(data: Uint8Array, charset: string, draft: Draft): boolean {
  const reader = new Properties(data);
  const count = reader.u32();
  if (count === null || count > MAX_PROPERTIES) return false;
  for (let i = 0; i < count; i++) {
    const property = reader.next();
    if (property === null) return false;
    const { id, type, value } = property;
    const text = (): string =>
      type === STRING16 ? utf16(value) : type === STRING8 ? zeroTerminated(value, charset) : '';
    if (id === PROPERTY.longName) draft.name = text();
    else if (id === PROPERTY.shortName && draft.title === '') draft.title = text();
    else if (id === PROPERTY.type) draft.type = text().toLowerCase();
    // An embedded message or OLE object is led by the id of its interface; its bytes stay what they are.
    else if (id === PROPERTY.data && draft.bytes.length === 0) draft.bytes = value;
  }
  return true;
}

const STRING8 = 0x1e;
const STRING16 = 0x1f;
const OBJECT = 0x0d;
const BINARY = 0x102;
const MULTIPLE = 0x1000;
/** Octets of fixed values, padded to four. */
const FIXED: Readonly<Record<number, number>> = {
  0x02: 4,
  0x03: 4,
  0x04: 4,
  0x05: 8,
  0x06: 8,
  0x07: 8,
  0x0a: 4,
  0x0b: 4,
  0x14: 8,
  0x40: 8,
  0x48: 16,
};

class Properties {
  #at = 0;
  readonly #view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u32(): number | null {
    if (this.#at + 4 > this.bytes.length) return null;
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  /** The next property, of several values the last one; null at an end that comes too early. */
  next(): { id: number; type: number; value: Uint8Array } | null {
    const tag = this.u32();
    if (tag === null) return null;
    const type = tag & 0xffff;
    const id = tag >>> 16;
    if (id >= 0x8000 && !this.#skipName()) return null;
    const base = type & ~MULTIPLE;
    const variable = base === STRING8 || base === STRING16 || base === BINARY || base === OBJECT;
    const many = (type & MULTIPLE) !== 0 || variable ? this.u32() : 1;
    if (many === null) return null;
    let value: Uint8Array = this.bytes.subarray(0, 0);
    for (let i = 0; i < many; i++) {
      const size = variable ? this.u32() : (FIXED[base] ?? null);
      const taken = size === null ? null : this.#take(size);
      if (taken === null) return null;
      value = taken;
    }
    return { id, type: base, value };
  }

  /** A named property: a GUID, then a number or a name. */
  #skipName(): boolean {
    if (this.#take(16) === null) return false;
    const kind = this.u32();
    const size = kind === 0 ? 4 : this.u32();
    return kind !== null && size !== null && this.#take(size) !== null;
  }

  #take(size: number): Uint8Array | null {
    const end = this.#at + size;
    if (end > this.bytes.length) return null;
    const value = this.bytes.subarray(this.#at, end);
    this.#at = Math.min(this.bytes.length, end + ((4 - (size % 4)) % 4));
    return value;
  }
}

function utf16(value: Uint8Array): string {
  const text = new TextDecoder('utf-16le').decode(value);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
