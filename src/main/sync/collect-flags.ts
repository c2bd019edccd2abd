import type { FetchedMessage } from '../imap';
import type { KeywordTable } from './keywords';
import type { ServerFlags } from './reconcile';

const FIRST_CAPACITY = 1024;

/**
 * Flags as columns, ascending, from responses as they come: a hundred thousand of them are not kept as objects first.
 * Only those below a watermark are taken; the others belong to the fetch of new mail.
 */
export class FlagCollector {
  #uids = new Uint32Array(FIRST_CAPACITY);
  #flags = new Uint32Array(FIRST_CAPACITY);
  #keywords = new Uint32Array(FIRST_CAPACITY);
  #count = 0;
  /** Every response so far had a higher UID than the one before it, as servers send them. */
  #ascending = true;

  constructor(
    private readonly table: KeywordTable,
    private readonly below: number,
  ) {}

  readonly take = (message: FetchedMessage): void => {
    const { uid, flags } = message;
    if (uid !== null && flags?.ok) this.note(uid, flags.value);
  };

  readonly note = (uid: number, names: readonly string[]): void => {
    if (uid >= this.below) return;
    if (this.#count === this.#uids.length) this.#grow();
    if (this.#count > 0 && uid <= (this.#uids[this.#count - 1] as number)) this.#ascending = false;
    const encoded = this.table.encode(names);
    this.#uids[this.#count] = uid;
    this.#flags[this.#count] = encoded.flags;
    this.#keywords[this.#count] = encoded.keywords;
    this.#count++;
  };

  /** The last response for a UID wins. */
  columns(): ServerFlags {
    if (this.#ascending) {
      return {
        uids: this.#uids.slice(0, this.#count),
        flags: this.#flags.slice(0, this.#count),
        keywords: this.#keywords.slice(0, this.#count),
      };
    }
    const places = new Map<number, number>();
    for (let i = 0; i < this.#count; i++) places.set(this.#uids[i] as number, i);
    const uids = Uint32Array.from(places.keys()).sort();
    const at = Uint32Array.from(uids, (uid) => places.get(uid) ?? 0);
    return {
      uids,
      flags: at.map((i) => this.#flags[i] as number),
      keywords: at.map((i) => this.#keywords[i] as number),
    };
  }

  #grow(): void {
    const bigger = (old: Uint32Array): Uint32Array<ArrayBuffer> => {
      const next = new Uint32Array(old.length * 2);
      next.set(old);
      return next;
    };
    this.#uids = bigger(this.#uids);
    this.#flags = bigger(this.#flags);
    this.#keywords = bigger(this.#keywords);
  }
}
