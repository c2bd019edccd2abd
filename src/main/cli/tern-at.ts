import type { EngineContract } from '@shared/contract/engine-api';
import type { AccountConfig, AccountStatus } from '@shared/contract/account';
import { MailError } from '@shared/errors/mail-error';
import type { Client } from '@shared/rpc/client';
import { UsageError } from './console';

/** A Tern that a command talks to: the one that runs, or one that was started for it. */
export interface TernAt {
  readonly engine: Client<EngineContract>;
  readonly how: 'running' | 'started';
  /** Lets go of a running one; ends one that was started. */
  close(): Promise<void>;
}

/** Finds or starts Tern for a profile. @throws UsageError with a sentence when neither can be done. */
export type OpenTern = (profile: string) => Promise<TernAt>;

/** The account a person means by its name, address or id; the only one when none is named. */
export function findAccount(statuses: readonly AccountStatus[], wanted: string | undefined): AccountConfig {
  const accounts = statuses.map(({ account }) => account);
  const names = accounts.map(({ label }) => `“${label}”`).join(', ');
  if (wanted === undefined) {
    const [only, ...more] = accounts;
    if (only && more.length === 0) return only;
    throw new UsageError(
      only ? `Say which account with --account: ${names}.` : 'This profile has no accounts.',
    );
  }
  const low = wanted.toLowerCase();
  const found = accounts.filter(({ id, label, identities }) =>
    [id as string, label.toLowerCase(), ...identities.map(({ address }) => address.toLowerCase())].includes(
      id === wanted ? wanted : low,
    ),
  );
  const [one, ...others] = found;
  if (one && others.length === 0) return one;
  throw new UsageError(
    one
      ? `“${wanted}” names several accounts.`
      : `There is no account “${wanted}”; there are ${names || 'none'}.`,
  );
}

/** Phases in which waiting alone changes nothing. */
const STUCK = new Set(['paused', 'needs-password']);

/**
 * Resolves when the account is connected and its first look at every folder is over.
 * @throws MailError `unreachable` when that does not happen within `patienceMs`, or cannot.
 */
export function untilReady(
  { engine }: TernAt,
  account: AccountConfig,
  patienceMs: number,
): Promise<AccountStatus> {
  return new Promise((resolve, reject) => {
    const offs: (() => void)[] = [];
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      for (const off of offs) off();
      end();
    };
    let last: AccountStatus | undefined;
    const fail = (): void =>
      settle(() =>
        reject(
          new MailError({
            kind: 'unreachable',
            code: last?.trouble?.code ?? last?.phase ?? 'timeout',
            message: `The account is not connected (${last?.phase ?? 'unknown'}).`,
            ...(last?.trouble?.server ? { server: last.trouble.server } : {}),
          }),
        ),
      );
    const look = (accounts: readonly AccountStatus[]): void => {
      last = accounts.find((one) => one.account.id === account.id);
      if (last?.phase === 'idle') settle(() => resolve(last as AccountStatus));
      else if (last === undefined || STUCK.has(last.phase)) fail();
    };
    const timer = setTimeout(fail, patienceMs);
    offs.push(engine.on('status', ({ accounts }) => look(accounts)));
    engine.api.status({}).then(
      ({ accounts }) => look(accounts),
      (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
  });
}
