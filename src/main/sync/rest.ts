import type { Clock } from '@shared/ports/clock';

/** What an account does between two tries: it waits, until the time is over or somebody asks for it. */
export class Rest {
  #asked = false;
  #wake: (() => void) | null = null;

  constructor(private readonly clock: Pick<Clock, 'after'>) {}

  /** A try begins; whoever has asked until now has asked for this one. */
  begin(): void {
    this.#asked = false;
  }

  /** Somebody asks: the wait ends, and where none is under way the next one is left out. */
  end(): void {
    this.#asked = true;
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }

  /** Waits so many milliseconds, null for as long as nobody asks. */
  async wait(ms: number | null): Promise<void> {
    // A new password that came while the old one was being refused is not left lying until somebody asks again.
    if (this.#asked) return;
    await new Promise<void>((resolve) => {
      const cancel = ms === null ? null : this.clock.after(ms, resolve);
      this.#wake = () => {
        cancel?.();
        resolve();
      };
    });
    this.#wake = null;
  }
}
