import type { Engine } from '../engine';
import { RemovedMail } from './removed-mail';

/** What others removed, in the engine's vault and with its notices. */
export const removedMail = (engine: Engine): RemovedMail =>
  new RemovedMail({
    journal: engine.parts.vault,
    blobs: engine.parts.vault.blobs,
    shelf: engine.shelf,
    clock: engine.parts.clock,
    crypto: engine.parts.crypto,
    queue: engine.queue,
    forwarding: engine.forwarding,
    registry: engine.registry,
    kept: {
      read: async (identity, section) => {
        const part = await engine.keptParts.find(identity, section);
        return part && engine.shelf.read(part.blob);
      },
    },
    passed: engine.days,
    days: () => engine.settings.get().keepRemovedDays,
    wake: (account) => engine.operationsWaiting(account),
    onMany: (many) => (many ? engine.notice('many-removed', many) : engine.unnotice('many-removed')),
    onFull: (count) => engine.notice('removed-not-kept', { count }),
  });
