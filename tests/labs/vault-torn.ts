import type { Recovery, Vault } from '@shared/ports/vault';
import { MemoryDisk, openMemoryVault } from '@main/vault/index';
import { generator } from './random';

export interface LabResult {
  readonly lab: string;
  readonly runs: number;
  readonly seed: number;
  /** One sentence for each run that broke a promise, with its own seed. */
  readonly failed: readonly string[];
  readonly ok: boolean;
}

/**
 * Security.md D-03: journals that were cut anywhere or had bits flipped. After each, the vault must open, keep every
 * record whose frame was not touched, invent none, and account for what is missing in quarantine.
 */
export async function run({ runs, seed }: { runs: number; seed: number }): Promise<LabResult> {
  const failed: string[] = [];
  for (let n = 0; n < runs; n++) {
    const problem = await once(seed + n);
    if (problem) failed.push(`seed ${seed + n}: ${problem}`);
  }
  return { lab: 'vault-torn', runs, seed, failed, ok: failed.length === 0 };
}

async function once(seed: number): Promise<string | null> {
  const { int, chance } = generator(seed);
  const disk = new MemoryDisk();
  const { vault } = await openMemoryVault(disk);
  const count = 1 + int(12);
  const ends: number[] = [];
  const path = '/vault/journal-00000001';
  const start = disk.bytes(path).length;
  for (let i = 0; i < count; i++) {
    await vault.append(`t${int(3)}`, { i, text: 'ž'.repeat(int(40)) });
    ends.push(disk.bytes(path).length);
  }
  await vault.close();

  const content = disk.bytes(path).slice();
  const touched = new Set<number>();
  let kept = content;
  if (chance(0.5)) {
    const length = int(content.length + 1);
    kept = content.slice(0, length);
    for (let i = 0; i < count; i++) if ((ends[i] ?? 0) > length) touched.add(i);
  }
  for (let flips = chance(0.7) ? 1 + int(3) : 0; flips > 0 && kept.length > 0; flips--) {
    const at = int(kept.length);
    kept[at] = (kept[at] ?? 0) ^ (1 << int(8));
    const frame = ends.findIndex((end, i) => at < end && at >= (ends[i - 1] ?? start));
    if (frame >= 0) touched.add(frame);
  }
  const wounded = new MemoryDisk();
  wounded.plant(path, kept);
  let again: Vault;
  try {
    ({ vault: again } = await openMemoryVault(wounded));
  } catch (error) {
    return `did not open: ${String(error)}`;
  }
  const found = await indices(again);
  const missing = [...Array(count).keys()].filter((i) => !found.includes(i));
  const lostForNothing = missing.filter((i) => !touched.has(i));
  if (lostForNothing.length > 0) return `lost untouched records ${lostForNothing.join()}`;
  if (found.some((i, at) => at > 0 && i <= (found[at - 1] ?? -1))) return `order or doubles: ${found.join()}`;
  const damaged = again.recovered.reduce((sum: number, { length }: Recovery) => sum + length, 0);
  const lostInFile = missing.filter((i) => (ends[i] ?? 0) <= kept.length);
  if (lostInFile.length > 0 && damaged === 0) return 'lost a record without a word';
  await again.append('after', { i: count });
  await again.close();
  const { vault: third } = await openMemoryVault(wounded);
  if (third.recovered.length > 0) return 'not whole after the repair';
  const last = await indices(third);
  if (last.join() !== [...found, count].join()) return `after the repair: ${last.join()}`;
  await third.close();
  return null;
}

async function indices(vault: Vault): Promise<number[]> {
  const found: number[] = [];
  const stop = await vault.replay(({ payload }) => {
    if (typeof payload === 'object' && payload !== null && 'i' in payload) found.push(Number(payload.i));
  });
  stop();
  return found;
}
