import { type FormEvent, useState } from 'react';
import type { AccountId } from '@shared/model/ids';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { useAccount } from '../../state/engine-state';
import { type Failure, failureOf } from '../../state/errors';
import {
  Button,
  Dialog,
  FailureNotice,
  Segments,
  TextField,
  ConsentButtons,
  ConsentNotice,
  type Secrets,
} from '../../ui';

type Direction = 'both' | 'incoming' | 'outgoing';

/** Asks for an account's password: a keyring was not there, or the server no longer accepts the old one. */
export function PasswordDialog({
  account: id,
  onClose,
}: {
  readonly account: AccountId;
  readonly onClose: () => void;
}) {
  const t = useT();
  const account = useAccount(id);
  const [password, setPassword] = useState('');
  const [direction, setDirection] = useState<Direction>('both');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  if (!account) return null;
  const save = (secrets: Secrets): void => {
    setBusy(true);
    session()
      .engine.api.setPassword({ account: id, direction, password, secrets })
      .then(onClose)
      .catch((error: unknown) => {
        setBusy(false);
        setFailure(failureOf(error));
      });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (password !== '' && !busy) save('secure');
  };
  const consent = failure?.code === 'needs-consent';
  return (
    <Dialog
      isOpen
      size="small"
      title={t('accounts.password.title', { name: account.label })}
      onClose={onClose}
      footer={
        consent ? (
          <ConsentButtons session={t('accounts.wizard.consentSession')} isDisabled={busy} onChoose={save} />
        ) : (
          <>
            <Button onPress={onClose}>{t('common.cancel')}</Button>
            <Button kind="primary" type="submit" form="password" isDisabled={password === '' || busy}>
              {t('accounts.password.save')}
            </Button>
          </>
        )
      }
    >
      <form id="password" className="form" onSubmit={submit}>
        <p className="form-note">
          {account.incoming.auth === 'oauth'
            ? t('accounts.signIn.passwordInstead')
            : t('accounts.password.text', {
                user: account.incoming.user,
                host: account.incoming.host,
              })}
        </p>
        <TextField
          label={t('accounts.wizard.password')}
          type="password"
          value={password}
          onChange={setPassword}
          autoFocus
          autoComplete="off"
        />
        {account.incoming.auth !== 'oauth' && (
          <Segments
            label={t('accounts.password.direction')}
            value={direction}
            options={[
              { id: 'both', label: t('accounts.password.forBoth') },
              { id: 'incoming', label: t('accounts.password.forIncoming') },
              { id: 'outgoing', label: t('accounts.password.forOutgoing') },
            ]}
            onChange={setDirection}
          />
        )}
        {consent && <ConsentNotice title={t('accounts.wizard.consentTitle')} />}
        <FailureNotice error={consent ? null : failure} />
      </form>
    </Dialog>
  );
}
