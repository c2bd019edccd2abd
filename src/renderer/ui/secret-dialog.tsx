import { type FormEvent, type ReactNode, useState } from 'react';
import { useT } from '../i18n';
import { type Failure, failureOf } from '../state/errors';
import { Button } from './button';
import { ConsentButtons, ConsentNotice, type Secrets } from './consent';
import { Dialog } from './dialog';
import { TextField } from './fields';
import { FailureNotice } from './failure-notice';

interface SecretDialogProps {
  /** Of its form. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** What is asked for. */
  readonly label: string;
  readonly confirm: string;
  /** What keeping it until Tern ends is called, when there is no keyring; left out where it is not kept. */
  readonly session?: string;
  /** What it does with the secret; the dialog stays, and says why, when that fails. */
  readonly onSubmit: (secret: string, how: Secrets) => Promise<unknown>;
  readonly onClose: () => void;
  /** More to choose, below the field. */
  readonly children?: ReactNode;
}

/** Asks for a password or a passphrase, and for consent where it can't be kept safely. */
export function SecretDialog({
  id,
  title,
  text,
  label,
  confirm,
  session,
  onSubmit,
  onClose,
  children,
}: SecretDialogProps) {
  const t = useT();
  const [secret, setSecret] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = (how: Secrets): void => {
    setBusy(true);
    onSubmit(secret, how)
      .then(onClose)
      .catch((error: unknown) => {
        setBusy(false);
        setFailure(failureOf(error));
      });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (secret !== '' && !busy) run('secure');
  };
  const consent = session !== undefined && failure?.code === 'needs-consent';
  return (
    <Dialog
      isOpen
      size="small"
      title={title}
      onClose={onClose}
      footer={
        consent ? (
          <ConsentButtons session={session} isDisabled={busy} onChoose={run} />
        ) : (
          <>
            <Button onPress={onClose}>{t('common.cancel')}</Button>
            <Button kind="primary" type="submit" form={id} isDisabled={secret === '' || busy}>
              {confirm}
            </Button>
          </>
        )
      }
    >
      <form id={id} className="form" onSubmit={submit}>
        <p className="form-note">{text}</p>
        <TextField
          label={label}
          type="password"
          value={secret}
          onChange={setSecret}
          autoFocus
          autoComplete="off"
        />
        {children}
        {consent && <ConsentNotice title={t('accounts.wizard.consentTitle')} />}
        <FailureNotice error={consent ? null : failure} />
      </form>
    </Dialog>
  );
}
