import type { UnpackedPart } from '@shared/contract/engine-api';
import { MailError } from '@shared/errors/mail-error';
import { openTextFiles, type TextFile } from '../mime/text-files';
import { isTnef, openTnef, type TnefFile } from '../mime/tnef';
import type { BlobShelf } from './blob-shelf';
import type { FileDesk } from './file-desk';

/** Only a winmail.dat says what its files are. */
type UnpackedFile = TextFile & Partial<Pick<TnefFile, 'type'>>;

/** A container is read into memory; nobody mails larger ones. */
const MAX_OCTETS = 100 * 1024 * 1024;

/**
 * The files inside of a fetched winmail.dat, or in a text by uuencode or yEnc, each offered like a part of its own.
 * @throws MailError `not-found` (the address has expired), `too-large`, `not-a-container`.
 */
export async function unpackPart(
  url: string,
  ports: { readonly files: FileDesk; readonly shelf: BlobShelf },
): Promise<UnpackedPart> {
  const file = await ports.files.openUrl(url);
  if (!file) throw new MailError({ kind: 'refused', code: 'not-found', message: 'The part is not here' });
  const inMemory = typeof ports.files.entryOf(url).blob !== 'string';
  const pieces: Uint8Array[] = [];
  let octets = 0;
  for await (const piece of file.stream) {
    octets += piece.length;
    if (octets > MAX_OCTETS) {
      throw new MailError({ kind: 'refused', code: 'too-large', message: 'The container is too large' });
    }
    pieces.push(piece);
  }
  const bytes = Buffer.concat(pieces);
  const wrapped = isTnef(bytes);
  const { files, notices }: { files: readonly UnpackedFile[]; notices: readonly string[] } = wrapped
    ? openTnef(bytes)
    : openTextFiles(bytes);
  if (files.length === 0 && (notices.length > 0 || !wrapped)) {
    throw new MailError({ kind: 'refused', code: 'not-a-container', message: 'Nothing in it can be read' });
  }
  const parts = [];
  for (const file of files) {
    const { bytes: octets, name, type = '' } = file;
    // What is in memory alone is so for a reason, and what is inside of it as well.
    const blob = inMemory ? octets : (await ports.shelf.put(octets, { cache: true })).hash;
    const size = octets.length;
    parts.push(ports.files.offer({ blob, name, type: type || 'application/octet-stream', size }));
  }
  return { parts, notices };
}
