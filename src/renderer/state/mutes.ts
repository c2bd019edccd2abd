import { create } from 'zustand';
import type { MutedConversation } from '@shared/contract/automatic';
import type { AccountId } from '@shared/model/ids';
import { hash53 } from '@shared/util/hash';

interface MutesState {
  /** Newest first. */
  readonly all: readonly MutedConversation[];
  /** Names of muted conversations by account and hash of a Message-ID. */
  readonly index: ReadonlyMap<string, string>;
}

/** Apart from the rest of what the engine says: every row asks it. */
export const useMutes = create<MutesState>(() => ({ all: [], index: new Map() }));

export function setMutes(all: readonly MutedConversation[]): void {
  const index = new Map(
    all.flatMap(({ id, account, ids }) => ids.map((hash): [string, string] => [`${account} ${hash}`, id])),
  );
  useMutes.setState({ all, index });
}

interface Named {
  readonly account: AccountId;
  readonly messageId: string;
}

const mutedIn = ({ index }: MutesState, { account, messageId }: Named): string | null =>
  index.size === 0 || messageId === '' ? null : (index.get(`${account} ${hash53(messageId)}`) ?? null);

/** The muted conversation that a message belongs to; null: it is not muted. */
export const mutedBy = (message: Named): string | null => mutedIn(useMutes.getState(), message);

/** Whether one of these messages belongs to a muted conversation. */
export const useIsMuted = (messages: readonly Named[]): boolean =>
  useMutes((state) => messages.some((message) => mutedIn(state, message) !== null));
