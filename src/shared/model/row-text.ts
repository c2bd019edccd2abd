import type { OctetWriter } from '../util/octet-writer';
import type { Section } from './ids';
import type { Address, BodyPart, Envelope, MessageRow } from './message';

/**
 * A message row as it travels and is kept: JSON without property names, empty ends left out, in ASCII. Half the size of
 * the object's JSON, and with a hundred thousand rows every octet is made, sent, copied and written.
 *
 * `[subject, from, sender, replyTo, to, cc, bcc, date, messageId, inReplyTo, references, extra, structure, preview,
 * identity]`; addresses are `[name, address, name, address …]`, 0 where they are those of From (RFC 9051 §7.5.2); a part
 * is `[section, type, params, disposition, filename, contentId, encoding, size, children, language]`, 0 for no parameters.
 */
export function rowText({ envelope, structure, preview, identity }: MessageRow): string {
  return (
    `[${envelopeText(envelope)},${structure === null ? 'null' : partText(structure)},` +
    `${quote(preview)},${quote(identity)}]`
  );
}

/** Of a row's text, what the envelope is in it. */
export function envelopeText(envelope: Envelope): string {
  const { from, sender, replyTo, to, cc, bcc, date, messageId } = envelope;
  return (
    `${quote(envelope.subject)},${addressesText(from)},${sender === from ? '0' : addressesText(sender)},` +
    `${replyTo === from ? '0' : addressesText(replyTo)},${addressesText(to)},${addressesText(cc)},` +
    `${addressesText(bcc)},${date === null ? 'null' : String(date)},${quote(messageId)},` +
    `${stringsText(envelope.inReplyTo)},${stringsText(envelope.references)},${recordText(envelope.extra)}`
  );
}

/**
 * The row of a text made by `rowText`, or of the plain JSON of a row.
 * @throws SyntaxError when it is neither.
 */
export function readRow(text: string): MessageRow {
  const value = JSON.parse(text) as RowTuple | MessageRow;
  if (!Array.isArray(value)) return value as MessageRow;
  const [subject, from, sender, replyTo, to, cc, bcc, date, messageId, inReplyTo, references, extra] =
    value as RowTuple;
  const [structure, preview, identity] = (value as RowTuple).slice(12) as [PartTuple | null, string, string];
  const senders = addressesOf(from);
  const orSenders = (list: readonly string[] | 0): readonly Address[] =>
    list === 0 ? senders : addressesOf(list);
  const envelope: Envelope = {
    subject,
    from: senders,
    sender: orSenders(sender),
    replyTo: orSenders(replyTo),
    to: addressesOf(to),
    cc: addressesOf(cc),
    bcc: addressesOf(bcc),
    date,
    messageId,
    inReplyTo,
    references,
    extra: extra === 0 ? {} : extra,
  };
  return { envelope, structure: structure === null ? null : partOf(structure), preview, identity };
}

type RowTuple = readonly [
  string,
  readonly string[],
  readonly string[] | 0,
  readonly string[] | 0,
  readonly string[],
  readonly string[],
  readonly string[],
  number | null,
  string,
  readonly string[],
  readonly string[],
  Readonly<Record<string, string>> | 0,
  PartTuple | null,
  string,
  string,
];
type PartTuple = readonly [
  Section,
  string,
  Readonly<Record<string, string>> | 0,
  string,
  string,
  string,
  string,
  number,
  (readonly PartTuple[])?,
  (readonly string[])?,
];

const BEYOND_ASCII = /[\u007f-\uffff]/g;

/**
 * A JSON string in ASCII. Nine of ten strings of a mailbox are ASCII anyway, and a row without any other character is
 * one octet a character on the wire, in memory and in IndexedDB, where one Cyrillic letter would double the whole row.
 */
export function quote(text: string): string {
  if (standsAsItIs(text)) return `"${text}"`;
  return JSON.stringify(text).replace(
    BEYOND_ASCII,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The same as octets. */
export function writeQuoted(row: OctetWriter, text: string): void {
  row.octet(QUOTE);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x20 && unit <= 0x7e) {
      if (unit === QUOTE || unit === BACKSLASH) row.octet(BACKSLASH);
      row.octet(unit);
    } else if (unit < 0x20) row.text(JSON.stringify(text.charAt(at)).slice(1, -1));
    else {
      row.octet(BACKSLASH);
      row.octet(LETTER_U);
      for (let shift = 12; shift >= 0; shift -= 4) row.octet(HEX[(unit >>> shift) & 15] as number);
    }
  }
  row.octet(QUOTE);
}
const LETTER_U = 0x75;
const HEX = new TextEncoder().encode('0123456789abcdef');

/** A loop: strings here are short, and entering a regular expression costs more than looking at twenty characters. */
function standsAsItIs(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit > 0x7e || unit === QUOTE || unit === BACKSLASH) return false;
  }
  return true;
}
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

export function addressesText(list: readonly Address[]): string {
  let out = '';
  for (const { name, address } of list) out += `${out === '' ? '' : ','}${quote(name)},${quote(address)}`;
  return `[${out}]`;
}

function addressesOf(flat: readonly string[]): Address[] {
  const out: Address[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    out.push({ name: flat[i] as string, address: flat[i + 1] as string });
  }
  return out;
}

export function stringsText(list: readonly string[]): string {
  let out = '';
  for (const text of list) out += out === '' ? quote(text) : `,${quote(text)}`;
  return `[${out}]`;
}

/** Of a row's text, what named values are in it; 0 for none. */
export function recordText(record: Readonly<Record<string, string>>): string {
  let out = '';
  for (const name of Object.keys(record)) {
    out += `${out === '' ? '' : ','}${quote(name)}:${quote(record[name] ?? '')}`;
  }
  return out === '' ? '0' : `{${out}}`;
}

/** Of a row's text, what a part is in it. */
export function partText(part: BodyPart): string {
  const { children, language } = part;
  const out =
    `[${quote(part.section)},${quote(part.type)},${recordText(part.params)},${quote(part.disposition)},` +
    `${quote(part.filename)},${quote(part.contentId)},${quote(part.encoding)},${part.size}`;
  if (children.length === 0 && language === undefined) return `${out}]`;
  let inner = '';
  for (const child of children) inner += inner === '' ? partText(child) : `,${partText(child)}`;
  return `${out},[${inner}]${language === undefined ? '' : `,${stringsText(language)}`}]`;
}

function partOf(tuple: PartTuple): BodyPart {
  const [section, type, params, disposition, filename, contentId, encoding, size, children, language] = tuple;
  return {
    section,
    type,
    params: params === 0 ? {} : params,
    disposition,
    filename,
    contentId,
    encoding,
    size,
    ...(language === undefined ? {} : { language }),
    children: (children ?? []).map(partOf),
  };
}
