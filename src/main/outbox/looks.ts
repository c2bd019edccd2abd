import type { OutboxId } from '@shared/model/ids';

/** Servers that file by themselves take their time: after a look in vain it is looked again so much later, in ms. */
const AGAIN_MS = [10_000, 30_000, 80_000];

/**
 * When a letter that may have gone out is looked for in Sent: at once, a few times within two minutes, and then when the
 * person looks for mail or Tern starts again. The person is asked after the first look.
 */
export class Looks {
  readonly #made = new Map<OutboxId, { readonly times: number; readonly next: number | null }>();

  isDue(id: OutboxId, now: number): boolean {
    const made = this.#made.get(id);
    return !made || (made.next !== null && made.next <= now);
  }
  /** When it is due (ms since 1970); null: not by the clock. */
  next(id: OutboxId): number | null {
    return this.#made.get(id)?.next ?? null;
  }
  inVain(id: OutboxId, now: number): void {
    const times = this.#made.get(id)?.times ?? 0;
    const wait = AGAIN_MS[times];
    this.#made.set(id, { times: times + 1, next: wait === undefined ? null : now + wait });
  }
  /** It is looked for from the beginning, the next time there is occasion. */
  forget(id: OutboxId): void {
    this.#made.delete(id);
  }
}

/** How long a letter waits until the server can be asked for it, ms: incoming mail is logged in to at the same time. */
const PATIENCE_MS = 120_000;
/** Meanwhile it is tried again so much later, ms, if the account has not said before that it is there. */
export const LOOK_AGAIN_MS = 10_000;

/**
 * What was in the Outbox at the start: perhaps an older profile brought back, which knows nothing of what went out since
 * (E11). It is looked for before it goes out, and waits a while for that; where incoming mail stays away it goes without.
 */
export class FromBefore {
  /** Since when each could not be looked for, ms of the monotonic clock; null: nobody has tried. */
  readonly #since = new Map<OutboxId, number | null>();
  readonly #waiting = new Set<OutboxId>();

  add(ids: readonly OutboxId[]): void {
    for (const id of ids) this.#since.set(id, null);
  }
  has(id: OutboxId): boolean {
    return this.#since.has(id);
  }
  /** It could not be looked for. @returns whether it waits: it was here at the start, and not for long yet. */
  inVain(id: OutboxId, now: number): boolean {
    const since = this.#since.get(id);
    if (since === undefined) return false;
    this.#since.set(id, since ?? now);
    const waits = now - (since ?? now) < PATIENCE_MS;
    if (waits) this.#waiting.add(id);
    else this.#waiting.delete(id);
    return waits;
  }
  /** The person wants it sent: it is looked for, and waits no more. */
  insist(id: OutboxId): void {
    if (this.#since.has(id)) this.#since.set(id, -Infinity);
    this.#waiting.delete(id);
  }
  waits(id: OutboxId): boolean {
    return this.#waiting.has(id);
  }
  /** It was looked for. */
  delete(id: OutboxId): void {
    this.#since.delete(id);
    this.#waiting.delete(id);
  }
}
