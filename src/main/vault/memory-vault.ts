import type { Vault } from '@shared/ports/vault';
import { MemoryDisk } from './memory-disk';
import type { Schema } from './schema';
import type { SpaceLimits } from './space';
import { openVault } from './vault';

export interface MemoryVault {
  readonly vault: Vault;
  /** Fault hooks: `failAt`, `cutPowerAt`, `crash`, `capacity`. Open the disk that `crash` returns to go on. */
  readonly disk: MemoryDisk;
}

/** The vault itself on a disk in memory: what a pure layer's test uses, and what a crash leaves can be opened again. */
export async function openMemoryVault(
  disk = new MemoryDisk(),
  schema?: Schema,
  limits: SpaceLimits = { low: 0, critical: 0, reserve: 0 },
): Promise<MemoryVault> {
  const vault = await openVault({
    folder: '/vault',
    clock: { now: () => Date.now() },
    disk,
    limits,
    ...(schema ? { schema } : {}),
  });
  return { vault, disk };
}
