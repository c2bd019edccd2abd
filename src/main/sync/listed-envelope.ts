import { type Address, EMPTY_ENVELOPE, type Envelope } from '@shared/model/message';
import { envelopeText } from '@shared/model/row-text';
import { searchLine } from '@shared/search/line';
import { hash53 } from '@shared/util/hash';
import type { FetchedMessage, ImapAddress, ImapEnvelope } from '../imap';
import { decodeHeader } from '../mime/decode-header';
import { parseDate } from '../mime/parse-date';
import { parseMessageIds } from '../mime/parse-envelope';
import { parseHeaders } from '../mime/parse-headers';

/** What a list keeps of an envelope. */
export interface ListedEnvelope {
  /** The envelope in a row (`envelopeText`). */
  readonly text: string;
  /** What a search scans (`searchLine`), without names of attachments. */
  readonly search: string;
  readonly subject: string;
  /** Of the first sender, '' when there is none. */
  readonly sender: string;
  /** ms since 1970. */
  readonly date: number | null;
  /** hash53 of the Message-ID, 0 for none. */
  readonly idHash: number;
  /** hash53 of References and In-Reply-To, each once. */
  readonly refHashes: number[];
}

/** A row is text on its way into a page; beyond this a header is an attack, not a letter. */
const MAX_ADDRESSES = 200;
export const MAX_REFERENCES = 100;

export function listedEnvelope(envelope: Envelope): ListedEnvelope {
  const refHashes: number[] = [];
  for (const id of envelope.references) enter(refHashes, hash53(id));
  for (const id of envelope.inReplyTo) enter(refHashes, hash53(id));
  return {
    text: envelopeText(envelope),
    search: searchLine({ envelope, structure: null }),
    subject: envelope.subject,
    sender: envelope.from[0]?.address ?? '',
    date: envelope.date,
    idHash: envelope.messageId === '' ? 0 : hash53(envelope.messageId),
    refHashes,
  };
}

/** At most some two hundred: looking is cheaper than a set. */
export function enter(hashes: number[], hash: number): void {
  if (!hashes.includes(hash)) hashes.push(hash);
}

/** The envelope as the server gave it; null when it gave none that can be read. */
export function envelopeOf(message: FetchedMessage): Envelope | null {
  return message.envelope?.ok ? decodeEnvelope(message.envelope.value, extraHeaders(message)) : null;
}

/** All that is known of a message without an envelope. */
export function withoutEnvelope(message: FetchedMessage): Envelope {
  const extra = extraHeaders(message);
  return { ...EMPTY_ENVELOPE, references: references(extra), extra: others(extra) };
}

const NONE: ReadonlyMap<string, string> = new Map();

export function extraHeaders(message: FetchedMessage): ReadonlyMap<string, string> {
  let out: Map<string, string> | null = null;
  for (const section of message.sections ?? []) {
    if (!section.section.startsWith('HEADER') || !section.data.ok || section.data.value.kind !== 'bytes')
      continue;
    const { bytes } = section.data.value;
    // Most messages have none of these fields: the blank line is all that comes.
    if (bytes.length <= 2) continue;
    out ??= new Map();
    for (const { name, value } of parseHeaders(bytes).list) {
      const key = name.toLowerCase();
      if (!out.has(key)) out.set(key, value);
    }
  }
  return out ?? NONE;
}

function decodeEnvelope(raw: ImapEnvelope, extra: ReadonlyMap<string, string>): Envelope {
  const from = addresses(raw.from);
  return {
    subject: headerText(raw.subject),
    from,
    sender: sameAddresses(raw.sender, raw.from) ? from : addresses(raw.sender),
    replyTo: sameAddresses(raw.replyTo, raw.from) ? from : addresses(raw.replyTo),
    to: addresses(raw.to),
    cc: addresses(raw.cc),
    bcc: addresses(raw.bcc),
    date: raw.date === null ? null : parseDate(raw.date),
    messageId: raw.messageId === null ? '' : (parseMessageIds(raw.messageId)[0] ?? ''),
    inReplyTo: raw.inReplyTo === null ? [] : parseMessageIds(raw.inReplyTo).slice(0, MAX_REFERENCES),
    references: references(extra),
    extra: others(extra),
  };
}

export function references(extra: ReadonlyMap<string, string>): string[] {
  const value = extra.get('references');
  return value === undefined ? [] : parseMessageIds(value).slice(-MAX_REFERENCES);
}

export function others(extra: ReadonlyMap<string, string>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of extra) if (name !== 'references') out[name] = value.slice(0, 2000);
  return out;
}

/** Most headers are plain ASCII; only the rest pays for decoding. */
export const PLAIN = /^[ -~]*$/;
/** A header field as people read it. */
export function headerText(raw: string | null): string {
  if (raw === null) return '';
  return PLAIN.test(raw) && !raw.includes('=?') ? raw.trim() : decodeHeader(raw);
}

function sameAddresses(one: readonly ImapAddress[], other: readonly ImapAddress[]): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) {
    const a = one[i] as ImapAddress;
    const b = other[i] as ImapAddress;
    if (a.mailbox !== b.mailbox || a.host !== b.host || a.name !== b.name) return false;
  }
  return true;
}

/** The same people write again and again; decoding their names once is enough. Started anew when it is full. */
const MAX_NAMES = 1024;
const names = new Map<string, string>();

/** A name as people read it. */
export function nameOf(raw: string): string {
  if (raw === '' || (PLAIN.test(raw) && !raw.includes('=?'))) return raw.trim();
  const known = names.get(raw);
  if (known !== undefined) return known;
  const decoded = decodeHeader(raw);
  if (raw.length <= 500) {
    if (names.size >= MAX_NAMES) names.clear();
    names.set(raw, decoded);
  }
  return decoded;
}

function addresses(list: readonly ImapAddress[]): Address[] {
  const out: Address[] = [];
  for (const a of list) {
    // Groups: a start marker (no host) and members; the marker itself is no address (RFC 9051 §7.5.2).
    if (a.mailbox === '' && a.host === '') continue;
    out.push({ name: nameOf(a.name), address: a.host === '' ? a.mailbox : `${a.mailbox}@${a.host}` });
    if (out.length === MAX_ADDRESSES) break;
  }
  return out;
}
