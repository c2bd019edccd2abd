import { useEffect, useState } from 'react';
import type { OpenPgpKey } from '@shared/contract/openpgp';
import { useEngine } from './connection';
import { isClosed } from './engine-state';
import { say } from './say';

/** The keys that are here, kept current. Empty until they have come. */
export function useOpenPgpKeys(): readonly OpenPgpKey[] {
  const engine = useEngine();
  const [keys, setKeys] = useState<readonly OpenPgpKey[]>([]);
  useEffect(() => {
    const stop = engine.on('openPgpKeys', ({ keys: now }) => setKeys(now));
    say(
      engine.ask.openPgpKeys({}).then(setKeys, (error: unknown) => {
        if (!isClosed(error)) throw error;
      }),
    );
    return stop;
  }, [engine]);
  return keys;
}
