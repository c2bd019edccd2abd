import type { ReactNode } from 'react';
import { t } from '../i18n';
import { Icon, type IconName } from './icons';

/** A place with nothing in it: says why, and what one could do. */
export function EmptyState({
  icon,
  title,
  text,
  children,
}: {
  readonly icon?: IconName;
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="ui-empty">
      {icon && <Icon name={icon} size={28} />}
      <p className="ui-empty-title">{title}</p>
      {text && <p className="ui-empty-text">{text}</p>}
      {children && <div className="ui-empty-actions">{children}</div>}
    </div>
  );
}

export type Tone = 'info' | 'warning' | 'danger' | 'success';

const TONE_ICONS: Record<Tone, IconName> = {
  info: 'details',
  warning: 'warning',
  danger: 'error',
  success: 'checked',
};

/** A thin bar or box with something one should know. */
export function Notice({
  tone = 'info',
  title,
  children,
  actions,
  compact = false,
}: {
  readonly tone?: Tone;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly compact?: boolean;
}) {
  return (
    <div className={`ui-notice ui-notice-${tone}${compact ? ' ui-notice-compact' : ''}`}>
      <Icon name={TONE_ICONS[tone]} />
      <div className="ui-notice-body">
        {title && <p className="ui-notice-title">{title}</p>}
        {children && <div className="ui-notice-text">{children}</div>}
      </div>
      {actions && <div className="ui-notice-actions">{actions}</div>}
    </div>
  );
}

/** The server's own words, folded. Untrusted plain text. */
export function ServerWords({ text }: { readonly text: string }) {
  if (text.trim() === '') return null;
  return (
    <details className="ui-details">
      <summary>{t('common.serverSaid')}</summary>
      <pre className="ui-server-words selectable" dir="auto">
        {text}
      </pre>
    </details>
  );
}
