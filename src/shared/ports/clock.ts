/**
 * Time as the engine sees it. Pure layers never call `Date.now` or `setTimeout`; a test passes a clock it can move.
 */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970-01-01 UTC. May jump; never used to order facts. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes backwards. For deadlines and round-trip times. */
  monotonic(): number;
  /** Calls `run` once after `ms` milliseconds. The returned function cancels; calling it twice is harmless. */
  after(ms: number, run: () => void): () => void;
}

/** Resolves after `ms` milliseconds, or rejects with the signal's reason as soon as it is aborted. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      return;
    }
    const onAbort = (): void => {
      cancel();
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
