import type { trustMethods } from '@shared/contract/trust';
import type { Handlers } from '@shared/rpc/contract';
import type { EngineContract } from '@shared/contract/engine-api';
import type { Engine } from '../engine';
import { examineServer } from './examine-server';

/** The part of EngineApi about what servers are trusted to do, and what was said to them. */
export const trustHandlers = (engine: Engine): Pick<Handlers<EngineContract>, keyof typeof trustMethods> => ({
  examineServer: ({ account }) => examineServer(engine, account),
  distrusted: ({ account }) => [...engine.trust.of(account)],
  trace: ({ account }) => engine.traces.of(account),
  recordTrace: ({ account, on }) => {
    engine.traces.record(account, on);
    return engine.traces.of(account);
  },
  allowWeakerLogin: async ({ account, direction }) => {
    await engine.logins.allowWeaker(account, direction);
    if (direction === 'outgoing') {
      engine.outgoingFixed(account);
      await engine.outbox.hurry(account);
    } else engine.trustChanged(account);
    engine.statusChanged();
  },
  trustAgain: async ({ account, capability }) => {
    if (await engine.trust.regain(account, (lost) => lost.capability === capability))
      engine.trustChanged(account);
  },
});
