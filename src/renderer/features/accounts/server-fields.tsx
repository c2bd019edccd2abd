import type { Ref } from 'react';
import { useT } from '../../i18n';
import { Notice, Segments, Select, TextField } from '../../ui';
import { changeServer, type ServerForm, validPort } from './account-form';

/** Host, port, encryption, user name of one server. */
export function ServerFields({
  form,
  showUser,
  autoFocus = false,
  wrong,
  hostRef,
  onChange,
}: {
  readonly form: ServerForm;
  readonly showUser: boolean;
  /** Begins in the field of the host. */
  readonly autoFocus?: boolean;
  /** The element that says what is wrong with this server. */
  readonly wrong?: string | undefined;
  readonly hostRef?: Ref<HTMLInputElement>;
  readonly onChange: (form: ServerForm) => void;
}) {
  const t = useT();
  const change = (part: Partial<ServerForm>): void => onChange(changeServer(form, part));
  return (
    <div className="form">
      {form.kind !== 'smtp' && (
        <Segments
          label={t('accounts.wizard.protocol')}
          hideLabel
          value={form.kind}
          options={[
            { id: 'imap', label: t('accounts.wizard.imap') },
            { id: 'pop3', label: t('accounts.wizard.pop3') },
          ]}
          onChange={(kind) => change({ kind })}
        />
      )}
      <div className="form-row">
        <TextField
          label={t('accounts.wizard.host')}
          value={form.host}
          onChange={(host) => change({ host })}
          autoFocus={autoFocus}
          {...(hostRef === undefined ? {} : { inputRef: hostRef })}
          {...(wrong === undefined ? {} : { invalid: true, 'aria-describedby': wrong })}
          isRequired
          spellCheck="false"
          autoComplete="off"
        />
        <TextField
          className="form-narrow"
          label={t('accounts.wizard.port')}
          value={form.port}
          onChange={(port) => change({ port })}
          inputMode="numeric"
          error={form.port !== '' && !validPort(form.port) ? t('accounts.wizard.portInvalid') : undefined}
        />
        <Select
          label={t('accounts.wizard.security')}
          value={form.tls}
          options={(['tls', 'starttls', 'none'] as const).map((id) => ({
            id,
            label: t(`accounts.wizard.${id}`),
          }))}
          onChange={(tls) => change({ tls })}
        />
      </div>
      {form.tls === 'none' && <Notice tone="warning">{t('accounts.wizard.noneWarning')}</Notice>}
      {showUser && (
        <TextField
          label={t('accounts.wizard.user')}
          value={form.user}
          onChange={(user) => change({ user })}
          spellCheck="false"
          autoComplete="off"
        />
      )}
      {form.pin && <p className="form-note">{t('accounts.wizard.trusted', { host: form.host })}</p>}
    </div>
  );
}
