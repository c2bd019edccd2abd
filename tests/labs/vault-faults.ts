import type { BlobHash } from '@shared/model/ids';
import type { Vault } from '@shared/ports/vault';
import { MemoryDisk, openMemoryVault } from '@main/vault/index';
import type { Random } from './random';
import { generator } from './random';
import type { LabResult } from './vault-torn';

/**
 * Random schedules of concurrent appends, groups, snapshots and blobs on a disk that refuses random operations and
 * then loses power at a random one, several lives long. After each life: everything acknowledged is there, in order,
 * once; groups are whole; the state rebuilt is the state the reducers had.
 */
export async function run({ runs, seed }: { runs: number; seed: number }): Promise<LabResult> {
  const failed: string[] = [];
  for (let n = 0; n < runs; n++) {
    const problem = await once(generator(seed + n)).catch((error: unknown) => `threw ${String(error)}`);
    if (problem !== null) failed.push(`seed ${seed + n}: ${problem}`);
  }
  return { lab: 'vault-faults', runs, seed, failed, ok: failed.length === 0 };
}

interface World {
  next: number;
  readonly acknowledged: number[];
  readonly blobs: Set<BlobHash>;
  /** First number of each group → its size. */
  readonly groups: Map<number, number>;
}

async function once(random: Random): Promise<string | null> {
  const world: World = { next: 0, acknowledged: [], blobs: new Set(), groups: new Map() };
  let disk = new MemoryDisk();
  for (let life = 0; life < 3; life++) {
    for (let i = random.int(4); i > 0; i--)
      disk.failAt(1 + random.int(120), random.chance(0.5) ? 'EIO' : 'ENOSPC');
    disk.cutPowerAt(30 + random.int(200));
    await live(disk, world, random);
    // What was in flight when the power went settles first.
    await new Promise((resolve) => setImmediate(resolve));
    disk = disk.crash(random.chance(0.5) ? random.next : () => (random.chance(0.5) ? 1 : 0));
    const problem = await check(disk, world);
    if (problem !== null) return `life ${life}: ${problem}`;
  }
  return null;
}

async function live(disk: MemoryDisk, world: World, random: Random): Promise<void> {
  const opened = await openMemoryVault(disk).catch(() => null);
  if (!opened) return;
  const { vault } = opened;
  const state: number[] = [];
  const following = await vault.replay(({ payload }) => state.push(Number(payload))).catch(() => null);
  if (!following) return;
  for (let step = 0; step < 30; step++) {
    const work = Array.from({ length: 1 + random.int(4) }, () => act(vault, state, world, random));
    await Promise.allSettled(work);
  }
}

async function act(vault: Vault, state: readonly number[], world: World, random: Random): Promise<void> {
  const choice = random.next();
  if (choice < 0.15) {
    await vault.snapshot([...state].map((n) => ({ type: 'n', payload: n })));
  } else if (choice < 0.3) {
    world.blobs.add((await vault.blobs.put(new TextEncoder().encode(String(random.next())))).hash);
  } else {
    const size = 1 + random.int(4);
    const first = world.next;
    world.next += size;
    world.groups.set(first, size);
    const numbers = Array.from({ length: size }, (_, i) => first + i);
    await vault.appendAll(numbers.map((n) => ({ type: 'n', payload: n })));
    world.acknowledged.push(...numbers);
  }
}

async function check(disk: MemoryDisk, world: World): Promise<string | null> {
  const { vault } = await openMemoryVault(disk);
  const found: number[] = [];
  (await vault.replay(({ payload }) => found.push(Number(payload))))();
  if (found.some((n, i) => i > 0 && n <= (found[i - 1] ?? -1))) return `order: ${found.join()}`;
  const have = new Set(found);
  const lost = world.acknowledged.filter((n) => !have.has(n));
  if (lost.length > 0) return `lost ${lost.join()}`;
  for (const [first, size] of world.groups) {
    const whole = Array.from({ length: size }, (_, i) => have.has(first + i));
    if (whole.includes(true) && whole.includes(false)) return `torn group ${first}`;
  }
  for (const hash of world.blobs) await vault.blobs.get(hash);
  await vault.close();
  return null;
}
