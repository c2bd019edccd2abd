import type { SnoozeState } from '@shared/contract/snooze';
import type { AccountId } from '@shared/model/ids';
import type { Catalogue, Folder } from './catalogue';

interface Entry {
  readonly account: number;
  readonly state: SnoozeState;
}

/** What is snoozed or waited for, by Message-ID: one look-up for each message that is projected, and none while nothing is. */
export class Snoozed {
  #by = new Map<number, readonly Entry[]>();

  get isEmpty(): boolean {
    return this.#by.size === 0;
  }

  get hashes(): ReadonlyMap<number, unknown> {
    return this.#by;
  }

  get states(): SnoozeState[] {
    return [...this.#by.values()].flatMap((entries) => entries.map(({ state }) => state));
  }

  /** @param account its number in the catalogue; asked for only where the hash is known. */
  of(idHash: number, account: () => number): SnoozeState | undefined {
    const entries = this.#by.get(idHash);
    if (!entries) return undefined;
    const number = account();
    return entries.find((entry) => entry.account === number)?.state;
  }

  /** Takes over all that is snoozed now. @returns Message-ID hashes of what is different. */
  replace(all: readonly SnoozeState[], numberOf: (account: AccountId) => number): ReadonlySet<number> {
    const next = new Map<number, readonly Entry[]>();
    for (const state of all) {
      // Without a Message-ID it could be any of many.
      if (state.idHash === 0) continue;
      const entry = { account: numberOf(state.account), state };
      next.set(state.idHash, [...(next.get(state.idHash) ?? []), entry]);
    }
    const before = this.#by;
    this.#by = next;
    const changed = new Set<number>();
    for (const hash of [...before.keys(), ...next.keys()])
      if (!same(before.get(hash), next.get(hash))) changed.add(hash);
    return changed;
  }
}

const same = (a: readonly Entry[] | undefined, b: readonly Entry[] | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Folders for sent mail from which an inbox lists letters as well: those that came up because nobody answered them. */
export function raisedFrom(catalogue: Catalogue, states: readonly SnoozeState[]): Folder[] {
  const accounts = new Set(
    states.flatMap(({ account, sent, back }) => (sent !== undefined && back !== null ? [account] : [])),
  );
  if (accounts.size === 0) return [];
  return catalogue.boxes.flatMap(({ id, info }) =>
    info?.role === 'sent' && accounts.has(info.account) ? [catalogue.folder(id, info.generation)] : [],
  );
}
