import { isAscii, toBase64, utf8 } from '../bytes';

export interface Person {
  /** '' for a sender who gives none. */
  readonly name: string;
  readonly address: string;
}

export interface Attachment {
  readonly filename: string;
  readonly type: string;
  /** Binary string. */
  readonly bytes: string;
  /** Shown inside the HTML under this Content-ID instead of being listed. */
  readonly cid?: string;
}

/** One message as a person would describe it; `compose` makes the octets. */
export interface Letter {
  readonly from: Person;
  readonly to: readonly Person[];
  readonly cc?: readonly Person[];
  readonly subject: string;
  /** Lines end with \n. */
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly Attachment[];
  /** The body of a text/calendar part, with its method. */
  readonly calendar?: { readonly method: string; readonly ics: string };
  /** format=flowed (RFC 3676): paragraphs are wrapped softly. */
  readonly flowed?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without angle brackets. */
  readonly id: string;
  /** Ids of the messages before it in the thread, oldest first. */
  readonly references?: readonly string[];
  /** ms since 1970. */
  readonly date: number;
}

const crlf = (text: string): string => text.replace(/\r?\n/g, '\r\n');

/** The octets of a letter as a binary string (RFC 5322, MIME). */
export function compose(letter: Letter): string {
  const { references = [] } = letter;
  const header: Array<[string, string]> = [
    ['Message-ID', `<${letter.id}>`],
    ['Date', headerDate(letter.date)],
    ['From', address(letter.from)],
  ];
  if (letter.to.length > 0) header.push(['To', letter.to.map(address).join(',\r\n ')]);
  if (letter.cc !== undefined && letter.cc.length > 0)
    header.push(['Cc', letter.cc.map(address).join(',\r\n ')]);
  header.push(['Subject', encodeHeader(letter.subject)]);
  const parent = references.at(-1);
  if (parent !== undefined) {
    header.push(['In-Reply-To', `<${parent}>`]);
    header.push(['References', references.map((id) => `<${id}>`).join('\r\n ')]);
  }
  for (const [name, value] of Object.entries(letter.headers ?? {})) header.push([name, encodeHeader(value)]);
  header.push(['MIME-Version', '1.0']);
  return `${header.map(([name, value]) => `${name}: ${value}\r\n`).join('')}${content(letter)}`;
}

function content(letter: Letter): string {
  const text = letter.flowed === true ? flow(letter.text) : letter.text;
  let body = textPart('plain', text, letter.flowed === true ? '; format=flowed' : '');
  const inline = (letter.attachments ?? []).filter(({ cid }) => cid !== undefined);
  const listed = (letter.attachments ?? []).filter(({ cid }) => cid === undefined);
  const alternatives = [body];
  if (letter.html !== undefined) {
    const html = textPart('html', letter.html, '');
    alternatives.push(
      inline.length === 0 ? html : multipart('related', `rel-${letter.id}`, [html, ...inline.map(filePart)]),
    );
  }
  if (letter.calendar !== undefined) {
    alternatives.push(textPart('calendar', letter.calendar.ics, `; method=${letter.calendar.method}`));
  }
  if (alternatives.length > 1) body = multipart('alternative', `alt-${letter.id}`, alternatives);
  return listed.length === 0 ? body : multipart('mixed', `mix-${letter.id}`, [body, ...listed.map(filePart)]);
}

function multipart(subtype: string, name: string, parts: readonly string[]): string {
  const boundary = `=_${name.replace(/[^A-Za-z0-9.-]/g, '').slice(0, 60)}`;
  const inner = parts
    .map((part) => `--${boundary}\r\n${part}${part.endsWith('\r\n') ? '' : '\r\n'}`)
    .join('');
  return `Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n\r\n${inner}--${boundary}--\r\n`;
}

function textPart(subtype: string, text: string, params: string): string {
  const octets = utf8(crlf(text));
  const type = `Content-Type: text/${subtype}; charset=utf-8${params}\r\n`;
  const isShort = octets.split('\r\n').every((line) => line.length <= 990);
  if (isAscii(octets) && isShort) return `${type}Content-Transfer-Encoding: 7bit\r\n\r\n${octets}`;
  const high = [...octets].filter((char) => char > '\x7f').length;
  if (high * 3 > octets.length)
    return `${type}Content-Transfer-Encoding: base64\r\n\r\n${base64Lines(octets)}`;
  return `${type}Content-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(octets)}`;
}

function filePart({ filename, type, bytes, cid }: Attachment): string {
  const plain = isAscii(filename);
  const disposition = cid === undefined ? 'attachment' : 'inline';
  const name = plain ? `filename="${filename}"` : `filename*=UTF-8''${encodeURIComponent(filename)}`;
  const id = cid === undefined ? '' : `Content-ID: <${cid}>\r\n`;
  return `Content-Type: ${type}${plain ? `; name="${filename}"` : ''}\r\n${id}Content-Disposition: ${disposition}; ${name}\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64Lines(bytes)}`;
}

export const base64Lines = (bytes: string): string => `${toBase64(bytes).replace(/.{76}/g, '$&\r\n')}\r\n`;

/** RFC 2045 §6.7, lines of at most 76. */
function quotedPrintable(octets: string): string {
  return octets
    .split('\r\n')
    .map((line) => {
      let out = '';
      let column = 0;
      for (let i = 0; i < line.length; i += 1) {
        const code = line.charCodeAt(i);
        const isLast = i === line.length - 1;
        const isPlain = (code > 32 && code < 127 && code !== 61) || (code === 32 && !isLast);
        const piece = isPlain ? (line[i] ?? '') : `=${code.toString(16).toUpperCase().padStart(2, '0')}`;
        if (column + piece.length > 75) {
          out += '=\r\n';
          column = 0;
        }
        out += piece;
        column += piece.length;
      }
      return out;
    })
    .join('\r\n');
}

/** Soft line breaks (a space before the line end) at 72 columns; quoted lines and the signature mark stay. */
function flow(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line.length <= 72 || line.startsWith('>') ? line.replace(/^(?=[ ]|From )/, ' ') : wrap(line),
    )
    .join('\n');
}
function wrap(line: string): string {
  let out = '';
  let column = 0;
  for (const word of line.split(' ')) {
    if (column > 0 && column + word.length > 71) {
      out += ' \n';
      column = 0;
    } else if (column > 0) {
      out += ' ';
      column += 1;
    }
    out += word;
    column += word.length;
  }
  return out;
}

/** Encoded words of at most 75 characters, never inside a character (RFC 2047 §5); folded. */
function encodeHeader(text: string): string {
  if (isAscii(text)) return fold(text);
  const words: string[] = [];
  let piece = '';
  for (const char of text) {
    if (utf8(piece + char).length > 42) {
      words.push(piece);
      piece = '';
    }
    piece += char;
  }
  words.push(piece);
  return words.map((word) => `=?UTF-8?B?${toBase64(utf8(word))}?=`).join('\r\n ');
}
function fold(text: string): string {
  return text.length <= 66 ? text : text.replace(/(.{40,66}) (?=\S)/g, '$1\r\n ');
}

export function address({ name, address: spec }: Person): string {
  if (name === '') return spec;
  if (isAscii(name)) return `${/^[A-Za-z0-9 ]+$/.test(name) ? name : `"${name}"`} <${spec}>`;
  return `${encodeHeader(name)} <${spec}>`;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export function headerDate(ms: number): string {
  const d = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${DAYS[d.getUTCDay()] ?? ''}, ${d.getUTCDate()} ${MONTHS[d.getUTCMonth()] ?? ''} ${d.getUTCFullYear()} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())} +0000`;
}
