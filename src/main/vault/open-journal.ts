import type { StoredRecord } from '@shared/ports/vault';
import type { Disk } from './disk';
import { errorCode, readFile, removeQuietly } from './disk';
import { encodeFrame, FrameKind, recordsOf } from './frame';
import { journalGeneration, journalName, writeGeneration } from './generation';
import type { JournalStart } from './journal';
import type { Quarantine } from './quarantine';
import type { Scan } from './scan';
import { scanJournal } from './scan';
import type { Schema } from './schema';
import { migrate, refuseNewer } from './schema';

interface Found {
  readonly generation: number;
  readonly bytes: Uint8Array;
  readonly scan: Scan;
}

/**
 * Finds the newest journal and makes it whole: a damaged tail is cut off, anything worse (and an older schema) is
 * written anew as the next generation, out of everything valid in the newest two. Bytes that are lost to the journal
 * go to quarantine first. Safe to be interrupted anywhere and started again.
 */
export async function openJournal(
  disk: Disk,
  folder: string,
  schema: Schema,
  quarantine: Quarantine,
): Promise<JournalStart> {
  const names = await disk.list(folder);
  const generations = names
    .map(journalGeneration)
    .filter((generation) => generation !== null)
    .sort((a, b) => b - a);
  const [newest, older] = generations;
  if (newest === undefined) return rewrite(disk, folder, schema, 1, [], 0);

  const latest = await load(disk, folder, newest);
  if (latest.scan.head) refuseNewer(latest.scan.head.schema, schema);
  const current = latest.scan.head?.schema === schema.version;
  if (current && latest.scan.damage.length === 0 && latest.scan.snapshotWhole) {
    await dropLeftovers(disk, folder, names);
    return reopen(disk, folder, latest, schema.version);
  }
  if (current && isTornTail(latest)) {
    await dropLeftovers(disk, folder, names);
    try {
      await keepDamage(latest, quarantine);
    } catch (error) {
      if (errorCode(error) !== 'ENOSPC') throw error;
      // A full disk keeps nobody from reading: the tail stays where it is until there is room for it.
      const [{ offset, length } = { offset: latest.scan.end, length: 0 }] = latest.scan.damage;
      const file = journalName(latest.generation);
      quarantine.recovered.push({ kind: 'torn-tail', file, offset, length, quarantined: '' });
      const keepTail = (): Promise<void> => keepDamage(latest, quarantine);
      return { ...(await reopen(disk, folder, latest, schema.version, false)), keepTail };
    }
    return reopen(disk, folder, latest, schema.version);
  }
  const previous = older === undefined ? null : await load(disk, folder, older);
  if (previous?.scan.head) refuseNewer(previous.scan.head.schema, schema);
  await keepDamage(latest, quarantine);
  await dropLeftovers(disk, folder, names);
  const records = everythingValid(latest, previous, schema, quarantine);
  const lastSeq = Math.max(latest.scan.lastSeq, previous?.scan.lastSeq ?? 0);
  return rewrite(disk, folder, schema, newest + 1, records, lastSeq);
}

async function load(disk: Disk, folder: string, generation: number): Promise<Found> {
  const bytes = await readFile(disk, `${folder}/${journalName(generation)}`);
  return { generation, bytes, scan: scanJournal(bytes) };
}

function isTornTail({ scan, bytes }: Found): boolean {
  const [damage, ...more] = scan.damage;
  return (
    scan.snapshotWhole &&
    damage !== undefined &&
    more.length === 0 &&
    damage.offset === scan.end &&
    damage.offset + damage.length === bytes.length
  );
}

async function keepDamage({ generation, bytes, scan }: Found, quarantine: Quarantine): Promise<void> {
  const kind = isTornTail({ generation, bytes, scan })
    ? 'torn-tail'
    : scan.frames.length > 0
      ? 'damaged-middle'
      : 'unreadable-journal';
  for (const { offset, length } of scan.damage) {
    await quarantine.keep(kind, journalName(generation), bytes.slice(offset, offset + length), offset);
  }
}

/**
 * The newest snapshot that is whole, then every record behind it out of both generations. A generation that was
 * replaced holds all records up to the switch, so it can stand in for a damaged snapshot and for damaged records
 * that became durable while the snapshot was written.
 */
