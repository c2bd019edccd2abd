import { lazy, Suspense } from 'react';
import { useT } from '../../../i18n';
import { Button, Dialog } from '../../../ui';
import type { LetterState } from './letter-protection';
import { WithoutKeys } from './protect-line';

const PassphraseDialog = lazy(() =>
  import('../../encryption').then((found) => ({ default: found.PassphraseDialog })),
);

/** A letter that can't be encrypted or signed as it should does not go: the person chooses what becomes of it. */
export function RefusedDialog({
  state,
  address,
  onOpen,
  onClose,
}: {
  readonly state: LetterState;
  /** Of who writes. */
  readonly address: string;
  /** It is to go out without what is impossible. */
  readonly onOpen: () => void;
  readonly onClose: () => void;
}) {
  const t = useT();
  const { encrypt, answersEncrypted, ownFault, without } = state;
  return (
    <Dialog
      isOpen
      alert
      size="small"
      title={t(encrypt ? 'openpgp.write.refused' : 'openpgp.write.refusedSign')}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose} autoFocus>
            {t('compose.goBack')}
          </Button>
          <Button
            kind="danger"
            onPress={() => {
              onClose();
              onOpen();
            }}
          >
            {t(encrypt ? 'openpgp.write.sendOpen' : 'openpgp.write.sendUnsigned')}
          </Button>
        </>
      }
    >
      <div className="form">
        {ownFault !== null && <p>{t(`openpgp.write.own.${ownFault}`, { address })}</p>}
        <WithoutKeys without={without} />
        {encrypt && <p className="form-note">{t('openpgp.write.refusedText')}</p>}
        {encrypt && answersEncrypted && <p className="form-note">{t('openpgp.write.answersOpen')}</p>}
      </div>
    </Dialog>
  );
}

/** Asks for the passphrase of the key that signs, and goes on when it was right. */
export function UnlockDialog({
  state: { own },
  onUnlocked,
  onClose,
}: {
  readonly state: LetterState;
  readonly onUnlocked: () => void;
  readonly onClose: () => void;
}) {
  return (
    <Suspense>{own && <PassphraseDialog shown={own} onUnlocked={onUnlocked} onClose={onClose} />}</Suspense>
  );
}
