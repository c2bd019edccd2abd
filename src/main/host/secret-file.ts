import { z } from 'zod';
import { SecretStoreError } from '@shared/ports/secret-store';
import { readPrivateFile, writePrivateFile } from './private-file';

const format = z.object({
  version: z.literal(1),
  /** The person's choice where nothing secure works; absent while there was nothing to choose. */
  choice: z.enum(['weak', 'session']).optional(),
  /** What encrypted the items, so that a changed keyring is noticed and not taken for an empty one. */
  backend: z.string(),
  /** Key and encrypted value (base64). Pairs, because a key may be any string and `__proto__` is one. */
  items: z.array(z.tuple([z.string(), z.string()])),
});
export type SecretFileContent = Omit<z.infer<typeof format>, 'items'> & {
  readonly items: ReadonlyMap<string, string>;
};

/**
 * The file of encrypted secrets. Changes run one after another; a file that cannot be read is an error and is left
 * alone, never taken for empty and written over.
 */
export class SecretFile {
  #content: SecretFileContent | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(readonly path: string) {}

  read(): Promise<SecretFileContent> {
    return this.#next(() => this.#load());
  }

  /** Applies the change and resolves when it is on the disk. */
  update(change: (content: SecretFileContent) => SecretFileContent): Promise<void> {
    return this.#next(async () => {
      const changed = change(await this.#load());
      await writePrivateFile(this.path, JSON.stringify({ ...changed, items: [...changed.items] }));
      this.#content = changed;
    });
  }

  #next<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#last.then(step);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #load(): Promise<SecretFileContent> {
    if (this.#content !== null) return this.#content;
    const bytes = await readPrivateFile(this.path);
    this.#content =
      bytes === null ? { version: 1, backend: '', items: new Map() } : parse(bytes.toString('utf8'));
    return this.#content;
  }
}

function parse(text: string): SecretFileContent {
  try {
    const content = format.parse(JSON.parse(text));
    return { ...content, items: new Map(content.items) };
  } catch (error) {
    throw new SecretStoreError('locked', 'The file of secrets is damaged and was left as it is.', error);
  }
}

/** The items with one more, or with another value for the key. */
export const withItem = (
  items: ReadonlyMap<string, string>,
  key: string,
  sealed: string,
): ReadonlyMap<string, string> => new Map([...items, [key, sealed]]);

export const withoutItem = (items: ReadonlyMap<string, string>, key: string): ReadonlyMap<string, string> =>
  new Map([...items].filter(([name]) => name !== key));
