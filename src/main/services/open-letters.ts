import type { MessageDetail } from '@shared/contract/view-api';
import { MailError } from '@shared/errors/mail-error';
import {
  type AccountId,
  type BlobHash,
  type Generation,
  type MailboxId,
  type MessageRef,
  messageKey,
  type Section,
  type Uid,
} from '@shared/model/ids';
import { bodyOf, partOf, type ParsedMessage } from '../mime/body-from-message';
import type { BlobShelf } from './blob-shelf';

/** As many letters within letters as anybody looks at; the oldest is let go. */
const MAX_OPEN = 20;
/** What is taken apart in memory. */
const MAX_OCTETS = 100 * 1024 * 1024;
const FIRST = 1 as Uid;
const ONLY = 0 as Generation;

export interface OpenLettersPorts {
  readonly shelf: Pick<BlobShelf, 'read'>;
  parse(bytes: Uint8Array): Promise<ParsedMessage>;
  now(): number;
}

/**
 * Letters that are looked at without being in any mailbox: a file that the system handed over, a message attached to
 * another. Each is a mailbox of its own with one message, so that parts and source are asked for as of any message. They
 * are gone when Tern ends; the bytes are blobs on the shelf.
 */
export class OpenLetters {
  readonly #open = new Map<MailboxId, { readonly blob: BlobHash; readonly message: MessageDetail }>();
  #count = 0;

  constructor(private readonly ports: OpenLettersPorts) {}

  /**
   * Takes a whole message apart to be shown. @param account whose person reads it.
   * @throws MailError `not-found` when the blob is gone, `too-large`.
   */
  async open(blob: BlobHash, account: AccountId): Promise<MessageDetail> {
    const bytes = await this.#read(blob);
    const parsed = await this.ports.parse(bytes);
    const { envelope, structure } = parsed;
    const mailbox = `letter:${String(++this.#count)}` as MailboxId;
    const ref: MessageRef = { mailbox, generation: ONLY, uid: FIRST };
    const identity = `letter:${blob}`;
    const message: MessageDetail = {
      key: messageKey(ref),
      ref,
      account,
      mailbox,
      envelope,
      structure,
      preview: '',
      identity,
      date: envelope.date ?? this.ports.now(),
      size: bytes.length,
      flags: 0,
      keywords: [],
      labels: [],
      pending: 0,
      body: { ...bodyOf(parsed, identity), sender: 'unreceived' },
    };
    this.#open.set(mailbox, { blob, message });
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= MAX_OPEN) break;
      this.#open.delete(oldest);
    }
    return message;
  }

  /** The letter as it was shown. @throws MailError `message-gone` */
  shown(ref: MessageRef): MessageDetail {
    return this.#letter(ref).message;
  }

  serves(mailbox: MailboxId): boolean {
    return mailbox.startsWith('letter:');
  }

  /** The whole letter. @throws MailError `message-gone` */
  bytes(ref: MessageRef): Promise<Uint8Array> {
    return this.#read(this.#letter(ref).blob);
  }

  /** One part, decoded; the letter itself for ''. @throws MailError `message-gone`, `part-missing` */
  async part(
    ref: MessageRef,
    section: Section,
  ): Promise<{ readonly bytes: Uint8Array; readonly name: string; readonly type: string }> {
    return partOf(await this.bytes(ref), section);
  }

  #letter(ref: MessageRef): { readonly blob: BlobHash; readonly message: MessageDetail } {
    const letter = this.#open.get(ref.mailbox);
    if (letter) return letter;
    throw new MailError({ kind: 'refused', code: 'message-gone', message: 'This letter is no longer open' });
  }

  async #read(blob: BlobHash): Promise<Uint8Array> {
    const bytes = await this.ports.shelf.read(blob);
    if (bytes === null)
      throw new MailError({ kind: 'refused', code: 'not-found', message: 'The letter is not here' });
    if (bytes.length > MAX_OCTETS)
      throw new MailError({
        kind: 'refused',
        code: 'too-large',
        message: 'The letter is too large to be shown',
      });
    return bytes;
  }
}
