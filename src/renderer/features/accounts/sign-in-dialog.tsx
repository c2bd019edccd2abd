import { type FormEvent, useState } from 'react';
import type { AccountId } from '@shared/model/ids';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { useAccount, useAccounts } from '../../state/engine-state';
import { type Failure, failureOf } from '../../state/errors';
import { openDialog } from '../../state/ui';
import { Button, Dialog, FailureNotice, ConsentButtons, ConsentNotice, type Secrets } from '../../ui';
import { OAuthFields } from './oauth-fields';
import { oauthComplete, oauthForm, presetForHost } from './oauth-form';
import { providerName } from './provider-name';
import { SignInWait } from './sign-in-wait';
import { useSignIn } from './use-sign-in';

/** Signs an account in with a browser: again, because the provider wants it, or for the first time instead of a password. */
export function SignInDialog({
  account: id,
  onClose,
}: {
  readonly account: AccountId;
  readonly onClose: () => void;
}) {
  const t = useT();
  const account = useAccount(id);
  const others = useAccounts().map(({ account: one }) => one);
  const signIn = useSignIn();
  const [form, setForm] = useState(() => {
    const guess = presetForHost(account?.incoming.host ?? '');
    return oauthForm(account?.oauth ?? (guess === null ? null : { provider: guess }), others);
  });
  const [busy, setBusy] = useState(false);
  const [grant, setGrant] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  if (!account) return null;
  const run = (work: () => Promise<void>): void => {
    setBusy(true);
    setFailure(null);
    work()
      .then(onClose)
      .catch((error: unknown) => {
        setBusy(false);
        const known = failureOf(error);
        if (known.code !== 'cancelled') setFailure(known);
      });
  };
  const keep = async (handle: string, secrets: Secrets): Promise<void> => {
    await session().engine.api.keepSignIn({ account: id, grant: handle, secrets });
  };
  const begin = (): void =>
    run(async () => {
      const handle = await signIn.begin(form, account.incoming.user, id);
      setGrant(handle);
      await keep(handle, 'secure');
    });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!busy && oauthComplete(form)) begin();
  };
  const stop = (): void => {
    signIn.stop();
    setBusy(false);
  };
  const close = (): void => {
    signIn.stop();
    onClose();
  };
  const consent = failure?.code === 'needs-consent' && grant !== null ? grant : null;
  const provider = providerName(form, t);
  return (
    <Dialog
      isOpen
      alert={busy}
      title={t('accounts.signIn.title', { name: account.label })}
      onClose={close}
      footer={
        consent !== null ? (
          <ConsentButtons
            session={t('accounts.signIn.consentSession')}
            onChoose={(secrets) => run(() => keep(consent, secrets))}
          />
        ) : busy ? (
          <Button onPress={stop}>{t('common.stop')}</Button>
        ) : (
          <>
            <Button
              kind="quiet"
              className="footer-start"
              onPress={() => openDialog({ kind: 'password', account: id })}
            >
              {t('accounts.signIn.usePassword')}
            </Button>
            <Button onPress={close}>{t('common.cancel')}</Button>
            <Button kind="primary" type="submit" form="sign-in" isDisabled={!oauthComplete(form)}>
              {t('accounts.signIn.begin')}
            </Button>
          </>
        )
      }
    >
      {busy ? (
        <SignInWait page={signIn.page} provider={provider} />
      ) : (
        <form id="sign-in" className="form" onSubmit={submit} noValidate>
          <p className="form-note">{t('accounts.signIn.text', { user: account.incoming.user })}</p>
          {consent !== null && <ConsentNotice title={t('accounts.signIn.consentTitle')} />}
          <FailureNotice error={consent === null ? failure : null} />
          {consent === null && <OAuthFields form={form} onChange={setForm} />}
        </form>
      )}
    </Dialog>
  );
}
