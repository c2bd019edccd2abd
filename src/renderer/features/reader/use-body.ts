import { useEffect, useState } from 'react';
import type { MessageDetail } from '@shared/contract/view-api';
import { useEngine } from '../../state/connection';
import { isClosed, useStatus } from '../../state/engine-state';
import { type Failure, failureOf } from '../../state/errors';

export interface BodyRequest {
  readonly failure: Failure | null;
  readonly retry: () => void;
}

/** Texts that came short are asked for once more when the message is opened again, in one session once. */
const askedAgain = new Set<string>();
const cameShort = (message: MessageDetail): boolean =>
  message.body?.notices.some((code) => code === 'truncated' || code === 'part-missing') === true;

/** Asks for the text of an open message that isn't here yet. The text itself arrives with the message, through the view. */
export function useBodyRequest(message: MessageDetail, open: boolean): BodyRequest {
  const engine = useEngine();
  const [failed, setFailed] = useState<{ key: string; failure: Failure } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const { key, ref } = message;
  // Decided when it is opened: what comes short just now is not asked for in a circle.
  const [again] = useState(() => cameShort(message) && !askedAgain.has(key));
  const wanted = open && (message.body === null || (again && cameShort(message)));
  // Without a connection the request would only fail; it is made anew when there is one.
  const status = useStatus();
  const phase = status?.accounts.find(({ account }) => account.id === message.account)?.phase;
  const online = phase === 'syncing' || phase === 'idle';

  useEffect(() => {
    if (!wanted) return undefined;
    if (again) askedAgain.add(key);
    const aborter = new AbortController();
    engine.ask.fetchBody({ ref }, { signal: aborter.signal }).catch((error: unknown) => {
      if (!aborter.signal.aborted && !isClosed(error)) setFailed({ key, failure: failureOf(error) });
    });
    return () => {
      aborter.abort();
      setFailed(null);
    };
  }, [engine, wanted, again, online, key, ref, attempt]);

  return {
    failure: wanted && failed?.key === key ? failed.failure : null,
    retry: () => {
      setFailed(null);
      setAttempt((n) => n + 1);
    },
  };
}
