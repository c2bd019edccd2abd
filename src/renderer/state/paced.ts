/** A pause this long ends a run of changes. */
const QUIET_MS = 400;
/** Of a run of changes at most one part in so many of its time passes between two, … */
const SHARE = 4;
/** … and never more than this. */
const LONGEST_MS = 500;

/**
 * Runs `run` at once when it is asked now and then, and the less often the longer it goes on being asked: what arrives
 * by itself is drawn at once, a first synchronisation that brings a thousand messages forty times a second is followed
 * twice a second. The last asking is always answered.
 */
export function paced(run: () => void): { ask: () => void; cancel: () => void } {
  let since = 0;
  let last = -Infinity;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const go = (): void => {
    timer = null;
    last = performance.now();
    run();
  };
  return {
    ask() {
      if (timer !== null) return;
      const now = performance.now();
      if (now - last > QUIET_MS) since = now;
      const wait = last + Math.min(LONGEST_MS, (now - since) / SHARE) - now;
      if (wait <= 0) go();
      else timer = setTimeout(go, wait);
    },
    cancel() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
