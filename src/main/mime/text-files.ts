import { type EncodedFile, findEncodedFiles, MAX_ENCODED_FILES } from '@shared/util/encoded-files';

/** One file out of a text. Its name is its sender's: untrusted, never a path. */
export interface TextFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface TextFiles {
  readonly files: readonly TextFile[];
  /**
   * Codes: `encoded-damaged` (its end is missing, or it is not what its sender says it is), `encoded-piece` (the rest is
   * in other messages), `encoded-too-many`.
   */
  readonly notices: readonly string[];
}

const MAX_OCTETS = 200 * 1024 * 1024;

/**
 * Takes uuencoded and yEnc files out of a text part. Written by hand, as the libraries there are read news articles or
 * are native code. Linear; a line of zeros that
 * lost its blanks gives 63 octets, so all files of one text together are bounded.
 * @param bytes the part, transfer encoding undone, charset not.
 */
export function openTextFiles(bytes: Uint8Array): TextFiles {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const notices = new Set<string>();
  const found = findEncodedFiles(text);
  const files: TextFile[] = [];
  let octets = 0;
  for (const file of found) {
    if (!file.whole) notices.add('encoded-damaged');
    const content = DECODERS[file.kind](text.slice(file.dataStart, file.dataEnd));
    octets += content.length;
    if (octets > MAX_OCTETS) {
      notices.add('encoded-too-many');
      break;
    }
    if (file.kind === 'yenc') for (const notice of checkYenc(text, file, content)) notices.add(notice);
    // Names are in whatever the sender's system used; UTF-8 shows itself.
    const name = Buffer.from(file.name, 'latin1').toString(isUtf8(file.name) ? 'utf8' : 'latin1');
    files.push({ name, bytes: content });
  }
  if (found.length === MAX_ENCODED_FILES) notices.add('encoded-too-many');
  return { files, notices: [...notices] };
}

const DECODERS: Readonly<Record<EncodedFile['kind'], (lines: string) => Uint8Array>> = {
  uuencode: decodeUu,
  base64: (lines) => new Uint8Array(Buffer.from(lines, 'base64')),
  yenc: decodeYenc,
};

function decodeUu(lines: string): Uint8Array {
  const rows = lines.split(/\r?\n/).filter((line) => line !== '');
  const octetsOf = (line: string): number => (line.charCodeAt(0) - 32) & 63;
  const out = new Uint8Array(rows.reduce((sum, line) => sum + octetsOf(line), 0));
  let size = 0;
  for (const line of rows) {
    const octets = octetsOf(line);
    // A blank that got lost is a zero, as the grave accent is.
    const value = (i: number): number => (i < line.length ? (line.charCodeAt(i) - 32) & 63 : 0);
    const end = size + octets;
    for (let i = 1; size < end; i += 4) {
      const group = (value(i) << 18) | (value(i + 1) << 12) | (value(i + 2) << 6) | value(i + 3);
      for (let shift = 16; shift >= 0 && size < end; shift -= 8) out[size++] = (group >> shift) & 0xff;
    }
  }
  return out;
}

function decodeYenc(lines: string): Uint8Array {
  const out = new Uint8Array(lines.length);
  let size = 0;
  for (let i = 0; i < lines.length; i++) {
    const code = lines.charCodeAt(i);
    if (code === 0x0a || code === 0x0d) continue;
    const escaped = code === 0x3d && i + 1 < lines.length;
    if (escaped) i += 1;
    out[size++] = (escaped ? lines.charCodeAt(i) - 106 : code - 42) & 0xff;
  }
  return out.slice(0, size);
}

/** What the sender says of the size and the CRC-32 of the file, or of this piece of it. */
function checkYenc(
  text: string,
  { start, dataStart, dataEnd, end, whole }: EncodedFile,
  content: Uint8Array,
): string[] {
  const head = text.slice(start, dataStart);
  const tail = whole ? text.slice(dataEnd, end) : '';
  const said = (name: string, of: string): string =>
    new RegExp(`[ \\t]${name}=([0-9a-f]{1,16})(?=[ \\t\\r\\n]|$)`, 'i').exec(of)?.[1] ?? '';
  const piece = said('part', head) !== '' && Number(said('total', head) || '2') > 1;
  const size = said('size', tail) || (piece ? '' : said('size', head));
  const crc = piece ? said('pcrc32', tail) : said('pcrc32', tail) || said('crc32', tail);
  const damaged =
    (size !== '' && Number(size) !== content.length) ||
    (crc !== '' && Number.parseInt(crc, 16) !== crc32(content));
  return [...(piece ? ['encoded-piece'] : []), ...(damaged ? ['encoded-damaged'] : [])];
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as in ZIP and PNG (yEnc's). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

function isUtf8(latin1: string): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(latin1, 'latin1'));
    return true;
  } catch {
    return false;
  }
}
