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
