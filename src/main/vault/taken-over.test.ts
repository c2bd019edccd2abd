import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Vault } from '@shared/ports/vault';
import type { Disk } from './disk';
import type { Processes } from './lock';
import { MemoryDisk, seenFromElsewhere } from './memory-disk';
import { nodeDisk } from './node-disk';
import { openVault } from './vault';

const LIMITS = { low: 0, critical: 0, reserve: 4096 };
const clock = { now: () => Date.now() };
/** A process of which nobody else knows whether it runs: on another machine, in another container. */
const unseen = (pid: number): Processes => ({ pid, started: (asked) => (asked === pid ? '1' : null) });

const opened: Vault[] = [];
afterEach(async () => {
  for (const vault of opened.splice(0)) await vault.close();
});

async function open(disk: Disk, pid: number, folder = '/vault'): Promise<Vault> {
  const vault = await openVault({ folder, clock, disk, limits: LIMITS, processes: unseen(pid) });
  opened.push(vault);
  return vault;
}
async function recordsOf(vault: Vault): Promise<unknown[]> {
  const payloads: unknown[] = [];
  (await vault.replay((record) => payloads.push(record.payload)))();
  return payloads;
}

describe('two that work with one profile and do not see each other', () => {
  it('nothing that either called saved is overwritten: who comes late is told', async () => {
    const disk = new MemoryDisk();
    const first = await open(seenFromElsewhere(disk), 1);
    await first.append('a.b', 'first 1');
    const second = await open(seenFromElsewhere(disk), 2);
    await second.append('a.b', 'second 1');
    await expect(first.append('a.b', 'first 2')).rejects.toMatchObject({ code: 'taken-over' });
    expect(first.space).toBe('taken-over');
    await second.append('a.b', 'second 2');
    await first.close();
    await second.close();
    expect(await recordsOf(await open(seenFromElsewhere(disk), 3))).toEqual([
      'first 1',
      'second 1',
      'second 2',
    ]);
  });

  it('nor written into a journal that the other has replaced', async () => {
    const disk = new MemoryDisk();
    const first = await open(seenFromElsewhere(disk), 1);
    await first.append('a.b', 'first 1');
    const second = await open(seenFromElsewhere(disk), 2);
    await second.snapshot([{ type: 'a.b', payload: 'all' }]);
    await expect(first.append('a.b', 'first 2')).rejects.toMatchObject({ code: 'taken-over' });
    await expect(first.checkSpace()).resolves.toBe('taken-over');
    await second.append('a.b', 'second 1');
    await second.close();
    expect(await recordsOf(await open(seenFromElsewhere(disk), 3))).toEqual(['all', 'second 1']);
  });

  it('nor is what the other has replaced it with replaced again', async () => {
    const disk = new MemoryDisk();
    const first = await open(seenFromElsewhere(disk), 1);
    await first.append('a.b', 'first 1');
    const second = await open(seenFromElsewhere(disk), 2);
    await second.snapshot([{ type: 'a.b', payload: 'all' }]);
    await second.append('a.b', 'second 1');
    await expect(first.snapshot([{ type: 'a.b', payload: 'old' }])).rejects.toMatchObject({
      code: 'taken-over',
    });
    await second.close();
    expect(await recordsOf(await open(seenFromElsewhere(disk), 3))).toEqual(['all', 'second 1']);
  });

  it('a disk that tells by name how long a file was a while ago is believed only by the file itself', async () => {
    const disk = new MemoryDisk();
    const stale: Disk = {
      ...seenFromElsewhere(disk),
      stat: async (path) => {
        const found = await disk.stat(path);
        return found && { ...found, size: 0 };
      },
    };
    const vault = await open(stale, 1);
    await vault.append('a.b', 1);
    await vault.append('a.b', 2);
    expect(vault.space).toBe('ok');
    await vault.close();
    expect(await recordsOf(await open(seenFromElsewhere(disk), 2))).toEqual([1, 2]);
  });

  it('who was overtaken leaves the lock of the other where it is', async () => {
    const disk = new MemoryDisk();
    const first = await open(seenFromElsewhere(disk), 1);
    await open(seenFromElsewhere(disk), 2);
    await first.close();
    const lock = new TextDecoder().decode(disk.bytes('/vault/lock'));
    expect(JSON.parse(lock)).toMatchObject({ pid: 2 });
  });
});

it('a folder that is moved away under a running Tern: nothing is called saved that nobody would find', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'tern-vault-'));
  try {
    const vault = await openVault({ folder: `${parent}/vault`, clock, disk: nodeDisk, limits: LIMITS });
    await vault.append('a.b', 1);
    await rename(`${parent}/vault`, `${parent}/elsewhere`);
    await expect(vault.append('a.b', 2)).rejects.toMatchObject({ code: 'taken-over' });
    await vault.close();
    await rename(`${parent}/elsewhere`, `${parent}/vault`);
    const again = await openVault({ folder: `${parent}/vault`, clock, disk: nodeDisk, limits: LIMITS });
    expect(await recordsOf(again)).toEqual([1]);
    await again.append('a.b', 3);
    await again.close();
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
});
