import { DraftCopies } from './draft-copies';
import { DraftWitness } from './draft-witness';
import type { Engine } from './engine';
import type { OwnDoing } from './engine-away';

/** The part of the composition that is about drafts on servers. */
export function draftCopiesOf(engine: Engine): DraftCopies {
  const { parts } = engine;
  return new DraftCopies({
    journal: parts.vault,
    drafts: engine.drafts,
    queue: engine.queue,
    blobs: parts.vault.blobs,
    shelf: engine.shelf,
    clock: parts.clock,
    crypto: parts.crypto,
    account: (id) => engine.accounts.get(id),
    draftsMailbox: (id) => {
      const mailbox = engine.registry.withRole(id, 'drafts');
      return mailbox === undefined || mailbox.local ? null : mailbox.id;
    },
    wake: (id) => engine.operationsWaiting(id),
    onFailure: (error) =>
      engine.notice('draft-copy-failed', { message: error instanceof Error ? error.message : String(error) }),
  });
}

/** Sees what other devices do to them. */
export const draftWitnessOf = (engine: Engine, ownDoing: OwnDoing): DraftWitness =>
  new DraftWitness({ copies: engine.copies, store: () => engine.store?.api ?? null, ownDoing });
