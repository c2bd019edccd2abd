import type { Recovery } from '@shared/ports/vault';
import type { Disk } from './disk';
import { removeQuietly, writeNewFile } from './disk';

/** Where bytes go that are not what was written; they are kept for a person or a tool to look at. */
export class Quarantine {
  readonly recovered: Recovery[] = [];
  readonly #disk: Disk;
  readonly #folder: string;

  constructor(disk: Disk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  /** Copies a byte range of a file into quarantine, durably, and reports it. */
  async keep(kind: Recovery['kind'], file: string, bytes: Uint8Array, offset: number): Promise<void> {
    const quarantined = await this.#freeName(`quarantine/${file.replaceAll('/', '-')}@${offset}`);
    const path = `${this.#folder}/${quarantined}`;
    try {
      await writeNewFile(this.#disk, path, [bytes]);
    } catch (error) {
      // Half a copy helps nobody, and takes room where there is none.
      await removeQuietly(this.#disk, path);
      throw error;
    }
    await this.#disk.syncFolder(`${this.#folder}/quarantine`);
    this.recovered.push({ kind, file, offset, length: bytes.length, quarantined });
  }

  /** Moves a whole file into quarantine and reports it. */
  async move(kind: Recovery['kind'], file: string, length: number): Promise<void> {
    const quarantined = await this.#freeName(`quarantine/${file.replaceAll('/', '-')}`);
    await this.#disk.rename(`${this.#folder}/${file}`, `${this.#folder}/${quarantined}`);
    await this.#disk.syncFolder(`${this.#folder}/quarantine`);
    this.recovered.push({ kind, file, offset: 0, length, quarantined });
  }

  async #freeName(wanted: string): Promise<string> {
    for (let n = 0; ; n++) {
      const name = n === 0 ? wanted : `${wanted}~${n}`;
      if ((await this.#disk.stat(`${this.#folder}/${name}`)) === null) return name;
    }
  }
}
