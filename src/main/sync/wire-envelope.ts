import { addressesText, quote, stringsText } from '@shared/model/row-text';
import { MAX_PEOPLE, searchable } from '@shared/search/line';
import { hash53, hash53Within } from '@shared/util/hash';
import { FIELD_NUMBERS, type ImapAddress, Odd, ResponseText, type WireAttributes } from '../imap';
import { parseDate } from '../mime/parse-date';
import { parseMessageIds } from '../mime/parse-envelope';
import {
  addresses,
  enter,
  headerText,
  type ListedEnvelope,
  MAX_REFERENCES,
  PLAIN,
  sameAddresses,
} from './listed-envelope';

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

/**
 * What a list keeps of a usual envelope, straight from the response: the same as `listedEnvelope` makes of the decoded
 * one, for a fifth of the time. What is plain on the wire is cut out as it is, and lists of people are known by how they
 * are written, since the same ones write again and again. Null where it takes a closer look.
 */
export function wireEnvelope(wire: WireAttributes): ListedEnvelope | null {
  const { envelope: at, text } = wire;
  if (at === null) return null;
  const strings = odd(at, DATE) | odd(at, SUBJECT) | odd(at, IN_REPLY_TO) | odd(at, MESSAGE_ID);
  if ((strings & Odd.Escape) !== 0) return null;
  const references = referencesOf(wire);
  if (references === null) return null;
  const from = people(text, at, FROM);
  const to = people(text, at, TO);
  const cc = people(text, at, CC);
  const bcc = people(text, at, BCC);
  if (from.count + to.count + cc.count + bcc.count > MAX_PEOPLE) return null;

  const refHashes = references.hashes;
  const date = isNil(at, DATE) ? null : parseDate(inside(text, at, DATE));
  const plain = odd(at, SUBJECT) === 0;
  const subject = plain ? inside(text, at, SUBJECT).trim() : subjectOf(text, at);
  const id = messageId(text, at, MESSAGE_ID);
  const inReplyTo = messageIds(text, at, IN_REPLY_TO, refHashes);
  return {
    text:
      `${plain ? `"${subject}"` : quote(subject)},${from.text},${unlike(from, text, at, SENDER)},` +
      `${unlike(from, text, at, REPLY_TO)},${to.text},${cc.text},${bcc.text},` +
      `${date === null ? 'null' : String(date)},${id.text},${inReplyTo},${references.text},0`,
    search: line(subject, from.search, to.search, bcc.count > 0 ? `${cc.search} ${bcc.search}` : cc.search),
    subject,
    sender: from.first,
    date,
    idHash: id.hash,
    refHashes,
  };
}

const odd = (at: readonly number[], field: number): number => at[field + 2] as number;
const isNil = (at: readonly number[], field: number): boolean => (odd(at, field) & Odd.Nil) !== 0;
/** What stands between the quotes. */
const inside = (text: string, at: readonly number[], field: number): string =>
  text.slice((at[field] as number) + 1, (at[field + 1] as number) - 1);

/** Whether two fields are written in the same characters. */
function sameText(text: string, at: readonly number[], one: number, other: number): boolean {
  const from = at[one] as number;
  const start = at[other] as number;
  const length = (at[one + 1] as number) - from;
  if ((at[other + 1] as number) - start !== length) return false;
  // From behind: where lists differ they do so in their addresses.
  for (let i = length - 1; i >= 0; i--)
    if (text.charCodeAt(from + i) !== text.charCodeAt(start + i)) return false;
  return true;
}

const subjectOf = (text: string, at: readonly number[]): string =>
  isNil(at, SUBJECT) ? '' : headerText(inside(text, at, SUBJECT));

/** As `searchLine` makes it. */
const line = (subject: string, from: string, to: string, others: string): string =>
  `${searchable(subject)}\u0001${from}\u0001${to}${others === '' ? '' : `\u0001${others}`}`;

// ---- people ---------------------------------------------------------------------------------------------------------

/** A list of addresses, once it was read. */
interface People {
  readonly list: readonly ImapAddress[];
  /** In a row. */
  readonly text: string;
  readonly search: string;
  readonly count: number;
  /** The first one's address. */
  readonly first: string;
}

