import type { Journal, JournalRecord, JsonValue } from './vault';

/** State that is whatever its records make of it. The vault replays them; nothing else changes it. */
export interface Fold {
  /** Whether a record type belongs to this fold. */
  owns(type: string): boolean;
  /** Must not throw. */
  apply(record: JournalRecord): void;
  /** A record of this fold was accepted and is on its way to the disk. @returns called when it is decided. */
  expect?(record: JournalRecord): () => void;
  /** Records that rebuild the state as it is now: what a snapshot keeps. */
  records(): Iterable<JournalRecord>;
}

/**
 * A keyed collection in the journal: `name.put {id, value}`, `name.drop {id}`, and where a value is long and little of it
 * changes often, `name.amend {id, by}`. `put`, `drop` and `amend` only *make* the record; the state changes in the moment the record is durable, so what is read here has never been lost.
 *
 * A change that keeps part of the old value begins with `latest` and is appended in the same turn, without an await in
 * between: of two changes at once the second would otherwise undo the first.
 */
export class Table<T> implements Fold {
  readonly #entries = new Map<string, T>();
  /** The last record on its way to the disk, by id, and what the value is by it; undefined when it drops it. */
  readonly #coming = new Map<string, { readonly record: JournalRecord; readonly value: T | undefined }>();
  readonly #putType: string;
  readonly #dropType: string;
  readonly #amendType: string;
  /** Called after every change, with the value or undefined when it was dropped. Must not throw. */
  onChange: ((id: string, value: T | undefined) => void) | null = null;

  /** @param amended a value with a change of the owner's own kind made to it; the same for the same, always. */
  constructor(
    readonly name: string,
    private readonly amended: (value: T, by: JsonValue) => T = (value) => value,
  ) {
    this.#putType = `${name}.put`;
    this.#dropType = `${name}.drop`;
    this.#amendType = `${name}.amend`;
  }

  put(id: string, value: T): JournalRecord {
    return { type: this.#putType, payload: { id, value: value as JsonValue } };
  }
  drop(id: string): JournalRecord {
    return { type: this.#dropType, payload: { id } };
  }
  /** Of a value that is not there (any more) it changes nothing. */
  amend(id: string, by: JsonValue): JournalRecord {
    return { type: this.#amendType, payload: { id, by } };
  }

  get(id: string): T | undefined {
    return this.#entries.get(id);
  }
  has(id: string): boolean {
    return this.#entries.has(id);
  }
  /** The value as it is once everything that was accepted is on the disk; undefined when there is none then. */
  latest(id: string): T | undefined {
    const coming = this.#coming.get(id);
    return coming ? coming.value : this.#entries.get(id);
  }
  values(): IterableIterator<T> {
    return this.#entries.values();
  }
  /** All values as they are once everything that was accepted is on the disk. */
  latestValues(): T[] {
    return this.latestEntries().map(([, value]) => value);
  }
  /** The same with their ids: who takes away all of a kind misses none that is on its way. */
  latestEntries(): [id: string, value: T][] {
    const ids = new Set([...this.#entries.keys(), ...this.#coming.keys()]);
    return [...ids].flatMap((id) => {
      const value = this.latest(id);
      return value === undefined ? [] : [[id, value] as [string, T]];
    });
  }
  entries(): IterableIterator<[string, T]> {
    return this.#entries.entries();
  }
  get size(): number {
    return this.#entries.size;
  }

  owns(type: string): boolean {
    return type === this.#putType || type === this.#dropType || type === this.#amendType;
  }
  apply(record: JournalRecord): void {
    const { id } = record.payload as unknown as { id: string };
    const value = this.#by(record, this.#entries.get(id));
    if (value !== undefined) {
      this.take(id, value);
      return;
    }
    this.#entries.delete(id);
    this.onChange?.(id, undefined);
  }
  /** What a value is by a record. */
  #by({ type, payload }: JournalRecord, before: T | undefined): T | undefined {
    const { value, by } = payload as unknown as { value?: T; by?: JsonValue };
    if (type === this.#putType) return value;
    return type === this.#amendType && before !== undefined && by !== undefined
      ? this.amended(before, by)
      : undefined;
  }
  /** What a record of the owner's own says, one that stands for many. */
  take(id: string, value: T): void {
    this.#entries.set(id, value);
    this.onChange?.(id, value);
  }
  expect(record: JournalRecord): () => void {
    const { id } = record.payload as unknown as { id: string };
    this.#coming.set(id, { record, value: this.#by(record, this.latest(id)) });
    return () => {
      if (this.#coming.get(id)?.record === record) this.#coming.delete(id);
    };
  }
  *records(): Iterable<JournalRecord> {
    for (const [id, value] of this.#entries) yield this.put(id, value);
  }
}

/**
 * Feeds the journal to the folds. A record that no fold owns (written by a newer Tern) is kept and put into every
 * snapshot, so that going back and forth between versions loses nothing.
 */
export async function openFolds(
  journal: Journal,
  folds: readonly Fold[],
): Promise<{ snapshot: () => Promise<void>; close: () => void }> {
  const unknown: JournalRecord[] = [];
  const owner = ({ type }: JournalRecord): Fold | undefined => folds.find((fold) => fold.owns(type));
  const close = await journal.replay(
    (record) => {
      const fold = owner(record);
      if (fold) fold.apply(record);
      else unknown.push({ type: record.type, payload: record.payload });
    },
    (records) => {
      const decided = records.flatMap((record) => owner(record)?.expect?.(record) ?? []);
      return () => {
        for (const end of decided) end();
      };
    },
  );
  function* all(): Iterable<JournalRecord> {
    for (const fold of folds) yield* fold.records();
    yield* unknown;
  }
  return { snapshot: () => journal.snapshot(all()), close };
}
