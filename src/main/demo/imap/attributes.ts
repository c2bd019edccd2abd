import { field, parseAddresses, parseParameterised, type MimePart } from '../mime-walk';
import { nstring, quote } from './format';

/** ENVELOPE of a message (RFC 3501 §7.4.2). */
export function envelope(part: MimePart): string {
  const get = (name: string): string | undefined => field(part.header, name);
  const from = addresses(get('from'));
  const fields = [
    nstring(get('date')),
    nstring(get('subject')),
    from,
    get('sender') === undefined ? from : addresses(get('sender')),
    get('reply-to') === undefined ? from : addresses(get('reply-to')),
    addresses(get('to')),
    addresses(get('cc')),
    addresses(get('bcc')),
    nstring(get('in-reply-to')),
    nstring(get('message-id')),
  ];
  return `(${fields.join(' ')})`;
}

function addresses(value: string | undefined): string {
  const list = value === undefined ? [] : parseAddresses(value);
  if (list.length === 0) return 'NIL';
  return `(${list.map(({ name, mailbox, host }) => `(${nstring(name)} NIL ${nstring(mailbox)} ${nstring(host)})`).join('')})`;
}

const params = (list: ReadonlyArray<readonly [string, string]>): string =>
  list.length === 0
    ? 'NIL'
    : `(${list.map(([name, value]) => `${quote(name.toUpperCase())} ${quote(value)}`).join(' ')})`;

/** BODY (without extension data) or BODYSTRUCTURE of a part (RFC 3501 §7.4.2). */
export function bodyStructure(raw: string, part: MimePart, extended: boolean): string {
  const tail = extended ? ` ${extension(part)}` : '';
  if (part.type === 'multipart') {
    const children = part.children.map((child) => bodyStructure(raw, child, extended)).join('');
    // A multipart without parts has no form in the grammar; servers say an empty text part.
    const inner = children === '' ? '("TEXT" "PLAIN" NIL NIL NIL "7BIT" 0 0)' : children;
    const more = extended ? ` ${params(part.params)} ${extension(part)}` : '';
    return `(${inner} ${quote(part.subtype.toUpperCase())}${more})`;
  }
  const defaults =
    part.type === 'text' && part.params.length === 0 ? [['charset', 'us-ascii'] as const] : part.params;
  const basic = [
    quote(part.type.toUpperCase()),
    quote(part.subtype.toUpperCase()),
    params(defaults),
    nstring(field(part.header, 'content-id')),
    nstring(field(part.header, 'content-description')),
    quote((field(part.header, 'content-transfer-encoding') ?? '7BIT').trim().toUpperCase()),
    String(part.end - part.body),
  ].join(' ');
  const lines = String(countLines(raw, part.body, part.end));
  const md5 = extended ? ` ${nstring(field(part.header, 'content-md5'))}` : '';
  if (part.message !== null) {
    return `(${basic} ${envelope(part.message)} ${bodyStructure(raw, part.message, extended)} ${lines}${md5}${tail})`;
  }
  return part.type === 'text' ? `(${basic} ${lines}${md5}${tail})` : `(${basic}${md5}${tail})`;
}

/** Disposition, language and location; a multipart and a single part end alike. */
function extension(part: MimePart): string {
  const disposition = field(part.header, 'content-disposition');
  const language = field(part.header, 'content-language');
  const parsed = disposition === undefined ? null : parseParameterised(disposition);
  const first = parsed === null ? 'NIL' : `(${quote(parsed.value.toUpperCase())} ${params(parsed.params)})`;
  const second =
    language === undefined
      ? 'NIL'
      : `(${language
          .split(',')
          .map((tag) => quote(tag.trim()))
          .join(' ')})`;
  return `${first} ${second} ${nstring(field(part.header, 'content-location'))}`;
}

function countLines(raw: string, from: number, to: number): number {
  let lines = 0;
  for (let at = raw.indexOf('\n', from); at >= 0 && at < to; at = raw.indexOf('\n', at + 1)) lines += 1;
  return to > from && raw[to - 1] !== '\n' ? lines + 1 : lines;
}
