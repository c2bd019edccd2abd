import type { MessageDetail } from '@shared/contract/view-api';
import { useT } from '../../i18n';
import { Notice } from '../../ui';

/** Says so when the domain that a message claims to be from denies it, as the server has found out; else nothing. */
export function SenderLine({ message }: { readonly message: MessageDetail }) {
  const t = useT();
  if (message.body?.sender !== 'failed') return null;
  const address = message.envelope.from[0]?.address ?? '';
  return (
    <Notice compact tone="warning">
      {t('reader.sender.failed', { domain: address.slice(address.lastIndexOf('@') + 1) })}
    </Notice>
  );
}
