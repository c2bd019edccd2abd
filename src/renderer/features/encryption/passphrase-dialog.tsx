import { useState } from 'react';
import type { OpenPgpKey, Remembering } from '@shared/contract/openpgp';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { keyIdWords } from '../../state/fingerprint';
import { Checkbox, SecretDialog, type Secrets } from '../../ui';

/** Asks for the passphrase of a secret key, and whether to keep it. */
export function PassphraseDialog({
  shown: { fingerprint, userIds },
  onUnlocked,
  onClose,
}: {
  readonly shown: OpenPgpKey;
  /** The passphrase was right. `onClose` follows. */
  readonly onUnlocked?: () => void;
  readonly onClose: () => void;
}) {
  const t = useT();
  const [keep, setKeep] = useState(false);
  const remembering = (how: Secrets): Remembering => {
    if (how === 'secure') return keep ? 'secure' : 'no';
    return how === 'weak' ? 'weak' : 'no';
  };
  return (
    <SecretDialog
      id="openpgp-passphrase"
      title={t('openpgp.passphrase.title')}
      text={t('openpgp.passphrase.text', {
        user: userIds[0] ?? t('openpgp.noUserId'),
        id: keyIdWords(fingerprint),
      })}
      label={t('openpgp.passphrase.label')}
      confirm={t('openpgp.passphrase.do')}
      session={t('openpgp.passphrase.session')}
      onSubmit={(passphrase, how) =>
        session()
          .engine.api.unlockOpenPgpKey({ fingerprint, passphrase, remember: remembering(how) })
          .then(onUnlocked)
      }
      onClose={onClose}
    >
      <Checkbox isSelected={keep} onChange={setKeep}>
        {t('openpgp.passphrase.keep')}
      </Checkbox>
    </SecretDialog>
  );
}
