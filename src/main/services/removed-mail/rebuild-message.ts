import { isMailError } from '@shared/errors/mail-error';
import type { Address, BodyPart, BodyText, MessageBody, MessageRow } from '@shared/model/message';
import { addrSpec } from '../../mime/build/address';
import { messageBytes } from '../../mime/build/build-message';
import type { OutgoingFile, OutgoingImage } from '../../mime/build/outgoing';
import { unflow } from '../../mime/flowed';
import { plainOfHtml } from '@shared/util/plain-of-html';
import { selectTexts } from '../../mime/select-texts';

export interface Rebuilt {
  readonly bytes: Uint8Array;
  /** Attachments that are not in it, because they are not on this computer. */
  readonly missing: number;
}

/** No mail address has this top level (RFC 2606): stands where the original had none that can be written down. */
const NOBODY: Address = { name: '', address: 'unknown@sender.invalid' };

/**
 * A message made again from what is here of it: header, texts, attachments. The Message-ID is the old one, so that threads
 * and the check for "already there" work; what never was here (attachments, other headers) can't be in it.
 * @returns null when not even its texts are here, or when no message can be made of its header.
 */
export async function rebuildMessage(
  row: MessageRow,
  body: MessageBody | null,
  internalDate: number,
  fallbackId: string,
  partHere: (section: string) => Promise<Uint8Array | null>,
): Promise<Rebuilt | null> {
  if (!body || (body.parts.length === 0 && row.structure !== null && hasTexts(row))) return null;
  const { envelope } = row;
  const html = body.parts.some((part) => part.type === 'text/html');
  const { files, images, missing } = await filesHere(row, partHere);
  try {
    const bytes = await messageBytes(
      {
        from: usable(envelope.from)[0] ?? NOBODY,
        replyTo: usable(envelope.replyTo),
        to: usable(envelope.to),
        cc: usable(envelope.cc),
        bcc: usable(envelope.bcc),
        subject: envelope.subject,
        date: envelope.date ?? internalDate,
        messageId: envelope.messageId === '' ? fallbackId : envelope.messageId,
        inReplyTo: envelope.inReplyTo,
        references: envelope.references,
        text: body.parts.map(plainOf).join('\n\n'),
        ...(html ? { html: body.parts.map(htmlOf).join('<hr>'), images } : {}),
        attachments: html ? files : [...files, ...images],
      },
      { bcc: 'keep', smtpUtf8: true },
    );
    return { bytes, missing };
  } catch (error) {
    if (isMailError(error) && error.kind === 'refused') return null;
    throw error;
  }
}

const hasTexts = (row: MessageRow): boolean =>
  row.structure !== null && selectTexts(row.structure).texts.length > 0;

/** Attachments and inline images whose files are here, and how many are not. */
async function filesHere(
  { structure }: MessageRow,
  partHere: (section: string) => Promise<Uint8Array | null>,
): Promise<{ readonly files: OutgoingFile[]; readonly images: OutgoingImage[]; readonly missing: number }> {
  const files: OutgoingFile[] = [];
  const images: OutgoingImage[] = [];
  let missing = 0;
  if (!structure) return { files, images, missing };
  const { attachments, inline } = selectTexts(structure);
  const read = async (part: BodyPart): Promise<OutgoingFile | null> => {
    const bytes = await partHere(part.section);
    if (!bytes) missing += 1;
    return bytes && { filename: part.filename, type: part.type, read: () => once(bytes) };
  };
  for (const part of attachments) {
    const file = await read(part);
    if (file) files.push(file);
  }
  for (const [contentId, part] of inline) {
    const file = await read(part);
    if (file) images.push({ ...file, contentId });
  }
  return { files, images, missing };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

/** Addresses that can be written into a header again. */
function usable(addresses: readonly Address[]): Address[] {
  return addresses.filter(({ address }) => {
    try {
      addrSpec(address, true);
      return true;
    } catch {
      return false;
    }
  });
}

function plainOf(part: BodyText): string {
  if (part.type === 'text/html') return plainOfHtml(part.text);
  return part.flowed ? unflow(part.text, part.delsp) : part.text;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const htmlOf = (part: BodyText): string =>
  part.type === 'text/html'
    ? part.text
    : `<pre>${plainOf(part).replace(/[&<>]/g, (character) => ESCAPES[character] ?? character)}</pre>`;
