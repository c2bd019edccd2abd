import type { Ref, RefObject } from 'react';
import { Icon } from '../../ui';

/** Icons beside subjects, by what they mean there. */
const MARK_ICONS = [
  'online',
  'trash',
  'muted',
  'snooze',
  'notification',
  'attachment',
  'star',
  'reply',
  'forward',
  'pending',
] as const;
export type MarkIcon = (typeof MARK_ICONS)[number];

/** Drawn once and out of sight: rows take copies. */
export function MarkIcons({ ref }: { readonly ref: Ref<HTMLDivElement> }) {
  return (
    <div ref={ref} hidden>
      {MARK_ICONS.map((name) => (
        <Icon
          key={name}
          name={name}
          size={13}
          filled={name === 'star'}
          className={
            name === 'star' ? 'mark-star' : name === 'reply' || name === 'forward' ? 'mark-mirror' : ''
          }
        />
      ))}
    </div>
  );
}

/** A copy of an icon that says what it means. */
export function copyIcon(
  { current }: RefObject<Element | null>,
  name: MarkIcon,
  label: string,
): Element | string {
  const copy = current?.children[MARK_ICONS.indexOf(name)]?.cloneNode(true);
  if (!(copy instanceof Element)) return '';
  copy.removeAttribute('aria-hidden');
  copy.setAttribute('role', 'img');
  copy.setAttribute('aria-label', label);
  return copy;
}
