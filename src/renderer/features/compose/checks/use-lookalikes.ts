import { useEffect, useMemo, useState } from 'react';
import type { Address } from '@shared/model/message';
import { useView } from '../../../state/connection';
import { useAccounts } from '../../../state/engine-state';
import { isAddress } from './addresses';
import { domainOf, type Lookalike, lookalikeOf } from './lookalike';

/** Recipients whose domain looks like one of people one knows. Found out while one writes, ready when one sends. */
export function useLookalikes(people: readonly Address[]): readonly Lookalike[] {
  const view = useView();
  const accounts = useAccounts();
  const [known, setKnown] = useState<ReadonlyMap<string, readonly string[]>>(new Map());
  const wanted = useMemo(
    () => [...new Set(people.map(({ address }) => address).filter(isAddress))],
    [people],
  );
  useEffect(() => {
    const fresh = wanted.filter((address) => !known.has(address));
    if (fresh.length === 0) return undefined;
    const aborter = new AbortController();
    const ask = async (text: string): Promise<readonly string[]> =>
      (await view.api.suggest({ text: text.slice(0, 200), limit: 20 }, { signal: aborter.signal })).map(
        ({ address }) => address,
      );
    Promise.all(
      // Those called the same elsewhere, those of that very domain, and those of domains that begin like it.
      fresh.map(async (address) => {
        const local = address.slice(0, address.lastIndexOf('@'));
        const at = `@${domainOf(address)}`;
        const found = await Promise.all([local, at, at.slice(0, 4)].map(ask));
        return [address, found.flat()] as const;
      }),
    )
      .then((answers) => setKnown((old) => new Map([...old, ...answers])))
      // Without the store nothing is known, and nothing is said.
      .catch(() => undefined);
    return () => aborter.abort();
  }, [view, wanted, known]);
  return useMemo(() => {
    const mine = accounts.flatMap(({ account }) => account.identities.map(({ address }) => address));
    return wanted.flatMap((address) => {
      const others = known.get(address);
      return (others && lookalikeOf(address, others, mine)) ?? [];
    });
  }, [wanted, known, accounts]);
}
