import { readFileSync } from 'node:fs';
import { VaultError } from '@shared/ports/vault';
import type { Disk } from './disk';
import { errorCode, readFile, removeQuietly, writeNewFile } from './disk';

/** Who holds a vault. A process id alone is not enough: it is used again after a restart. */
interface Holder {
  readonly pid: number;
  /** When that process started, in the system's own words; '' where the system does not say. */
  readonly started: string;
}

export interface Processes {
  readonly pid: number;
  /** The start mark of a running process, '' when it runs but has none, null when there is no such process. */
  started(pid: number): string | null;
}

export const nodeProcesses: Processes = {
  pid: process.pid,
  started(pid) {
    try {
      process.kill(pid, 0);
    } catch (error) {
      // EPERM: it runs, as somebody else.
      if (errorCode(error) !== 'EPERM') return null;
    }
    if (process.platform !== 'linux') return '';
    try {
      // proc(5): field 22 is the start time in ticks since boot; the name in field 2 may hold spaces and brackets.
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    } catch {
      return '';
    }
  },
};

/** Folders this very process has open, by disk: its own lock is stale exactly when the folder is not in here. */
const openHere = new WeakMap<Disk, Set<string>>();
const TAKEOVER_PATIENCE_MS = 10_000;

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the vault's folder for this process. A lock whose process is gone is taken over.
 * @param now wall-clock time in ms, to judge the age of an interrupted takeover.
 * @throws VaultError `locked` with `pid` when another process, or this one, has it open.
 */
export async function takeLock(disk: Disk, folder: string, processes: Processes, now: number): Promise<Lock> {
  const mine = openHere.get(disk) ?? new Set<string>();
  openHere.set(disk, mine);
  if (mine.has(folder)) throw locked(processes.pid);
  mine.add(folder);
  try {
    await claim(disk, folder, processes, now);
  } catch (error) {
    mine.delete(folder);
    throw error;
  }
  return {
    release: async () => {
      if (!mine.delete(folder)) return;
      await removeQuietly(disk, `${folder}/lock`);
    },
  };
}

async function claim(disk: Disk, folder: string, processes: Processes, now: number): Promise<void> {
  const path = `${folder}/lock`;
  const holder: Holder = { pid: processes.pid, started: processes.started(processes.pid) ?? '' };
  const text = new TextEncoder().encode(JSON.stringify(holder));
  try {
    await writeNewFile(disk, path, [text]);
    return;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  await refuseIfHeld(disk, path, processes, now);
  // Two processes may find the same stale lock; this file decides which of them removes it.
  const takeover = `${folder}/lock.takeover`;
  const abandoned = await disk.stat(takeover);
  if (abandoned && now - abandoned.modified > TAKEOVER_PATIENCE_MS) await removeQuietly(disk, takeover);
  try {
    await writeNewFile(disk, takeover, []);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw locked(0);
    throw error;
  }
  try {
    await refuseIfHeld(disk, path, processes, now);
    await removeQuietly(disk, path);
    await writeNewFile(disk, path, [text]);
  } finally {
    await removeQuietly(disk, takeover);
  }
}

async function refuseIfHeld(disk: Disk, path: string, processes: Processes, now: number): Promise<void> {
  const holder = await readHolder(disk, path);
  if (!holder) {
    // Torn by a crash, or being written this very moment.
    const found = await disk.stat(path);
    if (found && now - found.modified < TAKEOVER_PATIENCE_MS) throw locked(0);
    return;
  }
  if (holder.pid === processes.pid) return;
  const started = processes.started(holder.pid);
  if (started === null) return;
  if (started !== '' && holder.started !== '' && started !== holder.started) return;
  throw locked(holder.pid);
}

/** Null for a lock that is gone or not (yet) whole. */
async function readHolder(disk: Disk, path: string): Promise<Holder | null> {
  if ((await disk.stat(path)) === null) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(await readFile(disk, path)));
    if (typeof value !== 'object' || value === null || !('pid' in value)) return null;
    const started = 'started' in value ? String(value.started) : '';
    return { pid: Number(value.pid), started };
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

const locked = (pid: number): VaultError =>
  new VaultError('locked', 'This profile is in use by another Tern.', { pid });
