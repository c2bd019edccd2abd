import { recordText, stringsText, writeQuoted } from '@shared/model/row-text';
import { FIELDS, listField, MAX_PEOPLE, searchable, SEPARATOR_OCTET } from '@shared/search/line';
import { Hash53, hash53, hash53Octets } from '@shared/util/hash';
import type { OctetWriter } from '@shared/util/octet-writer';
import { FIELD_NUMBERS, Odd, type FetchedMessage } from '../imap';
import { parseDate, usualDate } from '../mime/parse-date';
import { parseMessageIds } from '../mime/parse-envelope';
import { enter, extraHeaders, headerText, MAX_REFERENCES, others, references } from './listed-envelope';
import { idEnd, WireReferences } from './wire-headers';
import { sameOctetsAt, WirePeople } from './wire-people';
import { ascii } from './wire-text';

/** Where a field's numbers begin in `WireAttributes.envelope`. */
const DATE = 0;
const SUBJECT = FIELD_NUMBERS;
const FROM = 2 * FIELD_NUMBERS;
const SENDER = 3 * FIELD_NUMBERS;
const REPLY_TO = 4 * FIELD_NUMBERS;
const TO = 5 * FIELD_NUMBERS;
const CC = 6 * FIELD_NUMBERS;
const BCC = 7 * FIELD_NUMBERS;
const IN_REPLY_TO = 8 * FIELD_NUMBERS;
const MESSAGE_ID = 9 * FIELD_NUMBERS;

const LF = 10;
const SP = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const ZERO = 0x30;
const LESS = 0x3c;
const GREATER = 0x3e;
const LIST_BEGINS = 0x5b;
const LIST_ENDS = 0x5d;
const MAX_ID = 1000;

/**
 * What a list keeps of usual envelopes, octets of the response copied into a row and a search line: the same as
 * `listedEnvelope` makes of the decoded one, for a twentieth of the time. Only what is more than plain text (encoded
 * words, unusual dates and ids, header fields beside References) becomes text on the way. Used for one message after the
 * other.
 */
export class WireEnvelope {
  /** ms since 1970. */
  date: number | null = null;
  /** hash53 of the Message-ID, 0 for none. */
  idHash = 0;
  /** hash53 of References and In-Reply-To, each once; those of the last message only. */
  refHashes: number[] = [];
  /** Of date, sender and subject, as `listIdentity` wants it. */
  identityHash = 0;
  /** Fields of the search line. */
  fields = 0;

  readonly #people = new WirePeople();
  readonly #references = new WireReferences();
  readonly #hash = new Hash53();
  // The subject: where it stands, or its text where it is more than plain.
  #subjectFrom = 0;
  #subjectTo = 0;
  #subject: string | null = null;

