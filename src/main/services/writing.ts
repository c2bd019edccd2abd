import type { AccountConfig, Identity } from '@shared/contract/account';
import type {
  Draft,
  DraftAttachment,
  DraftContent,
  LetterProtection,
  QuoteWords,
  ReplyMode,
} from '@shared/contract/compose';
import { MailError } from '@shared/errors/mail-error';
import {
  type AccountId,
  type BlobHash,
  type DraftId,
  type MessageRef,
  type OutboxId,
  THIS_COMPUTER,
} from '@shared/model/ids';
import { isPictureType } from '@shared/model/inline-picture';
import type { Address, BodyPart, Envelope, MessageBody, MessageRow } from '@shared/model/message';
import type { Clock } from '@shared/ports/clock';
import type { Crypto } from '@shared/ports/crypto';
import type { MessageDetail } from '@shared/contract/view-api';
import type { BlobStore } from '@shared/ports/vault';
import type { Mailto } from '@shared/util/mailto';
import { buildMessage, newMessageId, smtpEnvelope } from '../mime/build/build-message';
import { addrSpec } from '../mime/build/address';
import { resent, withoutBlindCopies } from '../mime/build/resent';
import { parseAddresses } from '../mime/parse-addresses';
import { replyHeaders } from '../mime/reply';
import { selectTexts } from '../mime/select-texts';
import { walkMessage } from '../mime/walk-message';
import type { Outbox } from '../outbox/outbox';
import type { BlobShelf } from './blob-shelf';
import { type DraftBook, isSame } from './draft-book';
import type { DraftCopies } from './draft-copies';
import { identityFor, outboxIdOf, untagged } from './identity-for';
import { filesOf, type Letter, letterFromMessage } from './letter-from-message';
import type { OutgoingMessage } from '../mime/build/outgoing';
import type { SealedLetter } from './openpgp/seal-letter';
import { type SealedDrafts, withoutWords } from './openpgp/sealed-drafts';
import { outgoingOf } from './outgoing-of';
import { quoteOf } from './quote-of';

export interface WritingPorts {
  readonly drafts: DraftBook;
  readonly copies: DraftCopies;
  readonly outbox: Outbox;
  readonly blobs: BlobStore;
  readonly shelf: BlobShelf;
  readonly clock: Clock;
  readonly crypto: Crypto;
  account(id: AccountId): AccountConfig | undefined;
  accounts(): readonly AccountConfig[];
  accountOf(ref: MessageRef): AccountId | undefined;
  row(ref: MessageRef): Promise<MessageRow | null>;
  /** A letter that is open and in no mailbox; null for messages that are in one. @throws MailError `message-gone` */
  letter(ref: MessageRef): MessageDetail | null;
  /** The text, fetched when it is not here yet; null when that is not possible now. */
  body(ref: MessageRef, identity: string): Promise<MessageBody | null>;
  /** A whole message, fetched when it is not here. */
  whole(ref: MessageRef): Promise<Uint8Array>;
  /** A local address under which a page may show a stored picture. */
  offerImage(file: { blob: BlobHash; name: string; type: string; size: number }): string;
  undoSendMs(): number;
  /** Encrypts or signs what goes out. @throws as `sealLetter` */
  seal(message: OutgoingMessage, protect: LetterProtection): Promise<SealedLetter>;
  readonly sealed: SealedDrafts;
  /** Whether there is a secret key for an address of the person's. */
  hasOwnKey(address: string): boolean;
  /** Whether the person writes with formatting. */
  prefersRich(): boolean;
}

/** Starting letters, answering, and freezing them into the outbox. */
export class Writing {
  constructor(private readonly ports: WritingPorts) {}

  /** What encrypted letters that wait were made of. */
  get sealed(): SealedDrafts {
    return this.ports.sealed;
  }

