import { OAUTH_PRESETS } from '@shared/contract/account';
import { useT } from '../../i18n';
import { Select, TextField } from '../../ui';
import type { OAuthForm } from './oauth-form';

/** Which provider, and who Tern is to it. */
export function OAuthFields({
  form,
  onChange,
}: {
  readonly form: OAuthForm;
  readonly onChange: (form: OAuthForm) => void;
}) {
  const t = useT();
  const change = (part: Partial<OAuthForm>): void => onChange({ ...form, ...part });
  const { provider } = form;
  return (
    <div className="form">
      <Select
        label={t('accounts.signIn.provider')}
        value={provider}
        options={([...OAUTH_PRESETS, 'other'] as const).map((id) => ({
          id,
          label: t(`accounts.signIn.providers.${id}`),
        }))}
        onChange={(next) => change({ provider: next })}
      />
      {provider === 'other' && (
        <div className="form-row">
          <TextField
            label={t('accounts.signIn.issuer')}
            hint={t('accounts.signIn.issuerHint')}
            placeholder="https://"
            value={form.issuer}
            onChange={(issuer) => change({ issuer })}
            inputMode="url"
            spellCheck="false"
            autoComplete="off"
          />
          <TextField
            label={t('accounts.signIn.scopes')}
            hint={t('accounts.signIn.scopesHint')}
            value={form.scopes}
            onChange={(scopes) => change({ scopes })}
            spellCheck="false"
            autoComplete="off"
          />
        </div>
      )}
      <TextField
        label={t('accounts.signIn.clientId')}
        hint={t(`accounts.signIn.clientIdHint.${provider}`)}
        value={form.clientId}
        onChange={(clientId) => change({ clientId })}
        isRequired
        spellCheck="false"
        autoComplete="off"
      />
      <details className="ui-details">
        <summary>{t('accounts.signIn.more')}</summary>
        <TextField
          label={t('accounts.signIn.clientSecret')}
          hint={t('accounts.signIn.clientSecretHint')}
          type="password"
          value={form.clientSecret}
          onChange={(clientSecret) => change({ clientSecret })}
          autoComplete="off"
        />
      </details>
    </div>
  );
}
