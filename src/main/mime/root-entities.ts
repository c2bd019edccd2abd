import { toLatin1 } from './bytes';
import { type Headers, parseHeaders } from './parse-headers';
import { parseParameters } from './parse-params';

/** More parts than any structure has of which each octet counts. */
const MAX_ENTITIES = 10;

export interface RootEntities {
  readonly headers: Headers;
  /** Lower-case `type/subtype`, '' when there is none. */
  readonly type: string;
  readonly params: Readonly<Record<string, string>>;
  /** The parts of a multipart with their headers, octet by octet as they came; empty for anything else. */
  readonly entities: readonly Uint8Array[];
  /** The octets behind the header. */
  readonly body: Uint8Array;
}

/**
 * The outermost structure of a message, with the exact octets of each part: what a signature is about (RFC 1847 §2.1,
 * RFC 3156 §5). The line break before a delimiter belongs to the delimiter.
 */
export function rootEntities(bytes: Uint8Array): RootEntities {
  const headers = parseHeaders(bytes);
  const single = headers.all('content-type').length === 1;
  const { value, params } = parseParameters(headers.first('content-type'));
  const body = bytes.subarray(headers.bodyStart);
  const boundary = params['boundary'] ?? '';
  // Of two types each program believes another one.
  const type = single ? value : '';
  const split = type.startsWith('multipart/') && boundary !== '';
  return { headers, type, params, entities: split ? entitiesOf(body, boundary) : [], body };
}

function entitiesOf(body: Uint8Array, boundary: string): Uint8Array[] {
  const found: Uint8Array[] = [];
  const mark = `--${boundary}`;
  let start = -1;
  for (let line = 0; line < body.length;) {
    const eol = body.indexOf(0x0a, line);
    const next = eol < 0 ? body.length : eol + 1;
    if (body[line] === 0x2d && body[line + 1] === 0x2d && next - line <= mark.length + 200) {
      const text = toLatin1(body, line, next).trimEnd();
      const closing = text === `${mark}--`;
      if (closing || text === mark) {
        if (start >= 0) found.push(body.subarray(start, Math.max(start, contentEnd(body, line))));
        if (closing || found.length >= MAX_ENTITIES) return found;
        start = next;
      }
    }
    line = next;
  }
  // Cut off: its last part may be another one than was sent.
  return found;
}

const contentEnd = (body: Uint8Array, line: number): number =>
  body[line - 2] === 0x0d ? line - 2 : line - 1;

/** The octets with each line ended by CR LF, as they are signed (RFC 3156 §5). */
export function withCrLf(bytes: Uint8Array): Uint8Array {
  let bare = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1))
    if (bytes[at - 1] !== 0x0d) bare++;
  if (bare === 0) return bytes;
  const out = new Uint8Array(bytes.length + bare);
  let to = 0;
  let from = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[at - 1] === 0x0d) continue;
    out.set(bytes.subarray(from, at), to);
    to += at - from;
    out[to++] = 0x0d;
    from = at;
  }
  out.set(bytes.subarray(from), to);
  return out;
}
