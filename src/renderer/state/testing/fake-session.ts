import { engineContract } from '@shared/contract/engine-api';
import { viewContract } from '@shared/contract/view-api';
import { type Session, startSession } from '../connection';
import { resilientClient } from '../resilient-client';
import { type FakeEngineOptions, fakeEnginePort } from './fake-engine';
import { fakeStorePort } from './fake-store';
import { FakeWorld, type WorldOptions } from './fake-world';

export interface FakeSession extends Session {
  readonly world: FakeWorld;
}

/** A session on a fake world, made current: components and state logic run on it as on the real ones. */
export function fakeSession(
  world: WorldOptions = {},
  engine: FakeEngineOptions & { readonly storeDelayMs?: number } = {},
): FakeSession {
  const made = new FakeWorld(world);
  const session = {
    world: made,
    engine: resilientClient(engineContract, () => Promise.resolve(fakeEnginePort(made, engine))),
    view: resilientClient(viewContract, () =>
      Promise.resolve(fakeStorePort(made, engine.storeDelayMs ? { delayMs: engine.storeDelayMs } : {})),
    ),
  };
  startSession(session);
  return session;
}
