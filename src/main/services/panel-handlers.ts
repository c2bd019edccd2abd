import type { EngineContract } from '@shared/contract/engine-api';
import type { inspectMethods } from '@shared/contract/inspect';
import type { pendingMethods } from '@shared/contract/pending';
import type { Handlers } from '@shared/rpc/contract';
import { publicOperation } from '../operations/queue';
import type { Engine } from './engine';
import { inspectAccount } from './inspect/inspect-account';
import { inspectMessage } from './inspect/inspect-message';
import { describe } from './pending/describe';

type PanelMethods = keyof (typeof pendingMethods & typeof inspectMethods);

/** What the panels ask: pending changes, the sync inspector. */
export function panelHandlers(engine: Engine): Pick<Handlers<EngineContract>, PanelMethods> {
  const { queue, ended } = engine;
  return {
    describeOperations: ({ ids }) => {
      const known = new Map(ended.list().map(({ operation }) => [operation.id, operation]));
      return describe(
        engine,
        ids.flatMap((id) => {
          const op = queue.get(id);
          return op ? [publicOperation(op)] : (known.get(id) ?? []);
        }),
      );
    },
    endedOperations: () => ended.list(),
    inspectAccount: ({ account }) => inspectAccount(engine, account),
    inspectMessage: ({ ref }) => inspectMessage(engine, ref),
  };
}
