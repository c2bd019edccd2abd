import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open as openFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import type { BlobHash } from '@shared/model/ids';
import type { Vault } from '@shared/ports/vault';
import { isVaultError } from '@shared/ports/vault';
import { openVault } from '@main/vault/index';
import { errorFromWire, errorToWire } from '@shared/rpc/wire';
import { errors } from '@renderer/i18n/en/errors';
import { generator } from './random';
import type { LabResult } from './vault-torn';

const KiB = 1024;
const command = promisify(execFile);
const clock = { now: () => Date.now() };

interface DiskFullResult extends LabResult {
  /** Why nothing was run. */
  readonly leftOut?: string;
}

/** Null, or why no small file system can be mounted here. */
async function canMount(): Promise<string | null> {
  const mount = await mkdtemp(`${tmpdir()}/tern-full-`);
  try {
    await command('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', mount]);
    await command('umount', [mount]);
    return null;
  } catch (error) {
    return `a tmpfs can't be mounted here: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    await rm(mount, { recursive: true });
  }
}

/** A refusal as a page of Tern hears of it, and whether there are sentences for it. */
function inWords(error: unknown): boolean {
  const { code } = errorFromWire(errorToWire(error)) as { code?: string };
  const words = (errors as Readonly<Record<string, unknown>>)[code ?? ''] as
    { readonly title: string; readonly text: string } | undefined;
  return words !== undefined && /disk/i.test(words.title) && /safe|lost/.test(words.text);
}

/**
 * Security.md D-01: a vault on a small tmpfs (needs root on Linux) is filled with random appends, blobs and
 * snapshots until the disk is full, and beyond. Promises checked: nothing acknowledged is lost, refusals are in
 * words (`no-space`, `space-low`), no partial files stay, the state says that the disk is full, a vault without any
 * room can be opened and read, and once room is made everything works again.
 */
export async function run({ runs, seed }: { runs: number; seed: number }): Promise<DiskFullResult> {
  const obstacle =
    process.getuid?.() === 0 && process.platform === 'linux' ? await canMount() : 'needs root on Linux';
  if (obstacle !== null) return { lab: 'disk-full', runs: 0, seed, failed: [], ok: true, leftOut: obstacle };
  const failed: string[] = [];
  const mount = await mkdtemp(`${tmpdir()}/tern-full-`);
  for (let n = 0; n < runs; n++) {
    const { int } = generator(seed + n);
    await command('mount', ['-t', 'tmpfs', '-o', `size=${256 + int(2048)}k`, 'tmpfs', mount]);
    try {
      const problem = await once(`${mount}/vault`, seed + n).catch(String);
      if (problem) failed.push(`seed ${seed + n}: ${problem}`);
    } finally {
      // What failed may have left a file open.
      await command('umount', ['-l', mount]);
    }
  }
  await rm(mount, { recursive: true });
  return { lab: 'disk-full', runs, seed, failed, ok: failed.length === 0 };
}

async function once(folder: string, seed: number): Promise<string | null> {
  const { int, chance } = generator(seed * 7919 + 1);
  await mkdir(folder, { recursive: true });
  const open = (): Promise<Vault> =>
    openVault({ folder, clock, limits: { reserve: 64 * KiB, critical: 128 * KiB, low: 192 * KiB } });
  const vault = await open();
  const state = new Map<number, string>();
  const stop = await vault.replay(({ payload }) => fold(state, payload));
  const acknowledged = new Set<number>();
  const blobs = new Set<BlobHash>();
  let refusals = 0;
  let next = 0;
  const refused = (error: unknown): string | null => {
    if (!isVaultError(error) || (error.code !== 'no-space' && error.code !== 'space-low'))
      return String(error);
    if (!inWords(error)) return `no words for ${error.code}`;
    refusals++;
    return null;
  };
  const append = async (): Promise<string | null> => {
    const n = next++;
    try {
      await vault.append('n', { n, text: 'x'.repeat(int(6000)) });
      acknowledged.add(n);
      return null;
    } catch (error) {
      return refused(error);
    }
  };
  const put = async (): Promise<string | null> => {
    try {
      const bytes = new Uint8Array(int(60_000)).map(() => int(256));
      blobs.add((await vault.blobs.put(bytes, { cache: chance(0.3) })).hash);
      return null;
    } catch (error) {
      return refused(error);
    }
  };
  const snapshot = async (): Promise<string | null> => {
    const records = [...state].map(([n, text]) => ({ type: 'n', payload: { n, text } }));
    return vault.snapshot(records).then(() => null, refused);
  };
  for (let step = 0; step < 4000 && refusals < 30; step++) {
    const acts = Array.from({ length: 1 + int(4) }, () => (chance(0.6) ? append() : put()));
    if (chance(0.03)) acts.push(snapshot());
    for (const problem of await Promise.all(acts)) if (problem) return `unexpected: ${problem}`;
  }
  if (refusals === 0) return 'the disk never filled up';
  if (vault.space === 'ok') await vault.checkSpace();
  if (vault.space === 'ok') return 'a full disk is called ok';
  stop();
  await vault.close();

  // Somebody else takes what is left, and the reserve is gone: what is here can be read all the same.
  await rm(`${folder}/reserve`, { force: true });
  await takeAllRoom(`${folder}/../other`);
  const cramped = await open();
  if (cramped.space !== 'full') return `a disk without any room is called ${cramped.space}`;
  const readable = new Map<number, string>();
  (await cramped.replay(({ payload }) => fold(readable, payload)))();
  if (readable.size !== acknowledged.size) return 'records can’t be read on a disk without any room';
  const kept = await cramped.append('n', { n: -1, text: 'x'.repeat(8 * KiB) }).then(() => 'kept', refused);
  if (kept !== null) return `on a disk without any room: ${kept}`;
  await cramped.close();
  await rm(`${folder}/../other`);

  const again = await open();
  if (again.recovered.length > 0) return `repairs after a clean close: ${JSON.stringify(again.recovered)}`;
  const found = new Map<number, string>();
  (await again.replay(({ payload }) => fold(found, payload)))();
  for (const n of acknowledged) if (!found.has(n)) return `record ${n} lost`;
  if (found.size !== acknowledged.size) return 'a refused record came back';
  for (const hash of blobs) await again.blobs.get(hash);
  if ((await readdir(`${folder}/blobs`)).length !== blobs.size) return 'partial blobs were left';
  for (const hash of blobs) await again.blobs.delete(hash);
  await again.checkSpace();
  await again.append('n', { n: next, text: '' });
  await again.snapshot([...found].slice(0, 1).map(([n, text]) => ({ type: 'n', payload: { n, text } })));
  await again.close();
  return null;
}

/** Writes a file until the disk takes not one octet more. */
async function takeAllRoom(path: string): Promise<void> {
  const file = await openFile(path, 'w');
  try {
    for (let size = 64 * KiB; size > 0;) {
      const written = await file.write(new Uint8Array(size)).then(
        ({ bytesWritten }) => bytesWritten,
        () => 0,
      );
      if (written === 0) size = size === 1 ? 0 : Math.floor(size / 2);
    }
  } finally {
    await file.close();
  }
}

function fold(state: Map<number, string>, payload: unknown): void {
  const { n, text } = payload as { n: number; text: string };
  state.set(n, text);
}
