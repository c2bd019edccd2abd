import { useEffect, useRef, useState } from 'react';
import type { Secrets } from '../../ui';
import type { AccountConfig, DiscoveredSettings, DiscoveryStep, ProbeResult } from '@shared/contract/account';
import { useEngine } from '../../state/connection';
import { isClosed, useAccounts } from '../../state/engine-state';
import { type Failure, failureOf } from '../../state/errors';
import {
  type AccountForm,
  byBrowser,
  discoveredForm,
  freeColor,
  guessedForm,
  toNewAccount,
} from './account-form';
import { type SignInPage, useSignIn } from './use-sign-in';

export type Step = 'who' | 'finding' | 'settings' | 'signing-in' | 'testing' | 'consent' | 'adding' | 'done';

export interface Wizard {
  readonly step: Step;
  readonly form: AccountForm;
  readonly steps: readonly DiscoveryStep[];
  /** Everything that was found, best first; empty when nothing was, or nothing was looked for. */
  readonly finds: readonly DiscoveredSettings[];
  /** The one whose settings were taken over. */
  readonly found: DiscoveredSettings | null;
  readonly choose: (found: DiscoveredSettings) => void;
  /** Where the person signs in, while that is waited for. */
  readonly signInPage: SignInPage | null;
  /** A sign-in is there and has not been used up. */
  readonly signedIn: boolean;
  /** What came of the last test; a direction whose server was changed since has no result any more. */
  readonly probe: { readonly incoming: ProbeResult | null; readonly outgoing: ProbeResult | null } | null;
  readonly failure: Failure | null;
  readonly added: AccountConfig | null;
  readonly change: (part: Partial<AccountForm>) => void;
  readonly find: () => void;
  readonly manual: () => void;
  readonly stop: () => void;
  readonly test: () => void;
  /** Adds without both directions working; the account shows its trouble. */
  readonly addAnyway: () => void;
  readonly consent: (secrets: Secrets) => void;
  readonly back: () => void;
}

/** Adding an account, step by step: who → settings found → both directions tried → password kept → done. */
export function useWizard(): Wizard {
  const engine = useEngine();
  const accounts = useAccounts();
  const [step, setStep] = useState<Step>('who');
  const [form, setForm] = useState<AccountForm>(() => guessedForm('', '', ''));
  const [steps, setSteps] = useState<readonly DiscoveryStep[]>([]);
  const [finds, setFinds] = useState<readonly DiscoveredSettings[]>([]);
  const [found, setFound] = useState<DiscoveredSettings | null>(null);
  const [grant, setGrant] = useState<string | null>(null);
  const signIn = useSignIn();
  const configs = accounts.map(({ account }) => account);
  const [probe, setProbe] = useState<Wizard['probe']>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [added, setAdded] = useState<AccountConfig | null>(null);
  const running = useRef<AbortController | null>(null);

  useEffect(() => () => running.current?.abort(), []);
  useEffect(
    () =>
      engine.on('discovery', (next) =>
        setSteps((old) => {
          const at = old.findIndex(({ source, target }) => source === next.source && target === next.target);
          return at < 0 ? [...old, next] : old.map((one, i) => (i === at ? next : one));
        }),
      ),
    [engine],
  );

  const begin = (next: Step): AbortSignal => {
    running.current?.abort();
    running.current = new AbortController();
    setFailure(null);
    setStep(next);
    return running.current.signal;
  };
  /** Runs unless it was stopped meanwhile; a failure leads back to the settings with its words. */
  const attempt = async (signal: AbortSignal, run: () => Promise<void>, back: Step): Promise<void> => {
    try {
      await run();
    } catch (error) {
      if (signal.aborted) return;
      setFailure(failureOf(error));
      setStep(isClosed(error) ? 'settings' : back);
    }
  };

  const add = (secrets: Secrets, handle = grant): void => {
    const signal = begin('adding');
    void attempt(
      signal,
      async () => {
        const account = toNewAccount(form, freeColor(configs), handle);
        try {
          const made = await engine.api.addAccount({ account, secrets });
          setForm((old) => ({
            ...old,
            password: '',
            outgoingPassword: '',
            oauth: { ...old.oauth, clientSecret: '' },
          }));
          setGrant(null);
          setAdded(made);
          setStep('done');
        } catch (error) {
          if (failureOf(error).code !== 'needs-consent') throw error;
          setStep('consent');
        }
      },
      'settings',
    );
  };

  return {
    step,
    form,
    steps,
    found,
    probe,
    failure,
    added,
    finds,
    choose: (next) => {
      setFound(next);
      setProbe(null);
      setForm((old) => discoveredForm(old, next, configs));
    },
    signInPage: signIn.page,
    signedIn: grant !== null,
    change: (part) => {
      setForm((old) => ({ ...old, ...part }));
      // A sign-in is one person's, with one provider.
      if (part.oauth || (part.incoming && part.incoming.user !== form.incoming.user)) setGrant(null);
      // Whoever corrects a password or trusts one certificate keeps what was said of the rest in view.
      setProbe(
        (old) =>
          old && {
            incoming: part.incoming ? null : old.incoming,
            outgoing: part.outgoing ? null : old.outgoing,
          },
      );
    },
    find: () => {
      const signal = begin('finding');
      const start = guessedForm(form.name, form.address, form.password);
      setForm(start);
      setSteps([]);
      setFinds([]);
      setFound(null);
      setGrant(null);
      setProbe(null);
      void attempt(
        signal,
        async () => {
          const result = await engine.api.discover({ address: start.address }, { signal });
          if (signal.aborted) return;
          setSteps(result.steps);
          const [best] = result.found;
          setFinds(result.found);
          setFound(best ?? null);
          if (best) setForm(discoveredForm(start, best, configs));
          setStep('settings');
        },
        'settings',
      );
    },
    manual: () => {
      running.current?.abort();
      setForm(guessedForm(form.name, form.address, form.password));
      setFinds([]);
      setFound(null);
      setGrant(null);
      setProbe(null);
      setStep('settings');
    },
    stop: () => {
      running.current?.abort();
      signIn.stop();
      setStep(step === 'finding' ? 'who' : 'settings');
    },
    test: () => {
      const signal = begin(byBrowser(form) && grant === null ? 'signing-in' : 'testing');
      setProbe(null);
      void attempt(
        signal,
        async () => {
          const handle =
            byBrowser(form) && grant === null
              ? await signIn.begin(form.oauth, form.incoming.user, null)
              : grant;
          if (signal.aborted) return;
          setGrant(handle);
          setStep('testing');
          const result = await engine.api.probe(toNewAccount(form, 0, handle), { signal });
          if (signal.aborted) return;
          setProbe(result);
          // A token that the server does not take is of no use to try again with: the person signs in anew.
          if (result.incoming.code === 'oauth-not-accepted') setGrant(null);
          if (result.incoming.ok && result.outgoing.ok) add('secure', handle);
          else setStep('settings');
        },
        'settings',
      );
    },
    addAnyway: () => add('secure'),
    consent: (secrets) => add(secrets),
    back: () => setStep(step === 'consent' ? 'settings' : 'who'),
  };
}
