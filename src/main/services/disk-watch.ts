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
  #refused = false;

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
    for (const other of ['low', 'critical', 'reserve-used', 'full', 'broken', 'taken-over'])
      if (other !== state) told.unnotice(`disk-${other}`);
    if (state !== 'ok') told.notice(`disk-${state}`, {});
    // What was put off while there was no room goes on.
    const refuses = state === 'full' || state === 'broken' || state === 'taken-over';
    const canAct = this.#refused && !refuses;
    this.#refused = refuses;
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
      // People are told by what the state has become.
      if (!isVaultError(error)) throw error;
    }
    if (!this.#stopped) this.#later();
  }
}
