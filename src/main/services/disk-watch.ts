import type { AccountId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { SpaceState, Vault } from '@shared/ports/vault';
import { isVaultError } from '@shared/ports/vault';

/** How often the disk is looked at, ms: others fill it too. */
const LOOK_MS = 60_000;

/** Who is told. */
interface Told {
  notice(code: string, details: Readonly<Record<string, string | number>>): void;
  unnotice(code: string): void;
  readonly runners: ReadonlyMap<AccountId, { syncNow(mailbox: null): void; operationsWaiting(): void }>;
  readonly outbox: { wake(account: AccountId): void };
}

/** What the disk's room means for the program: below a threshold the cache stops growing, and people are told. */
export class DiskWatch {
  #cancel: (() => void) | null = null;
  #stopped = false;
  #wasFull = false;

  constructor(
    private readonly vault: Pick<Vault, 'space' | 'onSpace' | 'checkSpace'>,
    private readonly clock: Pick<Clock, 'after'>,
    private readonly told: Told,
  ) {}

  /** Whether what can be fetched again may still be kept here. */
  mayGrow(): boolean {
    return this.vault.space === 'ok';
  }

  start(): void {
    this.vault.onSpace((state) => this.#changed(state));
    if (this.vault.space !== 'ok') this.#changed(this.vault.space);
    this.#later();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #changed(state: SpaceState): void {
    const { told } = this;
    for (const other of ['low', 'critical', 'reserve-used', 'full'])
      if (other !== state) told.unnotice(`disk-${other}`);
    if (state !== 'ok') told.notice(`disk-${state}`, {});
    // What was put off while there was no room goes on.
    const canAct = this.#wasFull && state !== 'full';
    this.#wasFull = state === 'full';
    for (const [account, runner] of told.runners) {
      if (canAct) {
        runner.operationsWaiting();
        told.outbox.wake(account);
      }
      if (canAct || state === 'ok') runner.syncNow(null);
    }
  }

  #later(): void {
    this.#cancel = this.clock.after(LOOK_MS, () => void this.#look());
  }

  async #look(): Promise<void> {
    try {
      await this.vault.checkSpace();
    } catch (error) {
      // A disk that doesn't even say how full it is: the next write tells.
      if (!isVaultError(error)) throw error;
    }
    if (!this.#stopped) this.#later();
  }
}
