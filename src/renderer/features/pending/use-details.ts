import { useEffect, useState } from 'react';
import type { ChangeDetail } from '@shared/contract/pending';
import type { OperationId } from '@shared/model/ids';
import { session } from '../../state/connection';
import { isClosed } from '../../state/engine-state';
import { errorText } from '../../state/errors';
import { showToast } from '../../state/toasts';

type Details = ReadonlyMap<OperationId, ChangeDetail>;

/** What the changes in sight are about: asked for once each, in one question a screen. */
export function useDetails(ids: readonly OperationId[]): Details {
  const [details, setDetails] = useState<Details>(new Map());
  const missing = ids
    .filter((id) => !details.has(id))
    .slice(0, 200)
    .join(' ');
  useEffect(() => {
    if (missing === '') return;
    const aborter = new AbortController();
    const { signal } = aborter;
    session()
      .engine.ask.describeOperations({ ids: missing.split(' ') as OperationId[] }, { signal })
      .then((found) => {
        if (signal.aborted) return;
        setDetails((old) => {
          const next = new Map(old);
          // One that is gone meanwhile is not asked for again.
          for (const id of missing.split(' ') as OperationId[]) next.set(id, { id, total: 0, messages: [] });
          for (const detail of found) next.set(detail.id, detail);
          return next;
        });
      })
      .catch((error: unknown) => {
        if (!isClosed(error)) showToast({ text: errorText(error), tone: 'danger', key: 'pending' });
      });
    return () => aborter.abort();
  }, [missing]);
  return details;
}
