import type { EngineContract } from '@shared/contract/engine-api';
import type { unsubscribeMethods } from '@shared/contract/unsubscribe';
import type { Handlers } from '@shared/rpc/contract';
import type { Engine } from '../engine';
import { Unsubscriber } from './unsubscriber';

export type { Unsubscriber };

/** The part of the composition that leaves mailing lists. */
export const unsubscriberOf = (engine: Engine): Unsubscriber =>
  new Unsubscriber({
    settings: engine.settings,
    clock: engine.parts.clock,
    resolve: (ref) => engine.forwarding.resolve(ref),
    row: (ref) => engine.row(ref),
    accountOf: (ref) => {
      const account = engine.registry.get(ref.mailbox)?.account;
      return account === undefined ? undefined : engine.accounts.get(account);
    },
    header: (ref) => engine.reading.header(ref),
    post: async (account, url, form) =>
      account.demo ? engine.demo.answerForm(url, form) : engine.parts.postForm(url, form),
    letter: (ref, wish, list) => engine.writing.wished(ref, wish, list),
    settingsChanged: () => engine.settingsChanged(),
  });

/** The part of EngineApi that leaves mailing lists. */
export const unsubscribeHandlers = ({
  unsubscriber,
}: Engine): Pick<Handlers<EngineContract>, keyof typeof unsubscribeMethods> => ({
  waysToUnsubscribe: ({ ref }) => unsubscriber.ways(ref),
  unsubscribe: ({ ref }) => unsubscriber.request(ref),
  unsubscribeByMail: ({ ref }) => unsubscriber.letter(ref),
  openedUnsubscribePage: ({ ref }) => unsubscriber.opened(ref),
});
