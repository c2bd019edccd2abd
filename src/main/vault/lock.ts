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
      // One that somebody has taken over is theirs now, and keeps others out.
      const written = await readHolder(disk, `${folder}/lock`).catch(() => null);
      if (written !== null && written.pid !== processes.pid) return;
      await removeQuietly(disk, `${folder}/lock`);
      // A folder that is not there any more holds no lock either.
      await dropNamed(disk, folder).catch(() => undefined);
    },
  };
}

async function claim(disk: Disk, folder: string, processes: Processes, now: number): Promise<void> {
  const path = `${folder}/lock`;
  const holder: Holder = { pid: processes.pid, started: processes.started(processes.pid) ?? '' };
  try {
    await writeHolder(disk, folder, holder);
    return;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  await refuseIfHeld(disk, folder, processes, now);
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
    await refuseIfHeld(disk, folder, processes, now);
    await removeQuietly(disk, path);
    await dropNamed(disk, folder);
    await writeHolder(disk, folder, holder);
  } finally {
    await removeQuietly(disk, takeover);
  }
}

/** What stands in the name of an empty file where the disk has no room for the words themselves. */
const NAMED = 'lock.of-';

/** Makes the lock, in the name of this process. On a disk without any room only names can still be written. */
async function writeHolder(disk: Disk, folder: string, holder: Holder): Promise<void> {
  const path = `${folder}/lock`;
  try {
    await writeNewFile(disk, path, [new TextEncoder().encode(JSON.stringify(holder))]);
  } catch (error) {
    if (errorCode(error) !== 'ENOSPC') throw error;
    // The file itself is there, and ours: what it could not take says an empty one beside it.
    if ((await disk.stat(path)) === null) throw error;
    try {
      await writeNewFile(disk, `${folder}/${NAMED}${holder.pid}-${holder.started}`, []);
    } catch (unnamed) {
      await removeQuietly(disk, path);
      throw unnamed;
    }
  }
}

/** Removes the names of those who held it. */
async function dropNamed(disk: Disk, folder: string): Promise<void> {
  for (const name of await disk.list(folder))
    if (name.startsWith(NAMED)) await removeQuietly(disk, `${folder}/${name}`);
}

async function refuseIfHeld(disk: Disk, folder: string, processes: Processes, now: number): Promise<void> {
  const path = `${folder}/lock`;
  const written = await readHolder(disk, path);
  if (written) {
    refuseIfRunning(written, processes);
    return;
  }
  let named = false;
  for (const name of await disk.list(folder)) {
    const [, pid, started] = /^lock\.of-(\d+)-(.*)$/.exec(name) ?? [];
    if (pid === undefined) continue;
    refuseIfRunning({ pid: Number(pid), started: started ?? '' }, processes);
    named = true;
  }
  if (named) return;
  // Torn by a crash, or being written this very moment.
  const found = await disk.stat(path);
  if (found && now - found.modified < TAKEOVER_PATIENCE_MS) throw locked(0);
}

function refuseIfRunning(holder: Holder, processes: Processes): void {
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
