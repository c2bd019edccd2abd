import { MAX_KEY, merge } from './order';

/** The text of a message that it is put in order by, folded; undefined while it is not in memory. */
export interface SlotTexts {
  /** Tells every text that is in memory. */
  each(take: (slot: number, text: string) => void): void;
  one(slot: number): string | undefined;
}

const UNKNOWN = 0;

/**
 * Messages in the order of a text of theirs, from A to Z: who wrote them, or what they are about. Most share their text
 * with others, so texts are compared once for each that differs, and messages by numbers.
 */
export class Alphabet {
  readonly #source: SlotTexts;
  readonly #ids = new Map<string, number>();
  /** By id; the first is none. */
  readonly #texts: string[] = [''];
  /** By slot, the id of its text. */
  #idOf = new Uint32Array(0);
  /** Ids in order, and by id the place in it. */
  #sorted: Uint32Array = new Uint32Array(0);
  #rank = new Uint32Array(0);

  constructor(source: SlotTexts) {
    this.#source = source;
    source.each((slot, text) => this.#enter(slot, text));
  }

  /** The slot has, or may have, another text. */
  forget(slot: number): void {
    if (slot < this.#idOf.length) this.#idOf[slot] = UNKNOWN;
  }

  /** Keys by which the slots are in order; what has no text comes last. */
  ranks(slots: Uint32Array): Uint32Array {
    const ids = slots.map((slot) => this.#idAt(slot));
    this.#order();
    return ids.map((id) => (id === UNKNOWN ? MAX_KEY : (this.#rank[id] as number)));
  }

  #idAt(slot: number): number {
    const known = this.#idOf[slot] ?? UNKNOWN;
    if (known !== UNKNOWN) return known;
    const text = this.#source.one(slot);
    return text === undefined ? UNKNOWN : this.#enter(slot, text);
  }

  #enter(slot: number, text: string): number {
    if (text === '') return UNKNOWN;
    let id = this.#ids.get(text);
    if (id === undefined) {
      id = this.#texts.push(text) - 1;
      this.#ids.set(text, id);
    }
    if (slot >= this.#idOf.length) {
      const bigger = new Uint32Array(Math.max(slot + 1, Math.ceil(this.#idOf.length * 1.5)));
      bigger.set(this.#idOf);
      this.#idOf = bigger;
    }
    this.#idOf[slot] = id;
    return id;
  }

  /** Takes in the texts that are new since the last time. */
  #order(): void {
    const known = this.#sorted.length;
    const added = this.#texts.length - 1 - known;
    if (added === 0) return;
    const compare = (a: number, b: number): number => {
      const one = this.#texts[a] as string;
      const other = this.#texts[b] as string;
      return one < other ? -1 : one > other ? 1 : 0;
    };
    const fresh = Uint32Array.from({ length: added }, (_, i) => known + 1 + i).sort(compare);
    this.#sorted = merge(this.#sorted, fresh, compare);
    this.#rank = new Uint32Array(this.#texts.length);
    for (let place = 0; place < this.#sorted.length; place++)
      this.#rank[this.#sorted[place] as number] = place;
  }
}
