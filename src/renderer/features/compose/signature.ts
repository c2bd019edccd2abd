import type { Identity } from '@shared/contract/account';
import type { DraftContent } from '@shared/contract/compose';
import { isSignaturePicture, picturesIn } from '@shared/model/inline-picture';
import { modelOf } from './editor/rich-editor';
import { fromText, toHtml, toText } from './editor/serialise';

const plainOf = ({ signature }: Identity): string => (signature === '' ? '' : `\n\n-- \n${signature}`);

/** A signature as the editor writes it, so that it is found again in what the editor wrote. */
const richOf = (identity: Identity): string => {
  const rich = identity.signatureHtml ?? '';
  if (rich !== '') return toHtml(modelOf(rich));
  return identity.signature === '' ? '' : toHtml(fromText(`-- \n${identity.signature}`));
};

/**
 * The text with the next identity's signature in the place of the old one's, and the pictures that it shows. One that was
 * changed by hand, or taken out, stays as the person left it.
 */
export function withSignatureOf(
  content: DraftContent,
  old: Identity,
  next: Identity,
): Pick<DraftContent, 'text' | 'html' | 'attachments'> {
  if (content.html === null)
    return {
      text: swap(content.text, plainOf(old), plainOf(next)),
      html: null,
      attachments: content.attachments,
    };
  const html = swap(content.html, richOf(old), richOf(next));
  return { text: toText(modelOf(html)), html, attachments: withPicturesOf(content.attachments, html, next) };
}

/**
 * Plain words as they begin to be written with formatting: with the identity's signature as it looks then.
 * @returns null when its plain signature is not in them: they are taken as they are.
 */
export function richSignatureIn(
  content: Pick<DraftContent, 'text' | 'attachments'>,
  identity: Identity,
): Pick<DraftContent, 'text' | 'html' | 'attachments'> | null {
  const plain = plainOf(identity);
  const at = plain === '' ? -1 : content.text.lastIndexOf(plain);
  if (at < 0 || (identity.signatureHtml ?? '') === '') return null;
  const part = (text: string): string => (text === '' ? '' : toHtml(fromText(text)));
  const html =
    toHtml(fromText(content.text.slice(0, at))) +
    richOf(identity) +
    part(content.text.slice(at + plain.length).replace(/^\n/, ''));
  return {
    text: toText(modelOf(html)),
    html,
    attachments: withPicturesOf(content.attachments, html, identity),
  };
}

/** A draft's files with the pictures of signatures that its words show, each once, and no other's. */
function withPicturesOf(
  files: DraftContent['attachments'],
  html: string,
  { signaturePictures = [] }: Identity,
): DraftContent['attachments'] {
  const shown = picturesIn(html);
  const kept = files.filter(
    ({ contentId }) => contentId === null || !isSignaturePicture(contentId) || shown.has(contentId),
  );
  const there = new Set(kept.map(({ contentId }) => contentId));
  return [
    ...kept,
    ...signaturePictures.filter((one) => shown.has(one.contentId) && !there.has(one.contentId)),
  ];
}

function swap(text: string, old: string, next: string): string {
  if (old === '') return text + next;
  const at = text.lastIndexOf(old);
  return at < 0 ? text : text.slice(0, at) + next + text.slice(at + old.length);
}
