import { useState } from 'react';
import type { AccountId } from '@shared/model/ids';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { useAccount } from '../../state/engine-state';
import { SecretDialog, Segments } from '../../ui';

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
  const [direction, setDirection] = useState<Direction>('both');
  if (!account) return null;
  const { auth, user, host } = account.incoming;
  return (
    <SecretDialog
      id="password"
      title={t('accounts.password.title', { name: account.label })}
      text={
        auth === 'oauth' ? t('accounts.signIn.passwordInstead') : t('accounts.password.text', { user, host })
      }
      label={t('accounts.wizard.password')}
      confirm={t('accounts.password.save')}
      session={t('accounts.wizard.consentSession')}
      onSubmit={(password, secrets) =>
        session().engine.api.setPassword({ account: id, direction, password, secrets })
      }
      onClose={onClose}
    >
      {auth !== 'oauth' && (
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
    </SecretDialog>
  );
}
