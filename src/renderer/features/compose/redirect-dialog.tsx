import { useState } from 'react';
import type { MessageRef } from '@shared/model/ids';
import type { Address } from '@shared/model/message';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { errorText } from '../../state/errors';
import { showToast } from '../../state/toasts';
import { Button, Dialog } from '../../ui';
import { isAddress } from './checks/addresses';
import { TokenField } from './recipients/token-field';
import { offerUndo } from './send';

/** Passes a message on as it is: the receivers see its author, and may answer them. */
export function RedirectDialog({
  message,
  subject,
  onClose,
}: {
  readonly message: MessageRef;
  readonly subject: string;
  readonly onClose: () => void;
}) {
  const t = useT();
  const [people, setPeople] = useState<readonly Address[]>([]);
  const [sending, setSending] = useState(false);
  const ready = people.length > 0 && people.every(({ address }) => isAddress(address));
  const send = (): void => {
    setSending(true);
    session()
      .engine.api.redirect({ ref: message, to: people.map(({ name, address }) => ({ name, address })) })
      .then(({ id, at }) => {
        onClose();
        offerUndo(id, at);
      })
      .catch((error: unknown) => {
        setSending(false);
        showToast({ text: `${t('compose.notSent')} ${errorText(error)}`, tone: 'danger' });
      });
  };
  return (
    <Dialog
      isOpen
      size="small"
      title={t('compose.redirect.title')}
      onClose={onClose}
      footer={
        <Button kind="primary" icon="send" isDisabled={!ready || sending} onPress={send}>
          {t('compose.redirect.send')}
        </Button>
      }
    >
      <div className="compose-redirect">
        <p className="compose-redirect-subject truncate" dir="auto">
          {subject || t('common.noSubject')}
        </p>
        <TokenField label={t('reader.label.to')} people={people} onChange={setPeople} autoFocus />
        <p className="form-note">{t('compose.redirect.hint')}</p>
      </div>
    </Dialog>
  );
}
