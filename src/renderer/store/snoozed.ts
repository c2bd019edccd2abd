import type { SnoozeState } from '@shared/contract/snooze';
import type { AccountId } from '@shared/model/ids';

interface Entry {
  readonly account: number;
  readonly state: SnoozeState;
}

/** What is snoozed, by Message-ID: one look-up for each message that is projected, and none while nothing is. */
export class Snoozed {
  #by = new Map<number, readonly Entry[]>();

  get isEmpty(): boolean {
    return this.#by.size === 0;
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
