/** What the tests and benchmarks call in the page. */
export interface StoreLab {
  /** Each case with its error, '' when it holds. */
  conformance(): Promise<{ name: string; error: string }[]>;
  measure(messages: number): Promise<Measured>;
  measureSearch(messages: number, bodies: number): Promise<SearchMeasured>;
  /** Fills a database and never finishes the last batch: the test kills the page meanwhile. */
  killed(): Promise<void>;
  /** Batches that `killed` has seen acknowledged. */
  written(): number;
  keptAfterKill(): Promise<{ uidNext: number; listed: number; counted: number }>;
  lostWhileRunning(): Promise<{ reason: string; states: string[]; listed: number }>;
}

/** Searching, in milliseconds unless the name says otherwise. */
export interface SearchMeasured {
  /** From the first text applied to the last one indexed. */
  readonly index: number;
  /** Nobody else had a turn for so long meanwhile. */
  readonly longestTask: number;
  readonly octetsPerText: number;
  /** Pieces of the index, a number. */
  readonly segments: number;
  /** The first search that looks into texts after a start. */
  readonly cold: number;
  readonly rare: number;
  readonly common: number;
  readonly letter: number;
  readonly phrase: number;
  readonly several: number;
  readonly field: number;
}

/** Milliseconds, unless the name says otherwise. */
export interface Measured {
  readonly apply: number;
  /** The same records written by bare IndexedDB, same batches, same number in flight. */
  readonly applyFloor: number;
  readonly openCold: number;
  /** The first fifty rows of a threaded list that was on show when the store was last at rest. */
  readonly openHead: number;
  /** Bare getAll of the folder's columns. */
  readonly openFloor: number;
  readonly openThreaded: number;
  readonly markAllRead: number;
  readonly flagsFact: number;
  readonly searchFirst: number;
  /** Bare getAll of the folder's search text. */
  readonly searchFloor: number;
  readonly search: number;
  readonly bytesPerMessage: number;
}
