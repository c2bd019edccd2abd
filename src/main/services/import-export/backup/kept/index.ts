import type { KeptCount, KeptKind } from '@shared/contract/import-export';
import type { AccountId } from '@shared/model/ids';
import type { Crypto } from '@shared/ports/crypto';
import type { Files } from '@shared/ports/files';
import type { Engine } from '../../../engine';
import { bringBack, type BringBack } from './bring-back';
import { gatherKept, type KeptThing } from './gather';
import { readKept } from './lines';
import { isKeptKind } from './values';

export { type KeptProblem, saveKept } from './save';

/** What a backup holds besides mail: where it comes from, and where it goes. */
export interface KeptThings {
  /** The mark of this profile. */
  readonly profile: string;
  gather(account: AccountId | null): readonly KeptThing[];
  bringBack(options: BringBack): Promise<readonly KeptCount[]>;
}

export const keptOf = (engine: Engine): KeptThings => ({
  get profile() {
    return engine.mark;
  },
  gather: (account) => gatherKept(engine, account),
  bringBack: (options) => bringBack(engine, options),
});

/** How much there is of what, in a backup; null when it holds none. @throws errors of `Files`. */
export async function keptIn(
  files: Files,
  folder: string,
  crypto: Pick<Crypto, 'sha256Hex'>,
): Promise<{ kind: KeptKind; count: number }[] | null> {
  const kept = await readKept(files, folder, crypto);
  if (!kept) return null;
  const counts = new Map<KeptKind, number>();
  for (const { kind, gone } of kept.lines)
    if (gone === null && isKeptKind(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count }));
}
