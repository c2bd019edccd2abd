import { useT } from '../../i18n';
import { Spinner } from '../../ui';
import type { SignInPage } from './use-sign-in';

/** While the person is in the browser: what to do there, and the way there if none was opened. */
export function SignInWait({
  page,
  provider,
}: {
  readonly page: SignInPage | null;
  readonly provider: string;
}) {
  const t = useT();
  return (
    <div className="wizard-busy" role="status">
      <Spinner label={t('accounts.signIn.waiting')} size={20} />
      <p>
        <b>{t(page?.opened === false ? 'accounts.signIn.openYourself' : 'accounts.signIn.waiting')}</b>
      </p>
      <p className="form-note sign-in-text">{t('accounts.signIn.waitingText', { provider })}</p>
      {page && (
        <a className="sign-in-link" href={page.url} target="_blank" rel="noreferrer">
          {t(page.opened ? 'accounts.signIn.openAgain' : 'accounts.signIn.open', { provider })}
        </a>
      )}
    </div>
  );
}
