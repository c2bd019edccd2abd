import { useEffect } from 'react';
import { session } from '../../state/connection';

/** While somebody looks it is said again this often: after a crash Tern still knows about when they looked last. */
const AGAIN_MS = 5 * 60_000;

/** Tells the engine whether the person has Tern in front of them. */
export function usePresence(): void {
  useEffect(() => {
    const { engine } = session();
    const tell = (): void => {
      // A port that is closed now says it when it opens again.
      engine.api.presence({ looking: document.visibilityState === 'visible' }).catch(() => undefined);
    };
    const timer = setInterval(tell, AGAIN_MS);
    document.addEventListener('visibilitychange', tell);
    const off = engine.onState((state) => {
      if (state === 'open') tell();
    });
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tell);
      off();
    };
  }, []);
}
