import { describe, expect, it } from 'vitest';
import type { SpaceState, Vault } from '@shared/ports/vault';
import { generator } from '../../../tests/labs/random';
import { run as randomFaults } from '../../../tests/labs/vault-faults';
import { run as tornJournals } from '../../../tests/labs/vault-torn';
import { MemoryDisk, seenFromElsewhere } from './memory-disk';
import { openMemoryVault } from './memory-vault';
import { openVault } from './vault';

const clock = { now: () => Date.now() };

async function payloads(vault: Vault): Promise<unknown[]> {
  const found: unknown[] = [];
  (await vault.replay(({ payload }) => found.push(payload)))();
  return found;
}

/** Numbers 0, 1, 2 … are appended and now and then folded into `upTo`; returns what was acknowledged. */
async function story(vault: Vault, acknowledged: { records: number[]; blobs: string[] }): Promise<void> {
  const append = async (n: number): Promise<void> => {
    await vault.append('n', n);
    acknowledged.records.push(n);
  };
  const put = async (text: string): Promise<void> => {
    acknowledged.blobs.push((await vault.blobs.put(new TextEncoder().encode(text))).hash);
  };
  await append(0);
  await Promise.all([append(1), append(2), put('one')]);
  const upTo = acknowledged.records.length;
  const state = [...Array(upTo).keys()].map((n) => ({ type: 'n', payload: n }));
  await Promise.all([vault.snapshot(state), append(3), put('two')]);
  await append(4);
  await vault.snapshot([0, 1, 2, 3, 4].map((n) => ({ type: 'n', payload: n })));
  await append(5);
  await vault.close();
}

describe('vault and power loss', () => {
  it('H3 loses nothing acknowledged, wherever the power is cut, whatever the disk has kept of the rest', async () => {
    const whole = new MemoryDisk();
    const { vault } = await openMemoryVault(whole);
    await story(vault, { records: [], blobs: [] });
    expect(whole.operations).toBeGreaterThan(40);
    for (let cut = 1; cut <= whole.operations; cut++) {
      for (const luck of [() => 0, () => 1, generator(cut).next, generator(cut + 1000).next]) {
        const disk = new MemoryDisk();
        disk.cutPowerAt(cut);
        const acknowledged = { records: [] as number[], blobs: [] as string[] };
        await openMemoryVault(disk)
          .then(({ vault: doomed }) => story(doomed, acknowledged))
          .catch(() => undefined);
        // Whatever else was in flight settles before the disk is looked at.
        await new Promise((resolve) => setImmediate(resolve));
        const { vault: found } = await openMemoryVault(disk.crash(luck));
        const records = await payloads(found);
        expect([cut, records.slice(0, acknowledged.records.length)]).toEqual([
          cut,
          acknowledged.records.toSorted((a, b) => a - b),
        ]);
        expect(records).toEqual([...Array(records.length).keys()]);
        for (const hash of acknowledged.blobs) await found.blobs.get(hash as never);
        await found.append('n', 'goes on');
        await found.close();
      }
    }
  });

  it('recovers from any single failing disk operation, without a restart', async () => {
    const whole = new MemoryDisk();
    const { vault } = await openMemoryVault(whole);
    const opening = whole.operations;
    await story(vault, { records: [], blobs: [] });
    for (let at = 1; at <= whole.operations - opening; at++) {
      const disk = new MemoryDisk();
      const { vault: shaken } = await openMemoryVault(disk);
      disk.failAt(at, 'EIO');
      const acknowledged = { records: [] as number[], blobs: [] as string[] };
      await story(shaken, acknowledged).catch(() => undefined);
      await new Promise((resolve) => setImmediate(resolve));
      const onward = await shaken.append('n', 99).then(
        () => [99],
        () => [],
      );
      await shaken.close().catch(() => undefined);
      const { vault: found } = await openMemoryVault(disk.crash());
      const records = await payloads(found);
      for (const n of [...acknowledged.records, ...onward])
        expect([at, records]).toEqual([at, expect.arrayContaining([n])]);
      await found.close();
    }
  });

  it('D-06 keeps its promises on random schedules with failing operations and lost power', async () => {
    expect(await randomFaults({ runs: 80, seed: 1 })).toMatchObject({ failed: [], ok: true });
  });

  it('D-03 keeps every untouched record of a torn or flipped journal', async () => {
    expect(await tornJournals({ runs: 400, seed: 1 })).toMatchObject({ failed: [], ok: true });
  });
});