function everythingValid(
  latest: Found,
  previous: Found | null,
  schema: Schema,
  quarantine: Quarantine,
): StoredRecord[] {
  const version = latest.scan.head?.schema ?? previous?.scan.head?.schema ?? schema.version;
  const useLatest = latest.scan.snapshotWhole || !previous?.scan.snapshotWhole;
  const base = useLatest ? latest : previous;
  const covered = useLatest ? (latest.scan.snapshotSeq ?? 0) : 0;
  if (!useLatest) {
    const file = journalName(previous.generation);
    quarantine.recovered.push({ kind: 'previous-generation', file, offset: 0, length: 0, quarantined: '' });
  }
  const records = [...recordsOfKind(base, FrameKind.Snapshot, base.scan.head?.schema ?? version, schema)];
  const live = new Map<number, StoredRecord[]>();
  for (const source of previous ? [previous, latest] : [latest]) {
    const from = source.scan.head?.schema ?? version;
    const own = new Map<number, StoredRecord[]>();
    for (const record of recordsOfKind(source, FrameKind.Live, from, schema)) {
      if (source === previous && record.seq <= covered) continue;
      const same = own.get(record.seq);
      if (same) same.push(record);
      else own.set(record.seq, [record]);
    }
    for (const [seq, group] of own) live.set(seq, group);
  }
  for (const seq of [...live.keys()].sort((a, b) => a - b)) records.push(...(live.get(seq) ?? []));
  return records;
}

function* recordsOfKind(
  { bytes, scan }: Found,
  kind: FrameKind,
  from: number,
  schema: Schema,
): Generator<StoredRecord> {
  for (const frame of scan.frames) {
    if (frame.kind !== kind) continue;
    for (const record of recordsOf(bytes, frame)) yield* migrate(record, from, schema);
  }
}

/** Opens a journal whose first `scan.end` bytes are valid. @param cut whether the rest is cut off now. */
async function reopen(
  disk: Disk,
  folder: string,
  found: Found,
  version: number,
  cut = true,
): Promise<JournalStart> {
  const { scan, bytes, generation } = found;
  const file = await disk.open(`${folder}/${journalName(generation)}`, 'update');
  if (cut && bytes.length > scan.end) {
    await file.truncate(scan.end);
    await file.sync();
  }
  const live = scan.frames.filter((frame) => frame.kind === FrameKind.Live);
  return {
    file,
    schema: version,
    generation,
    end: scan.end,
    lastSeq: scan.lastSeq,
    sinceSnapshot: {
      bytes: live.reduce((sum, frame) => sum + frame.length, 0),
      records: live.reduce((sum, frame) => sum + frame.count, 0),
    },
  };
}

async function rewrite(
  disk: Disk,
  folder: string,
  schema: Schema,
  generation: number,
  records: readonly StoredRecord[],
  lastSeq: number,
): Promise<JournalStart> {
  const path = `${folder}/${journalName(generation)}`;
  const frames = records.map((record) => encodeFrame(FrameKind.Snapshot, record.seq, [record]));
  await removeQuietly(disk, `${path}.new`);
  const written = await writeGeneration(disk, `${path}.new`, schema.version, generation, frames, lastSeq);
  await disk.rename(`${path}.new`, path);
  await disk.syncFolder(folder);
  if (generation > 2) await removeQuietly(disk, `${folder}/${journalName(generation - 2)}`);
  const sinceSnapshot = { bytes: 0, records: 0 };
  return { ...written, schema: schema.version, generation, lastSeq, sinceSnapshot };
}

/** Unfinished generations, and those older than the two that are kept. */
async function dropLeftovers(disk: Disk, folder: string, names: readonly string[]): Promise<void> {
  const newest = Math.max(...names.map((name) => journalGeneration(name) ?? 0));
  for (const name of names) {
    const generation = journalGeneration(name);
    const unfinished = name.endsWith('.new') && journalGeneration(name.slice(0, -4)) !== null;
    if (unfinished || (generation !== null && generation < newest - 1)) {
      await removeQuietly(disk, `${folder}/${name}`);
    }
  }
}
