import type { Clock } from '@shared/ports/clock';

/** A page saves in some milliseconds; one that does not answer has nobody typing in it. */
const PATIENCE_MS = 1000;

/** A page as long as it is connected. */
export interface Speaker {
  /** It has saved everything. */
  spoken(): void;
  gone(): void;
}

/**
 * What was typed since the last save, up to a second of words, is in the pages alone: before the engine ends they save it
 * (scenarios D5).
 */
export class LastWords {
  readonly #pages = new Map<() => void, () => void>();

  constructor(private readonly clock: Pick<Clock, 'after'>) {}

  /** @param ask tells the page to save, and to say when it has. */
  join(ask: () => void): Speaker {
    this.#pages.set(ask, () => undefined);
    const spoken = (): void => this.#pages.get(ask)?.();
    const gone = (): void => {
      spoken();
      this.#pages.delete(ask);
    };
    return { spoken, gone };
  }

  /** Resolves when every page has saved, or has had its time. */
  async hear(): Promise<void> {
    const pages = [...this.#pages.keys()].map(
      (ask) =>
        new Promise<void>((resolve) => {
          this.#pages.set(ask, resolve);
          ask();
        }),
    );
    if (pages.length === 0) return;
    let cancel: () => void = () => undefined;
    const impatient = new Promise<void>((resolve) => {
      cancel = this.clock.after(PATIENCE_MS, resolve);
    });
    await Promise.race([Promise.all(pages), impatient]);
    cancel();
  }
}
