import type { MessagesFact } from '@shared/contract/store-api';
import { Flag } from '@shared/model/flags';
import type { Generation, MailboxId } from '@shared/model/ids';
import type { Envelope } from '@shared/model/message';
import { quote } from '@shared/model/row-text';
import { withFiles } from '@shared/search/line';
import { hash53 } from '@shared/util/hash';
import type { FetchedMessage } from '../imap';
import type { KeywordTable } from './keywords';
import { listIdentity } from './list-identity';
import { enter, envelopeOf, type ListedEnvelope, listedEnvelope, withoutEnvelope } from './listed-envelope';
import { listedStructure } from './listed-structure';
import { wireEnvelope } from './wire-envelope';

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
    const read = envelopeOfRow(message, envelope);
    const listed = read ?? listedEnvelope(withoutEnvelope(message));
    const structure = listedStructure(message);
    const preview = message.preview?.ok ? (message.preview.value ?? '') : '';
    this.previews ||= preview !== '';
    if (!read) this.unreadable.push(message.uid);
    const internal = message.internalDate?.ok ? message.internalDate.value : null;
    const size = message.size?.ok ? message.size.value : 0;
    const thread = threadOf(message);
    if (thread !== null) enter(listed.refHashes, hash53(thread));
    const identity =
      serverIdentity(message) ?? `"${listIdentity(listed, listed.idHash, internal ?? 0, size)}"`;
    this.#items.push({
      uid: message.uid,
      flags:
        (encoded.flags | (structure.attachment ? Flag.HasAttachment : 0) | (read ? 0 : Flag.Unreadable)) >>>
        0,
      keywords: encoded.keywords,
      date: internal ?? listed.date ?? 0,
      size: Math.min(size, 0xffffffff),
      idHash: listed.idHash,
      refHashes: listed.refHashes,
      row: flattened(`[${listed.text},${structure.text},${quote(preview)},${identity}]`),
      search: withFiles(listed.search, structure.files),
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

/** An identity that the server gives, in a row; null when it gives none. */
function serverIdentity(message: FetchedMessage): string | null {
  if (message.emailId?.ok) return quote(`e:${message.emailId.value}`);
  return message.gmailMessageId?.ok ? quote(`g:${message.gmailMessageId.value}`) : null;
}

function threadOf(message: FetchedMessage): string | null {
  if (message.gmailThreadId?.ok) return `g:${message.gmailThreadId.value}`;
  return message.threadId?.ok && message.threadId.value !== null ? `t:${message.threadId.value}` : null;
}

/** @param given read from the message's own header, where the server's ENVELOPE could not be read. */
function envelopeOfRow(message: FetchedMessage, given: Envelope | null): ListedEnvelope | null {
  const quick = given === null && message.wire ? wireEnvelope(message.wire) : null;
  if (quick !== null) return quick;
  const envelope = given ?? envelopeOf(message);
  return envelope === null ? null : listedEnvelope(envelope);
}