const NOBODY: People = { list: [], text: '[]', search: '', count: 0, first: '' };
/** By how they are written in an ENVELOPE. Started anew when it is full. */
const known = new Map<string, People>();
const MAX_KNOWN = 4096;
/** Longer lists are written once. */
const MAX_WRITTEN = 400;

function people(text: string, at: readonly number[], field: number): People {
  if (isNil(at, field)) return NOBODY;
  const written = text.slice(at[field], at[field + 1]);
  return known.get(written) ?? learn(written);
}

function learn(written: string): People {
  const list = ResponseText.readAddresses(written);
  const decoded = addresses(list);
  const found: People = {
    list,
    text: addressesText(decoded),
    search: searchable(decoded.map(({ name, address }) => `${name} ${address}`).join(' ')),
    count: decoded.length,
    first: decoded[0]?.address ?? '',
  };
  if (written.length <= MAX_WRITTEN) {
    if (known.size >= MAX_KNOWN) known.clear();
    // A copy: a piece of the response would keep all of it.
    known.set(written.split('').join(''), found);
  }
  return found;
}

/** Sender or Reply-To in a row, where 0 says that they are those of From. */
function unlike(from: People, text: string, at: readonly number[], field: number): string {
  if (sameText(text, at, FROM, field)) return '0';
  const one = people(text, at, field);
  return one === from || sameAddresses(one.list, from.list) ? '0' : one.text;
}

// ---- message ids ----------------------------------------------------------------------------------------------------

interface MessageId {
  readonly text: string;
  readonly hash: number;
}
const NO_ID: MessageId = { text: '""', hash: 0 };

function messageId(text: string, at: readonly number[], field: number): MessageId {
  if (isNil(at, field)) return NO_ID;
  const from = (at[field] as number) + 2;
  const to = (at[field + 1] as number) - 2;
  if (isOneId(text, from, to))
    return { text: `"${text.slice(from, to)}"`, hash: hash53Within(text, from, to) };
  const id = parseMessageIds(inside(text, at, field))[0] ?? '';
  return id === '' ? NO_ID : { text: quote(id), hash: hash53(id) };
}

/** The ids in a row; their hashes go to `hashes`. */
function messageIds(text: string, at: readonly number[], field: number, hashes: number[]): string {
  if (isNil(at, field)) return '[]';
  const from = (at[field] as number) + 2;
  const to = (at[field + 1] as number) - 2;
  if (isOneId(text, from, to)) {
    enter(hashes, hash53Within(text, from, to));
    return `["${text.slice(from, to)}"]`;
  }
  const ids = parseMessageIds(inside(text, at, field)).slice(0, MAX_REFERENCES);
  for (const id of ids) enter(hashes, hash53(id));
  return stringsText(ids);
}

/** Whether `<…>` around [from, to) and nothing but what an id is made of is in it. */
function isOneId(text: string, from: number, to: number): boolean {
  if (to <= from || text.charCodeAt(from - 1) !== LESS || text.charCodeAt(to) !== GREATER) return false;
  for (let i = from; i < to; i++) if (!isIdCharacter(text.charCodeAt(i))) return false;
  return to - from < 1000;
}

const LESS = 0x3c;
const GREATER = 0x3e;
const isIdCharacter = (c: number): boolean =>
  c > 0x22 && c < 0x7f && c !== LESS && c !== GREATER && c !== 0x5c;

interface References {
  readonly text: string;
  readonly hashes: number[];
}

/** Of the header fields that were asked for, References alone; null when there are others, or anything unusual. */
function referencesOf(wire: WireAttributes): References | null {
  if (wire.header === null) return null;
  const [from, to] = wire.header;
  if (to - from <= 2) return { text: '[]', hashes: [] };
  const block = wire.text.slice(from, to);
  if (!block.endsWith('\r\n\r\n') || block.slice(0, NAME.length).toLowerCase() !== NAME) return null;
  const lines = block.slice(NAME.length, -4);
  const value = lines.includes('\n') ? lines.replace(/\r\n(?=[ \t])/g, '') : lines;
  // A line end that is left begins another field.
  if (!PLAIN.test(value)) return null;
  const ids = parseMessageIds(value.trim()).slice(-MAX_REFERENCES);
  const hashes: number[] = [];
  for (const id of ids) enter(hashes, hash53(id));
  return { text: stringsText(ids), hashes };
}

const NAME = 'references:';
