/// <reference types="../libmime" />
import libmime from 'libmime';
import type { Address } from '@shared/model/message';
import type { Crypto } from '@shared/ports/crypto';
import { concatOctets } from '@shared/util/octets';
import { toBase64, toLatin1, toUtf8 } from '../bytes';
import { addrSpec, addressField } from './address';
import { base64Stream, encodeFlowed, encodeText } from './body-encoding';
import { field, parameterTokens, structuredTokens, textTokens } from './header';
import type { OutgoingFile, OutgoingImage, OutgoingMessage } from './outgoing';

export interface BuildOptions {
  /** `omit` for the wire, `keep` for the copy that is filed (O-04). */
  readonly bcc: 'omit' | 'keep';
  /** The server offers SMTPUTF8 and the message may need it. Default false: such addresses are refused. */
  readonly smtpUtf8?: boolean;
}

export interface ContentOptions {
  /** Nothing that relays are known to change: ends of lines with blanks, lines that begin with "From " (RFC 3156 §5). */
  readonly unchanging?: boolean;
}

/**
 * The bytes of a message (RFC 5322, RFC 2045 …), CRLF, no line over 998 octets, 7-bit unless `smtpUtf8`. Attachments
 * are streamed; the same message gives the same bytes.
 * @throws MailError `bad-address`, `needs-smtputf8`, `bad-header` before the first byte is given.
 */
export async function* buildMessage(
  message: OutgoingMessage,
  options: BuildOptions,
): AsyncGenerator<Uint8Array> {
  const content = await contentOf(message);
  yield toUtf8(fieldsOf(message, options).join('') + MIME_VERSION + content.headers);
  let last = 0;
  for await (const piece of content.body()) {
    const bytes = typeof piece === 'string' ? toUtf8(piece) : piece;
    last = bytes.at(-1) ?? last;
    yield bytes;
  }
  if (last !== 0x0a) yield toUtf8('\r\n');
}

/** What a message says, as one entity (RFC 2045 §2.4). */
export const contentOf = (message: OutgoingMessage, options: ContentOptions = {}): Promise<Entity> =>
  bodyOf(message, boundarySource(message.messageId), options);

/** A boundary for what stands around `contentOf`: none that is in there. */
export const outerBoundary = (messageId: string): string => boundarySource(messageId)().replace('_1_', '_0_');

/** `buildMessage` in one piece. */
export async function messageBytes(message: OutgoingMessage, options: BuildOptions): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of buildMessage(message, options)) pieces.push(piece);
  return concatOctets(pieces);
}

