import type { Identity } from '@shared/contract/account';
import type { DraftAttachment, DraftContent } from '@shared/contract/compose';
import { isMailError } from '@shared/errors/mail-error';
import type { BlobHash } from '@shared/model/ids';
import { staysBehind } from '@shared/model/inline-picture';
import type { Address } from '@shared/model/message';
import type { BlobStore } from '@shared/ports/vault';
import { addrSpec } from '../mime/build/address';
import { DRAFT_HEADER, type OutgoingFile, type OutgoingMessage } from '../mime/build/outgoing';
import { parseAddresses } from '../mime/parse-addresses';
import { escapeHtml } from './quote-of';

/** What a message gets in the moment it is frozen. */
export interface Stamp {
  readonly messageId: string;
  /** ms since 1970. */
  readonly date: number;
}

/** A letter as it goes out. */
export function outgoingOf(
  content: DraftContent,
  identity: Identity,
  blobs: Pick<BlobStore, 'openStream'>,
  { messageId, date }: Stamp,
): OutgoingMessage {
  const from: Address = { name: identity.name, address: identity.address };
  const file = (a: DraftAttachment): OutgoingFile => ({
    filename: a.name,
    type: a.type,
    read: () => blobs.openStream(a.blob as BlobHash),
  });
  const html = outgoingHtml(content);
  const left = staysBehind(content);
  const inline = (a: DraftAttachment): boolean => a.contentId !== null && html !== null;
  const files = content.attachments.filter((a) => !left(a));
  return {
    from,
    to: content.to,
    cc: content.cc,
    bcc: identity.bccSelf ? [...content.bcc, from] : content.bcc,
    subject: content.subject,
    date,
    messageId,
    inReplyTo: content.inReplyTo,
    references: content.references,
    text: outgoingText(content),
    ...(identity.replyTo === '' ? {} : { replyTo: parseAddresses(identity.replyTo) }),
    ...(html === null ? {} : { html }),
    images: files.filter(inline).map((a) => ({ ...file(a), contentId: a.contentId ?? '' })),
    attachments: files.filter((a) => !inline(a)).map(file),
    extra: [
      ...(identity.organization === '' ? [] : [{ name: 'Organization', value: identity.organization }]),
      ...(content.receipts?.read === true
        ? [{ name: 'Disposition-Notification-To', value: addrSpec(identity.address) }]
        : []),
    ],
  };
}

/**
 * A letter as it waits in the server's Drafts: with Tern's mark, and without what can't stand in a header yet, such as a
 * half-typed address – that is kept in the vault's draft.
 */
export function draftMessageOf(
  draft: string,
  content: DraftContent,
  identity: Identity,
  blobs: Pick<BlobStore, 'openStream'>,
  stamp: Stamp,
): OutgoingMessage {
  const usable = (people: readonly Address[]): Address[] => people.filter(({ address }) => isUsable(address));
  const message = outgoingOf(
    { ...content, to: usable(content.to), cc: usable(content.cc), bcc: usable(content.bcc) },
    { ...identity, bccSelf: false },
    blobs,
    stamp,
  );
  return { ...message, extra: [...(message.extra ?? []), { name: DRAFT_HEADER, value: draft }] };
}

function isUsable(address: string): boolean {
  try {
    addrSpec(address);
    return true;
  } catch (error) {
    if (isMailError(error)) return false;
    throw error;
  }
}

/** The whole plain text: what was typed, then the original below its attribution. */
function outgoingText({ text, quote }: DraftContent): string {
  if (!quote) return text;
  const original =
    quote.attribution === '' ? quote.text : `${quote.attribution}\n${quote.text.replace(/^\n/, '')}`;
  return `${text.replace(/\s+$/, '')}\n\n${original}\n`;
}

/** The HTML alternative; the original keeps its structure inside of a quotation that says whose it is. */
function outgoingHtml({ html, quote }: DraftContent): string | null {
  if (html === null) return null;
  if (!quote) return html;
  const original =
    quote.html ??
    escapeHtml(quote.attribution === '' ? quote.text : quote.text.replace(/^> ?/gm, '')).replaceAll(
      '\n',
      '<br>',
    );
  if (quote.attribution === '') return `${html}<br><div>${original}</div>`;
  return `${html}<br><div>${escapeHtml(quote.attribution)}</div><blockquote type="cite">${original}</blockquote>`;
}
