import type { StoredRecord } from '@shared/ports/vault';
import type { Disk } from './disk';
import { readFile } from './disk';
import { FrameKind, recordsOf } from './frame';
import { journalGeneration, journalName } from './generation';
import { nodeDisk } from './node-disk';
import type { Damage } from './scan';
import { scanJournal } from './scan';
import { isNamed } from './pack';

export interface VaultReport {
  readonly journals: readonly {
    readonly file: string;
    readonly schema: number | null;
    readonly bytes: number;
    readonly records: number;
    readonly damage: readonly Damage[];
    readonly snapshotWhole: boolean;
  }[];
  readonly blobs: { readonly count: number; readonly bytes: number; readonly corrupt: readonly string[] };
  /** File names in quarantine. */
  readonly quarantine: readonly string[];
}

/**
 * Reads a vault without the lock and without changing anything: `tern vault verify` and, with `onRecord`, `dump`
 * (the newest journal's records in order).
 */
export async function inspectVault(
  folder: string,
  onRecord?: (record: StoredRecord) => void,
  disk: Disk = nodeDisk,
): Promise<VaultReport> {
  const generations = (await disk.list(folder))
    .map(journalGeneration)
    .filter((generation) => generation !== null)
    .sort((a, b) => a - b);
  const newest = generations.at(-1);
  const journals: VaultReport['journals'][number][] = [];
  for (const generation of generations) {
    const file = journalName(generation);
    const bytes = await readFile(disk, `${folder}/${file}`);
    const scan = scanJournal(bytes);
    let records = 0;
    for (const frame of scan.frames) {
      if (frame.kind === FrameKind.SnapshotEnd) continue;
      records += frame.count;
      if (onRecord && generation === newest) for (const record of recordsOf(bytes, frame)) onRecord(record);
    }
    const { damage, snapshotWhole } = scan;
    journals.push({
      file,
      schema: scan.head?.schema ?? null,
      bytes: bytes.length,
      records,
      damage,
      snapshotWhole,
    });
  }
  const corrupt: string[] = [];
  let count = 0;
  let total = 0;
  for (const name of await disk.list(`${folder}/blobs`)) {
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    const bytes = await readFile(disk, `${folder}/blobs/${name}`);
    if (!(await isNamed(bytes, name))) corrupt.push(name);
    count++;
    total += bytes.length;
  }
  const quarantine = await disk.list(`${folder}/quarantine`);
  return { journals, blobs: { count, bytes: total, corrupt }, quarantine };
}
