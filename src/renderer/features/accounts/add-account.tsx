import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n';
import { useSelection } from '../../state/selection';
import { useEngineState } from '../../state/engine-state';
import {
  Button,
  Checkbox,
  Dialog,
  FailureNotice,
  Icon,
  type IconName,
  Notice,
  Spinner,
  TextField,
} from '../../ui';
import {
  byBrowser,
  complete,
  type Direction,
  domainOf,
  looksLikeAddress,
  type ServerForm,
  trustCertificate,
} from './account-form';
import { Finds, LoginChoice } from './login-choice';
import { Pop3Policy } from './pop3-policy';
import { ProbeCard } from './probe-result';
import { providerName } from './provider-name';
import { ServerFields } from './server-fields';
import { SignInWait } from './sign-in-wait';
import { useWizard, type Wizard } from './use-wizard';

/** The wizard: name, address, password; everything else is looked for, shown and editable. */
export function AddAccount({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const wizard = useWizard();
  /** How often somebody wanted to go on: what is wrong is said from then on. */
  const [tries, setTries] = useState(0);
  const go = (on: () => void): void => {
    setTries(tries + 1);
    if (looksLikeAddress(wizard.form.address)) on();
  };
  const close = (): void => {
    wizard.stop();
    onClose();
  };
  return (
    <Dialog
      isOpen
      alert={wizard.step !== 'who' && wizard.step !== 'done'}
      title={t('accounts.wizard.title')}
      onClose={close}
      footer={<Footer wizard={wizard} onManual={() => go(wizard.manual)} onClose={close} />}
    >
      <Body wizard={wizard} tries={tries} onFind={() => go(wizard.find)} />
    </Dialog>
  );
}

interface WhoProps {
  readonly wizard: Wizard;
  readonly tries: number;
  readonly onFind: () => void;
}

function Body({ wizard, tries, onFind }: WhoProps) {
  const t = useT();
  switch (wizard.step) {
    case 'who':
      return <Who wizard={wizard} tries={tries} onFind={onFind} />;
    case 'finding':
      return <Finding wizard={wizard} />;
    case 'settings':
      return <ServerSettingsStep wizard={wizard} />;
    case 'signing-in':
      return <SignInWait page={wizard.signInPage} provider={providerName(wizard.form.oauth, t)} />;
    case 'testing':
    case 'adding':
      return (
        <div className="wizard-busy">
          <Spinner label={t('accounts.wizard.testing')} size={20} />
          <p>{t(wizard.step === 'testing' ? 'accounts.wizard.testing' : 'accounts.wizard.working')}</p>
          <p className="form-note">{`${wizard.form.incoming.host} · ${wizard.form.outgoing.host}`}</p>
        </div>
      );
    case 'consent':
      return <Consent wizard={wizard} />;
    case 'done':
      return (
        <div className="wizard-busy">
          <Icon name="checked" size={28} className="wizard-done" />
          <p>
            <b>{t('accounts.wizard.done')}</b>
          </p>
          <p className="form-note">{t('accounts.wizard.doneText')}</p>
        </div>
      );
  }
}

function Who({ wizard, tries, onFind }: WhoProps) {
  const t = useT();
  const { form, change } = wizard;
  const [shown, setShown] = useState(false);
  const address = useRef<HTMLInputElement>(null);
  const bad = !looksLikeAddress(form.address);
  useEffect(() => {
    // Whoever wanted to go on is taken to what is in the way.
    if (tries > 0) address.current?.focus();
  }, [tries]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onFind();
  };
  return (
    <form id="wizard" className="form" onSubmit={submit} noValidate>
      <TextField
        label={t('accounts.wizard.name')}
        placeholder={t('accounts.wizard.namePlaceholder')}
        value={form.name}
        onChange={(name) => change({ name })}
        autoFocus
        autoComplete="name"
      />
      <TextField
        label={t('accounts.wizard.address')}
        type="email"
        inputMode="email"
        value={form.address}
        onChange={(typed) => change({ address: typed })}
        inputRef={address}
        autoComplete="email"
        spellCheck="false"
        error={tries > 0 && bad ? t('accounts.wizard.addressInvalid') : undefined}
      />
      <TextField
        label={t('accounts.wizard.password')}
        hint={t('accounts.wizard.passwordHint')}
        type={shown ? 'text' : 'password'}
        value={form.password}
        onChange={(password) => change({ password })}
        autoComplete="off"
        spellCheck="false"
      />
      <Checkbox isSelected={shown} onChange={setShown}>
        {t('accounts.wizard.showPassword')}
      </Checkbox>
    </form>
  );
}

const STEP_ICONS: Record<string, IconName> = { found: 'checked', nothing: 'minus', failed: 'minus' };

function Finding({ wizard }: { readonly wizard: Wizard }) {
  const t = useT();
  return (
    <div className="form">
      <p>{t('accounts.wizard.finding', { domain: domainOf(wizard.form.address) })}</p>
      <ul className="steps" aria-live="polite">
        {wizard.steps.map(({ source, target, state }) => (
          <li key={`${source} ${target}`} className={`step-${state}`}>
            {state === 'running' ? (
              <Spinner label={t('accounts.wizard.stepState.running')} />
            ) : (
              <Icon name={STEP_ICONS[state] ?? 'minus'} />
            )}
            <span className="steps-what">
              {t(`accounts.wizard.step.${source}`)}
              <span className="ui-hint truncate">{target}</span>
            </span>
            <span className="steps-state">{t(`accounts.wizard.stepState.${state}`)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ServerSettingsStep({ wizard }: { readonly wizard: Wizard }) {
  const t = useT();
  const { form, change, found, steps, probe, failure } = wizard;
  const domain = domainOf(form.address);
  const set = (direction: Direction) => (server: ServerForm) => change({ [direction]: server });
  const untrusted = (direction: Direction): string =>
    String(probe?.[direction]?.details['fingerprint'] ?? probe?.[direction]?.facts['fingerprint'] ?? '');
  const trust = (direction: Direction) => (pin: string) => {
    const next = trustCertificate(form, direction, pin, {
      incoming: untrusted('incoming'),
      outgoing: untrusted('outgoing'),
    });
    change({
      ...(next.incoming === form.incoming ? {} : { incoming: next.incoming }),
      ...(next.outgoing === form.outgoing ? {} : { outgoing: next.outgoing }),
    });
  };
  return (
    <form
      id="wizard"
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (complete(form)) wizard.test();
      }}
    >
      <FailureNotice error={failure} />
      {!probe && found && (
        <Notice tone="success" title={found.provider ?? t('accounts.wizard.found')}>
          {t(`accounts.wizard.foundBy.${found.source}`, { domain })}
        </Notice>
      )}
      {!probe && <Finds wizard={wizard} />}
      {found?.hint && !byBrowser(form) && (
        <Notice tone="warning">
          {t(`accounts.wizard.hint.${found.hint.code}`, { defaultValue: found.hint.code })}
          {found.hint.url && <p className="selectable">{found.hint.url}</p>}
        </Notice>
      )}
      {!probe && !found && steps.length > 0 && (
        <Notice tone="warning" title={t('accounts.wizard.notFound', { domain })}>
          {t('accounts.wizard.notFoundText')}
        </Notice>
      )}
      <LoginChoice wizard={wizard} />
      <fieldset className="server">
        <legend>{t('accounts.wizard.incoming')}</legend>
        {probe?.incoming && (
          <ProbeCard
            title={t('accounts.wizard.incoming')}
            host={form.incoming.host}
            result={probe.incoming}
            onTrust={trust('incoming')}
          />
        )}
        <ServerFields
          form={form.incoming}
          showUser
          // Without settings that were found, this is where the person goes on.
          autoFocus={found === null && probe === null}
          onChange={set('incoming')}
        />
      </fieldset>
      {form.incoming.kind === 'pop3' && (
        <Pop3Policy self={null} rules={form.pop3} onChange={(pop3) => change({ pop3 })} />
      )}
      <fieldset className="server">
        <legend>{t('accounts.wizard.outgoing')}</legend>
        {probe?.outgoing && (
          <ProbeCard
            title={t('accounts.wizard.outgoing')}
            host={form.outgoing.host}
            result={probe.outgoing}
            onTrust={trust('outgoing')}
          />
        )}
        <ServerFields form={form.outgoing} showUser={!form.sameLogin} onChange={set('outgoing')} />
        <Checkbox isSelected={form.sameLogin} onChange={(sameLogin) => change({ sameLogin })}>
          {t('accounts.wizard.sameUser')}
        </Checkbox>
        {!form.sameLogin && (
          <TextField
            label={t('accounts.wizard.outgoingPassword')}
            type="password"
            value={form.outgoingPassword}
            onChange={(outgoingPassword) => change({ outgoingPassword })}
            autoComplete="off"
          />
        )}
      </fieldset>
    </form>
  );
}

function Consent({ wizard }: { readonly wizard: Wizard }) {
  const t = useT();
  return (
    <div className="form">
      <Notice tone="warning" title={t('accounts.wizard.consentTitle')}>
        {t('accounts.wizard.consentText')}
      </Notice>
      <div className="choices">
        <Button className="choice" autoFocus onPress={() => wizard.consent('session')}>
          <b>{t('accounts.wizard.consentSession')}</b>
          <span className="ui-hint">{t('accounts.wizard.consentSessionHint')}</span>
        </Button>
        <Button className="choice" onPress={() => wizard.consent('weak')}>
          <b>{t('accounts.wizard.consentWeak')}</b>
          <span className="ui-hint">{t('accounts.wizard.consentWeakHint')}</span>
        </Button>
      </div>
    </div>
  );
}

function Footer({
  wizard,
  onManual,
  onClose,
}: {
  readonly wizard: Wizard;
  readonly onManual: () => void;
  readonly onClose: () => void;
}) {
  const t = useT();
  const { step, form, found, probe } = wizard;
  const cancel = <Button onPress={onClose}>{t('common.cancel')}</Button>;
  switch (step) {
    case 'who':
      return (
        <>
          <Button kind="quiet" className="footer-start" onPress={onManual}>
            {t('accounts.wizard.manual')}
          </Button>
          {cancel}
          <Button kind="primary" type="submit" form="wizard">
            {t('accounts.wizard.find')}
          </Button>
        </>
      );
    case 'finding':
      return (
        <>
          <Button kind="quiet" className="footer-start" onPress={wizard.manual}>
            {t('accounts.wizard.manual')}
          </Button>
          <Button onPress={wizard.stop}>{t('common.stop')}</Button>
        </>
      );
    case 'settings':
      return (
        <>
          <Button kind="quiet" className="footer-start" onPress={wizard.back}>
            {t('common.back')}
          </Button>
          {probe && (!byBrowser(form) || wizard.signedIn) && (
            <Button onPress={wizard.addAnyway}>{t('accounts.wizard.addAnyway')}</Button>
          )}
          {!probe && cancel}
          <Button
            kind="primary"
            type="submit"
            form="wizard"
            isDisabled={!complete(form)}
            autoFocus={found !== null || probe !== null}
          >
            {t(byBrowser(form) && !wizard.signedIn ? 'accounts.signIn.beginAndAdd' : 'accounts.wizard.test')}
          </Button>
        </>
      );
    case 'signing-in':
    case 'testing':
      return <Button onPress={wizard.stop}>{t('common.stop')}</Button>;
    case 'adding':
      return null;
    case 'consent':
      return (
        <>
          <Button kind="quiet" className="footer-start" onPress={wizard.back}>
            {t('common.back')}
          </Button>
          {cancel}
        </>
      );
    case 'done':
      return (
        <Button
          kind="primary"
          autoFocus
          onPress={() => {
            goToInbox(wizard);
            onClose();
          }}
        >
          {t('accounts.wizard.start')}
        </Button>
      );
  }
}

/** The inbox of the account just added, if its folders have come already. */
function goToInbox({ added }: Wizard): void {
  const inbox = useEngineState
    .getState()
    .mailboxes.find(({ account, role }) => account === added?.id && role === 'inbox');
  if (inbox) useSelection.getState().go({ kind: 'mail', scope: { kind: 'mailbox', mailbox: inbox.id } });
}
