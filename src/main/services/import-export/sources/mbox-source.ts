import type { Files } from '@shared/ports/files';
import { type MboxDialect, readMbox } from '../mbox';
import { takeState } from '../mbox-state';
import { plainLetter, type SourceLetter } from './letter';

const HEAD = 8;

/** What the first bytes of a file say: an mbox, and whose, or no mbox. */
export async function sniffMbox(files: Files, path: string): Promise<MboxDialect | null> {
  let head = '';
  for await (const piece of files.read(path)) {
    head += Buffer.from(piece.subarray(0, HEAD)).toString('latin1');
    if (head.length >= HEAD) break;
  }
  if (!head.startsWith('From ')) return null;
  // Thunderbird writes "From - Sat Nov 21 …" and quotes a line that starts with "From " once, whatever it starts with.
  return head.startsWith('From - ') ? 'mboxo' : 'mboxrd';
}

/** The messages of an mbox file, without what the file notes of them in their headers. */
export async function* mboxLetters(
  file: AsyncIterable<Uint8Array>,
  dialect: MboxDialect,
): AsyncGenerator<SourceLetter> {
  for await (const message of readMbox(file, dialect)) {
    const { bytes, flags, deleted } = takeState(message.bytes);
    const letter = plainLetter(bytes, message.cut);
    yield { ...letter, flags, date: message.date, problem: letter.problem ?? (deleted ? 'deleted' : null) };
  }
}

/** Passes pieces on and tells how long they were. */
export async function* counted(
  file: AsyncIterable<Uint8Array>,
  onOctets: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of file) {
    onOctets(piece.length);
    yield piece;
  }
}
