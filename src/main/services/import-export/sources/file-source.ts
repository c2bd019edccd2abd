import type { Files } from '@shared/ports/files';
import { MAX_MESSAGE_OCTETS } from '../mbox';
import { readState } from '../mbox-state';
import { plainLetter, type SourceLetter } from './letter';

/** Apple Mail: `.emlx` has the message's length on a line before it, and a property list behind it. */
const EMLX = /\.emlx$/i;
const MESSAGE = /\.(?:eml|emlx)$/i;

export const isMessageFile = (name: string): boolean => MESSAGE.test(name);

/** One file, one message, with the flags that the program it was saved from left in it. */
export async function savedLetter(files: Files, path: string): Promise<SourceLetter> {
  const letter = await fileLetter(files, path);
  return { ...letter, flags: readState(letter.bytes).flags };
}

/** One file, one message. */
export async function fileLetter(files: Files, path: string): Promise<SourceLetter> {
  const { bytes, cut } = await readMessage(files.read(path));
  const file = path.slice(path.lastIndexOf('/') + 1);
  return { ...plainLetter(EMLX.test(path) ? fromEmlx(bytes) : bytes, cut), file };
}

/** At most `MAX_MESSAGE_OCTETS` of a stream. */
export async function readMessage(
  stream: AsyncIterable<Uint8Array>,
): Promise<{ readonly bytes: Uint8Array; readonly cut: boolean }> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream) {
    size += piece.length;
    if (size > MAX_MESSAGE_OCTETS) return { bytes: Buffer.concat(pieces), cut: true };
    pieces.push(piece);
  }
  return { bytes: Buffer.concat(pieces), cut: false };
}

function fromEmlx(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0x0a);
  const first = Buffer.from(bytes.subarray(0, Math.max(0, end)))
    .toString('latin1')
    .trim();
  if (!/^\d{1,12}$/.test(first)) return bytes;
  return bytes.subarray(end + 1, end + 1 + Number(first));
}