  /**
   * Writes the envelope as it is in a row (`envelopeText`) and the search line without names of attachments.
   * @returns false when it takes a closer look; what was written is then to be taken back.
   */
  write(message: FetchedMessage, row: OctetWriter, search: OctetWriter): boolean {
    const { wire } = message;
    if (wire === null || wire.envelope === null || wire.header === null) return false;
    const { bytes, envelope: at } = wire;
    if (((odd(at, DATE) | odd(at, IN_REPLY_TO) | odd(at, MESSAGE_ID)) & Odd.Escape) !== 0) return false;
    const plain = this.#references.read(wire);
    // What is not References alone becomes text.
    const extra = plain ? null : extraHeaders(message);

    this.#writeSubject(bytes, at, row, search);
    row.octet(COMMA);
    search.octet(SEPARATOR_OCTET);
    const { length } = row;
    const from = this.#writePeople(bytes, at, FROM, row, search);
    if (from < 0) return false;
    const senderFrom = from === 0 ? length : this.#people.firstFrom;
    const senderTo = from === 0 ? length : this.#people.firstTo;
    row.octet(COMMA);
    if (!this.#writeUnlike(bytes, at, SENDER, row)) return false;
    row.octet(COMMA);
    if (!this.#writeUnlike(bytes, at, REPLY_TO, row)) return false;
    row.octet(COMMA);
    search.octet(SEPARATOR_OCTET);
    const to = this.#writePeople(bytes, at, TO, row, search);
    if (to < 0) return false;
    row.octet(COMMA);
    const others = !isNil(at, CC) || !isNil(at, BCC);
    this.fields = others ? FIELDS.others : FIELDS.to;
    if (others) search.octet(SEPARATOR_OCTET);
    const cc = this.#writePeople(bytes, at, CC, row, search);
    if (cc < 0) return false;
    row.octet(COMMA);
    if (!isNil(at, BCC)) search.octet(SP);
    const bcc = this.#writePeople(bytes, at, BCC, row, search);
    if (bcc < 0 || from + to + cc + bcc > MAX_PEOPLE) return false;
    row.octet(COMMA);

    const dateFrom = row.length;
    this.#writeDate(bytes, at, row);
    const dateTo = this.date === null ? dateFrom : row.length;
    this.#identify(bytes, row.octets, dateFrom, dateTo, senderFrom, senderTo);
    row.octet(COMMA);
    this.#writeId(bytes, at, row);
    row.octet(COMMA);
    this.#writeReferences(bytes, at, extra, row);
    row.octet(COMMA);
    if (extra === null) row.octet(ZERO);
    else this.#writeExtra(extra, row, search);
    return true;
  }

  #writeSubject(bytes: Uint8Array, at: readonly number[], row: OctetWriter, search: OctetWriter): void {
    let from = at[SUBJECT] as number;
    let to = at[SUBJECT + 1] as number;
    const strange = odd(at, SUBJECT);
    if (strange !== 0) {
      const subject = isNil(at, SUBJECT) ? '' : headerText(ascii(bytes, from + 1, to - 1, true));
      this.#subject = subject;
      writeQuoted(row, subject);
      search.text(searchable(subject));
      return;
    }
    from++;
    to--;
    while (from < to && bytes[from] === SP) from++;
    while (to > from && bytes[to - 1] === SP) to--;
    this.#subject = null;
    this.#subjectFrom = from;
    this.#subjectTo = to;
    row.octet(QUOTE);
    row.copy(bytes, from, to);
    row.octet(QUOTE);
    search.lower(bytes, from, to);
  }

  /** @returns how many; −1 when it takes a closer look. */
  #writePeople(
    bytes: Uint8Array,
    at: readonly number[],
    field: number,
    row: OctetWriter,
    search: OctetWriter | null,
  ): number {
    if (!isNil(at, field)) return this.#people.write(bytes, at, field, row, search);
    row.octet(LIST_BEGINS);
    row.octet(LIST_ENDS);
    return 0;
  }

