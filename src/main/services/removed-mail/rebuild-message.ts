import { isMailError } from '@shared/errors/mail-error';
import type { Address, BodyText, MessageBody, MessageRow } from '@shared/model/message';
import { addrSpec } from '../../mime/build/address';
import { messageBytes } from '../../mime/build/build-message';
import { unflow } from '../../mime/flowed';
import { textOfHtml } from '@shared/util/text-of-html';
import { selectTexts } from '../../mime/select-texts';

export interface Rebuilt {
  readonly bytes: Uint8Array;
  /** Attachments that are not in it, because they never were on this computer. */
  readonly missing: number;
}

/** No mail address has this top level (RFC 2606): stands where the original had none that can be written down. */
const NOBODY: Address = { name: '', address: 'unknown@sender.invalid' };

/**
 * A message made again from what the cache holds of it: header, texts. The Message-ID is the old one, so that threads and
 * the check for "already there" work; what the cache never had (attachments, other headers) can't be in it.
 * @returns null when not even its texts are here, or when no message can be made of its header.
 */
export async function rebuildMessage(
  row: MessageRow,
  body: MessageBody | null,
  internalDate: number,
  fallbackId: string,
): Promise<Rebuilt | null> {
  if (!body || (body.parts.length === 0 && row.structure !== null && hasTexts(row))) return null;
  const { envelope } = row;
  const html = body.parts.some((part) => part.type === 'text/html');
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
        ...(html ? { html: body.parts.map(htmlOf).join('<hr>') } : {}),
      },
      { bcc: 'keep', smtpUtf8: true },
    );
    return { bytes, missing: row.structure ? attachments(row) : 0 };
  } catch (error) {
    if (isMailError(error) && error.kind === 'refused') return null;
    throw error;
  }
}

const hasTexts = (row: MessageRow): boolean =>
  row.structure !== null && selectTexts(row.structure).texts.length > 0;

function attachments(row: MessageRow): number {
  if (!row.structure) return 0;
  const selected = selectTexts(row.structure);
  return selected.attachments.length + selected.inline.size;
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
  if (part.type === 'text/html') return textOfHtml(part.text).trim();
  return part.flowed ? unflow(part.text, part.delsp) : part.text;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const htmlOf = (part: BodyText): string =>
  part.type === 'text/html'
    ? part.text
    : `<pre>${plainOf(part).replace(/[&<>]/g, (character) => ESCAPES[character] ?? character)}</pre>`;
