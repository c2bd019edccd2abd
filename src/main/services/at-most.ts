import type { Clock } from '@shared/ports/clock';

/**
 * Runs `run` soon after it is asked, for all that asked until then: at the end of the turn where it did not run lately,
 * else once `everyMs` have passed since it did.
 */
export function atMost(clock: Clock, everyMs: number, run: () => void): () => void {
  let asked = false;
  let ran = -Infinity;
  const go = (): void => {
    asked = false;
    ran = clock.monotonic();
    run();
  };
  return () => {
    if (asked) return;
    asked = true;
    const wait = ran + everyMs - clock.monotonic();
    if (wait > 0) clock.after(wait, go);
    else queueMicrotask(go);
  };
}
