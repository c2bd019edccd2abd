import type { UnpackedPart } from '@shared/contract/engine-api';
import { MailError } from '@shared/errors/mail-error';
import { openTnef } from '../mime/tnef';
import type { BlobShelf } from './blob-shelf';
import type { FileDesk } from './file-desk';

/** A container is read into memory; nobody mails larger ones. */
const MAX_OCTETS = 100 * 1024 * 1024;

/**
 * The files inside of a fetched winmail.dat, each offered like a part of its own.
 * @throws MailError `not-found` (the address has expired), `too-large`, `not-a-container`.
 */
export async function unpackPart(
  url: string,
  ports: { readonly files: FileDesk; readonly shelf: BlobShelf },
): Promise<UnpackedPart> {
  const file = await ports.files.openUrl(url);
  if (!file) throw new MailError({ kind: 'refused', code: 'not-found', message: 'The part is not here' });
  const pieces: Uint8Array[] = [];
  let octets = 0;
  for await (const piece of file.stream) {
    octets += piece.length;
    if (octets > MAX_OCTETS) {
      throw new MailError({ kind: 'refused', code: 'too-large', message: 'The container is too large' });
    }
    pieces.push(piece);
  }
  const { files, notices } = openTnef(Buffer.concat(pieces));
  if (files.length === 0 && notices.length > 0) {
    throw new MailError({ kind: 'refused', code: 'not-a-container', message: 'Nothing in it can be read' });
  }
  const parts = [];
  for (const { name, type, bytes } of files) {
    const { hash, size } = await ports.shelf.put(bytes, { cache: true });
    parts.push(ports.files.offer({ blob: hash, name, type: type || 'application/octet-stream', size }));
  }
  return { parts, notices };
}
