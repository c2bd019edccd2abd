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

  /**
   * Waits for a sign of life of whoever holds the lock.
   * @param seen what an earlier one has returned: then it is only looked whether there was a sign since.
   * @returns null when there was one; when there was none within 25 s, what is there to be seen.
   */
  static async listen(
    disk: Disk,
    folder: string,
    clock: Pick<Clock, 'after'>,
    seen?: string,
  ): Promise<string | null> {
    const before = seen ?? (await state(disk, folder));
    for (let waited = seen === undefined ? 0 : HEARD_MS; waited < HEARD_MS; waited += LOOK_MS) {
      await new Promise<void>((resolve) => {
        clock.after(LOOK_MS, resolve);
      });
      if ((await state(disk, folder)) !== before) return null;
    }
    return (await state(disk, folder)) === before ? before : null;
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
