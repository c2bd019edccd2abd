import type { MessagesFact } from '@shared/contract/store-api';
import { Flag } from '@shared/model/flags';
import type { Generation, MailboxId, Section } from '@shared/model/ids';
import type { Address, BodyPart, Envelope, MessageRow } from '@shared/model/message';
import { rowText } from '@shared/model/row-text';
import { hash53 } from '@shared/util/hash';
import type { BodyStructure, FetchedMessage, ImapAddress, ImapEnvelope, Params } from '../imap';
import { decodeHeader } from '../mime/decode-header';
import { parseDate } from '../mime/parse-date';
import { parseMessageIds } from '../mime/parse-envelope';
import { parseHeaders } from '../mime/parse-headers';
import { parseParameters } from '../mime/parse-params';
import { hasAttachment } from '../mime/select-texts';
import type { KeywordTable } from './keywords';
import { listIdentity } from './list-identity';

/** Header fields asked for beside ENVELOPE: what threads, lists and replies need and ENVELOPE lacks. */
export const EXTRA_HEADERS = [
  'REFERENCES',
  'LIST-ID',
  'LIST-POST',
  'LIST-UNSUBSCRIBE',
  'LIST-UNSUBSCRIBE-POST',
  'AUTO-SUBMITTED',
  'DISPOSITION-NOTIFICATION-TO',
] as const;

/** A row is text on its way into a page; beyond this a header is an attack, not a letter. */
const MAX_ADDRESSES = 200;
const MAX_REFERENCES = 100;

/** Collects FETCH responses into one `messages` fact. Responses may come in any order. */
export class MessagesBuilder {
  readonly #items: ListedMessage[] = [];
  /** The server gave the first words of some message. */
  previews = false;
  /** UIDs whose ENVELOPE could not be read and whose header should be fetched instead. */
  readonly unreadable: number[] = [];

  constructor(
    private readonly mailbox: MailboxId,
    private readonly generation: Generation,
    private readonly keywords: KeywordTable,
  ) {}

  get size(): number {
    return this.#items.length;
  }

  /**
   * Takes one response; one without a UID is about something else and is ignored.
   * @param envelope read from the message's own header, where the server's ENVELOPE could not be read.
   */
  add(message: FetchedMessage, envelope: Envelope | null = null): void {
    if (message.uid === null) return;
    const encoded = message.flags?.ok ? this.keywords.encode(message.flags.value) : { flags: 0, keywords: 0 };
    const built = buildRow(message, envelope);
    this.previews ||= built.row.preview !== '';
    if (!built.readable) this.unreadable.push(message.uid);
    this.#items.push({
      uid: message.uid,
      flags:
        (encoded.flags |
          (built.attachment ? Flag.HasAttachment : 0) |
          (built.readable ? 0 : Flag.Unreadable)) >>>
        0,
      keywords: encoded.keywords,
      date: built.date,
      size: message.size?.ok ? Math.min(message.size.value, 0xffffffff) : 0,
      idHash: built.idHash,
      refHashes: built.refHashes,
      row: flattened(rowText(built.row)),
      search: searchText(built.row.envelope),
    });
  }

  /** The fact; UIDs ascending, the last response for a UID wins. */
  build(): MessagesFact {
    const byUid = new Map<number, ListedMessage>();
    for (const item of this.#items) byUid.set(item.uid, item);
    const items = [...byUid.values()].sort((a, b) => a.uid - b.uid);
    return messagesFact(this.mailbox, this.generation, items);
  }
}

/**
 * The same text in one piece. What was put together piece by piece is kept as a tree of them until somebody looks at a
 * character; a thousand such trees waiting for their batch were a quarter of the time of a first synchronisation, spent
 * on moving them about (measured, V8 11.3).
 */
function flattened(text: string): string {
  if (text.charCodeAt(0) !== OPENING_BRACKET) throw new TypeError('a row is an array');
  return text;
}
const OPENING_BRACKET = 0x5b;

/** One message as the columns and the row of a `messages` fact. */
export interface ListedMessage {
  readonly uid: number;
  /** `Flag` bits. */
  readonly flags: number;
  readonly keywords: number;
  readonly date: number;
  readonly size: number;
  readonly idHash: number;
  readonly refHashes: readonly number[];
  /** As `rowText` makes it, or the plain JSON of a row. */
  readonly row: string;
  readonly search: string;
}

/** @param items ascending by UID, each UID once. */
export function messagesFact(
  mailbox: MailboxId,
  generation: Generation,
  items: readonly ListedMessage[],
): MessagesFact {
  const n = items.length;
  const fact = {
    kind: 'messages' as const,
    mailbox,
    generation,
    uids: new Uint32Array(n),
    flags: new Uint32Array(n),
    keywords: new Uint32Array(n),
    dates: new Float64Array(n),
    sizes: new Uint32Array(n),
    idHashes: new Float64Array(n),
    refHashes: Float64Array.from(items.flatMap((i) => i.refHashes)),
    refEnds: new Uint32Array(n),
    rows: new Array<string>(n),
    search: new Array<string>(n),
  };
  let end = 0;
  items.forEach((item, i) => {
    fact.uids[i] = item.uid;
    fact.flags[i] = item.flags;
    fact.keywords[i] = item.keywords;
    fact.dates[i] = item.date;
    fact.sizes[i] = item.size;
    fact.idHashes[i] = item.idHash;
    end += item.refHashes.length;
    fact.refEnds[i] = end;
    fact.rows[i] = item.row;
    fact.search[i] = item.search;
  });
  return fact;
}

