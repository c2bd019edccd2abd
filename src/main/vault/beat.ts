import type { Clock } from '@shared/ports/clock';
import type { Disk } from './disk';
import { errorCode, readFile } from './disk';

/** Changes for as long as the one who holds the lock lives. */
export const BEAT_FILE = 'lock.beat';
const BEAT_MS = 10_000;
/** How long a sign of life is waited for: one may be late, and a share shows it late. */
const HEARD_MS = 25_000;
const LOOK_MS = 1_000;

/**
 * The sign of life of whoever holds the lock: a number in a file that goes up. Others, perhaps on another computer, only
 * look whether it changes while they wait.
 */
export class Beat {
  #count = 0;
  #cancel: () => void = () => undefined;
  #ended = false;
  #beating: Promise<void> = Promise.resolve();

  /** @param isOurs whether the lock is still this one's: it is silent once somebody has taken over. */
  constructor(
    private readonly disk: Disk,
    private readonly folder: string,
    private readonly clock: Pick<Clock, 'after'>,
    private readonly isOurs: () => Promise<boolean>,
  ) {}

  begin(): void {
    // A disk that is full or gone takes none: then there is none.
    this.#beating = this.#once().catch(() => undefined);
    this.#cancel = this.clock.after(BEAT_MS, () => void this.#next());
  }

  async end(): Promise<void> {
    this.#ended = true;
    this.#cancel();
    await this.#beating;
  }

  async #next(): Promise<void> {
    await this.#beating;
    if (this.#ended || !(await this.isOurs()) || this.#ended) return;
    this.begin();
  }

  async #once(): Promise<void> {
    const path = `${this.folder}/${BEAT_FILE}`;
    const file = await this.disk.open(path, 'update').catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
      return this.disk.open(path, 'create');
    });
    try {
      this.#count += 1;
      await file.write(new TextEncoder().encode(String(this.#count).padStart(12, '0')), 0);
    } finally {
      await file.close();
    }
  }

  /** Waits for a sign of life of whoever holds the lock. @returns whether there was one within 25 s. */
  static async isHeard(disk: Disk, folder: string, clock: Pick<Clock, 'after'>): Promise<boolean> {
    const before = await state(disk, folder);
    for (let waited = 0; waited < HEARD_MS; waited += LOOK_MS) {
      await new Promise<void>((resolve) => {
        clock.after(LOOK_MS, resolve);
      });
      if ((await state(disk, folder)) !== before) return true;
    }
    return false;
  }
}

async function state(disk: Disk, folder: string): Promise<string> {
  try {
    return new TextDecoder().decode(await readFile(disk, `${folder}/${BEAT_FILE}`));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}
