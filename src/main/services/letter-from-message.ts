import type { DraftAttachment } from '@shared/contract/compose';
import type { Address } from '@shared/model/message';
import type { BodyPart, Envelope } from '@shared/model/message';
import { bodyFromMessage, partsOf } from '../mime/body-from-message';
import { unflow } from '../mime/flowed';
import { plainOfHtml } from '@shared/util/plain-of-html';
import { selectTexts } from '../mime/select-texts';
import type { BlobShelf } from './blob-shelf';

/** What a finished message has of a letter that can be gone on with. */
export interface Letter {
  readonly envelope: Envelope;
  readonly from: readonly Address[];
  readonly text: string;
  /** Raw: the composer's sanitiser cleans it before anybody sees or sends it. */
  readonly html: string | null;
  readonly attachments: readonly DraftAttachment[];
}

/** Takes a whole message apart for the composer: a draft written elsewhere, a message to be edited as new. */
export async function letterFromMessage(bytes: Uint8Array, shelf: BlobShelf): Promise<Letter> {
  const parsed = bodyFromMessage(bytes);
  const selection = selectTexts(parsed.structure);
  const texts = new Map(parsed.texts.map((text) => [text.section, text]));
  const plain: string[] = [];
  const html: string[] = [];
  for (const shown of selection.texts) {
    const asPlain = shown.plain && texts.get(shown.plain.section);
    const asHtml = shown.html && texts.get(shown.html.section);
    const words = asPlain
      ? asPlain.flowed
        ? unflow(asPlain.text, asPlain.delsp)
        : asPlain.text
      : plainOfHtml(asHtml?.text ?? '');
    plain.push(words.replace(/\r\n?/g, '\n').replace(/\n+$/, ''));
    if (asHtml) html.push(asHtml.text);
  }
  return {
    envelope: parsed.envelope,
    from: parsed.envelope.from,
    text: plain.join('\n\n'),
    html: html.length > 0 ? html.join('<hr>') : null,
    attachments: await filesOf(bytes, parsed.structure, shelf),
  };
}

/** The attachments and inline images of a message, stored for a draft. */
export async function filesOf(
  bytes: Uint8Array,
  structure: BodyPart,
  shelf: BlobShelf,
): Promise<DraftAttachment[]> {
  const { attachments, inline } = selectTexts(structure);
  const shown = new Set([...inline.values()].map((part) => part.section));
  const wanted = new Set([...attachments.map((part) => part.section), ...shown]);
  const files: DraftAttachment[] = [];
  for (const found of partsOf(bytes)) {
    const { part } = found;
    if (!wanted.has(part.section)) continue;
    // A forwarded message, and with it what its sender signed, goes on byte for byte.
    const stored = await shelf.put(found.bytes());
    files.push({
      blob: stored.hash,
      name: part.filename || (part.type === 'message/rfc822' ? 'message.eml' : ''),
      type: part.type,
      size: stored.size,
      contentId: shown.has(part.section) ? part.contentId : null,
    });
  }
  return files;
}