describe('vault and a failing write', () => {
  it('says so, keeps nothing of it, and goes on', async () => {
    const { vault, disk } = await openMemoryVault();
    await vault.append('n', 1);
    disk.failAt(2, 'EIO'); // the sync, after the bytes were written
    await expect(vault.append('n', 2)).rejects.toMatchObject({ code: 'io' });
    await vault.append('n', 3);
    expect(await payloads(vault)).toEqual([1, 3]);
    const { vault: found } = await openMemoryVault(disk.crash(() => 1));
    expect(found.recovered).toEqual([]);
    expect(await payloads(found)).toEqual([1, 3]);
  });

  it('brings no refused record back behind a shorter one', async () => {
    const { vault, disk } = await openMemoryVault();
    disk.failAt(2, 'EIO');
    const refused = [vault.append('n', 'first and quite long'), vault.append('n', 'second')];
    expect((await Promise.allSettled(refused)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await vault.append('n', 'short');
    const { vault: found } = await openMemoryVault(disk.crash(() => 1));
    expect([await payloads(found), found.recovered]).toEqual([['short'], []]);
  });

  it('writes no record behind garbage that could not be cut off', async () => {
    const { vault, disk } = await openMemoryVault();
    disk.failAt(2); // sync
    disk.failAt(3); // truncate after it
    disk.failAt(4); // truncate before the next
    await expect(vault.append('n', 1)).rejects.toMatchObject({ code: 'io' });
    await expect(vault.append('n', 2)).rejects.toMatchObject({ code: 'io' });
    await vault.append('n', 3);
    expect(await payloads(vault)).toEqual([3]);
  });

  it('keeps the old journal when a snapshot fails', async () => {
    const { vault, disk } = await openMemoryVault();
    await vault.append('n', 1);
    disk.failAt(3, 'ENOSPC');
    await expect(vault.snapshot([{ type: 'n', payload: 1 }])).rejects.toMatchObject({ code: 'no-space' });
    await vault.append('n', 2);
    expect(await payloads(vault)).toEqual([1, 2]);
    await vault.snapshot([{ type: 'n', payload: 12 }]);
    expect(await payloads(vault)).toEqual([12]);
    expect(disk.paths().filter((path) => path.endsWith('.new'))).toEqual([]);
  });

  it('refuses appends without bound', async () => {
    const { vault } = await openMemoryVault();
    const megabyte = 'x'.repeat(1024 * 1024);
    const all = await Promise.allSettled(Array.from({ length: 70 }, () => vault.append('n', megabyte)));
    const refused = all.filter((one) => one.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ reason: { code: 'queue-full' } });
    expect((await payloads(vault)).length).toBe(70 - refused.length);
  });
});

describe('vault on a full disk', () => {
  const KiB = 1024;
  const open = (disk: MemoryDisk): Promise<Vault> =>
    openVault({
      folder: '/vault',
      clock,
      disk,
      limits: { reserve: 16 * KiB, critical: 24 * KiB, low: 48 * KiB },
    });

  it('D-01 H1 gives the reserve to the journal, tells, and restores it when there is room', async () => {
    const disk = new MemoryDisk();
    disk.capacity = 100 * KiB;
    const vault = await open(disk);
    const states: SpaceState[] = [];
    vault.onSpace((state) => states.push(state));
    expect(vault.space).toBe('ok');
    await vault.blobs.put(new Uint8Array(40 * KiB));
    await vault.checkSpace();
    await expect(vault.blobs.put(new Uint8Array(1), { cache: true })).rejects.toMatchObject({
      code: 'space-low',
    });
    await vault.blobs.put(new Uint8Array(25 * KiB).fill(1));
    await vault.checkSpace();
    await expect(vault.blobs.put(new Uint8Array(40 * KiB).fill(2))).rejects.toMatchObject({
      code: 'no-space',
    });
    expect(disk.paths().filter((path) => path.includes('.new-'))).toEqual([]);

    const acknowledged: number[] = [];
    let refused = '';
    for (let n = 0; refused === ''; n++) {
      await vault.append('n', { n, text: 'x'.repeat(500) }).then(
        () => acknowledged.push(n),
        (error: unknown) => {
          refused = (error as { code: string }).code;
        },
      );
    }
    expect(refused).toBe('no-space');
    expect(acknowledged.length).toBeGreaterThan(45); // 19 KiB were left, the reserve gave 16 more
    expect(states).toEqual(['low', 'critical', 'reserve-used', 'full']);
    const kept = await payloads(vault);
    expect(kept).toHaveLength(acknowledged.length);

    for await (const { hash } of vault.blobs.list()) await vault.blobs.delete(hash);
    expect(await vault.checkSpace()).toBe('ok');
    await vault.append('n', { n: -1 });
    await vault.close();
    const again = await open(disk);
    expect((await payloads(again)).length).toBe(acknowledged.length + 1);
    expect(again.recovered).toEqual([]);
  });

  /** Opened, and closed again, with a disk that has no octet left and no reserve. */
  async function filled(): Promise<MemoryDisk> {
    const disk = new MemoryDisk();
    const vault = await open(disk);
    for (let n = 1; n <= 3; n++) await vault.append('n', n);
    await vault.close();
    await disk.remove('/vault/reserve');
    disk.capacity = disk.used;
    return disk;
  }

  it('D-01 H1 opens without any room, says that nothing can be kept, and goes on when there is room', async () => {
    const disk = await filled();
    const vault = await open(disk);
    expect(vault.space).toBe('full');
    expect(await payloads(vault)).toEqual([1, 2, 3]);
    await expect(vault.append('n', 4)).rejects.toMatchObject({ code: 'no-space' });
    expect(vault.space).toBe('full');
    // H5 holds there, too: one writer, also where the lock has no room for a word.
    const other = { pid: 78, started: (pid: number) => (pid === process.pid ? '' : null) };
    await expect(
      openVault({ folder: '/vault', clock, disk: seenFromElsewhere(disk), processes: other }),
    ).rejects.toMatchObject({ code: 'locked', details: { pid: process.pid } });
    disk.capacity += 100;
    await vault.append('n', 5);
    expect(vault.space).toBe('reserve-used');
    disk.capacity += 100 * KiB;
    expect(await vault.checkSpace()).toBe('ok');
    await vault.close();
    expect(disk.paths().filter((path) => path.includes('lock'))).toEqual([]);
    expect(await payloads(await open(disk))).toEqual([1, 2, 3, 5]);
  });

  it('D-01 H5 takes over at once from a process that ended on a disk without any room', async () => {
    const disk = await filled();
    const nobody = (pid: number) => ({ pid, started: () => null });
    await openVault({ folder: '/vault', clock, disk: seenFromElsewhere(disk), processes: nobody(77) });
    const vault = await openVault({ folder: '/vault', clock, disk, processes: nobody(78) });
    expect(await payloads(vault)).toEqual([1, 2, 3]);
    await vault.close();
    expect(disk.paths().filter((path) => path.includes('lock'))).toEqual([]);
  });

  it('D-01 H1 a torn tail stays where it is while there is no room to set it aside', async () => {
    const disk = await filled();
    const path = '/vault/journal-00000001';
    const torn = new Uint8Array([...disk.bytes(path), 7, 7, 7]);
    disk.plant(path, torn);
    disk.capacity = disk.used;
    const vault = await open(disk);
    expect(await payloads(vault)).toEqual([1, 2, 3]);
    expect(vault.recovered).toMatchObject([{ kind: 'torn-tail', length: 3, quarantined: '' }]);
    await expect(vault.append('n', 4)).rejects.toMatchObject({ code: 'no-space' });
    expect(disk.bytes(path)).toEqual(torn);
    disk.capacity += 10 * KiB;
    await vault.append('n', 5);
    expect(await payloads(vault)).toEqual([1, 2, 3, 5]);
    const set = disk.paths().filter((name) => name.includes('quarantine/'));
    expect(set.map((name) => [...disk.bytes(name)])).toEqual([[7, 7, 7]]);
  });
});
