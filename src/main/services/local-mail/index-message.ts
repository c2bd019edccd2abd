import type { MessageRow, BodyPart } from '@shared/model/message';
import { Flag } from '@shared/model/flags';
import { searchLine } from '@shared/search/line';
import { hash53 } from '@shared/util/hash';
import { decodePart } from '../../mime/decode-part';
import { parseEnvelope } from '../../mime/parse-envelope';
import { preview } from '../../mime/preview';
import { hasAttachment, selectTexts } from '../../mime/select-texts';
import { type WalkedMessage, walkMessage } from '../../mime/walk-message';

/** What the list needs of a message, kept beside its bytes so that an index is made again without parsing any mail. */
export interface IndexEntry {
  /** JSON of MessageRow. */
  readonly row: string;
  readonly search: string;
  readonly idHash: number;
  readonly refHashes: readonly number[];
  /** Tern's own bits of the flags column. */
  readonly bits: number;
}

/** Makes rows of messages, here or in a thread. */
export interface LetterIndexer {
  /**
   * @param messages null where the bytes could not be read.
   * @param checks their SHA-256, lower-case hex.
   * @returns in the same order; null for what could not be read.
   */
  indexAll(
    messages: readonly (Uint8Array | null)[],
    checks: readonly { readonly check: string }[],
  ): Promise<readonly (IndexEntry | null)[]>;
}

/** Messages made rows of before others get their turn: some milliseconds. */
const AT_ONCE = 32;

/** In this very thread, giving way now and then. */
export const indexHere: LetterIndexer = {
  async indexAll(messages, checks) {
    const rows: (IndexEntry | null)[] = [];
    for (const [i, bytes] of messages.entries()) {
      if (i % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
      rows.push(bytes && indexMessage(bytes, checks[i]?.check ?? ''));
    }
    return rows;
  },
};

/** A row is text on its way into a page; beyond this a header is an attack, not a letter. */
const MAX_ADDRESSES = 200;
const MAX_REFERENCES = 100;
/** Encoded octets that the first words are looked for in: a few lines, and more where they are quotes or markup. */
const PREVIEW_OCTETS = [512, 16 * 1024];

/**
 * Reads a whole message. Total: any bytes give an entry.
 * @param hash SHA-256 of the bytes, lower-case hex.
 */
export function indexMessage(bytes: Uint8Array, hash: string): IndexEntry {
  const walked = walkMessage(bytes);
  const full = parseEnvelope(walked.headers);
  const envelope = {
    ...full,
    to: full.to.slice(0, MAX_ADDRESSES),
    cc: full.cc.slice(0, MAX_ADDRESSES),
    bcc: full.bcc.slice(0, MAX_ADDRESSES),
    references: full.references.slice(-MAX_REFERENCES),
    inReplyTo: full.inReplyTo.slice(0, MAX_REFERENCES),
  };
  const row: MessageRow = {
    envelope,
    structure: walked.structure,
    preview: firstWords(bytes, walked),
    // Of the bytes, not of the header: what is here is known exactly, and nothing else shares its body (H8).
    identity: `l:${hash}`,
  };
  return {
    row: JSON.stringify(row),
    search: searchLine(row),
    idHash: envelope.messageId === '' ? 0 : hash53(envelope.messageId),
    refHashes: [...new Set([...envelope.references, ...envelope.inReplyTo].map(hash53))],
    bits: hasAttachment(walked.structure) ? Flag.HasAttachment : 0,
  };
}

function firstWords(bytes: Uint8Array, walked: WalkedMessage): string {
  const [text] = selectTexts(walked.structure).texts;
  for (const part of [text?.plain, text?.html]) {
    if (!part) continue;
    for (const octets of PREVIEW_OCTETS) {
      const words = preview(decodePart(part, start(bytes, walked, part, octets), true).text);
      if (words !== '') return words;
    }
  }
  return '';
}

function start(bytes: Uint8Array, walked: WalkedMessage, part: BodyPart, octets: number): Uint8Array {
  const range = walked.ranges.get(part.section);
  if (!range) return new Uint8Array(0);
  return bytes.subarray(range.start, Math.min(range.end, range.start + octets));
}
