import type { MessagesFact } from '@shared/contract/store-api';
import { Flag } from '@shared/model/flags';
import type { Generation, MailboxId } from '@shared/model/ids';
import { fromLines, LineWriter } from '@shared/model/lines';
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
  readonly #columns = new FactColumns();
  /** The server gave the first words of some message. */
  previews = false;
  /** UIDs whose ENVELOPE could not be read and whose header should be fetched instead. */
  readonly unreadable: number[] = [];

  constructor(
    private readonly mailbox: MailboxId,
    private readonly generation: Generation,
    private readonly keywords: KeywordTable,
  ) {}

  /**
   * Takes one response; one without a UID is about something else and is ignored.
   * @param envelope read from the message's own header, where the server's ENVELOPE could not be read.
   */
  add(message: FetchedMessage, envelope: Envelope | null = null): void {
    if (message.uid === null) return;
    const encoded = message.flags?.ok ? this.keywords.encode(message.flags.value) : NO_FLAGS;
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
    this.#columns.add({
      uid: message.uid,
      flags:
        (encoded.flags | (structure.attachment ? Flag.HasAttachment : 0) | (read ? 0 : Flag.Unreadable)) >>>
        0,
      keywords: encoded.keywords,
      date: internal ?? listed.date ?? 0,
      size: Math.min(size, 0xffffffff),
      idHash: listed.idHash,
      refHashes: listed.refHashes,
      row: `[${listed.text},${structure.text},${quote(preview)},${identity}]`,
      search: withFiles(listed.search, structure.files),
    });
  }

  /** The fact; UIDs ascending, the last response for a UID wins. */
  build(): MessagesFact {
    return this.#columns.fact(this.mailbox, this.generation);
  }
}

const NO_FLAGS = { flags: 0, keywords: 0 };

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

/** A `messages` fact in the making. Nothing of a message is kept but what the fact will say. */
class FactColumns {
  readonly #uids: number[] = [];
  readonly #flags: number[] = [];
  readonly #keywords: number[] = [];
  readonly #dates: number[] = [];
  readonly #sizes: number[] = [];
  readonly #idHashes: number[] = [];
  readonly #refHashes: number[] = [];
  readonly #refEnds: number[] = [];
  readonly #rows = new LineWriter();
  readonly #search = new LineWriter();
  #last = 0;
  #ascending = true;

  add(message: ListedMessage): void {
    this.#ascending &&= message.uid > this.#last;
    this.#last = message.uid;
    this.#uids.push(message.uid);
    this.#flags.push(message.flags);
    this.#keywords.push(message.keywords);
    this.#dates.push(message.date);
    this.#sizes.push(message.size);
    this.#idHashes.push(message.idHash);
    for (const hash of message.refHashes) this.#refHashes.push(hash);
    this.#refEnds.push(this.#refHashes.length);
    // JSON has no line feed in it.
    this.#rows.add(message.row);
    this.#search.add(message.search);
  }

  /** UIDs ascending, each once: what was said last of it counts. */
  fact(mailbox: MailboxId, generation: Generation): MessagesFact {
    const fact: MessagesFact = {
      kind: 'messages',
      mailbox,
      generation,
      uids: new Uint32Array(this.#uids),
      flags: new Uint32Array(this.#flags),
      keywords: new Uint32Array(this.#keywords),
      dates: new Float64Array(this.#dates),
      sizes: new Uint32Array(this.#sizes),
      idHashes: new Float64Array(this.#idHashes),
      refHashes: new Float64Array(this.#refHashes),
      refEnds: new Uint32Array(this.#refEnds),
      rows: this.#rows.lines(),
      search: this.#search.lines(),
    };
    return this.#ascending ? fact : inOrder(fact);
  }
}

function inOrder(fact: MessagesFact): MessagesFact {
  const last = new Map<number, number>();
  fact.uids.forEach((uid, i) => last.set(uid, i));
  const order = [...last].sort(([a], [b]) => a - b).map(([, i]) => i);
  const rows = fromLines(fact.rows);
  const search = fromLines(fact.search);
  const columns = new FactColumns();
  for (const i of order) {
    columns.add({
      uid: fact.uids[i] as number,
      flags: fact.flags[i] as number,
      keywords: fact.keywords[i] as number,
      date: fact.dates[i] as number,
      size: fact.sizes[i] as number,
      idHash: fact.idHashes[i] as number,
      refHashes: [...fact.refHashes.subarray(i === 0 ? 0 : fact.refEnds[i - 1], fact.refEnds[i])],
      row: rows[i] as string,
      search: search[i] as string,
    });
  }
  return columns.fact(fact.mailbox, fact.generation);
}

/** @param items ascending by UID, each UID once. */
export function messagesFact(
  mailbox: MailboxId,
  generation: Generation,
  items: readonly ListedMessage[],
): MessagesFact {
  const columns = new FactColumns();
  for (const item of items)
    columns.add({ ...item, row: inOneLine(item.row), search: inOneLine(item.search) });
  return columns.fact(mailbox, generation);
}

/** What was kept in a file says what it says. */
const inOneLine = (text: string): string => (text.includes('\n') ? text.replaceAll('\n', ' ') : text);

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
