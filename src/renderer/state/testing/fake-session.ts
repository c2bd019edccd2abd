import { engineContract } from '@shared/contract/engine-api';
import { viewContract } from '@shared/contract/view-api';
import { type Session, startSession } from '../connection';
import { resilientClient } from '../resilient-client';
import { type FakeEngineOptions, fakeEnginePort } from './fake-engine';
import { type FakeLine, fakeLine } from './fake-line';
import { fakeStorePort } from './fake-store';
import { FakeWorld, type WorldOptions } from './fake-world';

export interface FakeSession extends Session {
  readonly world: FakeWorld;
  readonly lines: { readonly engine: FakeLine; readonly view: FakeLine };
}

/** A session on a fake world, made current: components and state logic run on it as on the real ones. */
export function fakeSession(
  world: WorldOptions = {},
  engine: FakeEngineOptions & { readonly storeDelayMs?: number } = {},
): FakeSession {
  const made = new FakeWorld(world);
  const lines = {
    engine: fakeLine(() => fakeEnginePort(made, engine)),
    view: fakeLine(() => fakeStorePort(made, engine.storeDelayMs ? { delayMs: engine.storeDelayMs } : {})),
  };
  const session = {
    world: made,
    lines,
    engine: resilientClient(engineContract, lines.engine.dial),
    view: resilientClient(viewContract, lines.view.dial),
  };
  startSession(session);
  return session;
}
