import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallOptions } from '@shared/rpc/contract';
import { session } from './connection';
import { isClosed } from './engine-state';
import { type Failure, failureOf } from './errors';
import { onReconnect } from './resilient-client';

/** What came of a question to the engine or the store: the last good answer stays while a new one is on its way. */
export interface Answer<T> {
  readonly value: T | null;
  readonly failure: Failure | null;
  readonly again: () => void;
}

/**
 * Asks when the component mounts, whenever `ask` is another function (memoise it), and once more when the engine is back
 * after it was gone: what it says may be something else by now. Late answers are dropped.
 * @param ask by `ask` of engine or view, so that a connection that breaks meanwhile does not leave it without an answer
 */
export function useAnswer<T>(ask: (options: CallOptions) => Promise<T>): Answer<T> {
  const [value, setValue] = useState<T | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const asked = useRef<AbortController | null>(null);
  const again = useCallback(() => {
    asked.current?.abort();
    const aborter = new AbortController();
    asked.current = aborter;
    const { signal } = aborter;
    ask({ signal }).then(
      (answer) => {
        if (signal.aborted) return;
        setValue(answer);
        setFailure(null);
      },
      (error: unknown) => {
        if (!signal.aborted && !isClosed(error)) setFailure(failureOf(error));
      },
    );
  }, [ask]);
  useEffect(() => {
    again();
    const off = onReconnect(session().engine, again);
    return () => {
      off();
      asked.current?.abort();
    };
  }, [again]);
  return { value, failure, again };
}
