import { useEffect, useState } from 'react';
import type { ProtectedReading } from '@shared/contract/openpgp';
import type { MessageDetail } from '@shared/contract/view-api';
import { useEngine } from '../../../state/connection';
import { isClosed } from '../../../state/engine-state';
import { type Failure, failureOf } from '../../../state/errors';
import type { Protection } from './protection';

/** Larger ones are fetched whole and read when somebody asks, in octets. */
export const AT_ONCE = 10 * 1024 * 1024;

export interface Uncovering {
  /** `waiting`: it is large, and nobody has asked yet. */
  readonly state: 'none' | 'waiting' | 'busy' | 'done' | 'failed';
  /** Null: nothing was found that encloses the whole message. */
  readonly reading: ProtectedReading | null;
  readonly failure: Failure | null;
  /** Asks for it, again if need be. */
  readonly read: () => void;
}

interface Found {
  readonly key: string;
  readonly reading: ProtectedReading | null;
  readonly failure: Failure | null;
}

/** Has the engine decrypt and check an open message, and again when keys have changed. */
export function useProtected(message: MessageDetail, protection: Protection | null): Uncovering {
  const engine = useEngine();
  const [found, setFound] = useState<Found | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [keys, setKeys] = useState(0);
  const { key, ref, size } = message;
  const known = protection === 'encrypted-openpgp' || protection === 'signed-openpgp';
  const [asked, setAsked] = useState<string | null>(null);
  const wanted = known && (size <= AT_ONCE || asked === key);

  useEffect(
    () => (known ? engine.on('openPgpKeys', () => setKeys((n) => n + 1)) : undefined),
    [engine, known],
  );
  useEffect(() => {
    if (!wanted) return undefined;
    const aborter = new AbortController();
    engine.ask.readProtected({ ref }, { signal: aborter.signal }).then(
      (reading) => {
        if (!aborter.signal.aborted) setFound({ key, reading, failure: null });
      },
      (error: unknown) => {
        if (!aborter.signal.aborted && !isClosed(error))
          setFound({ key, reading: null, failure: failureOf(error) });
      },
    );
    return () => aborter.abort();
  }, [engine, wanted, key, ref, attempt, keys]);

  const here = wanted && found?.key === key ? found : null;
  return {
    state: !known ? 'none' : !wanted ? 'waiting' : !here ? 'busy' : here.failure ? 'failed' : 'done',
    reading: here?.reading ?? null,
    failure: here?.failure ?? null,
    read: () => {
      setAsked(key);
      setFound(null);
      setAttempt((n) => n + 1);
    },
  };
}
