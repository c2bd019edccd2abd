import type { awayMethods } from '@shared/contract/away';
import type { EngineContract } from '@shared/contract/engine-api';
import type { offlineMethods } from '@shared/contract/offline';
import type { Handlers } from '@shared/rpc/contract';
import type { Engine } from '../engine';

type Methods = keyof (typeof offlineMethods & typeof awayMethods);

/** The part of EngineApi about reading without a connection, and about being away. */
export function offlineHandlers(engine: Engine): Pick<Handlers<EngineContract>, Methods> {
  const { keeping, away } = engine;
  const { keeper, policies } = keeping;
  return {
    offlineStatus: () => keeper.status(),
    setKeepPolicy: async ({ account, mailbox, policy }) => {
      const wasHidden = mailbox !== null && policies.isHidden(mailbox);
      await policies.choose(account, mailbox, policy);
      engine.tell('offline', keeper.status());
      keeper.wake(account);
      // Nobody has looked at it for a while.
      if (wasHidden) engine.runners.get(account)?.syncNow(mailbox);
    },
    takeAlong: ({ days }) => keeper.takeAlong(days),
    stopTaking: () => keeper.stopTaking(),
    awayReport: () => away.report(),
    awaySeen: () => away.seen(),
    presence: ({ looking }) => away.look(looking),
  };
}
