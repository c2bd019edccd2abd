import { useCallback, useEffect, useRef, useState } from 'react';
import { isClosed } from './engine-state';
import { type Failure, failureOf } from './errors';

/** What came of a question to the engine or the store: the last good answer stays while a new one is on its way. */
export interface Answer<T> {
  readonly value: T | null;
  readonly failure: Failure | null;
  readonly again: () => void;
}

/** Asks when the component mounts and whenever `ask` is another function (memoise it); late answers are dropped. */
export function useAnswer<T>(ask: () => Promise<T>): Answer<T> {
  const [value, setValue] = useState<T | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const latest = useRef(0);
  const again = useCallback(() => {
    const turn = ++latest.current;
    ask().then(
      (answer) => {
        if (turn !== latest.current) return;
        setValue(answer);
        setFailure(null);
      },
      (error: unknown) => {
        if (turn === latest.current && !isClosed(error)) setFailure(failureOf(error));
      },
    );
  }, [ask]);
  useEffect(() => again(), [again]);
  useEffect(() => {
    const turns = latest;
    return () => void turns.current++;
  }, []);
  return { value, failure, again };
}
