import { useEffect, useMemo, useState } from 'react';
import type { Address } from '@shared/model/message';
import { useView } from '../../../state/connection';
import { useAccounts } from '../../../state/engine-state';
import { isAddress } from './addresses';
import type { Lookalike } from './lookalike';
import { AT_ONCE, lookUp } from './look-up';

/**
 * Recipients whose domain looks like one of people one knows. Found out while one writes, ready when one sends; of thousands
 * some at a time, so that what is typed in between is not waited for.
 */
export function useLookalikes(people: readonly Address[]): readonly Lookalike[] {
  const view = useView();
  const accounts = useAccounts();
  const mine = accounts.flatMap(({ account }) => account.identities.map(({ address }) => address)).join(' ');
  const [looked, setLooked] = useState({ mine, known: NONE });
  const known = looked.mine === mine ? looked.known : NONE;
  const wanted = useMemo(
    () => [...new Set(people.map(({ address }) => address).filter(isAddress))],
    [people],
  );
  useEffect(() => {
    const next = wanted.filter((address) => !known.has(address)).slice(0, AT_ONCE);
    if (next.length === 0) return undefined;
    const aborter = new AbortController();
    const ask = async (text: string): Promise<readonly string[]> =>
      (await view.api.suggest({ text: text.slice(0, 200), limit: 20 }, { signal: aborter.signal })).map(
        ({ address }) => address,
      );
    lookUp(next, ask, mine.split(' '))
      .then((found) => {
        if (!aborter.signal.aborted) setLooked({ mine, known: new Map([...known, ...found]) });
      })
      // Without the store nothing is known, and nothing is said.
      .catch(() => undefined);
    return () => aborter.abort();
  }, [view, wanted, known, mine]);
  return useMemo(() => wanted.flatMap((address) => known.get(address) ?? []), [wanted, known]);
}

const NONE: ReadonlyMap<string, Lookalike | null> = new Map();
