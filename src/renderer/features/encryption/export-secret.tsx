import { type FormEvent, useState } from 'react';
import type { OpenPgpKey } from '@shared/contract/openpgp';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { type Failure, failureOf } from '../../state/errors';
import { Button, Dialog, FailureNotice, TextField } from '../../ui';
import { saveOffered } from './save-offered';

/** Saves a secret key, locked as it is, for who knows its passphrase. */
export function ExportSecret({
  shown,
  onClose,
}: {
  readonly shown: OpenPgpKey;
  readonly onClose: () => void;
}) {
  const t = useT();
  const [passphrase, setPassphrase] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (passphrase === '') return;
    session()
      .engine.api.exportOpenPgpKey({ fingerprint: shown.fingerprint, passphrase })
      .then(saveOffered)
      .then(onClose)
      .catch((error: unknown) => setFailure(failureOf(error)));
  };
  return (
    <Dialog
      isOpen
      size="small"
      title={t('openpgp.backup.title')}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" form="openpgp-backup" isDisabled={passphrase === ''}>
            {t('openpgp.backup.do')}
          </Button>
        </>
      }
    >
      <form id="openpgp-backup" className="form" onSubmit={submit}>
        <p className="form-note">{t('openpgp.backup.text')}</p>
        <TextField
          label={t('openpgp.passphrase.label')}
          type="password"
          value={passphrase}
          onChange={setPassphrase}
          autoFocus
          autoComplete="off"
        />
        <FailureNotice error={failure} />
      </form>
    </Dialog>
  );
}
