import { MailError } from '@shared/errors/mail-error';
import type { Section } from '@shared/model/ids';
import type { BodyPart, BodyText, Envelope, MessageBody } from '@shared/model/message';
import { decodePart } from './decode-part';
import { parseEnvelope } from './parse-envelope';
import { leaves, selectTexts } from './select-texts';
import { decodeTransfer } from './transfer-encoding';
import type { WalkedMessage } from './walk-message';
import { walkMessage } from './walk-message';

export interface ParsedMessage {
  readonly envelope: Envelope;
  readonly structure: BodyPart;
  /** Every text that is shown, plain and HTML forms alike, in display order. */
  readonly texts: readonly BodyText[];
  /** Codes for i18n: capped, ambiguous, undecodable. */
  readonly notices: readonly string[];
}

/**
 * A complete message (POP3, `.eml`, an own draft) to what the reader needs. Total: any bytes give a result, in time
 * linear in their number. For large ones use `parseInWorker`.
 */
export function bodyFromMessage(bytes: Uint8Array): ParsedMessage {
  const walked = walkMessage(bytes);
  const notices = new Set(walked.notices);
  const texts: BodyText[] = [];
  for (const { plain, html } of selectTexts(walked.structure).texts) {
    for (const part of [plain, html]) {
      if (!part) continue;
      const decoded = decodePart(part, encodedBytes(bytes, walked, part));
      texts.push(decoded.text);
      for (const notice of decoded.notices) notices.add(notice);
    }
  }
  return {
    envelope: parseEnvelope(walked.headers),
    structure: walked.structure,
    texts,
    notices: [...notices],
  };
}

/** What a reader shows of a message that is here whole: of two forms of one text the richer. */
export function bodyOf({ structure, texts, notices }: ParsedMessage, identity: string): MessageBody {
  const shown = selectTexts(structure).texts.flatMap(({ html, plain }) => (html ?? plain)?.section ?? []);
  return { identity, parts: texts.filter(({ section }) => shown.includes(section)), notices };
}

export interface MessagePart {
  readonly part: BodyPart;
  /** Decodes the part's bytes when called, not before. */
  bytes(): Uint8Array;
}

/** Every leaf of a message, shown or not, in order. */
export function* partsOf(bytes: Uint8Array): Generator<MessagePart> {
  const walked = walkMessage(bytes);
  for (const part of leaves(walked.structure)) yield messagePart(bytes, walked, part);
}

/** One part, decoded; the message itself for ''. @throws MailError `part-missing` */
export function partOf(
  bytes: Uint8Array,
  section: Section,
): { readonly bytes: Uint8Array; readonly name: string; readonly type: string } {
  if (section === '') return { bytes, name: 'message.eml', type: 'message/rfc822' };
  for (const found of partsOf(bytes)) {
    const { part } = found;
    if (part.section === section) return { bytes: found.bytes(), name: part.filename, type: part.type };
  }
  throw new MailError({ kind: 'refused', code: 'part-missing', message: 'This message has no such part' });
}

/** What people call attachments, in order. */
export function* attachmentsOf(bytes: Uint8Array): Generator<MessagePart> {
  const walked = walkMessage(bytes);
  for (const part of selectTexts(walked.structure).attachments) yield messagePart(bytes, walked, part);
}

const messagePart = (bytes: Uint8Array, walked: WalkedMessage, part: BodyPart): MessagePart => ({
  part,
  bytes: () => {
    const encoded = encodedBytes(bytes, walked, part);
    return part.type.startsWith('message/') && part.children.length > 0
      ? encoded
      : decodeTransfer(encoded, part.encoding).bytes;
  },
});

function encodedBytes(bytes: Uint8Array, walked: WalkedMessage, part: BodyPart): Uint8Array {
  const range = walked.ranges.get(part.section);
  return range ? bytes.subarray(range.start, range.end) : new Uint8Array(0);
}
