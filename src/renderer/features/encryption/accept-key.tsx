import { useState } from 'react';
import type { OpenPgpKey } from '@shared/contract/openpgp';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { type Failure, failureOf } from '../../state/errors';
import { Button, Dialog, FailureNotice, Notice } from '../../ui';
import { fingerprintWords } from '../../state/fingerprint';
import { KeyFacts } from './key-facts';

/** Asks whether a key is that of an address. Another one that it has already is said, and only then replaced. */
export function AcceptKey({
  shown,
  address,
  instead: known,
  onClose,
}: {
  readonly shown: OpenPgpKey;
  readonly address: string;
  /** The fingerprint of the key that this address has, when that is known beforehand. */
  readonly instead: string | null;
  readonly onClose: () => void;
}) {
  const t = useT();
  const [other, setOther] = useState(known);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { fingerprint } = shown;
  const accept = (): void => {
    session()
      .engine.api.acceptOpenPgpKey({ fingerprint, address, instead: other })
      .then(onClose)
      .catch((error: unknown) => {
        const why = failureOf(error);
        const named = why.details['fingerprint'];
        if (why.code === 'other-key' && typeof named === 'string') setOther(named);
        else setFailure(why);
      });
  };
  return (
    <Dialog
      isOpen
      alert
      title={t('openpgp.accept.title', { address })}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose} autoFocus>
            {t('common.cancel')}
          </Button>
          <Button kind={other === null ? 'primary' : 'danger'} onPress={accept}>
            {t(other === null ? 'openpgp.accept.do' : 'openpgp.accept.replace')}
          </Button>
        </>
      }
    >
      <div className="form">
        <p className="form-note">{t('openpgp.accept.text')}</p>
        <KeyFacts shown={shown} />
        {!shown.addresses.includes(address) && (
          <Notice tone="warning">{t('openpgp.accept.notNamed', { address })}</Notice>
        )}
        {other !== null && (
          <Notice tone="warning" title={t('openpgp.accept.otherTitle', { address })}>
            {t('openpgp.accept.otherText')}
            <p className="openpgp-fingerprint selectable">{fingerprintWords(other)}</p>
          </Notice>
        )}
        <FailureNotice error={failure} />
      </div>
    </Dialog>
  );
}
