import type { AccountConfig, DiscoveryStep } from '@shared/contract/account';
import type { EngineContract } from '@shared/contract/engine-api';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId } from '@shared/model/ids';
import type { Handlers } from '@shared/rpc/contract';
import { discover } from './discovery/discover';
import { accountGone } from '@shared/errors/account-gone';
import type { Engine } from './engine';
import { probe } from './probe';

type AccountHandlers = Pick<
  Handlers<EngineContract>,
  | 'discover'
  | 'probe'
  | 'addAccount'
  | 'addDemo'
  | 'updateAccount'
  | 'setPassword'
  | 'signIn'
  | 'keepSignIn'
  | 'reorderAccounts'
  | 'pauseAccount'
  | 'removeAccount'
>;

/** What one page hears of while it waits. */
export interface AccountEvents {
  onStep(step: DiscoveryStep): void;
  onSignInPage(page: { url: string; opened: boolean }): void;
}

/** The part of EngineApi that is about accounts: finding settings, adding, logging in, changing, removing. */
export function accountHandlers(engine: Engine, events: AccountEvents): AccountHandlers {
  const { accounts, outbox, parts, secrets, signIn } = engine;

  const existing = (id: AccountId): AccountConfig => {
    const config = accounts.get(id);
    if (config) return config;
    throw accountGone();
  };
  /** Keeps a changed account and lets its runner and the outbox try with it. */
  const change = async (
    id: AccountId,
    what: (config: AccountConfig) => AccountConfig,
  ): Promise<AccountConfig> => {
    const kept = await accounts.update(id, what);
    engine.runners.get(id)?.update(kept);
    engine.outgoingFixed(id);
    engine.statusChanged();
    return kept;
  };

  return {
    discover: ({ address }, { signal }) =>
      discover(address, parts.discovery, (step) => events.onStep(step), signal),
    probe: (account) => probe(account, parts, signIn),
    addAccount: async ({ account, secrets: how }) => {
      if (how === 'secure' && (await secrets.mustAsk())) throw needsConsent();
      // Before anything is kept: a sign-in that is not there any more would leave an account that cannot log in.
      if (account.grant !== undefined) signIn.secretOf(account.grant);
      const config = await accounts.add(account, false);
      if (account.grant !== undefined) await signIn.keep(config.id, account.grant, how);
      if (account.incoming.auth !== 'oauth') await secrets.keep(config.id, 'incoming', account.password, how);
      const outgoing = account.outgoingPassword ?? account.password;
      if (account.outgoing.auth === 'password' && outgoing !== '' && outgoing !== incomingPassword(account)) {
        await secrets.keep(config.id, 'outgoing', outgoing, how);
      }
      engine.startRunner(config.id);
      engine.statusChanged();
      return config;
    },
    addDemo: () => engine.demo.add(),
    updateAccount: async ({ account }) => {
      // Another server has not lied yet.
      if (accounts.get(account.id)?.incoming.host !== account.incoming.host)
        await engine.trust.regain(account.id, () => true);
      return change(account.id, ({ paused }) => ({ ...account, paused }));
    },
    setPassword: async ({ account: id, direction, password, secrets: how }) => {
      const config = existing(id);
      for (const which of direction === 'both' ? (['incoming', 'outgoing'] as const) : [direction]) {
        await secrets.keep(id, which, password, how);
      }
      if (config.oauth === undefined) {
        engine.runners.get(id)?.kick();
        engine.outgoingFixed(id);
        return;
      }
      // A password instead of the browser from now on, e.g. an app password.
      const byPassword = <T extends { auth: string }>(server: T): T & { auth: 'password' | 'none' } => ({
        ...server,
        auth: server.auth === 'none' ? 'none' : 'password',
      });
      await change(id, ({ oauth: _oauth, incoming, outgoing, ...rest }) => ({
        ...rest,
        incoming: byPassword(incoming),
        outgoing: byPassword(outgoing),
      }));
      await signIn.forget(id);
    },
    signIn: async (request, { signal }) => ({
      grant: await signIn.begin(request, (page) => events.onSignInPage(page), signal),
    }),
    keepSignIn: async ({ account: id, grant, secrets: how }) => {
      if (how === 'secure' && (await secrets.mustAsk())) throw needsConsent();
      existing(id);
      const oauth = signIn.settingsOf(grant);
      await signIn.keep(id, grant, how);
      const changed = await change(id, ({ incoming, outgoing, ...config }) => {
        const follows = outgoing.auth !== 'none' && outgoing.user === incoming.user;
        return {
          ...config,
          oauth,
          incoming: { ...incoming, auth: 'oauth' },
          outgoing: { ...outgoing, auth: follows ? 'oauth' : outgoing.auth },
        };
      });
      await secrets.refresh();
      engine.runners.get(id)?.kick();
      return changed;
    },
    reorderAccounts: async ({ order }) => {
      await accounts.reorder(order);
      engine.statusChanged();
    },
    pauseAccount: async ({ account: id, paused }) => {
      const changed = await accounts.update(id, (config) => ({ ...config, paused }));
      const runner = engine.runners.get(id);
      runner?.update(changed);
      if (paused) {
        runner?.disconnect();
        outbox.rest(id);
      } else outbox.wake(id);
    },
    removeAccount: async ({ account, force }) => {
      const mayGo = (): void => {
        const unsent = outbox.unsent(account);
        if (unsent === 0 || force) return;
        throw new MailError({
          kind: 'refused',
          code: 'unsent-mail',
          message: 'Messages of this account have not been sent',
          details: { count: unsent },
        });
      };
      mayGo();
      await engine.removeAccount(account, mayGo);
    },
  };
}

/** The password that is kept for incoming mail, which outgoing mail uses when it has none of its own. */
const incomingPassword = (account: { incoming: { auth: string }; password: string }): string | null =>
  account.incoming.auth === 'oauth' ? null : account.password;

const needsConsent = (): MailError =>
  new MailError({
    kind: 'refused',
    code: 'needs-consent',
    message: 'No keyring works here: passwords can be kept for this session, or less safely on disk',
  });
