/** A computer that slept through midnight is seen to have by the next of these looks. */
const LOOK_MS = 10 * 60_000;

/**
 * Tells when it is another day than before: at midnight here, or when the computer or its owner comes back after it.
 * @returns ends it
 */
export function followDay(tell: () => void): () => void {
  let day = new Date().toDateString();
  let timer: ReturnType<typeof setTimeout>;
  const look = (): void => {
    clearTimeout(timer);
    const midnight = new Date().setHours(24, 0, 1, 0);
    timer = setTimeout(look, Math.min(LOOK_MS, midnight - Date.now()));
    const now = new Date().toDateString();
    if (now === day) return;
    day = now;
    tell();
  };
  look();
  if (typeof addEventListener !== 'function') return () => clearTimeout(timer);
  addEventListener('focus', look);
  return () => {
    clearTimeout(timer);
    removeEventListener('focus', look);
  };
}
