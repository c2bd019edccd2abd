/**
 * A small MIME walker for the embedded servers, independent of the client's code on purpose: the one must not hide
 * the other's mistakes. It works on binary strings and never copies the message.
 */
export interface MimePart {
  /** Offsets into the raw message: header from `start`, body from `body` (after the blank line) to `end`. */
  readonly start: number;
  readonly body: number;
  readonly end: number;
  readonly header: ReadonlyArray<readonly [name: string, value: string]>;
  /** Lower case. */
  readonly type: string;
  readonly subtype: string;
  readonly params: ReadonlyArray<readonly [string, string]>;
  readonly children: readonly MimePart[];
  /** The message inside a message/rfc822 part. */
  readonly message: MimePart | null;
}

const MAX_DEPTH = 50;

export const parseMime = (raw: string): MimePart => parseEntity(raw, 0, raw.length, 'text/plain', 0);

function parseEntity(raw: string, start: number, end: number, defaultType: string, depth: number): MimePart {
  const body = headerEnd(raw, start, end);
  const header = parseHeader(raw.slice(start, body));
  const content = parseParameterised(field(header, 'content-type') ?? defaultType);
  let [type = 'text', subtype = 'plain'] = content.value.toLowerCase().split('/', 2);
  if (type === '' || subtype === '') [type, subtype] = ['text', 'plain'];
  const boundary = content.params.find(([name]) => name === 'boundary')?.[1];
  const base = { start, body, end, header, type, subtype, params: content.params };
  if (type === 'multipart' && boundary !== undefined && depth < MAX_DEPTH) {
    const inner = subtype === 'digest' ? 'message/rfc822' : 'text/plain';
    const children = splitMultipart(raw, body, end, boundary).map(([from, to]) =>
      parseEntity(raw, from, to, inner, depth + 1),
    );
    return { ...base, children, message: null };
  }
  const encoding = (field(header, 'content-transfer-encoding') ?? '7bit').trim().toLowerCase();
  const nested =
    type === 'message' && subtype === 'rfc822' && encoding !== 'base64' && encoding !== 'quoted-printable';
  const message = nested && depth < MAX_DEPTH ? parseEntity(raw, body, end, 'text/plain', depth + 1) : null;
  return { ...base, children: [], message };
}

function headerEnd(raw: string, start: number, end: number): number {
  let line = start;
  while (line < end) {
    if (raw.startsWith('\r\n', line)) return line + 2;
    if (raw[line] === '\n') return line + 1;
    const next = raw.indexOf('\n', line);
    if (next < 0 || next >= end) return end;
    line = next + 1;
  }
  return end;
}

function parseHeader(text: string): Array<[string, string]> {
  const fields: Array<[string, string]> = [];
  for (const line of text.replace(/\r?\n([ \t])/g, '$1').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.push([line.slice(0, colon).trimEnd(), line.slice(colon + 1).trim()]);
  }
  return fields;
}

function splitMultipart(raw: string, from: number, end: number, boundary: string): Array<[number, number]> {
  const delimiter = `--${boundary}`;
  const parts: Array<[number, number]> = [];
  let open = -1;
  let at = raw.indexOf(delimiter, from);
  for (; at >= 0 && at < end; at = raw.indexOf(delimiter, at + delimiter.length)) {
    if (at !== from && raw[at - 1] !== '\n') continue;
    const lineEnd = raw.indexOf('\n', at);
    const stop = lineEnd < 0 || lineEnd >= end ? end : lineEnd + 1;
    const rest = raw.slice(at + delimiter.length, stop).trimEnd();
    if (rest !== '' && rest !== '--') continue;
    if (open >= 0) parts.push([open, Math.max(open, raw.startsWith('\r\n', at - 2) ? at - 2 : at - 1)]);
    if (rest === '--') return parts;
    open = stop;
  }
  if (open >= 0) parts.push([open, end]);
  return parts;
}

/** The first value of a header field, unfolded, or undefined. */
export const field = (header: ReadonlyArray<readonly [string, string]>, name: string): string | undefined =>
  header.find(([key]) => key.toLowerCase() === name)?.[1];

