import type { AccountConfig } from '@shared/contract/account';
import type { DistrustReason } from '@shared/contract/trust';
import type { AccountId, DraftId } from '@shared/model/ids';
import { isVaultError } from '@shared/ports/vault';
import { rebind } from '../operations/rebind';
import { runQueue } from '../operations/run-queue';
import { AccountRunner } from '../sync/account-runner';
import type { SyncContext } from '../sync/context';
import { Pop3Runner } from '../sync/pop3-runner';
import type { Engine } from './engine';
import { secretSource } from './secret-source';
import { rememberMade } from './taking-back';

/** One POP3 account, on an engine's parts. */
export function pop3Runner(engine: Engine, config: AccountConfig): Pop3Runner {
  const { id } = config;
  return new Pop3Runner(
    {
      session: engine.parts,
      ledger: engine.local.ledger,
      delivery: engine.local.delivery,
      days: engine.days,
      secret: secretSource(engine, config, 'incoming'),
      logins: (current) => engine.logins.memoryOf(current, 'incoming'),
      inbox: () => engine.registry.withRole(id, 'inbox') ?? null,
      openMailboxes: () => engine.local.openAccount(id),
      runOperations: () => engine.local.runOperations(id),
      onStatus: () => engine.statusChanged(),
      onArrived: (arrival) => engine.automatic.arrivals.announced(id, arrival),
      onPolled: (whole) => engine.automatic.fetched.polled(id, whole),
      onReady: () => engine.outbox.wake(id),
      onExpire: (days) => engine.notice('pop3-expire', { account: config.label, count: days }),
      onRefused: (count) => engine.notice('pop3-refused', { account: config.label, count }),
      isHeld: () => engine.settings.get().workOffline,
    },
    config,
  );
}

/** One IMAP account, on an engine's parts. */
export function imapRunner(engine: Engine, config: AccountConfig): AccountRunner {
  const { id } = config;
  return new AccountRunner(
    {
      session: engine.parts,
      registry: engine.registry,
      secret: secretSource(engine, config, 'incoming'),
      logins: (current) => engine.logins.memoryOf(current, 'incoming'),
      store: () => engine.store,
      runOperations: (ctx, synchronise, relist, giveWay) =>
        runQueue(executeContext(engine, ctx), id, synchronise, relist, giveWay),
      rebind: async ({ api, facts }, mailbox, from, to) => {
        const { queue, forwarding } = engine;
        await facts.push(
          await rebind({ queue, forwarding, journal: engine.parts.vault, store: api }, mailbox, from, to),
        );
      },
      onStatus: (status) => {
        engine.statusChanged();
        engine.keeping.keeper.noticed(status);
      },
      onArrived: (arrival) => {
        if (engine.registry.get(arrival.mailbox)?.role === 'inbox')
          engine.automatic.arrivals.announced(id, arrival);
        else engine.announcer.announceFiled(id, arrival);
      },
      onLeaving: (store, messages) => engine.removed.keep(store, messages),
      onReady: () => engine.outbox.wake(id),
      slots: engine.slots,
      isHeld: () => engine.settings.get().workOffline,
      isHidden: (mailbox) => engine.keeping.policies.isHidden(mailbox),
      witness: engine.witness,
      mayGrow: () => engine.mayGrow(),
      distrusted: () => new Map(engine.trust.of(id).map(({ capability, reason }) => [capability, reason])),
      onDistrust: (capability, reason) => distrust(engine, id, capability, reason),
      trace: () => engine.traces.writer(id),
      onSession: (client) => engine.traces.opened(id, client),
    },
    config,
  );
}

function distrust(engine: Engine, account: AccountId, capability: string, reason: DistrustReason): void {
  void engine.trust.lose(account, [{ capability, reason, by: 'use' }]).catch((error: unknown) => {
    // In effect all the same; a vault that cannot be written says so itself, and the server will show it again.
    if (!isVaultError(error)) throw error;
  });
}

function executeContext(engine: Engine, sync: SyncContext): Parameters<typeof runQueue>[0] {
  const { vault } = engine.parts;
  const { client } = sync;
  const name = `${client.serverId?.get('name') ?? ''} ${client.greeting}`.toLowerCase();
  return {
    sync,
    queue: engine.queue,
    forwarding: engine.forwarding,
    journal: vault,
    blobs: vault.blobs,
    keep: (bytes) => engine.shelf.put(bytes),
    made: (operation, made) => void rememberMade(engine, operation, made),
    draftSaved: (draft, result) => engine.copies.saved(draft as DraftId, result),
    wake: (account) => engine.operationsWaiting(account),
    filesSentItself:
      client.capabilities.has('X-GM-EXT-1') || /microsoft exchange|office ?365|icloud|xapplepush/.test(name),
  };
}
