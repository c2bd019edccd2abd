import type { Identity } from '@shared/contract/account';
import type { DraftContent } from '@shared/contract/compose';
import { modelOf } from './editor/rich-editor';
import { fromText, toHtml } from './editor/serialise';

const plainOf = ({ signature }: Identity): string => (signature === '' ? '' : `\n\n-- \n${signature}`);

/** A signature as the editor writes it, so that it is found again in what the editor wrote. */
const richOf = (identity: Identity): string => {
  const rich = identity.signatureHtml ?? '';
  if (rich !== '') return toHtml(modelOf(rich));
  return identity.signature === '' ? '' : toHtml(fromText(`-- \n${identity.signature}`));
};

/**
 * The text with the next identity's signature in the place of the old one's. One that was changed by hand, or taken out,
 * stays as the person left it.
 */
export function withSignatureOf(
  content: DraftContent,
  old: Identity,
  next: Identity,
): Pick<DraftContent, 'text' | 'html'> {
  const html = content.html === null ? null : swap(content.html, richOf(old), richOf(next));
  return { text: swap(content.text, plainOf(old), plainOf(next)), html };
}

function swap(text: string, old: string, next: string): string {
  if (old === '') return text + next;
  const at = text.lastIndexOf(old);
  return at < 0 ? text : text.slice(0, at) + next + text.slice(at + old.length);
}
