import { readFileSync } from 'node:fs';
import type { Clock } from '@shared/ports/clock';
import { VaultError } from '@shared/ports/vault';
import { Beat, BEAT_FILE } from './beat';
import type { Computer } from './computer';
import type { Disk } from './disk';
import { errorCode, readFile, removeQuietly, writeNewFile } from './disk';

/** Who holds a vault. A process id alone is not enough: it is used again after a restart, and on each computer. */
interface Holder {
  readonly pid: number;
  /** When that process started, in the system's own words; '' where the system does not say. */
  readonly started: string;
  /** Which computer that is; '' in the lock of an earlier Tern. */
  readonly computer: string;
  /** What people call it. */
  readonly name: string;
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

export interface LockOptions {
  readonly disk: Disk;
  readonly folder: string;
  readonly processes: Processes;
  readonly computer: Computer;
  /** Without `after` nobody hears that this one lives, nor is listened for others. */
  readonly clock: Pick<Clock, 'now'> & Partial<Pick<Clock, 'after'>>;
  /** The person says that nobody else has it open: what gives no sign of life is taken over. */
  readonly takeOver?: boolean;
  /** What was seen of the last sign of life (`sign`) when this was refused: it is not listened for half a minute again. */
  readonly seen?: string;
  /** It is listened for a sign of life from this computer, which takes half a minute. */
  readonly onListen?: (computer: string) => void;
}

/**
 * Takes the vault's folder for this process. A lock whose process is gone is taken over. Whether one on another computer
 * is gone, or one whose process id may be another process's by now, shows in whether its sign of life changes (`Beat`):
 * what clocks say on two computers is never compared.
 * @throws VaultError `locked` with `pid` when another process, or this one, has it open; with `computer` when that is
 *   another computer, and with `perhaps` when there was no sign of life: the person may say `takeOver`. `sign` is then
 *   whose it would have been, and what was seen of the last one.
 */
export async function takeLock(options: LockOptions): Promise<Lock> {
  const { disk, folder, processes, computer, clock } = options;
  const mine = openHere.get(disk) ?? new Set<string>();
  openHere.set(disk, mine);
  if (mine.has(folder)) throw locked({ pid: processes.pid });
  mine.add(folder);
  const me: Holder = {
    pid: processes.pid,
    started: processes.started(processes.pid) ?? '',
    computer: computer.id,
    name: computer.name,
  };
  try {
    await claim(options, me);
  } catch (error) {
    mine.delete(folder);
    throw error;
  }
  // One that somebody has taken over is theirs now, and keeps others out.
  const isOurs = async (): Promise<boolean> => {
    const written = await readHolder(disk, `${folder}/lock`).catch(() => null);
    return written === null || isSame(written, me);
  };
  const beat = clock.after ? new Beat(disk, folder, { after: clock.after.bind(clock) }, isOurs) : null;
  beat?.begin();
  return {
    release: async () => {
      if (!mine.delete(folder)) return;
      await beat?.end();
      if (!(await isOurs())) return;
      await removeQuietly(disk, `${folder}/${BEAT_FILE}`);
      await removeQuietly(disk, `${folder}/lock`);
      // A folder that is not there any more holds no lock either.
      await dropNamed(disk, folder).catch(() => undefined);
    },
  };
}

const isSame = (a: Holder, b: Holder): boolean =>
  a.pid === b.pid && a.started === b.started && a.computer === b.computer;

async function claim(options: LockOptions, me: Holder): Promise<void> {
  const { disk, folder, clock } = options;
  const path = `${folder}/lock`;
  try {
    await writeHolder(disk, folder, me);
    return;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  const found = await holderOf(disk, folder);
  await refuseIfHeld(options, me, found);
  // Two processes may find the same stale lock; this file decides which of them removes it.
  const takeover = `${folder}/lock.takeover`;
  const abandoned = await disk.stat(takeover);
  if (abandoned && clock.now() - abandoned.modified > TAKEOVER_PATIENCE_MS)
    await removeQuietly(disk, takeover);
  try {
    await writeNewFile(disk, takeover, []);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw locked({ pid: 0 });
    throw error;
  }
  try {
    const now = await holderOf(disk, folder);
    if (now !== null && (found === null || !isSame(now, found))) throw locked(told(now, me));
    await removeQuietly(disk, path);
    await dropNamed(disk, folder);
    await writeHolder(disk, folder, me);
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
      const { pid, started, computer, name } = holder;
      const words = [pid, started, computer, encodeURIComponent(name).slice(0, 100)].join('-');
      await writeNewFile(disk, `${folder}/${NAMED}${words}`, []);
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

/** Who holds it, by the file or by the name of an empty one; null when nobody can tell. */
async function holderOf(disk: Disk, folder: string): Promise<Holder | null> {
  const written = await readHolder(disk, `${folder}/lock`);
  if (written) return written;
  for (const file of await disk.list(folder)) {
    const [, pid, started = '', computer = '', name = ''] =
      /^lock\.of-(\d+)-(\d*)(?:-([0-9a-f]*)-(.*))?$/.exec(file) ?? [];
    if (pid !== undefined) return { pid: Number(pid), started, computer, name: decoded(name) };
  }
  return null;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

async function refuseIfHeld(options: LockOptions, me: Holder, holder: Holder | null): Promise<void> {
  const { disk, folder, clock } = options;
  if (holder) {
    await refuseIfRunning(options, me, holder);
    return;
  }
  // Torn by a crash, or being written this very moment.
  const found = await disk.stat(`${folder}/lock`);
  if (found && clock.now() - found.modified < TAKEOVER_PATIENCE_MS) throw locked({ pid: 0 });
}

async function refuseIfRunning(options: LockOptions, me: Holder, holder: Holder): Promise<void> {
  const { disk, folder, clock, processes, takeOver = false, seen, onListen } = options;
  const isHere = holder.computer === '' || holder.computer === me.computer;
  const said = told(holder, me);
  if (isHere) {
    if (holder.pid === me.pid) return;
    const started = processes.started(holder.pid);
    if (started === null) return;
    if (started !== '' && holder.started !== '') {
      if (started !== holder.started) return;
      throw locked(said);
    }
  }
  // The process may be any other by now, or is out of sight.
  if (!isHere) onListen?.(holder.name);
  const after = holder.computer === '' ? undefined : clock.after?.bind(clock);
  const of = `${holder.pid} ${holder.started} `;
  const before = seen?.startsWith(of) === true ? seen.slice(of.length) : undefined;
  const sign = after ? await Beat.listen(disk, folder, { after }, before) : '';
  if (sign === null) throw locked(said);
  if (takeOver || (isHere && after)) return;
  throw locked({ ...said, perhaps: 1, sign: of + sign });
}

/** What people are told about a holder. */
const told = (holder: Holder, me: Holder): Record<string, string | number> => ({
  pid: holder.pid,
  ...(holder.computer === '' || holder.computer === me.computer ? {} : { computer: holder.name }),
});

/** Null for a lock that is gone or not (yet) whole. */
async function readHolder(disk: Disk, path: string): Promise<Holder | null> {
  if ((await disk.stat(path)) === null) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(await readFile(disk, path)));
    if (typeof value !== 'object' || value === null || !('pid' in value)) return null;
    const word = (key: string): string => {
      const found = (value as Readonly<Record<string, unknown>>)[key];
      return typeof found === 'string' ? found : '';
    };
    const [started, computer, name] = [word('started'), word('computer'), word('name')];
    return { pid: Number(value.pid), started, computer, name };
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

const locked = (details: Readonly<Record<string, string | number>>): VaultError =>
  new VaultError('locked', 'This profile is in use by another Tern.', details);
