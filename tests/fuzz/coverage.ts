import { Session, type Profiler } from 'node:inspector';

/**
 * Which code has run, by V8's own block counters: no instrumentation, no library. Reading them costs about a
 * millisecond, so a fuzzer reads once a batch and looks closer only when a batch has reached something new.
 */
export class Coverage {
  readonly #session = new Session();
  /** One octet per character of every function that was entered: 1 where a block has run. */
  readonly #reached = new Map<string, Uint8Array>();

  #stopped = false;

  /** @param wanted which files count. */
  constructor(private readonly wanted: (url: string) => boolean) {
    this.#session.connect();
    this.#call('Profiler.enable');
    this.#call('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    this.#take();
  }

  /** Characters of code that have run so far. */
  get size(): number {
    let size = 0;
    for (const map of this.#reached.values()) for (const octet of map) size += octet;
    return size;
  }

  /** Forgets what has run since the last look. */
  skip(): void {
    this.#take();
  }

  /** Whether code ran since the last look that never had. @param keep count it as known from now on. */
  sawNew(keep: boolean): boolean {
    let isNew = false;
    for (const { url, scriptId, functions } of this.#take()) {
      if (!this.wanted(url)) continue;
      for (const { ranges } of functions) {
        const [whole] = ranges;
        if (!whole || whole.count === 0) continue;
        const key = `${scriptId}:${String(whole.startOffset)}`;
        const known = this.#reached.get(key) ?? new Uint8Array(whole.endOffset - whole.startOffset);
        const now = new Uint8Array(known.length);
        // Outer ranges first; an inner one says more precisely.
        for (const { startOffset, endOffset, count } of ranges)
          now.fill(count > 0 ? 1 : 0, startOffset - whole.startOffset, endOffset - whole.startOffset);
        for (let i = 0; i < now.length; i++) {
          if (now[i] === 0 || known[i] === 1) continue;
          isNew = true;
          if (!keep) return true;
          known[i] = 1;
        }
        if (keep) this.#reached.set(key, known);
      }
    }
    return isNew;
  }

  /** No more counting, at full speed; safe to call twice. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#call('Profiler.stopPreciseCoverage');
    this.#session.disconnect();
  }

  #take(): Profiler.ScriptCoverage[] {
    return (this.#call('Profiler.takePreciseCoverage') as Profiler.TakePreciseCoverageReturnType).result;
  }

  /** The profiler answers before `post` returns: the session is one of the same thread. */
  #call(method: string, params: object = {}): unknown {
    let answer: unknown;
    this.#session.post(method, params, (error, result: unknown) => {
      if (error) throw error;
      answer = result;
    });
    return answer;
  }
}
