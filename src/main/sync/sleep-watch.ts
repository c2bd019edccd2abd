import type { Clock } from '@shared/ports/clock';

const TICK_MS = 30_000;
/** A tick this much later than due means that the machine slept. */
const SLEPT_MS = 60_000;

/**
 * Notices that the machine slept where the host does not tell: sockets are dead then without knowing it (C9).
 * @returns the way to stop.
 */
export function watchForSleep(clock: Clock, onWake: () => void): () => void {
  let due = clock.now() + TICK_MS;
  let cancel = (): void => undefined;
  const tick = (): void => {
    const late = clock.now() - due;
    due = clock.now() + TICK_MS;
    cancel = clock.after(TICK_MS, tick);
    if (late > SLEPT_MS) onWake();
  };
  cancel = clock.after(TICK_MS, tick);
  return () => cancel();
}
