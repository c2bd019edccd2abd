import type { auditMethods } from '@shared/contract/audit';
import type { EngineContract } from '@shared/contract/engine-api';
import type { Handlers } from '@shared/rpc/contract';
import type { Engine } from '../engine';
import { audit, repair } from './audit';

/** The part of EngineApi that compares the cache with the server. */
export const auditHandlers = (engine: Engine): Pick<Handlers<EngineContract>, keyof typeof auditMethods> => ({
  audit: (wanted, { signal }) =>
    audit(engine, wanted, signal, (progress) => engine.tell('auditProgress', progress)),
  repair: async (wanted) => ({ repaired: await repair(engine, wanted) }),
});
