import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useT } from '../../i18n';
import { useSelection } from '../../state/selection';
import { useEngineState } from '../../state/engine-state';
import { failureWords } from '../../state/errors';
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
  type Blamed,
  blamedField,
  byBrowser,
  complete,
  type Direction,
  domainOf,
  isCertificateTrouble,
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
      <StepWords wizard={wizard} />
      <Body wizard={wizard} tries={tries} onFind={() => go(wizard.find)} />
    </Dialog>
  );
}

/** Says for a screen reader which step one has come to, and what came of a test. There all the while, so that it is heard. */
function StepWords({ wizard: { step, form, found, steps, probe } }: { readonly wizard: Wizard }) {
  const t = useT();
  const failed = (['incoming', 'outgoing'] as const).flatMap((direction) => {
    const result = probe?.[direction];
    if (!result || result.ok) return [];
    const { code, server, details } = result;
    const { title } = failureWords({ code, server, details: { host: form[direction].host, ...details } });
    return [`${t(`accounts.wizard.${direction}`)}: ${title}`];
  });
  const words = (): string => {
    switch (step) {
      case 'settings':
        if (failed.length > 0) return `${t('accounts.wizard.testFailed')}. ${failed.join(' ')}`;
        if (found) return t('accounts.wizard.found');
        return steps.length > 0 ? t('accounts.wizard.notFound', { domain: domainOf(form.address) }) : '';
      case 'done':
        return t('accounts.wizard.done');
      case 'consent':
        return t('accounts.wizard.consentTitle');
      default:
        // The others begin with a heading that takes the focus.
        return '';
    }
  };
  return (
    <p className="sr-only" role="status">
      {words()}
    </p>
  );
}

/** What a step without anything to fill in is about. It takes the focus, which what was pressed before took along. */
function StepHeading({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h3 ref={heading} tabIndex={-1} className="wizard-step">
      {children}
    </h3>
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
          <StepHeading key={wizard.step}>
            {t(wizard.step === 'testing' ? 'accounts.wizard.testing' : 'accounts.wizard.working')}
          </StepHeading>
          <p className="form-note">{`${wizard.form.incoming.host} · ${wizard.form.outgoing.host}`}</p>
        </div>
      );
    case 'consent':
      return <Consent wizard={wizard} />;
    case 'done':
      return (
        <div className="wizard-busy">
          <Icon name="checked" size={28} className="wizard-done" />
          <h3 className="wizard-step">{t('accounts.wizard.done')}</h3>
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
      <StepHeading>{t('accounts.wizard.finding', { domain: domainOf(wizard.form.address) })}</StepHeading>
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
  const blamed = blamedField(probe, form);
  const places = useRef<Partial<Record<Blamed, HTMLInputElement | null>>>({});
  const at = (place: Blamed) => (input: HTMLInputElement | null) => {
    places.current[place] = input;
  };
  const ids = { incoming: useId(), outgoing: useId() };
  const first = useRef({ blamed, ids, probe });
  useEffect(() => {
    // The dialog has its size a frame later: in a small window what has the focus would be out of sight.
    const frame = requestAnimationFrame(() => document.activeElement?.scrollIntoView({ block: 'center' }));
    return () => cancelAnimationFrame(frame);
  }, []);
  useEffect(() => {
    const { blamed: place, ids: said, probe: result } = first.current;
    if (place === null) return;
    // After a test that failed one goes on where it can be mended: for a certificate, where it is shown.
    const direction = place.startsWith('incoming') ? 'incoming' : 'outgoing';
    if (isCertificateTrouble(result?.[direction]?.code ?? ''))
      document.getElementById(said[direction])?.focus();
    else places.current[place]?.focus();
  }, []);
  const notTaken = t('errors.auth-failed.title');
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
      <LoginChoice
        wizard={wizard}
        wrong={blamed === 'password' ? notTaken : undefined}
        passwordRef={at('password')}
      />
      <fieldset className="server">
        <legend>{t('accounts.wizard.incoming')}</legend>
        {probe?.incoming && (
          <ProbeCard
            id={ids.incoming}
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
          wrong={blamed === 'incoming-host' ? ids.incoming : undefined}
          hostRef={at('incoming-host')}
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
            id={ids.outgoing}
            title={t('accounts.wizard.outgoing')}
            host={form.outgoing.host}
            result={probe.outgoing}
            onTrust={trust('outgoing')}
          />
        )}
        <ServerFields
          form={form.outgoing}
          showUser={!form.sameLogin}
          wrong={blamed === 'outgoing-host' ? ids.outgoing : undefined}
          hostRef={at('outgoing-host')}
          onChange={set('outgoing')}
        />
        <Checkbox isSelected={form.sameLogin} onChange={(sameLogin) => change({ sameLogin })}>
          {t('accounts.wizard.sameUser')}
        </Checkbox>
        {!form.sameLogin && (
          <TextField
            label={t('accounts.wizard.outgoingPassword')}
            type="password"
            value={form.outgoingPassword}
            onChange={(outgoingPassword) => change({ outgoingPassword })}
            inputRef={at('outgoing-password')}
            error={blamed === 'outgoing-password' ? notTaken : undefined}
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
            autoFocus={probe === null ? found !== null : blamedField(probe, form) === null}
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
