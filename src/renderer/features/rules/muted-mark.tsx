import type { MessageDetail } from '@shared/contract/view-api';
import { useT } from '../../i18n';
import { mutedBy, useIsMuted } from '../../state/mutes';
import { Button, Icon } from '../../ui';
import { unmute } from './muting';

/** Says of the open conversation that it is muted, with the way back; nothing where it is not. */
export function MutedMark({ messages }: { readonly messages: readonly MessageDetail[] }) {
  const t = useT();
  const named = messages.map(({ account, envelope }) => ({ account, messageId: envelope.messageId }));
  if (!useIsMuted(named)) return null;
  const unmuteAll = (): void => {
    for (const id of new Set(named.map(mutedBy))) if (id !== null) unmute(id);
  };
  return (
    <span className="rules-muted">
      <Icon name="muted" size={14} />
      <span>{t('rules.mute.mark')}</span>
      <Button kind="link" size="small" onPress={unmuteAll}>
        {t('commands.unmute')}
      </Button>
    </span>
  );
}
