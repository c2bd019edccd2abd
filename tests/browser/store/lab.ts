/** What the tests and benchmarks call in the page. */
export interface StoreLab {
  /** Each case with its error, '' when it holds. */
  conformance(): Promise<{ name: string; error: string }[]>;
  measure(messages: number): Promise<Measured>;
  /** Fills a database and never finishes the last batch: the test kills the page meanwhile. */
  killed(): Promise<void>;
  /** Batches that `killed` has seen acknowledged. */
  written(): number;
  keptAfterKill(): Promise<{ uidNext: number; listed: number; counted: number }>;
  lostWhileRunning(): Promise<{ reason: string; states: string[]; listed: number }>;
}

/** Milliseconds, unless the name says otherwise. */
export interface Measured {
  readonly apply: number;
  /** The same records written by bare IndexedDB, same batches, same number in flight. */
  readonly applyFloor: number;
  readonly openCold: number;
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
