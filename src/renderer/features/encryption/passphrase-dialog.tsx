import { type FormEvent, useState } from 'react';
import type { OpenPgpKey, Remembering } from '@shared/contract/openpgp';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { type Failure, failureOf } from '../../state/errors';
import { Button, Checkbox, Dialog, FailureNotice, TextField, ConsentButtons, ConsentNotice } from '../../ui';
import { keyIdWords } from '../../state/fingerprint';

/** Asks for the passphrase of a secret key, and whether to keep it. */
export function PassphraseDialog({
  shown,
  onClose,
}: {
  readonly shown: OpenPgpKey;
  readonly onClose: () => void;
}) {
  const t = useT();
  const [passphrase, setPassphrase] = useState('');
  const [keep, setKeep] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const open = (remember: Remembering): void => {
    setBusy(true);
    session()
      .engine.api.unlockOpenPgpKey({ fingerprint: shown.fingerprint, passphrase, remember })
      .then(onClose)
      .catch((error: unknown) => {
        setBusy(false);
        setFailure(failureOf(error));
      });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (passphrase !== '' && !busy) open(keep ? 'secure' : 'no');
  };
  const consent = failure?.code === 'needs-consent';
  return (
    <Dialog
      isOpen
      size="small"
      title={t('openpgp.passphrase.title')}
      onClose={onClose}
      footer={
        consent ? (
          <ConsentButtons
            session={t('openpgp.passphrase.session')}
            isDisabled={busy}
            onChoose={(how) => open(how === 'weak' ? 'weak' : 'no')}
          />
        ) : (
          <>
            <Button onPress={onClose}>{t('common.cancel')}</Button>
            <Button
              kind="primary"
              type="submit"
              form="openpgp-passphrase"
              isDisabled={passphrase === '' || busy}
            >
              {t('openpgp.passphrase.do')}
            </Button>
          </>
        )
      }
    >
      <form id="openpgp-passphrase" className="form" onSubmit={submit}>
        <p className="form-note">
          {t('openpgp.passphrase.text', {
            user: shown.userIds[0] ?? t('openpgp.noUserId'),
            id: keyIdWords(shown.fingerprint),
          })}
        </p>
        <TextField
          label={t('openpgp.passphrase.label')}
          type="password"
          value={passphrase}
          onChange={setPassphrase}
          autoFocus
          autoComplete="off"
        />
        <Checkbox isSelected={keep} onChange={setKeep}>
          {t('openpgp.passphrase.keep')}
        </Checkbox>
        {consent && <ConsentNotice title={t('accounts.wizard.consentTitle')} />}
        <FailureNotice error={consent ? null : failure} />
      </form>
    </Dialog>
  );
}
