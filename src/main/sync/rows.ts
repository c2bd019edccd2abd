import { packRows } from '@shared/contract/pack-rows';
import type { MessagesFact } from '@shared/contract/store-api';
import { Flag } from '@shared/model/flags';
import type { Generation, MailboxId } from '@shared/model/ids';
import { fromLines, LineWriter } from '@shared/model/lines';
import { provisionalIdentity } from '@shared/model/identity';
import type { Envelope } from '@shared/model/message';
import { quote, writeQuoted } from '@shared/model/row-text';
import { FIELDS, searchable, SEPARATOR_OCTET, withFiles } from '@shared/search/line';
import { hash53 } from '@shared/util/hash';
import type { Compression } from '@shared/ports/crypto';
import type { FetchedMessage } from '../imap';
import type { KeywordTable } from './keywords';
import { identityHash, writeIdentity } from './list-identity';
import { enter, envelopeOf, type ListedEnvelope, listedEnvelope, withoutEnvelope } from './listed-envelope';
import { listedStructure } from './listed-structure';
import { WireEnvelope } from './wire-envelope';
import { WireStructure } from './wire-structure';

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
    /** Sizes were asked for; a server that tells none has none. */
    private readonly sizes = true,
  ) {}

  /**
   * Takes one response; one without a UID is about something else and is ignored.
   * @param given read from the message's own header, where the server's ENVELOPE could not be read.
   */
  add(message: FetchedMessage, given: Envelope | null = null): void {
    if (message.uid === null) return;
    const { rows, search } = this.#columns;
    const encoded = message.flags?.ok ? this.keywords.encode(message.flags.value) : NO_FLAGS;
    const internal = message.internalDate?.ok ? message.internalDate.value : null;
    const size = message.size?.ok ? message.size.value : 0;
    const start = rows.length;
    const searchStart = search.length;

    rows.octet(LIST_BEGINS);
    const quick = given === null && onWire.write(message, rows, search);
    const envelope = quick ? null : (given ?? envelopeOf(message));
    const readable = quick || envelope !== null;
    const listed = quick ? null : listedEnvelope(envelope ?? withoutEnvelope(message));
    if (!readable) this.unreadable.push(message.uid);
    if (listed !== null) {
      rows.length = start + 1;
      search.length = searchStart;
      rows.text(listed.text);
    }
    const { date, idHash, refHashes } = listed ?? onWire;
    rows.octet(COMMA);
    const attachment = this.#structure(message, listed);
    rows.octet(COMMA);
    const preview = message.preview?.ok ? (message.preview.value ?? '') : '';
    this.previews ||= preview !== '';
    writeQuoted(rows, preview);
    rows.octet(COMMA);
    const identity = serverIdentity(message);
    if (identity !== null) rows.text(identity);
    else if (!this.sizes && message.size === undefined)
      rows.text(quote(provisionalIdentity(this.mailbox, this.generation, message.uid)));
    else {
      const rest = listed === null ? onWire.identityHash : identityHash(listed);
      writeIdentity(rows, internal ?? 0, size, idHash, rest);
    }
    rows.octet(LIST_ENDS);
    rows.end();
    search.end();
    const thread = threadOf(message);
    if (thread !== null) enter(refHashes, hash53(thread));
    this.#columns.add({
      uid: message.uid,
      flags: (encoded.flags | (attachment ? Flag.HasAttachment : 0) | (readable ? 0 : Flag.Unreadable)) >>> 0,
      keywords: encoded.keywords,
      date: internal ?? date ?? 0,
      size: Math.min(size, 0xffffffff),
      idHash,
      refHashes,
    });
  }

  /** Writes the structure, and what a search looks for. @returns whether the list shows a paper clip. */
  #structure(message: FetchedMessage, listed: ListedEnvelope | null): boolean {
    const { rows, search } = this.#columns;
    const start = rows.length;
    const quick = message.wire !== null && parts.write(message.wire, rows) && parts.attachment !== null;
    if (quick && listed === null) {
      parts.writeFiles(search, onWire.fields);
      return parts.attachment === true;
    }
    if (quick) {
      search.text(withFiles(listed?.search ?? '', parts.files));
      return parts.attachment === true;
    }
    rows.length = start;
    const { text, files, attachment } = listedStructure(message);
    rows.text(text);
    if (listed !== null) search.text(withFiles(listed.search, files));
    else if (files !== '') {
      for (let n = onWire.fields; n < FIELDS.files; n++) search.octet(SEPARATOR_OCTET);
      search.text(searchable(files));
    }
    return attachment;
  }

  /**
   * The fact; UIDs ascending, the last response for a UID wins. Once, and last.
   * @param packing for what comes in bulk, see `packRows`.
   */
  build(packing: Packing | null = null): MessagesFact {
    return this.#columns.fact(this.mailbox, this.generation, packing);
  }
}

const LIST_BEGINS = 0x5b;
const LIST_ENDS = 0x5d;
const COMMA = 0x2c;
/** One message after the other, whoever asks: nothing is kept in them but what the last one said. */
const onWire = new WireEnvelope();
const parts = new WireStructure();

const NO_FLAGS = { flags: 0, keywords: 0 };

/** One message as the columns of a `messages` fact. */
interface ListedColumns {
  readonly uid: number;
  /** `Flag` bits. */
  readonly flags: number;
  readonly keywords: number;
  readonly date: number;
  readonly size: number;
  readonly idHash: number;
  readonly refHashes: readonly number[];
}

/** And its row. */
export interface ListedMessage extends ListedColumns {
  /** As `rowText` makes it, or the plain JSON of a row. */
  readonly row: string;
  readonly search: string;
}

type Packing = Pick<Compression, 'pack'>;

/**
 * Writers that were used, for the next: where memory is touched for the first time it costs more than what is written there,
 * and a window of a backfill writes a megabyte.
 */
const spare: LineWriter[] = [];
/** Two windows are under way at once. */
const MAX_SPARE = 4;
const MAX_SPARE_OCTETS = 4 << 20;

function giveBack(writer: LineWriter): void {
  if (spare.length === MAX_SPARE || writer.octets.length > MAX_SPARE_OCTETS) return;
  writer.length = 0;
  spare.push(writer);
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
  /** JSON has no line feed in it. */
  readonly rows = spare.pop() ?? new LineWriter();
  readonly search = spare.pop() ?? new LineWriter();
  #last = 0;
  #ascending = true;

  /** A message with its row and its search line. */
  addWhole(message: ListedMessage): void {
    this.rows.add(message.row);
    this.search.add(message.search);
    this.add(message);
  }

  /** A message whose row and search line have been written. */
  add(message: ListedColumns): void {
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
  }

  /** UIDs ascending, each once: what was said last of it counts. Nothing can be added after this. */
  fact(mailbox: MailboxId, generation: Generation, packing: Packing | null = null): MessagesFact {
    const { rows, search } = this;
    const seen: MessagesFact = {
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
      rows: rows.view(),
      search: search.view(),
    };
    const fact = this.#ascending ? seen : inOrder(seen);
    const packed = packing === null ? fact : packRows(fact, packing);
    const whole = packed === seen ? { ...seen, rows: rows.lines(), search: search.lines() } : packed;
    giveBack(rows);
    giveBack(search);
    return whole;
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
    columns.addWhole({
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
    columns.addWhole({ ...item, row: inOneLine(item.row), search: inOneLine(item.search) });
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
