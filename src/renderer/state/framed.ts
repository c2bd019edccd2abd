/** In a window that nobody sees no picture is drawn, and yet what is told there has to become true. */
const UNSEEN_MS = 250;

/** Runs `run` once before the next picture is drawn, however often it is asked until then. */
export function framed(run: () => void): { ask: () => void; cancel: () => void } {
  let cancel: (() => void) | null = null;
  const go = (): void => {
    cancel?.();
    cancel = null;
    run();
  };
  return {
    ask() {
      if (cancel) return;
      const timer = setTimeout(go, UNSEEN_MS);
      const frame = typeof requestAnimationFrame === 'function' ? requestAnimationFrame(go) : null;
      cancel = () => {
        clearTimeout(timer);
        if (frame !== null) cancelAnimationFrame(frame);
      };
    },
    cancel() {
      cancel?.();
      cancel = null;
    },
  };
}