/** `value; name=token; name="quoted"` (RFC 2045 §5.1). RFC 2231 pieces are left as they are, like most servers do. */
export function parseParameterised(text: string): { value: string; params: Array<[string, string]> } {
  const [value = ''] = text.split(';', 1);
  const params: Array<[string, string]> = [];
  const pattern = /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\[\s\S])*)"|([^;\s]*))/g;
  for (const match of text.slice(value.length).matchAll(pattern)) {
    params.push([(match[1] ?? '').toLowerCase(), match[2]?.replace(/\\([\s\S])/g, '$1') ?? match[3] ?? '']);
  }
  return { value: value.trim(), params };
}

export interface MimeAddress {
  readonly name: string | null;
  readonly mailbox: string | null;
  readonly host: string | null;
}

/** An address list of RFC 5322, groups as the start and end markers that ENVELOPE wants. Encoded words stay as is. */
export function parseAddresses(text: string): MimeAddress[] {
  const out: MimeAddress[] = [];
  let phrase = '';
  let comment = '';
  let spec: string | null = null;
  const finish = (): void => {
    const address = spec ?? phrase.replace(/\s+/g, '');
    if (address !== '') {
      const at = address.lastIndexOf('@');
      const name = spec === null ? comment.trim() : phrase.trim().replace(/\s+/g, ' ');
      out.push({
        name: name === '' ? null : name,
        mailbox: at < 0 ? address : address.slice(0, at),
        host: at < 0 ? '' : address.slice(at + 1),
      });
    }
    phrase = '';
    comment = '';
    spec = null;
  };
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (char === '"') {
      for (i += 1; i < text.length && text[i] !== '"'; i += 1) {
        if (text[i] === '\\') i += 1;
        phrase += text[i] ?? '';
      }
    } else if (char === '(') {
      const close = text.indexOf(')', i);
      comment += text.slice(i + 1, close < 0 ? text.length : close);
      i = close < 0 ? text.length : close;
    } else if (char === '<') {
      const close = text.indexOf('>', i);
      spec = text.slice(i + 1, close < 0 ? text.length : close).trim();
      i = close < 0 ? text.length : close;
    } else if (char === ':' && spec === null) {
      out.push({ name: null, mailbox: phrase.trim(), host: null });
      phrase = '';
    } else if (char === ';') {
      finish();
      out.push({ name: null, mailbox: null, host: null });
    } else if (char === ',') finish();
    else phrase += char ?? '';
  }
  finish();
  return out;
}

/** What a section of BODY[…] means for one message. */
export type SectionText = 'body' | 'HEADER' | 'TEXT' | 'MIME';

/** The part that a section number names (RFC 3501 §6.4.5); null when there is none. `[]` is the message itself. */
export function partAt(root: MimePart, path: readonly number[]): MimePart | null {
  let part: MimePart = root;
  let isMessage = true;
  for (const number of path) {
    const holder = part.message ?? part;
    if (part.message !== null) isMessage = true;
    if (holder.type === 'multipart') {
      const child = holder.children[number - 1];
      if (child === undefined) return null;
      part = child;
      isMessage = false;
    } else if (number === 1 && isMessage) {
      part = part.message ?? part;
      isMessage = false;
    } else return null;
  }
  return part;
}

/** The octets of a section, or null when the message has no such section. */
export function sectionBytes(
  raw: string,
  root: MimePart,
  path: readonly number[],
  what: SectionText,
): string | null {
  if (path.length === 0) {
    if (what === 'HEADER') return raw.slice(root.start, root.body);
    if (what === 'TEXT') return raw.slice(root.body, root.end);
    return what === 'body' ? raw : null;
  }
  const part = partAt(root, path);
  if (part === null) return null;
  if (what === 'body') return raw.slice(part.body, part.end);
  if (what === 'MIME') return raw.slice(part.start, part.body);
  if (part.message === null) return null;
  const { start, body, end } = part.message;
  return what === 'HEADER' ? raw.slice(start, body) : raw.slice(body, end);
}

/** The header lines of the named fields (or of all others), as they are, with the blank line that ends them. */
export function headerFields(headerText: string, names: readonly string[], not: boolean): string {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  let out = '';
  for (const entry of headerText.split(/\r?\n(?![ \t])/)) {
    const name = entry
      .slice(0, Math.max(0, entry.indexOf(':')))
      .trimEnd()
      .toLowerCase();
    if (name !== '' && wanted.has(name) !== not) out += `${entry}\r\n`;
  }
  return `${out}\r\n`;
}
