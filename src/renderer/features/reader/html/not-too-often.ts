/** Of the time between two runs, so much goes to the run at most. */
const SHARE = 0.1;

interface Rested {
  /** Runs now, or once some time has passed since the last run; however often it is called until then. */
  readonly run: () => void;
  /** For good: pictures of a document that is being replaced still arrive. */
  readonly stop: () => void;
}

/**
 * Runs something dear that is asked for by events which come in hundreds, such as the pictures of a newsletter: at once when it
 * has had its rest, which is nine times as long as it took.
 * @param clock in ms
 */
export function notTooOften(run: () => void, clock: () => number = () => performance.now()): Rested {
  let free = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let stopped = false;
  const go = (): void => {
    timer = null;
    const began = clock();
    run();
    const ended = clock();
    free = ended + (ended - began) * (1 / SHARE - 1);
  };
  return {
    run: () => {
      if (stopped || timer !== null) return;
      const wait = free - clock();
      if (wait <= 0) go();
      else timer = setTimeout(go, wait);
    },
    stop: () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
