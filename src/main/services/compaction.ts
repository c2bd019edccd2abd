import type { Clock } from '@shared/ports/clock';
import { isVaultError, type Vault } from '@shared/ports/vault';

/** At a start and an end, when nobody waits: worth its cost when this much history has gathered. */
const QUIET_BYTES = 4 * 1024 * 1024;
/** While people work: later, because the whole state is read in one go. */
const BUSY_BYTES = 16 * 1024 * 1024;
const LOOK_MS = 10 * 60_000;

/** Keeps the journal from growing without end, also in a Tern that runs for weeks. */
export class Compaction {
  #cancel: (() => void) | null = null;
  #running: Promise<void> | null = null;

  constructor(
    private readonly vault: Pick<Vault, 'sinceSnapshot'>,
    private readonly clock: Pick<Clock, 'after'>,
    private readonly snapshot: () => Promise<void>,
  ) {}

  /** Compacts now if it is worth it, and the disk lets it: a full one keeps nobody from starting or ending. */
  async quiet(): Promise<void> {
    await this.#running;
    await this.#beyond(QUIET_BYTES);
  }

  /** Looks now and then from here on. */
  start(): void {
    this.#cancel = this.clock.after(LOOK_MS, () => {
      this.#running = this.#beyond(BUSY_BYTES).finally(() => {
        this.#running = null;
        if (this.#cancel) this.start();
      });
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  async #beyond(bytes: number): Promise<void> {
    if (this.vault.sinceSnapshot.bytes <= bytes) return;
    try {
      await this.snapshot();
    } catch (error) {
      // The old journal stays in use and the next look tries again; a full disk is told by those who look at it.
      if (!isVaultError(error)) throw error;
    }
  }
}
