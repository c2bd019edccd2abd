import { useT } from '../i18n';
import { Button } from './button';
import { Notice } from './notice';

/** How a password or a sign-in is kept: by the system's keyring, until Tern ends, or in a file of one's own. */
export type Secrets = 'secure' | 'session' | 'weak';

/** There is no keyring: says so, and what it would mean to do without. */
export function ConsentNotice({ title }: { readonly title: string }) {
  const t = useT();
  return (
    <Notice tone="warning" title={title}>
      {t('accounts.wizard.consentText')} {t('accounts.wizard.consentWeakHint')}
    </Notice>
  );
}

/** The two ways to keep it without a keyring. */
export function ConsentButtons({
  session,
  isDisabled = false,
  onChoose,
}: {
  /** What keeping it until Tern ends is called. */
  readonly session: string;
  readonly isDisabled?: boolean;
  readonly onChoose: (secrets: Exclude<Secrets, 'secure'>) => void;
}) {
  const t = useT();
  return (
    <>
      <Button isDisabled={isDisabled} onPress={() => onChoose('weak')}>
        {t('accounts.wizard.consentWeak')}
      </Button>
      <Button kind="primary" isDisabled={isDisabled} onPress={() => onChoose('session')}>
        {session}
      </Button>
    </>
  );
}
