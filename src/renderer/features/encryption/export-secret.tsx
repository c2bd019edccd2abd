import type { OpenPgpKey } from '@shared/contract/openpgp';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { SecretDialog } from '../../ui';
import { saveOffered } from './save-offered';

/** Saves a secret key, locked as it is, for who knows its passphrase. */
export function ExportSecret({
  shown: { fingerprint },
  onClose,
}: {
  readonly shown: OpenPgpKey;
  readonly onClose: () => void;
}) {
  const t = useT();
  return (
    <SecretDialog
      id="openpgp-backup"
      title={t('openpgp.backup.title')}
      text={t('openpgp.backup.text')}
      label={t('openpgp.passphrase.label')}
      confirm={t('openpgp.backup.do')}
      onSubmit={(passphrase) =>
        session().engine.api.exportOpenPgpKey({ fingerprint, passphrase }).then(saveOffered)
      }
      onClose={onClose}
    />
  );
}