interface BuiltRow {
  readonly row: MessageRow;
  readonly readable: boolean;
  readonly attachment: boolean;
  readonly date: number;
  readonly idHash: number;
  readonly refHashes: number[];
}

/** Makes the row of one message from what the server said of it. Never throws: what can't be read is left empty. */
export function buildRow(message: FetchedMessage, given: Envelope | null = null): BuiltRow {
  const raw = message.envelope?.ok ? message.envelope.value : null;
  const extra = given ? null : extraHeaders(message);
  const envelope = given ?? (raw ? decodeEnvelope(raw, extra ?? NONE) : emptyEnvelope(extra ?? NONE));
  const structure = message.structure?.ok ? convertStructure(message.structure.value) : null;
  const internal = message.internalDate?.ok ? message.internalDate.value : null;
  const size = message.size?.ok ? message.size.value : 0;
  const idHash = envelope.messageId === '' ? 0 : hash53(envelope.messageId);
  const identity =
    (message.emailId?.ok ? `e:${message.emailId.value}` : null) ??
    (message.gmailMessageId?.ok ? `g:${message.gmailMessageId.value}` : null) ??
    listIdentity(envelope, idHash, internal ?? 0, size);
  const thread =
    (message.gmailThreadId?.ok ? `g:${message.gmailThreadId.value}` : null) ??
    (message.threadId?.ok && message.threadId.value !== null ? `t:${message.threadId.value}` : null);
  const refHashes: number[] = [];
  for (const id of envelope.references) enter(refHashes, hash53(id));
  for (const id of envelope.inReplyTo) enter(refHashes, hash53(id));
  if (thread !== null) enter(refHashes, hash53(thread));
  return {
    row: {
      envelope,
      structure,
      preview: message.preview?.ok ? (message.preview.value ?? '') : '',
      identity,
    },
    readable: raw !== null || given !== null,
    attachment: structure !== null && hasAttachment(structure),
    date: internal ?? envelope.date ?? 0,
    idHash,
    refHashes,
  };
}

/** At most some two hundred: looking is cheaper than a set. */
function enter(hashes: number[], hash: number): void {
  if (!hashes.includes(hash)) hashes.push(hash);
}

const NONE: ReadonlyMap<string, string> = new Map();

function extraHeaders(message: FetchedMessage): ReadonlyMap<string, string> {
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
    subject: text(raw.subject),
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

function references(extra: ReadonlyMap<string, string>): string[] {
  const value = extra.get('references');
  return value === undefined ? [] : parseMessageIds(value).slice(-MAX_REFERENCES);
}

function emptyEnvelope(extra: ReadonlyMap<string, string>): Envelope {
  return {
    subject: '',
    from: [],
    sender: [],
    replyTo: [],
    to: [],
    cc: [],
    bcc: [],
    date: null,
    messageId: '',
    inReplyTo: [],
    references: references(extra),
    extra: others(extra),
  };
}

function others(extra: ReadonlyMap<string, string>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of extra) if (name !== 'references') out[name] = value.slice(0, 2000);
  return out;
}

/** Most headers are plain ASCII; only the rest pays for decoding. */
const PLAIN = /^[ -~]*$/;
function text(raw: string | null): string {
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

function nameOf(raw: string): string {
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

/** The server's BODYSTRUCTURE in Tern's shape: file names decoded, nothing trusted as a path. */
export function convertStructure(part: BodyStructure): BodyPart {
  return {
    section: part.section as Section,
    type: `${part.type}/${part.subtype}`.toLowerCase(),
    params: plainParameters(part.params),
    disposition: part.disposition?.type ?? '',
    filename: parameter(part.disposition?.params ?? [], 'filename') || parameter(part.params, 'name'),
    contentId: part.id === null || part.id === '' ? '' : part.id.replace(/^<|>$/g, ''),
    encoding: part.encoding,
    size: part.size,
    children: part.children.map(convertStructure),
  };
}

function plainParameters(params: Params): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of params) if (name !== '__proto__' && !name.includes('*')) out[name] = value;
  return out;
}

/** A parameter as people read it: RFC 2231 pieces joined, encoded words decoded. '' when absent. */
function parameter(params: Params, name: string): string {
  if (!params.some(([key]) => key.startsWith(name))) return '';
  const own = params.filter(([key]) => key === name || key.startsWith(`${name}*`));
  const plain = own.length === 1 && own[0]?.[0] === name ? (own[0]?.[1] ?? '') : null;
  if (plain !== null && PLAIN.test(plain) && !plain.includes('=?')) return plain;
  if (own.length === 0) return '';
  const quoted = own.map(([key, value]) => `${key}="${value.replace(/["\\]/g, '\\$&')}"`);
  return parseParameters(`x/x; ${quoted.join('; ')}`).params[name] ?? '';
}

/** What search as you type scans of one message. */
export function searchText({ subject, from, to, cc }: Envelope): string {
  let line = `${subject}\u0001`;
  let people = 0;
  for (const list of [from, to, cc]) {
    for (const { name, address } of list) {
      if (people >= MAX_SEARCHED) break;
      line += people++ === 0 ? `${name} ${address}` : ` ${name} ${address}`;
    }
  }
  return (line.includes('\n') ? line.replaceAll('\n', ' ') : line).toLowerCase();
}

/** Senders and recipients of one message that search as you type looks at. */
const MAX_SEARCHED = 60;
