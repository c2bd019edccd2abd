/**
 * Files that old programs wrote into the text of a message: uuencode (POSIX `uuencode`, also with `-m`) and yEnc
 * (yenc.org, draft 1.3). Only found here; `main/mime/text-files` takes them out of the bytes.
 */
export interface EncodedFile {
  readonly kind: 'uuencode' | 'base64' | 'yenc';
  /** As its sender wrote it: untrusted, never a path. */
  readonly name: string;
  /** From the line that begins it up to behind the line that ends it. */
  readonly start: number;
  readonly end: number;
  /** Its lines of data. */
  readonly dataStart: number;
  readonly dataEnd: number;
  /** False: the text ends, or goes on with something else, before the file does. */
  readonly whole: boolean;
}

/** More files than anybody writes into one text. */
export const MAX_ENCODED_FILES = 1000;
const MAX_NAME = 255;
const UU = /^begin(-base64)? [0-7]{3,4} (\S.*)$/;
const YENC = /^=ybegin (?=.*\bline=\d)(?=.*\bsize=\d).*\bname=(.*)$/;

/** In the order of the text. One pass; a line that only looks like a beginning is text. */
export function findEncodedFiles(text: string): EncodedFile[] {
  const found: EncodedFile[] = [];
  let at = 0;
  while (at < text.length && found.length < MAX_ENCODED_FILES) {
    const line = lineAt(text, at);
    const uu = line.text.startsWith('begin') ? UU.exec(line.text) : null;
    const yenc = line.text.startsWith('=ybegin ') ? YENC.exec(line.text) : null;
    const name = (uu?.[2] ?? yenc?.[1] ?? '').trim().slice(0, MAX_NAME);
    const file = uu
      ? readLines(text, at, line.next, uu[1] === undefined ? 'uuencode' : 'base64', name)
      : yenc
        ? readYenc(text, at, line.next, name)
        : null;
    if (file) found.push(file);
    at = file?.end ?? line.next;
  }
  return found;
}

function readLines(
  text: string,
  start: number,
  dataStart: number,
  kind: 'uuencode' | 'base64',
  name: string,
): EncodedFile | null {
  const last = kind === 'uuencode' ? 'end' : '====';
  let at = dataStart;
  while (at < text.length) {
    const line = lineAt(text, at);
    if (line.text === last) return { kind, name, start, end: line.next, dataStart, dataEnd: at, whole: true };
    if (!(kind === 'uuencode' ? isUuLine(line.text) : /^[A-Za-z0-9+/]{1,1000}={0,2}$/.test(line.text))) break;
    at = line.next;
  }
  // Not one line of data: somebody wrote a sentence.
  return at === dataStart ? null : { kind, name, start, end: at, dataStart, dataEnd: at, whole: false };
}

function readYenc(text: string, start: number, after: number, name: string): EncodedFile {
  const part = lineAt(text, after);
  const dataStart = part.text.startsWith('=ypart ') ? part.next : after;
  let at = dataStart;
  while (at < text.length) {
    const line = lineAt(text, at);
    // `=y` cannot stand in the data: an escape is followed by a character that is 64 more than another.
    if (line.text.startsWith('=yend ')) {
      return { kind: 'yenc', name, start, end: line.next, dataStart, dataEnd: at, whole: true };
    }
    at = line.next;
  }
  return { kind: 'yenc', name, start, end: text.length, dataStart, dataEnd: text.length, whole: false };
}

/** The length of a line of data is its first character; blanks at its end may have got lost on the way. */
function isUuLine(line: string): boolean {
  if (!/^[ -`]{0,88}$/.test(line)) return false;
  const octets = (line.charCodeAt(0) - 32) & 63;
  return line === '' || line.length - 1 <= Math.ceil(octets / 3) * 4 + 2;
}

/** A line without its end; lines end with LF or CRLF. */
function lineAt(text: string, at: number): { readonly text: string; readonly next: number } {
  const lf = text.indexOf('\n', at);
  const end = lf < 0 ? text.length : lf;
  return {
    text: text.slice(at, end > at && text[end - 1] === '\r' ? end - 1 : end),
    next: lf < 0 ? end : lf + 1,
  };
}