  /** Sender or Reply-To in a row, where 0 says that they are those of From. */
  #writeUnlike(bytes: Uint8Array, at: readonly number[], field: number, row: OctetWriter): boolean {
    if (sameOctetsAt(bytes, at, FROM, field)) {
      row.octet(ZERO);
      return true;
    }
    if (!isNil(at, FROM) && !isNil(at, field)) {
      // The same people in other words.
      if (((odd(at, FROM) | odd(at, field)) & Odd.Escape) !== 0) return false;
      if (this.#people.same(bytes, at[FROM] as number, at[field] as number)) {
        row.octet(ZERO);
        return true;
      }
    }
    return this.#writePeople(bytes, at, field, row, null) >= 0;
  }

  #writeDate(bytes: Uint8Array, at: readonly number[], row: OctetWriter): void {
    const from = (at[DATE] as number) + 1;
    const to = (at[DATE + 1] as number) - 1;
    if (isNil(at, DATE)) this.date = null;
    else this.date = usualDate(bytes, from, to) ?? parseDate(ascii(bytes, from, to));
    if (this.date === null) row.text('null');
    else row.decimal(this.date);
  }

  /** As `listIdentity` does it. */
  #identify(
    bytes: Uint8Array,
    row: Uint8Array,
    dateFrom: number,
    dateTo: number,
    senderFrom: number,
    senderTo: number,
  ): void {
    const hash = this.#hash;
    hash.begin();
    hash.octets(row, dateFrom, dateTo);
    hash.octets(NEW_LINE, 0, 1);
    hash.octets(row, senderFrom, senderTo);
    hash.octets(NEW_LINE, 0, 1);
    if (this.#subject === null) hash.octets(bytes, this.#subjectFrom, this.#subjectTo);
    else hash.text(this.#subject);
    this.identityHash = hash.value;
  }

  #writeId(bytes: Uint8Array, at: readonly number[], row: OctetWriter): void {
    this.idHash = 0;
    const from = (at[MESSAGE_ID] as number) + 2;
    const to = (at[MESSAGE_ID + 1] as number) - 2;
    if (!isNil(at, MESSAGE_ID)) {
      if (isOneId(bytes, from, to)) {
        row.octet(QUOTE);
        row.copy(bytes, from, to);
        row.octet(QUOTE);
        this.idHash = hash53Octets(bytes, from, to);
        return;
      }
      const id = parseMessageIds(ascii(bytes, from - 1, to + 1))[0] ?? '';
      if (id !== '') {
        writeQuoted(row, id);
        this.idHash = hash53(id);
        return;
      }
    }
    row.octet(QUOTE);
    row.octet(QUOTE);
  }

  /** In-Reply-To and References; what they name goes to `refHashes`, References first. */
  #writeReferences(
    bytes: Uint8Array,
    at: readonly number[],
    extra: ReadonlyMap<string, string> | null,
    row: OctetWriter,
  ): void {
    const listed = extra === null ? null : references(extra);
    if (listed === null) this.refHashes = this.#references.hashes;
    else {
      this.refHashes = [];
      for (const id of listed) enter(this.refHashes, hash53(id));
    }
    const from = (at[IN_REPLY_TO] as number) + 2;
    const to = (at[IN_REPLY_TO + 1] as number) - 2;
    row.octet(LIST_BEGINS);
    if (isNil(at, IN_REPLY_TO)) row.octet(LIST_ENDS);
    else if (isOneId(bytes, from, to)) {
      row.octet(QUOTE);
      row.copy(bytes, from, to);
      row.octet(QUOTE);
      row.octet(LIST_ENDS);
      enter(this.refHashes, hash53Octets(bytes, from, to));
    } else {
      const ids = parseMessageIds(ascii(bytes, from - 1, to + 1)).slice(0, MAX_REFERENCES);
      for (const id of ids) enter(this.refHashes, hash53(id));
      row.text(stringsText(ids).slice(1));
    }
    row.octet(COMMA);
    if (listed !== null) row.text(stringsText(listed));
    else {
      row.octet(LIST_BEGINS);
      this.#references.write(row);
      row.octet(LIST_ENDS);
    }
  }

  /** Header fields beside References, and the List-Id that a search looks at. */
  #writeExtra(extra: ReadonlyMap<string, string>, row: OctetWriter, search: OctetWriter): void {
    const fields = others(extra);
    row.text(recordText(fields));
    const list = listField(fields);
    if (list === '') return;
    for (; this.fields < FIELDS.list; this.fields++) search.octet(SEPARATOR_OCTET);
    search.text(searchable(list));
  }
}

const NEW_LINE = Uint8Array.of(LF);
const odd = (at: readonly number[], field: number): number => at[field + 2] as number;
const isNil = (at: readonly number[], field: number): boolean => (odd(at, field) & Odd.Nil) !== 0;

/** Whether `<…>` around [from, to) and nothing but what an id is made of is in it. */
const isOneId = (bytes: Uint8Array, from: number, to: number): boolean =>
  to > from &&
  to - from < MAX_ID &&
  bytes[from - 1] === LESS &&
  bytes[to] === GREATER &&
  idEnd(bytes, from, to) === to;