/** The SMTP envelope: exactly the addresses of the headers, each recipient once. */
export function smtpEnvelope(message: OutgoingMessage, utf8 = false): { from: string; to: string[] } {
  const to = [...message.to, ...message.cc, ...message.bcc].map(({ address }) => addrSpec(address, utf8));
  const seen = new Set<string>();
  const unique = to.filter((address) => {
    const key =
      address.slice(0, address.lastIndexOf('@')) + address.slice(address.lastIndexOf('@')).toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
  return { from: addrSpec((message.sender ?? message.from).address, utf8), to: unique };
}

/** A fresh Message-ID without angle brackets; its right side is the sender's domain, never this machine's name. */
export function newMessageId(from: Address, crypto: Pick<Crypto, 'randomBytes'>): string {
  const spec = addrSpec(from.address, true);
  const random = toLatin1(toBase64(crypto.randomBytes(18))).replace(/[+/]/g, 'x');
  const host = spec.slice(spec.lastIndexOf('@') + 1);
  return `${random}@${host.startsWith('[') ? 'localhost' : host}`;
}

export const MIME_VERSION = 'MIME-Version: 1.0\r\n';

/** The header fields of a message, each folded and with its line end, without those that tell of its structure. */
export function fieldsOf(message: OutgoingMessage, { bcc, smtpUtf8 = false }: BuildOptions): string[] {
  const ids = (name: string, list: readonly string[] | undefined): string => {
    const valid = (list ?? []).filter((id) => /^[!-;=?-~]{1,900}$/.test(id));
    return valid.length === 0
      ? ''
      : field(
          name,
          valid.map((id) => `<${id}>`),
        );
  };
  const noRecipient = message.to.length === 0 && message.cc.length === 0;
  return [
    field('Date', [formatDate(message.date, message.utcOffset ?? 0)]),
    addressField('From', [message.from], smtpUtf8),
    message.sender ? addressField('Sender', [message.sender], smtpUtf8) : '',
    addressField('Reply-To', message.replyTo ?? [], smtpUtf8),
    noRecipient ? field('To', ['undisclosed-recipients:;']) : addressField('To', message.to, smtpUtf8),
    addressField('Cc', message.cc, smtpUtf8),
    bcc === 'keep' ? addressField('Bcc', message.bcc, smtpUtf8) : '',
    field('Message-ID', [`<${requireId(message.messageId)}>`]),
    ids('In-Reply-To', message.inReplyTo),
    ids('References', message.references),
    field('Subject', textTokens(message.subject)),
    ...(message.extra ?? []).map(({ name, value }) => field(name, textTokens(value))),
  ].filter((one) => one !== '');
}

function requireId(id: string): string {
  // `field` refuses controls; this refuses what would end the id early.
  return id.replace(/[<>\s]/g, '');
}

export interface Entity {
  /** Content headers with the blank line. */
  readonly headers: string;
  /** Without the line break that belongs to the delimiter behind it. */
  body(): AsyncIterable<string | Uint8Array>;
}

async function bodyOf(
  message: OutgoingMessage,
  boundary: () => string,
  { unchanging = false }: ContentOptions,
): Promise<Entity> {
  const plain = textEntity('plain', message.text, unchanging);
  let content = plain;
  if (message.html !== undefined) {
    const html = textEntity('html', message.html, unchanging);
    const images = message.images ?? [];
    const rich =
      images.length === 0
        ? html
        : multipart('related', [html, ...images.map(imageEntity)], boundary(), 'text/html');
    content = multipart('alternative', [plain, rich], boundary());
  }
  if (message.calendar) {
    const { method, text } = message.calendar;
    content = multipart('alternative', [content, calendarEntity(method, text, unchanging)], boundary());
  }
  if (message.disposition) {
    const fields = message.disposition.map(({ name, value }) => field(name, textTokens(value))).join('');
    const notification: Entity = {
      headers: `${field('Content-Type', ['message/disposition-notification'])}\r\n`,
      body: async function* () {
        yield fields;
      },
    };
    return multipart('report', [content, notification], boundary(), 'disposition-notification');
  }
  const attachments = message.attachments ?? [];
  if (attachments.length === 0) return content;
  const files = await Promise.all(attachments.map((file) => attachmentEntity(file, unchanging)));
  return multipart('mixed', [content, ...files], boundary());
}

function textEntity(kind: 'plain' | 'html', text: string, unchanging: boolean): Entity {
  const { encoding, body } = kind === 'plain' ? encodeFlowed(text, unchanging) : encodeText(text, unchanging);
  const charset = encoding === '7bit' ? 'us-ascii' : 'utf-8';
  const params = [`charset=${charset}`, ...(kind === 'plain' ? ['format=flowed'] : [])];
  return {
    headers: `${field('Content-Type', structuredTokens(`text/${kind}`, params))}${field('Content-Transfer-Encoding', [encoding])}\r\n`,
    body: async function* () {
      yield body;
    },
  };
}

function calendarEntity(method: string, text: string, unchanging: boolean): Entity {
  const { encoding, body } = encodeText(text, unchanging);
  return {
    headers: `${field('Content-Type', structuredTokens('text/calendar', ['charset=utf-8', `method=${method}`]))}${field('Content-Transfer-Encoding', [encoding])}\r\n`,
    body: async function* () {
      yield body;
    },
  };
}

function imageEntity(image: OutgoingImage): Entity {
  const id = image.contentId.replace(/[^!-;=?-~]/g, '');
  return fileEntity(image, 'inline', field('Content-ID', [`<${id}>`]));
}

async function attachmentEntity(file: OutgoingFile, unchanging: boolean): Promise<Entity> {
  if (file.type !== 'message/rfc822') return fileEntity(file, 'attachment');
  if (await isSevenBit(file, unchanging)) return embeddedMessage(file);
  // RFC 2046 §5.2.1 forbids to encode message/rfc822, and its bytes must stay what they are.
  return fileEntity({ ...file, type: 'application/octet-stream' }, 'attachment');
}

function fileEntity(file: OutgoingFile, disposition: 'inline' | 'attachment', more = ''): Entity {
  return {
    headers: `${fileHeaders(file, disposition)}${field('Content-Transfer-Encoding', ['base64'])}${more}\r\n`,
    body: () => base64Stream(file.read()),
  };
}

/** A message as it is, line ends made CRLF. */
function embeddedMessage(file: OutgoingFile): Entity {
  return {
    headers: `${fileHeaders(file, 'attachment')}${field('Content-Transfer-Encoding', ['7bit'])}\r\n`,
    body: async function* () {
      let cr = false;
      for await (const piece of file.read()) {
        let text = toLatin1(piece);
        if (cr) text = `\r${text}`;
        cr = text.endsWith('\r');
        if (cr) text = text.slice(0, -1);
        yield text.replace(/\r\n|\r|\n/g, '\r\n');
      }
      if (cr) yield '\r\n';
    },
  };
}

function fileHeaders(file: OutgoingFile, disposition: 'inline' | 'attachment'): string {
  // Only the name, and no path in it: receivers have been known to follow it.
  const name = file.filename.replace(/[/\\]/g, '_');
  const guessed = file.type === '' ? libmime.detectMimeType(name) : file.type.toLowerCase();
  const type = /^(?!multipart\/)[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/.test(guessed)
    ? guessed
    : 'application/octet-stream';
  const named = (parameter: string): string[] => (name === '' ? [] : parameterTokens(parameter, name));
  return (
    field('Content-Type', structuredTokens(type, named('name'))) +
    field('Content-Disposition', structuredTokens(disposition, named('filename')))
  );
}

function multipart(
  kind: 'mixed' | 'alternative' | 'related' | 'report',
  parts: readonly Entity[],
  boundary: string,
  type = '',
): Entity {
  const name = kind === 'report' ? 'report-type' : 'type';
  const params = [`boundary="${boundary}"`, ...(type === '' ? [] : [`${name}="${type}"`])];
  return {
    headers: `${field('Content-Type', structuredTokens(`multipart/${kind}`, params))}\r\n`,
    body: async function* () {
      for (const part of parts) {
        yield `--${boundary}\r\n${part.headers}`;
        yield* part.body();
        yield '\r\n';
      }
      yield `--${boundary}--\r\n`;
    },
  };
}

/**
 * Boundaries that no encoded part can hold (`=_` is in neither QP nor base64) and no embedded message either, unless
 * it has the same Message-ID.
 */
function boundarySource(messageId: string): () => string {
  // FNV-1a over the id, in two lanes.
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (const byte of toUtf8(messageId)) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ (byte + 0x9e), 0x85ebca6b);
  }
  const token = (a >>> 0).toString(36) + (b >>> 0).toString(36);
  let count = 0;
  return () => `=_tern_${++count}_${token}`;
}

async function isSevenBit(file: OutgoingFile, unchanging: boolean): Promise<boolean> {
  let line = 0;
  let before = 0;
  let start = '';
  for await (const piece of file.read()) {
    for (const byte of piece) {
      if (byte === 0 || byte > 0x7f) return false;
      const ends = byte === 0x0a || byte === 0x0d;
      if (unchanging && ends && (before === 0x20 || before === 0x09)) return false;
      if (line < 5 && !ends) start = (line === 0 ? '' : start) + String.fromCharCode(byte);
      line = ends ? 0 : line + 1;
      if (line > 998 || (unchanging && line === 5 && start === 'From ')) return false;
      before = byte;
    }
  }
  return !unchanging || (before !== 0x20 && before !== 0x09);
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** RFC 5322 §3.3, in the zone that is `utcOffset` minutes east of UTC. */
export function formatDate(time: number, utcOffset: number): string {
  const local = new Date(time + utcOffset * 60_000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const zone = Math.abs(utcOffset);
  return (
    `${DAYS[local.getUTCDay()] ?? ''}, ${local.getUTCDate()} ${MONTHS[local.getUTCMonth()] ?? ''} ` +
    `${String(local.getUTCFullYear()).padStart(4, '0')} ` +
    `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())} ` +
    `${utcOffset < 0 ? '-' : '+'}${two(Math.floor(zone / 60))}${two(zone % 60)}`
  );
}
