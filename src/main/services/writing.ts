import type { AccountConfig, Identity } from '@shared/contract/account';
import type { Draft, DraftContent } from '@shared/contract/compose';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId, BlobHash, DraftId, MessageRef, OutboxId } from '@shared/model/ids';
import type { Address, MessageBody, MessageRow } from '@shared/model/message';
import type { Clock } from '@shared/ports/clock';
import type { Crypto } from '@shared/ports/crypto';
import type { BlobStore } from '@shared/ports/vault';
import { buildMessage, newMessageId, smtpEnvelope } from '../mime/build/build-message';
import type { OutgoingFile, OutgoingMessage } from '../mime/build/outgoing';
import { parseAddresses } from '../mime/parse-addresses';
import { textOfHtml } from '../mime/preview';
import { quoteText, replyHeaders } from '../mime/reply';
import { unflow } from '../mime/flowed';
import type { Outbox } from '../outbox/outbox';
import type { BlobShelf } from './blob-shelf';
import type { DraftBook } from './draft-book';

export interface WritingPorts {
  readonly drafts: DraftBook;
  readonly outbox: Outbox;
  readonly blobs: BlobStore;
  readonly shelf: BlobShelf;
  readonly clock: Clock;
  readonly crypto: Crypto;
  account(id: AccountId): AccountConfig | undefined;
  accounts(): readonly AccountConfig[];
  accountOf(ref: MessageRef): AccountId | undefined;
  row(ref: MessageRef): Promise<MessageRow | null>;
  /** The text, fetched when it is not here yet; null when that is not possible now. */
  body(ref: MessageRef, identity: string): Promise<MessageBody | null>;
  undoSendMs(): number;
}

/** Starting letters, answering, and freezing them into the outbox. */
export class Writing {
  constructor(private readonly ports: WritingPorts) {}

  /** @param to what a `mailto:` link or the person gave; parsed, never trusted. */
  newDraft(account: AccountId | null, to: string): Promise<Draft> {
    const config = (account === null ? undefined : this.ports.account(account)) ?? this.ports.accounts()[0];
    if (!config)
      throw new MailError({
        kind: 'refused',
        code: 'no-account',
        message: 'There is no account to write from',
      });
    return this.ports.drafts.create({
      ...blank(config, config.identities[0] as Identity),
      to: parseAddresses(to),
    });
  }

  async reply(ref: MessageRef, mode: 'reply' | 'reply-all' | 'forward'): Promise<Draft> {
    const row = await this.ports.row(ref);
    const account = this.ports.accountOf(ref);
    const config = account === undefined ? undefined : this.ports.account(account);
    if (!row || !config)
      throw new MailError({ kind: 'refused', code: 'gone', message: 'The message is gone' });
    const { envelope } = row;
    const identity = identityFor(config, [...envelope.to, ...envelope.cc, ...envelope.bcc]);
    const mine = this.ports.accounts().flatMap((a) => a.identities.map((i) => i.address));
    const headers = replyHeaders({ original: envelope, myAddresses: mine, mode });
    const body = await this.ports.body(ref, row.identity);
    return this.ports.drafts.create({
      ...blank(config, identity),
      to: [...headers.to],
      cc: [...headers.cc],
      subject: headers.subject,
      inReplyTo: [...headers.inReplyTo],
      references: [...headers.references],
      quote: body ? quoteOf(body, envelope, mode, this.ports.clock.now()) : null,
      relates: { ref, kind: mode === 'forward' ? 'forward' : 'reply' },
    });
  }

