import type { KeepPolicy } from '@shared/contract/offline';
import type { Engine } from './engine';
import { Keeper } from './offline/keeper';
import { KeepPolicies } from './offline/policies';
import { KeptRecord } from './offline/kept-record';

/** What is kept of an account about which nobody chose anything, unless the host says otherwise. */
const HEADERS: KeepPolicy = { kind: 'headers' };

export interface Keeping {
  readonly policies: KeepPolicies;
  readonly record: KeptRecord;
  readonly keeper: Keeper;
}

/** What people want to read without a connection: their choices, what is noted as here, and who brings it. */
export function keepingOf(engine: Engine): Keeping {
  const { vault, clock } = engine.parts;
  const policies = new KeepPolicies(vault, engine.parts.keepByDefault ?? HEADERS);
  const record = new KeptRecord(vault);
  const keeper = new Keeper({
    clock,
    vault,
    registry: engine.registry,
    policies,
    record,
    parts: engine.keptParts,
    shelf: engine.shelf,
    accounts: () => engine.accounts.list().map(({ id }) => id),
    runner: (account) => engine.runners.get(account),
    store: () => engine.store,
    isHeld: () => engine.settings.get().workOffline,
    tell: (status) => engine.tell('offline', status),
    onFailure: (error) =>
      engine.notice('keeping-failed', { message: error instanceof Error ? error.message : String(error) }),
  });
  return { policies, record, keeper };
}

/** Attachments that no policy asks for stay this long: those of a journey, and those that were opened. */
const PARTS_MS = 30 * 86_400_000;

/** Before the files that nobody owns are swept: where nothing is kept with attachments, old ones are let go. */
export async function releaseOldParts({
  accounts,
  registry,
  keeping,
  keptParts,
  parts,
}: Engine): Promise<void> {
  const everything = accounts
    .list()
    .flatMap(({ id }) => registry.ofAccount(id))
    .some((known) => !known.local && keeping.policies.effective(known).kind === 'everything');
  if (!everything) await keptParts.release(parts.clock.now() - PARTS_MS);
}
