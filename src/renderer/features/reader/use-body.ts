import { useEffect, useState } from 'react';
import type { MessageDetail } from '@shared/contract/view-api';
import { useEngine } from '../../state/connection';
import { isClosed, useStatus } from '../../state/engine-state';
import { type Failure, failureOf } from '../../state/errors';

export interface BodyRequest {
  readonly failure: Failure | null;
  readonly retry: () => void;
}

/** Asks for the text of an open message that isn't here yet. The text itself arrives with the message, through the view. */
export function useBodyRequest(message: MessageDetail, open: boolean): BodyRequest {
  const engine = useEngine();
  const [failed, setFailed] = useState<{ key: string; failure: Failure } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const wanted = open && message.body === null;
  const { key, ref } = message;
  // Without a connection the request would only fail; it is made anew when there is one.
  const status = useStatus();
  const phase = status?.accounts.find(({ account }) => account.id === message.account)?.phase;
  const online = phase === 'syncing' || phase === 'idle';

  useEffect(() => {
    if (!wanted) return undefined;
    const aborter = new AbortController();
    engine.api.fetchBody({ ref }, { signal: aborter.signal }).catch((error: unknown) => {
      if (!aborter.signal.aborted && !isClosed(error)) setFailed({ key, failure: failureOf(error) });
    });
    return () => {
      aborter.abort();
      setFailed(null);
    };
  }, [engine, wanted, online, key, ref, attempt]);

  return {
    failure: wanted && failed?.key === key ? failed.failure : null,
    retry: () => {
      setFailed(null);
      setAttempt((n) => n + 1);
    },
  };
}
