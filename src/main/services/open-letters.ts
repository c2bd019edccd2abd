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
/** Decrypted letters are in memory only: as many as a conversation has, and no more octets together than this. */
const MAX_SEALED = 100;
const MAX_SEALED_OCTETS = 128 * 1024 * 1024;
const FIRST = 1 as Uid;
const ONLY = 0 as Generation;

/** Of the message that enclosed a letter: what is told of the letter from outside. */
export type Enclosing = Pick<MessageDetail, 'account' | 'envelope' | 'date'>;

interface OpenLetter {
  /** A blob on the shelf, or what must not be written to a disk. */
  readonly from: BlobHash | Uint8Array;
  readonly message: MessageDetail;
}

const isInMemory = ({ from }: OpenLetter): boolean => typeof from !== 'string';

export interface OpenLettersPorts {
  readonly shelf: Pick<BlobShelf, 'read'>;
  parse(bytes: Uint8Array): Promise<ParsedMessage>;
  now(): number;
}

/**
 * Letters that are looked at without being in any mailbox: a file that the system handed over, a message attached to
 * another, what was decrypted. Each is a mailbox of its own with one message, so that parts and source are asked for as of any
 * message. They are gone when Tern ends; the bytes are blobs on the shelf, those of decrypted ones in memory alone (ADR 10).
 */
export class OpenLetters {
  readonly #open = new Map<MailboxId, OpenLetter>();
  #count = 0;

  constructor(private readonly ports: OpenLettersPorts) {}

  /**
   * Takes a whole message apart to be shown. @param from octets in place of a blob stay off the disk. @param account whose
   * person reads it.
   * @throws MailError `not-found` when the blob is gone, `too-large`.
   */
  async open(from: BlobHash | Uint8Array, account: AccountId): Promise<MessageDetail> {
    const bytes = typeof from === 'string' ? await this.#read(from) : from;
    const parsed = await this.ports.parse(bytes);
    const { envelope } = parsed;
    const date = envelope.date ?? this.ports.now();
    const identity = typeof from === 'string' ? `letter:${from}` : '';
    return this.#add(from, bytes.length, parsed, { account, envelope, date }, identity);
  }

  /**
   * What was decrypted, or what a signature covers: under the header of the message that enclosed it, and with its subject if
   * it brought one. Never on the disk.
   */
  async openSealed(
    bytes: Uint8Array,
    enclosing: Enclosing,
    subject: (envelope: MessageDetail['envelope']) => string,
  ): Promise<MessageDetail> {
    const parsed = await this.ports.parse(bytes);
    const envelope = { ...enclosing.envelope, subject: subject(parsed.envelope) };
    // A copy: what the bytes are a piece of is let go.
    return this.#add(bytes.slice(), bytes.length, parsed, { ...enclosing, envelope }, '');
  }

  /** Whether a letter must not be written to the disk. */
  isSealed(ref: MessageRef): boolean {
    return isInMemory(this.#letter(ref));
  }

  /** Lets go of all that was decrypted: who has it on a page asks for it anew. */
  forgetSealed(): void {
    for (const [mailbox, letter] of this.#open) if (isInMemory(letter)) this.#open.delete(mailbox);
  }

  #add(
    from: BlobHash | Uint8Array,
    size: number,
    parsed: ParsedMessage,
    { account, envelope, date }: Enclosing,
    identity: string,
  ): MessageDetail {
    const mailbox = `letter:${String(++this.#count)}` as MailboxId;
    const ref: MessageRef = { mailbox, generation: ONLY, uid: FIRST };
    const message: MessageDetail = {
      key: messageKey(ref),
      ref,
      account,
      mailbox,
      envelope,
      structure: parsed.structure,
      preview: '',
      identity,
      date,
      size,
      flags: 0,
      keywords: [],
      labels: [],
      pending: 0,
      body: { ...bodyOf(parsed, identity), sender: 'unreceived' },
    };
    this.#open.set(mailbox, { from, message });
    this.#letGo();
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
    const { from } = this.#letter(ref);
    return typeof from === 'string' ? this.#read(from) : Promise.resolve(from);
  }

  /** One part, decoded; the letter itself for ''. @throws MailError `message-gone`, `part-missing` */
  async part(
    ref: MessageRef,
    section: Section,
  ): Promise<{ readonly bytes: Uint8Array; readonly name: string; readonly type: string }> {
    return partOf(await this.bytes(ref), section);
  }

  #letGo(): void {
    const shelved = [...this.#open].filter(([, letter]) => !isInMemory(letter));
    for (const [oldest] of shelved.slice(0, -MAX_OPEN)) this.#open.delete(oldest);
    let octets = 0;
    const sealed = [...this.#open].filter(([, letter]) => isInMemory(letter)).toReversed();
    for (const [n, [mailbox, { message }]] of sealed.entries()) {
      octets += message.size;
      if (n > 0 && (n >= MAX_SEALED || octets > MAX_SEALED_OCTETS)) this.#open.delete(mailbox);
    }
  }

  #letter(ref: MessageRef): OpenLetter {
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