  /** @param to what a `mailto:` link or the person gave; parsed, never trusted. */
  newDraft(account: AccountId | null, to: string): Promise<Draft> {
    const config = (account === null ? undefined : this.ports.account(account)) ?? this.ports.accounts()[0];
    if (!config)
      throw new MailError({
        kind: 'refused',
        code: 'no-account',
        message: 'There is no account to write from',
      });
    return this.#create({
      ...this.#blank(config, config.identities[0] as Identity),
      to: parseAddresses(to),
    });
  }

  /**
   * A letter that answers, forwards or repeats a message.
   * @throws MailError `gone`; when what must come along can't be fetched, why.
   */
  async reply(ref: MessageRef, mode: ReplyMode, words?: QuoteWords): Promise<Draft> {
    const { row, config, marked } = await this.#message(ref);
    const { envelope } = row;
    if (mode === 'edit-as-new') return this.#asNew(ref, config);
    const identity = identityFor(config, envelope);
    const forward = mode === 'forward' || mode === 'forward-attached';
    const headers = replyHeaders({
      original: envelope,
      myAddresses: this.#mine(config, envelope),
      myReplyTo: this.ports
        .accounts()
        .flatMap((a) => a.identities.flatMap((i) => parseAddresses(i.replyTo).map(({ address }) => address))),
      mode: forward ? 'forward' : mode,
    });
    let body = mode === 'forward-attached' ? null : await this.#body(ref, row);
    // An answer can do without the words it answers; a letter that is passed on is nothing without them.
    if (mode === 'forward' && body === null) {
      await this.ports.whole(ref);
      body = await this.#body(ref, row);
      if (body === null)
        throw new MailError({ kind: 'refused', code: 'gone', message: 'The message has no text here' });
    }
    const encrypted = isEncrypted(row.structure, body);
    const quote =
      body && !encrypted
        ? quoteOf(body, envelope, forward ? 'forward' : 'reply', this.ports.clock.now(), words)
        : null;
    const start = this.#blank(config, identity);
    return this.#create({
      ...start,
      to: [...headers.to],
      cc: [...headers.cc],
      subject: headers.subject,
      inReplyTo: [...headers.inReplyTo],
      references: [...headers.references],
      quote,
      relates: marked ? { ref, kind: forward ? 'forward' : 'reply' } : null,
      ...(encrypted ? { protect: this.#likeEncrypted(identity, start) } : {}),
      attachments: withFiles(start.attachments, await this.#filesFor(ref, row, mode, quote?.html ?? null)),
    });
  }

  /**
   * Passes a message on as it is (RFC 5322 §3.6.6): its bytes stay what they are, below headers that say who passed it on.
   * @throws MailError `bad-address`; what fetching the message throws.
   */
  async redirect(ref: MessageRef, to: readonly Address[]): Promise<{ id: OutboxId; at: number }> {
    const { clock, crypto, outbox, shelf } = this.ports;
    const { row, config, marked } = await this.#message(ref);
    const identity = identityFor(config, row.envelope);
    const from: Address = { name: identity.name, address: identity.address };
    const original = await this.ports.whole(ref);
    const messageId = newMessageId(from, crypto);
    const bytes = resent(original, { from, to, date: clock.now(), messageId });
    const stored = await shelf.put(bytes);
    const id = outboxIdOf(messageId);
    const at = clock.now() + this.ports.undoSendMs();
    await outbox.enqueue(
      {
        id,
        account: config.id,
        subject: row.envelope.subject,
        messageId,
        from: addrSpec(from.address),
        to: [...new Set(to.map(({ address }) => addrSpec(address)))],
        wire: stored,
        filed: stored,
        draft: null,
        ...(marked ? { marks: { ref, flag: '$Forwarded' } } : {}),
        filedId: row.envelope.messageId,
        eightBit: bytes.some((byte) => byte > 0x7f),
      },
      at,
      [],
    );
    return { id, at };
  }

  /** A letter that a message wishes for (RFC 2369), from who received it, with exactly the words it names. */
  async wished(ref: MessageRef, { to, subject, body }: Mailto, list: string): Promise<Draft> {
    const { row, config } = await this.#message(ref);
    return this.#create({
      ...this.#blank(config, identityFor(config, row.envelope), false),
      to: parseAddresses(to.join(', ')),
      subject,
      text: body,
      unsubscribes: list,
    });
  }

  /** Where pictures that stand inside of words can be seen. */
  pictures(files: readonly DraftAttachment[]): { contentId: string; url: string }[] {
    return files.flatMap(({ blob, contentId, type, size }) =>
      contentId === null || !isPictureType(type)
        ? []
        : [{ contentId, url: this.ports.offerImage({ blob: blob as BlobHash, name: '', type, size }) }],
    );
  }

  /** What comes along: everything when forwarding, else the pictures inside of what is quoted. */
  async #filesFor(
    ref: MessageRef,
    row: MessageRow,
    mode: ReplyMode,
    html: string | null,
  ): Promise<DraftAttachment[]> {
    const { shelf } = this.ports;
    if (mode === 'forward-attached') {
      const stored = await shelf.put(withoutBlindCopies(await this.ports.whole(ref)));
      const name = `${
        row.envelope.subject
          .replace(/[\p{Cc}/\\:*?"<>|]+/gu, ' ')
          .trim()
          .slice(0, 80) || 'message'
      }.eml`;
      return [{ blob: stored.hash, name, type: 'message/rfc822', size: stored.size, contentId: null }];
    }
    const { structure } = row;
    if (structure === null) return [];
    const { attachments, inline } = selectTexts(structure);
    const images = html === null ? [] : [...inline.keys()].filter((id) => html.includes(id));
    if (mode === 'forward' ? attachments.length + images.length === 0 : images.length === 0) return [];
    const bytes = await this.ports.whole(ref);
    const files = await filesOf(bytes, walkMessage(bytes).structure, shelf);
    return files.filter((file) =>
      file.contentId === null ? mode === 'forward' : images.includes(file.contentId),
    );
  }

  /** A message once more, as if it had just been written. */
  async #asNew(ref: MessageRef, config: AccountConfig): Promise<Draft> {
    const letter = await letterFromMessage(await this.ports.whole(ref), this.ports.shelf);
    return this.#create(this.#contentOf(letter, config));
  }

  /** The draft behind a message of the server's Drafts: ours when we put it there, else made from what is there. */
  async openDraft(ref: MessageRef): Promise<Draft> {
    const { drafts, copies, shelf } = this.ports;
    const { row, config } = await this.#message(ref);
    const known = copies.draftOf(config.id, row.envelope.messageId, ref.uid, Number(ref.generation));
    const ours = known && drafts.get(known);
    if (ours) return ours;
    const letter = await letterFromMessage(await this.ports.whole(ref), shelf);
    const copy = {
      messageId: letter.envelope.messageId,
      generation: Number(ref.generation),
      uid: Number(ref.uid),
      adopted: true,
    };
    const { inReplyTo, references } = letter.envelope;
    const draft = await drafts.create(
      { ...this.#contentOf(letter, config), inReplyTo: [...inReplyTo], references: [...references] },
      (id) => [copies.adopt(id, config.id, copy, ref.mailbox)],
    );
    copies.made(draft.id);
    return draft;
  }

  async #body(ref: MessageRef, row: MessageRow): Promise<MessageBody | null> {
    const letter = this.ports.letter(ref);
    return letter ? letter.body : await this.ports.body(ref, row.identity);
  }

  /** @returns `marked`: it is in a mailbox, where what was done about it can be noted. */
  async #message(
    ref: MessageRef,
  ): Promise<{ readonly row: MessageRow; readonly config: AccountConfig; readonly marked: boolean }> {
    const letter = this.ports.letter(ref);
    const row = letter ?? (await this.ports.row(ref));
    const account = this.ports.accountOf(ref);
    // Mail on this computer, and a letter from a file, belong to no account: they are answered from the one they were sent to.
    const config =
      letter || account === THIS_COMPUTER
        ? this.#addressed(row, letter?.account)
        : account === undefined
          ? undefined
          : this.ports.account(account);
    if (!row || !config)
      throw new MailError({ kind: 'refused', code: 'gone', message: 'The message is gone' });
    return { row, config, marked: letter === null };
  }

  /** @param otherwise whose person reads it, where it was sent to nobody here. */
  #addressed(row: MessageRow | null, otherwise?: AccountId): AccountConfig | undefined {
    const accounts = this.ports.accounts();
    const to = new Set(
      [...(row?.envelope.to ?? []), ...(row?.envelope.cc ?? [])].map(({ address }) => untagged(address)),
    );
    return (
      accounts.find((a) => a.identities.some((i) => to.has(untagged(i.address)))) ??
      accounts.find(({ id }) => id === otherwise) ??
      accounts[0]
    );
  }

  /** Every address that is the person's own, the tagged ones that this message was sent to among them. */
  #mine(config: AccountConfig, envelope: Envelope): string[] {
    const own = this.ports.accounts().flatMap((a) => a.identities.map((i) => i.address));
    const plain = new Set(own.map(untagged));
    const tagged = [...envelope.to, ...envelope.cc].flatMap(({ address }) =>
      plain.has(untagged(address)) ? [address] : [],
    );
    return [...own, ...tagged];
  }

  /** A new letter of an identity: signed where that is the rule for it. */
  #blank(config: AccountConfig, identity: Identity, rich = this.ports.prefersRich()): DraftContent {
    const signs = identity.signAlways === true && this.ports.hasOwnKey(identity.address);
    return {
      ...blank(config, identity, rich),
      ...(signs ? { protect: { encrypt: false, sign: true } } : {}),
    };
  }

  /** What answers an encrypted letter is encrypted, if it can be; its sender knows by what key, so it is signed. */
  #likeEncrypted({ address }: Identity, { protect }: DraftContent): LetterProtection {
    const own = this.ports.hasOwnKey(address);
    return { encrypt: own, sign: own || protect?.sign === true, answersEncrypted: true };
  }

  #contentOf(letter: Letter, config: AccountConfig): DraftContent {
    const { envelope, from, text, html, attachments } = letter;
    const sender = from[0]?.address.toLowerCase();
    const identity =
      config.identities.find((i) => i.address.toLowerCase() === sender) ?? config.identities[0];
    return {
      ...this.#blank(config, identity as Identity, false),
      to: [...envelope.to],
      cc: [...envelope.cc],
      bcc: [...envelope.bcc],
      subject: envelope.subject,
      text,
      html,
      attachments: [...attachments],
    };
  }

  async #create(content: DraftContent): Promise<Draft> {
    const draft = await this.ports.drafts.create(content);
    this.ports.copies.made(draft.id);
    return draft;
  }

  /**
   * Freezes a letter: bytes, Message-ID, Date and envelope are made once and never again. It and the end of its draft
   * become durable together; what another window has saved beside version `base` meanwhile stays a draft.
   * @param later when it shall go out (ms since 1970); null: as soon as it can't be taken back any more.
   * @throws MailError `bad-address`, `no-recipients`, `draft-gone`, `attachment-missing`, `identity-gone`; as
   *   `sealLetter` does.
   */
  async send(
    id: DraftId,
    base: number,
    content: DraftContent,
    later: number | null = null,
  ): Promise<{ id: OutboxId; at: number; kept: boolean }> {
    const { blobs, clock, copies, crypto, drafts, outbox, shelf } = this.ports;
    drafts.toSend(id, base);
    const config = this.ports.account(content.account);
    if (!config) throw new MailError({ kind: 'refused', code: 'no-account', message: 'The account is gone' });
    const identity = config.identities.find((i) => i.id === content.identity);
    // Never as somebody else by itself: who one is to a receiver is one's own choice.
    if (!identity)
      throw new MailError({ kind: 'refused', code: 'identity-gone', message: 'The identity is gone' });
    const from: Address = { name: identity.name, address: identity.address };
    if (content.to.length + content.cc.length + content.bcc.length === 0 && !identity.bccSelf) {
      throw new MailError({ kind: 'refused', code: 'no-recipients', message: 'The letter has no recipient' });
    }
    for (const file of content.attachments) {
      if (!(await blobs.has(file.blob as BlobHash))) {
        throw new MailError({
          kind: 'refused',
          code: 'attachment-missing',
          message: 'An attachment is no longer here',
          details: { name: file.name },
        });
      }
    }
    const message = outgoingOf(content, identity, blobs, {
      messageId: newMessageId(from, crypto),
      date: clock.now(),
    });
    const envelope = smtpEnvelope(message);
    const { protect } = content;
    const letter =
      protect && (protect.encrypt || protect.sign) ? await this.ports.seal(message, protect) : null;
    const wire = await shelf.put(letter?.wire ?? buildMessage(message, { bcc: 'omit' }));
    const filed = await shelf.put(letter?.filed ?? buildMessage(message, { bcc: 'keep' }));
    const outboxId = outboxIdOf(message.messageId);
    const at = later ?? clock.now() + this.ports.undoSendMs();
    // Sent twice at once (two windows, an impatient key): the first has taken it away.
    const current = drafts.toSend(id, base);
    const kept = current.version !== base && !isSame(current.content, content);
    drafts.sent(id, base, content);
    // What is encrypted waits encrypted.
    const encrypted = protect?.encrypt === true;
    const draft = encrypted ? withoutWords(content) : content;
    if (encrypted) this.ports.sealed.keep(outboxId, content);
    const freezing = outbox.enqueue(
      {
        id: outboxId,
        account: config.id,
        subject: draft.subject,
        messageId: message.messageId,
        from: envelope.from,
        to: envelope.to,
        wire,
        filed,
        draft,
        ...(later === null ? {} : { scheduled: later }),
      },
      at,
      kept ? [] : [...drafts.discard(id), ...copies.release(id)],
    );
    await freezing.catch((error: unknown) => {
      drafts.notSent(id, base);
      throw error;
    });
    drafts.onChange?.();
    if (!kept) await copies.cleanUp(id);
    return { id: outboxId, at, kept };
  }
}

