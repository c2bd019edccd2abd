import type { DraftContent } from '@shared/contract/compose';
import { isAddress } from './addresses';
import { announcesAttachment } from './forgotten';
import type { Lookalike } from './lookalike';
import { placeholdersIn } from '../templates/placeholders';

/** What stands in the way of sending. `stop`: can't go; `ask`: goes when the person says so. */
export type Concern =
  | { readonly kind: 'no-recipient'; readonly severity: 'stop' }
  | { readonly kind: 'bad-address'; readonly severity: 'stop'; readonly address: string }
  | { readonly kind: 'uploading'; readonly severity: 'stop' }
  | { readonly kind: 'no-subject'; readonly severity: 'ask' }
  | { readonly kind: 'empty'; readonly severity: 'ask' }
  | { readonly kind: 'forgotten-attachment'; readonly severity: 'ask'; readonly word: string }
  /** Placeholders of templates that would go out as they stand, for people to read. */
  | { readonly kind: 'unfilled'; readonly severity: 'ask'; readonly words: string }
  | { readonly kind: 'many-visible'; readonly severity: 'ask'; readonly count: number }
  | ({ readonly kind: 'lookalike'; readonly severity: 'ask' } & Lookalike);

/** From this many people who all see each other's addresses, Tern asks whether that is meant. */
const MANY = 20;
/** More placeholders than these are not listed one by one. */
const MOST_NAMED = 5;

export function concernsOf(
  content: DraftContent,
  uploading: boolean,
  lookalikes: readonly Lookalike[] = [],
): Concern[] {
  const concerns: Concern[] = [];
  const everyone = [...content.to, ...content.cc, ...content.bcc];
  if (everyone.length === 0) concerns.push({ kind: 'no-recipient', severity: 'stop' });
  for (const { address } of everyone)
    if (!isAddress(address)) concerns.push({ kind: 'bad-address', severity: 'stop', address });
  if (uploading) concerns.push({ kind: 'uploading', severity: 'stop' });
  const nothingElse = content.attachments.length === 0 && content.quote === null;
  if (content.subject.trim() === '') concerns.push({ kind: 'no-subject', severity: 'ask' });
  if (content.text.trim() === '' && nothingElse) concerns.push({ kind: 'empty', severity: 'ask' });
  const word = announcesAttachment(content.text, content.quote === null ? content.subject : '');
  if (word !== null && !content.attachments.some((file) => file.contentId === null)) {
    concerns.push({ kind: 'forgotten-attachment', severity: 'ask', word });
  }
  const unfilled = placeholdersIn(`${content.subject}\n${content.text}`);
  if (unfilled.length > 0)
    concerns.push({ kind: 'unfilled', severity: 'ask', words: unfilled.slice(0, MOST_NAMED).join(', ') });
  for (const one of lookalikes) concerns.push({ kind: 'lookalike', severity: 'ask', ...one });
  const visible = content.to.length + content.cc.length;
  if (visible >= MANY) concerns.push({ kind: 'many-visible', severity: 'ask', count: visible });
  return concerns;
}

/** Whether there is anything that losing would hurt: such a draft is never saved over by an emptier one without a look. */
export const isBlank = (content: DraftContent): boolean =>
  content.text.trim() === '' &&
  content.subject.trim() === '' &&
  content.attachments.length === 0 &&
  content.to.length + content.cc.length + content.bcc.length === 0;
