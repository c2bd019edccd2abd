import type { Ref } from 'react';
import type { DiscoveredSettings } from '@shared/contract/account';
import { useT } from '../../i18n';
import { Notice, Segments, Select, TextField } from '../../ui';
import { byBrowser, changeLogin } from './account-form';
import { OAuthFields } from './oauth-fields';
import type { Wizard } from './use-wizard';

const keyOf = ({ incoming, source }: DiscoveredSettings): string =>
  `${source} ${incoming.protocol} ${incoming.host}:${incoming.port}`;

/** When more than one way was found: which to take. The best is taken already. */
export function Finds({ wizard }: { readonly wizard: Wizard }) {
  const t = useT();
  const { finds, found, choose } = wizard;
  if (finds.length < 2 || !found) return null;
  return (
    <Select
      label={t('accounts.wizard.finds', { count: finds.length })}
      value={keyOf(found)}
      options={finds.map((one) => ({
        id: keyOf(one),
        label: t('accounts.wizard.find_', {
          protocol: t(`accounts.wizard.${one.incoming.protocol}`),
          host: one.incoming.host,
          port: one.incoming.port,
          security: t(`accounts.wizard.${one.incoming.tls}`),
        }),
        hint: t(`accounts.wizard.step.${one.source}`),
      }))}
      onChange={(key) => {
        const next = finds.find((one) => keyOf(one) === key);
        if (next) choose(next);
      }}
    />
  );
}

/** Password, or the provider's own page in a browser. */
export function LoginChoice({
  wizard,
  wrong,
  passwordRef,
}: {
  readonly wizard: Wizard;
  /** What is wrong with the password. */
  readonly wrong?: string | undefined;
  readonly passwordRef?: Ref<HTMLInputElement>;
}) {
  const t = useT();
  const { form, change, found } = wizard;
  const browser = byBrowser(form);
  return (
    <fieldset className="server">
      <legend>{t('accounts.signIn.how')}</legend>
      <Segments
        label={t('accounts.signIn.how')}
        hideLabel
        value={browser ? 'oauth' : 'password'}
        options={[
          { id: 'password', label: t('accounts.signIn.withPassword') },
          { id: 'oauth', label: t('accounts.signIn.withBrowser') },
        ]}
        onChange={(auth) => change(changeLogin(form, auth))}
      />
      {browser ? (
        <>
          <p className="form-note">{t('accounts.signIn.browserHint')}</p>
          {(found?.signIn || form.oauth.provider !== 'other') && (
            <Notice>{t(`accounts.signIn.appPassword.${form.oauth.provider}`)}</Notice>
          )}
          {wizard.signedIn && <Notice tone="success">{t('accounts.signIn.signedIn')}</Notice>}
          <OAuthFields form={form.oauth} onChange={(oauth) => change({ oauth })} />
        </>
      ) : (
        <TextField
          label={t('accounts.wizard.password')}
          type="password"
          value={form.password}
          onChange={(password) => change({ password })}
          {...(passwordRef === undefined ? {} : { inputRef: passwordRef })}
          error={wrong}
          autoComplete="off"
        />
      )}
    </fieldset>
  );
}