/** A new letter of an identity: its signature stands where the person will not have to go to. */
function blank(config: AccountConfig, identity: Identity, prefersRich: boolean): DraftContent {
  const rich = prefersRich ? (identity.signatureHtml ?? '') : '';
  return {
    account: config.id,
    identity: identity.id,
    to: [],
    cc: [],
    bcc: [],
    subject: '',
    text: identity.signature === '' ? '' : `\n\n-- \n${identity.signature}`,
    html: rich === '' ? null : `<p><br></p>${rich}`,
    quote: null,
    inReplyTo: [],
    references: [],
    relates: null,
    attachments: rich === '' ? [] : [...(identity.signaturePictures ?? [])],
  };
}

/** By structure, or by armour in the text: as the reader recognises it. */
const isEncrypted = (structure: BodyPart | null, body: MessageBody | null): boolean =>
  structure?.type === 'multipart/encrypted' ||
  (body?.parts ?? []).some(({ text }) => /^-----BEGIN PGP MESSAGE-----\s*$/m.test(text.slice(0, 4096)));

/** The signature's pictures and what comes along. Whatever calls itself by the same Content-ID does not take their place. */
const withFiles = (
  pictures: readonly DraftAttachment[],
  files: readonly DraftAttachment[],
): DraftAttachment[] => {
  const taken = new Set(pictures.map(({ contentId }) => contentId));
  return [...pictures, ...files.filter(({ contentId }) => contentId === null || !taken.has(contentId))];
};
