import { isMailError } from '@shared/errors/mail-error';
import type { AccountId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';

/** After a batch that could not be stored the next greeting waits so long, ms, twice as long each time. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 60_000;
/** The same after one that went away in the middle, ms: a page that was closed and is opened again. */
const LONGEST_AWAY_MS = 2_000;
/** A store that held so long failed for another reason than the last one, ms. */
const HELD_MS = 120_000;
/** A cache without room is tried with more mail again after so long, ms, twice as long each time. */
const FIRST_TRY_MS = 60_000;
const LAST_TRY_MS = 600_000;
/** It has room when nothing was refused for so long after, ms. */
const PROVEN_MS = 20_000;

interface Told {
  notice(code: string, details: Readonly<Record<string, string | number>>): void;
  unnotice(code: string): void;
  /** Null while none is connected. */
  readonly store: object | null;
  readonly runners: ReadonlyMap<AccountId, { syncNow(mailbox: null): void }>;
}

/**
 * What a cache that fails means for the engine. It greets a store anew in ever longer pauses, because each greeting costs
 * every account a login; and of one that has no room (the browser's quota, a full disk) it asks no more than what must be
 * told, says so, and tries again later.
 */
export class CacheWatch {
  #pauseMs = 0;
  #failedAt = -Infinity;
  #full = false;
  #tryMs = FIRST_TRY_MS;
  #cancel: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly told: Told,
  ) {}

  /** Whether mail that can wait may be fetched. */
  mayGrow(): boolean {
    return !this.#full;
  }

  /**
   * Resolves with true when a store may be greeted, with false when it has gone meanwhile: who comes then is another one,
   * and is not kept waiting for what this one did.
   */
  pause(store: { onClose(listener: () => void): void }): Promise<boolean> {
    const ms = this.#failedAt + this.#pauseMs - this.clock.monotonic();
    if (ms <= 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      let waits = true;
      const cancel = this.clock.after(ms, () => {
        waits = false;
        resolve(true);
      });
      store.onClose(() => {
        if (!waits) return;
        waits = false;
        cancel();
        this.#pauseMs = Math.min(this.#pauseMs, FIRST_PAUSE_MS);
        resolve(false);
      });
    });
  }

  /** A store could not be greeted, or could not keep a batch. */
  failed(error: unknown): void {
    const now = this.clock.monotonic();
    const said = isMailError(error) && error.code !== 'store-lost';
    this.#pauseMs =
      now - this.#failedAt > HELD_MS
        ? FIRST_PAUSE_MS
        : Math.min(Math.max(this.#pauseMs * 2, FIRST_PAUSE_MS), said ? LONGEST_PAUSE_MS : LONGEST_AWAY_MS);
    this.#failedAt = now;
    if (!isMailError(error) || error.code !== 'cache-full') return;
    this.#full = true;
    this.told.notice('cache-full', {});
    this.#after(this.#tryMs, () => this.#tryAgain());
    this.#tryMs = Math.min(this.#tryMs * 2, LAST_TRY_MS);
  }

  stop(): void {
    this.#cancel?.();
  }

  #tryAgain(): void {
    this.#full = false;
    this.#after(PROVEN_MS, () => this.#prove());
    for (const runner of this.told.runners.values()) runner.syncNow(null);
  }

  #prove(): void {
    // While there is none nothing was tried: no page is open, or its store waits to be greeted.
    if (this.told.store === null) {
      this.#after(PROVEN_MS, () => this.#prove());
      return;
    }
    this.#tryMs = FIRST_TRY_MS;
    this.told.unnotice('cache-full');
  }

  #after(ms: number, run: () => void): void {
    this.#cancel?.();
    this.#cancel = this.clock.after(ms, run);
  }
}
