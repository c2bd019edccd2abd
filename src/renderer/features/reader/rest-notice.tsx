import { useState } from 'react';
import type { MessageDetail } from '@shared/contract/view-api';
import { parseMessageKey } from '@shared/model/ids';
import { formatSize } from '../../i18n/format';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { isClosed } from '../../state/engine-state';
import { errorText } from '../../state/errors';
import { showToast } from '../../state/toasts';
import { Button, Notice } from '../../ui';

const CODES = ['headers-only', 'rest-wanted', 'rest-gone'] as const;
export type RestCode = (typeof CODES)[number];

/** Whether only the header of a message is here (POP3), and how things stand with the rest. */
export const restOf = (notices: readonly string[]): RestCode | null =>
  CODES.find((code) => notices.includes(code)) ?? null;

/** Stands where the text would be. */
export function RestNotice({ message, code }: { readonly message: MessageDetail; readonly code: RestCode }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  if (code === 'rest-gone') return <Notice tone="warning">{t('pop3.rest.gone')}</Notice>;
  if (code === 'rest-wanted') return <Notice>{t('pop3.rest.wanted')}</Notice>;
  const ask = (): void => {
    setAsking(true);
    session()
      .engine.api.fetchRest({ ref: parseMessageKey(message.key) })
      .catch((error: unknown) => {
        if (!isClosed(error)) showToast({ text: errorText(error), tone: 'danger' });
      })
      .finally(() => setAsking(false));
  };
  return (
    <Notice
      title={t('pop3.rest.title')}
      actions={
        <Button size="small" isDisabled={asking} onPress={ask}>
          {t('pop3.rest.load')}
        </Button>
      }
    >
      {t('pop3.rest.text', { size: formatSize(message.size) })}
    </Notice>
  );
}
