import { lazy, Suspense } from 'react';
import { useT } from '../../../i18n';
import { Button, Dialog } from '../../../ui';
import { WithoutKeys } from './protect-line';
import type { LetterProtecting } from './use-letter-protection';

const PassphraseDialog = lazy(() =>
  import('../../encryption').then((found) => ({ default: found.PassphraseDialog })),
);

/**
 * What stands between a letter and its going out: keys that are missing, where the person chooses what becomes of it, or the
 * passphrase of the one that signs.
 */
export function ProtectDialogs({
  protection,
  onSend,
  onUnlocked,
}: {
  readonly protection: LetterProtecting;
  /** Send it, at that time or now. */
  readonly onSend: (at: number | null) => void;
  readonly onUnlocked: (at: number | null) => void;
}) {
  const { stopped, state, giveUp, goOn } = protection;
  if (stopped?.by === 'keys') {
    return (
      <RefusedDialog
        protection={protection}
        onOpen={() => {
          giveUp();
          onSend(stopped.at);
        }}
      />
    );
  }
  return (
    <Suspense>
      {stopped && state.own && (
        <PassphraseDialog shown={state.own} onUnlocked={() => onUnlocked(stopped.at)} onClose={goOn} />
      )}
    </Suspense>
  );
}

function RefusedDialog({
  protection: { state, address, goOn },
  onOpen,
}: {
  readonly protection: LetterProtecting;
  readonly onOpen: () => void;
}) {
  const t = useT();
  const { encrypt, answersEncrypted, ownFault, without } = state;
  return (
    <Dialog
      isOpen
      alert
      size="small"
      title={t(encrypt ? 'openpgp.write.refused' : 'openpgp.write.refusedSign')}
      onClose={goOn}
      footer={
        <>
          <Button onPress={goOn} autoFocus>
            {t('compose.goBack')}
          </Button>
          <Button
            kind="danger"
            onPress={() => {
              goOn();
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
