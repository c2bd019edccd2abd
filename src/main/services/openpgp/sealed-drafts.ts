import type { DraftContent } from '@shared/contract/compose';
import { MailError } from '@shared/errors/mail-error';
import type { OutboxId } from '@shared/model/ids';
import { HIDDEN_SUBJECT } from '../../mime/build/protected-message';
import { rootEntities } from '../../mime/root-entities';
import type { StoredMail } from '../../outbox/item';
import type { BlobShelf } from '../blob-shelf';
import { letterFromMessage } from '../letter-from-message';
import type { KeyRing } from './key-ring';
import { openMessage } from './decrypt';

type Words = Pick<DraftContent, 'subject' | 'text' | 'html' | 'quote' | 'attachments'>;

/** A letter that waits encrypted: what the outbox must know of it, and no words. */
export const withoutWords = (content: DraftContent): DraftContent => ({
  ...content,
  subject: HIDDEN_SUBJECT,
  text: '',
  html: null,
  quote: null,
  attachments: [],
});

/**
 * What encrypted letters that wait in the outbox were made of, for who takes one back. Of letters of this session it is in
 * memory; later it comes out of the letter itself, which is encrypted for its sender too.
 */
export class SealedDrafts {
  readonly #words = new Map<OutboxId, DraftContent>();

  constructor(
    private readonly ports: {
      readonly ring: KeyRing;
      readonly shelf: BlobShelf;
      waiting(id: OutboxId): StoredMail | undefined;
    },
  ) {}

  keep(id: OutboxId, content: DraftContent): void {
    for (const known of this.#words.keys()) if (!this.ports.waiting(known)) this.#words.delete(known);
    this.#words.set(id, content);
  }

  /** Attachments that are needed should a letter be taken back. */
  *blobs(): Iterable<string> {
    for (const [id, { attachments }] of this.#words) {
      if (this.ports.waiting(id)) for (const { blob } of attachments) yield blob;
    }
  }

  /**
   * What a waiting letter is to be edited as: `content` as it is, unless that is without its words.
   * @throws MailError `key-locked` (details `fingerprint`), `letter-unreadable`.
   */
  async words(id: OutboxId): Promise<((content: DraftContent) => DraftContent) | null> {
    const mail = this.ports.waiting(id);
    if (mail?.draft?.protect?.encrypt !== true) return null;
    const { subject, text, html, quote, attachments } = this.#words.get(id) ?? (await this.#opened(mail));
    return (content) => ({ ...content, subject, text, html, quote, attachments });
  }

  async #opened({ filedBlob }: StoredMail): Promise<Words> {
    const { ring, shelf } = this.ports;
    const bytes = await shelf.read(filedBlob);
    const [, second] = bytes ? rootEntities(bytes).entities : [];
    if (!second) throw unreadable();
    const { encryption, keys, plain } = await openMessage(rootEntities(second).body, ring);
    if (encryption === 'passphrase')
      throw new MailError({
        kind: 'refused',
        code: 'key-locked',
        message: 'The secret key is locked',
        details: { fingerprint: keys[0] ?? '' },
      });
    if (!plain) throw unreadable();
    const { envelope, text, html, attachments } = await letterFromMessage(plain, shelf);
    return { subject: envelope.subject, text, html, quote: null, attachments: [...attachments] };
  }
}

const unreadable = (): MailError =>
  new MailError({
    kind: 'refused',
    code: 'letter-unreadable',
    message: 'None of the keys here opens the letter',
  });
