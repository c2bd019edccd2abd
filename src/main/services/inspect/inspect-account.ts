import type { AccountInsight, FolderInsight, SyncStrategy } from '@shared/contract/inspect';
import type { MailboxCursor } from '@shared/contract/mailbox';
import { type AccountId, generation } from '@shared/model/ids';
import { RpcError } from '@shared/rpc/wire';
import { accountGone } from '@shared/errors/account-gone';
import type { ConnectedStore } from '../../sync/account-runner';
import type { KnownMailbox } from '../../sync/mailbox-registry';
import type { Engine } from '../engine';

/** How one account is synchronised now. @throws MailError `account-gone`. */
export async function inspectAccount(engine: Engine, id: AccountId): Promise<AccountInsight> {
  const config = engine.accounts.get(id);
  const runner = engine.runners.get(id);
  if (!config || !runner) throw accountGone();
  const session = runner.insight?.() ?? null;
  const { protocol, host } = config.incoming;
  const strategy: SyncStrategy = session?.strategy ?? 'pop3';
  const cursors = session?.cursors ?? new Map<string, MailboxCursor>();
  const folders = await Promise.all(
    engine.registry.ofAccount(id).map(async (known): Promise<FolderInsight> => {
      const cursor = cursors.get(known.id);
      const counters = session?.counters.get(known.id);
      return {
        mailbox: known.id,
        name: known.name,
        role: known.role,
        generation: known.generation,
        uidValidity: known.uidValidity,
        uidNext: cursor?.uidNext ?? 0,
        highestModSeq: cursor?.modseq?.toString() ?? null,
        objectId: known.objectId,
        local: await count(engine.store, known),
        server: counters?.messages ?? (cursor && cursor.floor === 1 ? cursor.exists : null),
        strategy: known.local ? 'local' : cursor?.modseq === null ? 'flags' : strategy,
        provenAt: cursor?.provenAt ?? 0,
        floor: cursor?.floor ?? 0,
        trouble: session?.troubles.get(known.id) ?? null,
      };
    }),
  );
  return {
    account: id,
    label: config.label,
    protocol,
    host,
    phase: runner.status.phase,
    lastSync: runner.status.lastSync,
    retryAt: runner.status.retryAt,
    connections: session?.connections ?? [],
    greeting: session?.greeting ?? '',
    serverId: session?.serverId ?? '',
    capabilities: session?.capabilities ?? [],
    enabled: session?.enabled ?? [],
    distrusted: session?.distrusted ?? [],
    strategy,
    folders,
  };
}

/** How many messages of a mailbox the cache holds. */
async function count(store: ConnectedStore | null, known: KnownMailbox): Promise<number | null> {
  if (!store || !known.selectable) return store ? 0 : null;
  try {
    const { uids } = await store.api.columns({
      mailbox: known.id,
      generation: generation(known.generation),
      first: 1,
      last: 0xffffffff,
    });
    return uids.length;
  } catch (error) {
    // The page with the cache went away meanwhile.
    if (error instanceof RpcError) return null;
    throw error;
  }
}
