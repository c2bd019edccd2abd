import type { Crypto } from '@shared/ports/crypto';
import { hex } from '@shared/util/hex';

/** More than that at once nobody saves in. */
const MAX_FOLDERS = 16;

/** Folders that a person chose to save files in, by names that a page may know and can't invent. */
export class SaveFolders {
  readonly #paths = new Map<string, string>();

  constructor(private readonly crypto: Pick<Crypto, 'randomBytes'>) {}

  /** @returns the name of the folder */
  add(path: string): string {
    const [oldest] = this.#paths.keys();
    if (this.#paths.size >= MAX_FOLDERS && oldest !== undefined) this.#paths.delete(oldest);
    const name = hex(this.crypto.randomBytes(16));
    this.#paths.set(name, path);
    return name;
  }

  /** @returns undefined for what nobody chose: then where is asked */
  at(name: string): string | undefined {
    return this.#paths.get(name);
  }
}