  /**
   * Freezes a letter: bytes, Message-ID, Date and envelope are made once and never again. It and the end of its draft
   * become durable together.
   * @throws MailError `bad-address`, `no-recipients`, `draft-gone`, `attachment-missing`.
   */
  async send(id: DraftId, content: DraftContent): Promise<{ id: OutboxId; at: number }> {
    const { blobs, clock, crypto, drafts, outbox, shelf } = this.ports;
    if (!drafts.get(id)) {
      throw new MailError({
        kind: 'refused',
        code: 'draft-gone',
        message: 'This letter was sent or discarded already',
      });
    }
    const config = this.ports.account(content.account);
    const identity = config?.identities.find((i) => i.id === content.identity) ?? config?.identities[0];
    if (!config || !identity)
      throw new MailError({ kind: 'refused', code: 'no-account', message: 'The account is gone' });
    const from: Address = { name: identity.name, address: identity.address };
    const bcc = identity.bccSelf ? [...content.bcc, from] : content.bcc;
    if (content.to.length + content.cc.length + bcc.length === 0) {
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
    const file = (a: DraftContent['attachments'][number]): OutgoingFile => ({
      filename: a.name,
      type: a.type,
      read: () => blobs.openStream(a.blob as BlobHash),
    });
    const html = outgoingHtml(content);
    const message: OutgoingMessage = {
      from,
      to: content.to,
      cc: content.cc,
      bcc,
      subject: content.subject,
      date: clock.now(),
      messageId: newMessageId(from, crypto),
      inReplyTo: content.inReplyTo,
      references: content.references,
      text: outgoingText(content),
      ...(identity.replyTo === '' ? {} : { replyTo: parseAddresses(identity.replyTo) }),
      ...(html === null ? {} : { html }),
      images: content.attachments.flatMap((a) =>
        a.contentId !== null && html !== null ? [{ ...file(a), contentId: a.contentId }] : [],
      ),
      attachments: content.attachments.filter((a) => a.contentId === null || html === null).map(file),
      ...(identity.organization === ''
        ? {}
        : { extra: [{ name: 'Organization', value: identity.organization }] }),
    };
    const envelope = smtpEnvelope(message);
    const wire = await shelf.put(buildMessage(message, { bcc: 'omit' }));
    const filed = await shelf.put(buildMessage(message, { bcc: 'keep' }));
    const outboxId = `m${message.messageId.replace(/[^A-Za-z0-9]/g, '').slice(0, 40)}` as OutboxId;
    const at = clock.now() + this.ports.undoSendMs();
    await outbox.enqueue(
      {
        id: outboxId,
        account: config.id,
        subject: content.subject,
        messageId: message.messageId,
        from: envelope.from,
        to: envelope.to,
        wire,
        filed,
        draft: content,
      },
      at,
      drafts.discard(id),
    );
    drafts.onChange?.();
    return { id: outboxId, at };
  }
}

function blank(config: AccountConfig, identity: Identity): DraftContent {
  return {
    account: config.id,
    identity: identity.id,
    to: [],
    cc: [],
    bcc: [],
    subject: '',
    text: identity.signature === '' ? '' : `\n\n-- \n${identity.signature}`,
    html: null,
    quote: null,
    inReplyTo: [],
    references: [],
    relates: null,
    attachments: [],
  };
}

/** The identity that the message was sent to, plus-tags included; else the account's first. */
function identityFor(config: AccountConfig, recipients: readonly Address[]): Identity {
  const plain = (address: string): string => address.toLowerCase().replace(/\+[^@]*@/, '@');
  const to = new Set(recipients.map((r) => plain(r.address)));
  return config.identities.find((i) => to.has(plain(i.address))) ?? (config.identities[0] as Identity);
}

const dateFormat = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short' });

function quoteOf(
  body: MessageBody,
  envelope: MessageRow['envelope'],
  mode: 'reply' | 'reply-all' | 'forward',
  now: number,
): DraftContent['quote'] {
  const sender = envelope.from[0];
  const who = sender ? (sender.name === '' ? sender.address : `${sender.name} <${sender.address}>`) : '';
  const when = dateFormat.format(envelope.date ?? now);
  const text = body.parts
    .map((p) => (p.type === 'text/html' ? textOfHtml(p.text) : p.flowed ? unflow(p.text, p.delsp) : p.text))
    .join('\n\n');
  if (mode === 'forward') {
    const list = (people: readonly Address[]): string =>
      people.map((a) => (a.name === '' ? a.address : `${a.name} <${a.address}>`)).join(', ');
    const header = [
      '---------- Forwarded message ----------',
      `From: ${who}`,
      `Date: ${when}`,
      `Subject: ${envelope.subject}`,
      `To: ${list(envelope.to)}`,
      ...(envelope.cc.length > 0 ? [`Cc: ${list(envelope.cc)}`] : []),
      '',
    ].join('\n');
    return { text: `${header}\n${text}`, html: null, attribution: '' };
  }
  const attribution = `On ${when}, ${who} wrote:`;
  return { text: quoteText(text, ''), html: null, attribution };
}

/** The whole plain text: what was typed, then the original below its attribution. */
function outgoingText({ text, quote }: DraftContent): string {
  if (!quote) return text;
  const original =
    quote.attribution === '' ? quote.text : `${quote.attribution}\n${quote.text.replace(/^\n/, '')}`;
  return `${text.replace(/\s+$/, '')}\n\n${original}\n`;
}

function outgoingHtml({ html, quote }: DraftContent): string | null {
  if (html === null) return null;
  if (!quote) return html;
  const attribution = quote.attribution === '' ? '' : `<div>${escapeHtml(quote.attribution)}</div>`;
  return `${html}<br>${attribution}<blockquote type="cite">${escapeHtml(quote.text.replace(/^> ?/gm, '')).replaceAll('\n', '<br>')}</blockquote>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (c) => ENTITIES[c] ?? c);
