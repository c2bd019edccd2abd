import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { BlobHash } from '@shared/model/ids';
import type { StoredRecord, Vault } from '@shared/ports/vault';
import type { Disk } from './disk';
import { readFile, writeNewFile } from './disk';
import { inspectVault } from './inspect';
import { MemoryDisk } from './memory-disk';
import { nodeDisk } from './node-disk';
import type { Schema } from './schema';
import type { VaultOptions } from './vault';
import { openVault } from './vault';

const LIMITS = { low: 0, critical: 0, reserve: 4096 };
const clock = { now: () => Date.now() };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Bench {
  readonly disk: Disk;
  readonly folder: string;
  open(extra?: Partial<VaultOptions>): Promise<Vault>;
}

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function bench(disk: Disk, folder: string): Bench {
  return {
    disk,
    folder,
    open: async (extra = {}) => {
      const vault = await openVault({ folder, clock, disk, limits: LIMITS, ...extra });
      cleanups.push(() => vault.close());
      return vault;
    },
  };
}

const benches: readonly (readonly [string, () => Promise<Bench>])[] = [
  [
    'files',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'tern-vault-'));
      cleanups.push(() => rm(folder, { recursive: true, force: true }));
      return bench(nodeDisk, `${folder}/vault`);
    },
  ],
  ['memory', async () => bench(new MemoryDisk(), '/vault')],
];

async function read(vault: Vault): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  (await vault.replay((record) => records.push(record)))();
  return records;
}
const payloads = async (vault: Vault): Promise<unknown[]> =>
  (await read(vault)).map(({ payload }) => payload);

async function flip(disk: Disk, path: string, offset: number, length = 1): Promise<void> {
  const file = await disk.open(path, 'update');
  const part = new Uint8Array(length);
  await file.read(part, offset);
  await file.write(
    part.map((byte) => byte ^ 0x55),
    offset,
  );
  await file.sync();
  await file.close();
}

async function cut(disk: Disk, path: string, length: number): Promise<void> {
  const file = await disk.open(path, 'update');
  await file.truncate(length);
  await file.sync();
  await file.close();
}

describe.each(benches)('vault on %s', (_name, make) => {
  it('gives back every record after it was opened again, in order', async () => {
    const { open } = await make();
    const vault = await open();
    const numbers = await Promise.all([
      vault.append('a.b', { text: 'Žluťoučký 🐎', list: [1, null, true] }),
      vault.appendAll([
        { type: 'x', payload: 2 },
        { type: 'y', payload: 3 },
      ]),
      vault.append('z', 'last'),
    ]);
    expect(numbers).toEqual([1, 3, 4]);
    await vault.close();
    const again = await open();
    expect(await read(again)).toEqual([
      { seq: 1, type: 'a.b', payload: { text: 'Žluťoučký 🐎', list: [1, null, true] } },
      { seq: 2, type: 'x', payload: 2 },
      { seq: 3, type: 'y', payload: 3 },
      { seq: 4, type: 'z', payload: 'last' },
    ]);
    expect(await again.append('z', 'next')).toBe(5);
    expect(again.recovered).toEqual([]);
  });

  it('runs reducers before the append resolves, and stops when asked', async () => {
    const { open } = await make();
    const vault = await open();
    await vault.append('n', 1);
    const seen: unknown[] = [];
    const stop = await vault.replay(({ payload }) => seen.push(payload));
    await vault.append('n', 2);
    expect(seen).toEqual([1, 2]);
    stop();
    await vault.append('n', 3);
    expect(seen).toEqual([1, 2]);
  });

  it('reports a reducer that throws, and keeps the record', async () => {
    const { open } = await make();
    const vault = await open();
    const stop = await vault.replay(() => {
      throw new Error('bug');
    });
    await expect(vault.append('n', 1)).rejects.toMatchObject({ code: 'reducer-failed' });
    stop();
    expect(await payloads(vault)).toEqual([1]);
  });

  it('compacts, keeps what is appended meanwhile, and keeps two generations', async () => {
    const { open, disk, folder } = await make();
    const vault = await open();
    for (let n = 0; n < 20; n++) await vault.append('n', n);
    const taking = vault.snapshot([{ type: 'sum', payload: 190 }]);
    const meanwhile = [vault.append('n', 20), vault.append('n', 21)];
    await Promise.all([taking, ...meanwhile]);
    await vault.append('n', 22);
    expect(await payloads(vault)).toEqual([190, 20, 21, 22]);
    expect(vault.sinceSnapshot.records).toBe(3);
    await vault.snapshot([{ type: 'sum', payload: 253 }]);
    await vault.append('n', 23);
    await vault.close();
    const journals = (await disk.list(folder)).filter((name) => name.startsWith('journal')).sort();
    expect(journals).toEqual(['journal-00000002', 'journal-00000003']);
    const again = await open();
    expect(await payloads(again)).toEqual([253, 23]);
    expect(again.sinceSnapshot.records).toBe(1);
    expect(await again.append('n', 24)).toBe(25);
  });

  it('refuses a second snapshot while one is written', async () => {
    const { open } = await make();
    const vault = await open();
    const first = vault.snapshot([]);
    await expect(vault.snapshot([])).rejects.toMatchObject({ code: 'busy' });
    await first;
  });

  it('keeps every record before a torn tail and sets the rest aside', async () => {
    const { open, disk, folder } = await make();
    const vault = await open();
    await vault.append('n', 'one');
    await vault.append('n', 'two');
    await vault.close();
    const path = `${folder}/journal-00000001`;
    const size = (await disk.stat(path))?.size ?? 0;
    await cut(disk, path, size - 3);
    const again = await open();
    expect(await payloads(again)).toEqual(['one']);
    expect(again.recovered).toMatchObject([{ kind: 'torn-tail', file: 'journal-00000001' }]);
    const [recovery] = again.recovered;
    expect((await readFile(disk, `${folder}/${recovery?.quarantined ?? ''}`)).length).toBe(recovery?.length);
    await again.append('n', 'three');
    await again.close();
    const third = await open();
    expect(third.recovered).toEqual([]);
    expect(await payloads(third)).toEqual(['one', 'three']);
  });

  it('loses one record to a flipped byte in the middle, not those behind it', async () => {
    const { open, disk, folder } = await make();
    const vault = await open();
    for (const word of ['one', 'two', 'three', 'four']) await vault.append('n', word);
    await vault.close();
    const path = `${folder}/journal-00000001`;
    const content = await readFile(disk, path);
    const at = new TextDecoder('latin1').decode(content).indexOf('"two"');
    await flip(disk, path, at + 1);
    const again = await open();
    expect(await payloads(again)).toEqual(['one', 'three', 'four']);
    expect(again.recovered).toMatchObject([{ kind: 'damaged-middle' }]);
    await again.append('n', 'five');
    await again.close();
    expect(await payloads(await open())).toEqual(['one', 'three', 'four', 'five']);
  });

  it('rebuilds from the generation before when the snapshot is damaged', async () => {
    const { open, disk, folder } = await make();
    const vault = await open();
    for (const word of ['one', 'two', 'three']) await vault.append('n', word);
    await vault.snapshot([{ type: 'all', payload: 'one two three' }]);
    await vault.append('n', 'four');
    await vault.close();
    const path = `${folder}/journal-00000002`;
    const content = await readFile(disk, path);
    await flip(disk, path, new TextDecoder('latin1').decode(content).indexOf('one two'));
    const again = await open();
    expect(await payloads(again)).toEqual(['one', 'two', 'three', 'four']);
    expect(again.recovered.map(({ kind }) => kind)).toEqual(['damaged-middle', 'previous-generation']);
  });

  it('goes on with the generation before when the newest file is unreadable', async () => {
    const { open, disk, folder } = await make();
    const vault = await open();
    await vault.append('n', 'one');
    await vault.snapshot([{ type: 'all', payload: 'one' }]);
    await vault.close();
    const path = `${folder}/journal-00000002`;
    await cut(disk, path, 7);
    const again = await open();
    expect(await payloads(again)).toEqual(['one']);
    expect(again.recovered[0]).toMatchObject({ kind: 'unreadable-journal', length: 7 });
  });

  it('survives one damaged copy of the head', async () => {
    const { open, disk, folder } = await make();
    const schema: Schema = { version: 3, migrations: {} };
    const vault = await open({ schema });
    await vault.append('n', 'one');
    await vault.close();
    await flip(disk, `${folder}/journal-00000001`, 9);
    expect(await payloads(await open({ schema }))).toEqual(['one']);
  });

  it('H7 migrates from every earlier version, and refuses a newer one without touching it', async () => {
    const schemaOf = (version: number): Schema => ({
      version,
      migrations: {
        1: (record) =>
          record.type === 'dead' ? [] : [{ type: record.type, payload: { v: record.payload } }],
        2: (record) => [record, { type: 'copy', payload: record.payload }],
      },
    });
    const current = [
      { seq: 1, type: 'n', payload: { v: 'old' } },
      { seq: 1, type: 'copy', payload: { v: 'old' } },
    ];
    for (const version of [1, 2, 3]) {
      const { open, disk, folder } = await make();
      const vault = await open({ schema: schemaOf(version) });
      if (version === 1) {
        await vault.append('n', 'old');
        await vault.append('dead', 0);
      } else await vault.append('n', { v: 'old' });
      if (version === 3) await vault.append('copy', { v: 'old' });
      await vault.close();
      const again = await open({ schema: schemaOf(3) });
      const records = await read(again);
      expect(records.map(({ type, payload }) => ({ type, payload }))).toEqual(
        current.map(({ type, payload }) => ({ type, payload })),
      );
      await again.append('n', { v: 'new' });
      await again.close();
      const before = (await disk.list(folder)).sort();
      await expect(open({ schema: schemaOf(2) })).rejects.toMatchObject({
        code: 'newer-version',
        details: { found: 3, known: 2 },
      });
      expect((await disk.list(folder)).sort()).toEqual(before);
      expect(await payloads(await open({ schema: schemaOf(3) }))).toContainEqual({ v: 'new' });
    }
  });

  it('says so when a migration is missing', async () => {
    const { open } = await make();
    const vault = await open();
    await vault.append('n', 1);
    await vault.close();
    await expect(open({ schema: { version: 2, migrations: {} } })).rejects.toMatchObject({
      code: 'no-migration',
    });
    expect(await payloads(await open())).toEqual([1]);
  });

  it('H5 lets one writer in, and takes over from a process that is gone', async () => {
    const { open } = await make();
    const processes = (pid: number, running: Record<number, string>) => ({
      pid,
      started: (other: number) => running[other] ?? null,
    });
    const vault = await open();
    await expect(open()).rejects.toMatchObject({ code: 'locked', details: { pid: process.pid } });
    await vault.close();
    // Left by process 77, which started at 5.
    const { disk, folder } = await make();
    const file = await disk.open(`${folder}/lock`, 'create').catch(async () => {
      await disk.makeFolder(folder);
      return disk.open(`${folder}/lock`, 'create');
    });
    await file.write(bytes('{"pid":77,"started":"5"}'), 0);
    await file.close();
    const attempt = (running: Record<number, string>): Promise<Vault> =>
      openVault({ folder, clock, disk, limits: LIMITS, processes: processes(78, { 78: '9', ...running }) });
    await expect(attempt({ 77: '5' })).rejects.toMatchObject({ code: 'locked', details: { pid: 77 } });
    const reused = await attempt({ 77: '8' });
    await expect(attempt({})).rejects.toMatchObject({ code: 'locked', details: { pid: 78 } });
    await reused.close();
    await (await attempt({})).close();
  });

  it('refuses what does not fit a record, and anything after close', async () => {
    const { open } = await make();
    const vault = await open();
    await expect(vault.append('big', 'x'.repeat(17 * 1024 * 1024))).rejects.toMatchObject({
      code: 'too-large',
    });
    await expect(vault.append('', 1)).rejects.toMatchObject({ code: 'too-large' });
    await vault.append('n', 1);
    expect(await payloads(vault)).toEqual([1]);
    await vault.close();
    await vault.close();
    await expect(vault.append('n', 2)).rejects.toMatchObject({ code: 'closed' });
  });

  it('stores equal bytes once, whole or streamed, and checks them on reading', async () => {
    const { open, disk, folder } = await make();
    const { blobs } = await open();
    const big = new Uint8Array(700_000).map((_, i) => i * 7);
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < big.length; at += 99_999) yield big.subarray(at, at + 99_999);
    }
    const [whole, streamed, small] = await Promise.all([
      blobs.put(big),
      blobs.put(pieces()),
      blobs.put(new Uint8Array(0)),
    ]);
    expect(streamed).toEqual(whole);
    expect(small.hash).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(Buffer.compare(await blobs.get(whole.hash), big)).toBe(0);
    const read: Uint8Array[] = [];
    for await (const piece of blobs.openStream(whole.hash)) read.push(piece);
    expect(Buffer.concat(read).equals(big)).toBe(true);
    const listed = [];
    for await (const blob of blobs.list()) listed.push(blob);
    expect(listed).toHaveLength(2);
    expect(await disk.list(`${folder}/blobs`)).toHaveLength(2);
    expect(await blobs.has(whole.hash)).toBe(true);
    expect(await blobs.sizeOf(whole.hash)).toBe(700_000);
    expect(await blobs.delete(small.hash)).toBe(true);
    expect(await blobs.delete(small.hash)).toBe(false);
    await expect(blobs.get(small.hash)).rejects.toMatchObject({ code: 'missing' });
    expect(() => blobs.path('../../etc/passwd' as BlobHash)).toThrow();
  });

  it('H8 never hands out a blob that was changed, and quarantines it', async () => {
    const { open, disk } = await make();
    const vault = await open();
    const { hash } = await vault.blobs.put(bytes('precious'));
    const other = await vault.blobs.put(bytes('precious too'));
    await flip(disk, vault.blobs.path(hash), 2);
    await expect(vault.blobs.get(hash)).rejects.toMatchObject({ code: 'corrupt' });
    await flip(disk, vault.blobs.path(other.hash), 2);
    await expect(
      (async () => {
        for await (const piece of vault.blobs.openStream(other.hash)) expect(piece.length).toBe(12);
      })(),
    ).rejects.toMatchObject({ code: 'corrupt' });
    expect(vault.recovered.map(({ kind }) => kind)).toEqual(['corrupt-blob', 'corrupt-blob']);
    expect(await vault.blobs.has(hash)).toBe(false);
    await vault.blobs.put(bytes('precious'));
    expect(await vault.blobs.get(hash)).toEqual(bytes('precious'));
  });

  it('H8 a file that is stored again is whole again, also when nobody has noticed yet that it was changed', async () => {
    const { open, disk } = await make();
    const { blobs } = await open();
    const { hash } = await blobs.put(bytes('precious'));
    await flip(disk, blobs.path(hash), 2);
    await blobs.put(bytes('precious'));
    expect(await blobs.get(hash)).toEqual(bytes('precious'));
    expect((await disk.list(blobs.path(hash).slice(0, -65))).length).toBe(1);
  });

  it('H8 one that is being read and cannot be replaced stays, and nothing is left beside it', async () => {
    const { open, disk } = await make();
    const { blobs } = await open();
    const { hash } = await blobs.put(bytes('precious'));
    const rename = disk.rename.bind(disk);
    disk.rename = () => Promise.reject(Object.assign(new Error('in use'), { code: 'EPERM' }));
    expect(await blobs.put(bytes('precious'))).toMatchObject({ hash });
    await expect(blobs.put(bytes('another'))).rejects.toMatchObject({ code: 'io' });
    disk.rename = rename;
    expect(await disk.list(blobs.path(hash).slice(0, -65))).toEqual([hash]);
  });

  it('H8 keeps many small things in one file, each with a check of its own', async () => {
    const { open, disk, folder } = await make();
    const vault = await open();
    const texts = ['first', '', 'second message', 'žluť'];
    const slices = await vault.blobs.putAll(texts.map(bytes));
    expect(await disk.list(`${folder}/blobs`)).toHaveLength(1);
    expect(slices.map(({ offset, size }) => [offset, size])).toEqual([
      [0, 5],
      [5, 0],
      [5, 14],
      [19, 6],
    ]);
    const kept = JSON.parse(JSON.stringify(slices)) as typeof slices;
    const read = await Promise.all(kept.map((slice) => vault.blobs.getSlice(slice)));
    expect(read.map((one) => new TextDecoder().decode(one))).toEqual(texts);
    const [first, , second] = kept;
    if (!first || !second) throw new Error('no slices');
    await flip(disk, vault.blobs.path(first.blob), 6);
    await expect(vault.blobs.getSlice(second)).rejects.toMatchObject({ code: 'corrupt' });
    expect(await vault.blobs.getSlice(first)).toEqual(bytes('first'));
    await expect(vault.blobs.getSlice({ ...first, size: 5000 })).rejects.toMatchObject({ code: 'corrupt' });
    expect(vault.recovered.map(({ kind, length }) => [kind, length])).toEqual([
      ['corrupt-blob', 14],
      ['corrupt-blob', await vault.blobs.sizeOf(first.blob)],
    ]);
  });

  it('vouches for every octet of a pack by its name, and finds the one that has changed', async () => {
    const { open, disk, folder } = await make();
    const vault = await open();
    const [slice] = await vault.blobs.putAll([bytes('first'), bytes(''), bytes('a second letter')]);
    const pack = slice?.blob as BlobHash;
    const path = vault.blobs.path(pack);
    const corrupt = async (): Promise<readonly string[]> =>
      (await inspectVault(folder, undefined, disk)).blobs.corrupt;
    const written = await readFile(disk, path);
    expect(await vault.blobs.getPack(pack)).toEqual(written);
    expect(await corrupt()).toEqual([]);
    for (let at = 0; at < written.length; at++) {
      await flip(disk, path, at);
      expect(await vault.blobs.getPack(pack), String(at)).toBeNull();
      expect(await corrupt(), String(at)).toEqual([pack]);
      await flip(disk, path, at);
    }
    const plant = async (content: Uint8Array): Promise<void> => {
      await disk.remove(path);
      await writeNewFile(disk, path, [content]);
    };
    for (const bad of [written.slice(0, -1), written.slice(1), new Uint8Array(0)]) {
      await plant(bad);
      expect(await vault.blobs.getPack(pack)).toBeNull();
    }
    await plant(written);
    // Who takes it for any blob is not told that it is damaged, and it is not set aside.
    expect(await vault.blobs.get(pack)).toEqual(written);
    let streamed = 0;
    for await (const piece of vault.blobs.openStream(pack)) streamed += piece.length;
    expect(streamed).toBe(written.length);
    expect(vault.recovered).toEqual([]);
    await vault.blobs.delete(pack);
    expect(await vault.blobs.getPack(pack)).toBeNull();
  });

  it('reads a pack as Tern wrote it before: items only, named as any blob is', async () => {
    const { open, disk, folder } = await make();
    const vault = await open();
    const old = bytes('firstsecond');
    const { hash } = await vault.blobs.put(old);
    expect(await vault.blobs.getPack(hash)).toEqual(old);
    expect((await inspectVault(folder, undefined, disk)).blobs.corrupt).toEqual([]);
    await flip(disk, vault.blobs.path(hash), 3);
    expect(await vault.blobs.getPack(hash)).toBeNull();
    // A blob of somebody's that ends as a pack does is a blob.
    const [inside] = await vault.blobs.putAll([bytes('x')]);
    const copy = await vault.blobs.put(await readFile(disk, vault.blobs.path(inside?.blob as BlobHash)));
    expect(copy.hash).not.toBe(inside?.blob);
    expect(await vault.blobs.get(copy.hash)).toHaveLength(copy.size);
  });

  it('stores the same whether things lie one behind the other in memory or apart, few or many', async () => {
    const { open } = await make();
    const { blobs } = await open();
    const memory = new Uint8Array(400).map((_, i) => (i * 7) % 251);
    const cut = (size: number, apart: boolean): Uint8Array[] =>
      Array.from({ length: memory.length / size }, (_, i) => {
        const view = memory.subarray(i * size, (i + 1) * size);
        return apart ? view.slice() : view;
      });
    for (const size of [10, 200, 400]) {
      const names = new Set<string>();
      for (const apart of [true, false]) {
        const items = cut(size, apart);
        const slices = await blobs.putAll(items, { readBack: true });
        for (const { blob } of slices) names.add(blob);
        expect(await Promise.all(slices.map((slice) => blobs.getSlice(slice)))).toEqual(items);
        expect((await blobs.getPack(slices[0]?.blob as BlobHash))?.subarray(0, 400)).toEqual(memory);
      }
      expect(names.size).toBe(1);
    }
    // Neighbours in another order, and with a gap, are none.
    const [a, b, c] = cut(100, false) as [Uint8Array, Uint8Array, Uint8Array];
    for (const items of [
      [b, a],
      [a, c],
      [a, a],
    ]) {
      const slices = await blobs.putAll(items);
      expect(await Promise.all(slices.map((slice) => blobs.getSlice(slice)))).toEqual(items);
    }
  });

  it('reads back what it wrote where that is wanted: a disk that does not keep it has stored nothing', async () => {
    const { open, disk, folder } = await make();
    const vault = await open();
    const large = new Uint8Array(1_100_000).fill(7);
    const [slice] = await vault.blobs.putAll([large, bytes('x')], { readBack: true });
    expect(slice && Buffer.compare(await vault.blobs.getSlice(slice), large)).toBe(0);
    const before = await disk.list(`${folder}/blobs`);
    const opening = disk.open.bind(disk);
    for (const spoil of [1_099_998, 0]) {
      disk.open = async (path, mode) => {
        const file = await opening(path, mode);
        const write = file.write.bind(file);
        file.write = (written, at) =>
          write(
            written.map((byte, i) => (i === spoil ? byte ^ 1 : byte)),
            at,
          );
        return file;
      };
      const other = large.slice(1);
      await expect(vault.blobs.putAll([other, bytes('y')], { readBack: true })).rejects.toMatchObject({
        code: 'corrupt',
      });
      disk.open = opening;
      expect(await disk.list(`${folder}/blobs`)).toEqual(before);
    }
  });

  it('leaves nothing of a put whose source failed, and passes the error on', async () => {
    const { open, disk, folder } = await make();
    const vault = await open();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield bytes('half');
      throw new Error('connection lost');
    }
    await expect(vault.blobs.put(broken())).rejects.toThrow('connection lost');
    expect(await disk.list(`${folder}/blobs`)).toEqual([]);
  });

  it('can be inspected while it is open', async () => {
    const { open, disk, folder } = await make();
    const vault = await open();
    await vault.append('n', 'one');
    const { hash } = await vault.blobs.put(bytes('precious'));
    await flip(disk, vault.blobs.path(hash), 0);
    const dumped: unknown[] = [];
    const report = await inspectVault(folder, ({ payload }) => dumped.push(payload), disk);
    expect(dumped).toEqual(['one']);
    expect(report.blobs).toEqual({ count: 1, bytes: 8, corrupt: [hash] });
    expect(report.journals).toMatchObject([{ file: 'journal-00000001', schema: 1, records: 1, damage: [] }]);
  });
});

describe('vault on files', () => {
  it('C-07 makes files that only this user can read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tern-vault-'));
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    const { open } = bench(nodeDisk, `${folder}/vault`);
    const vault = await open();
    await vault.append('n', 1);
    await vault.blobs.put(bytes('x'));
    await vault.snapshot([]);
    const entries = await readdir(`${folder}/vault`, { recursive: true, withFileTypes: true });
    expect(entries.length).toBeGreaterThan(6);
    for (const entry of entries) {
      const { mode } = await stat(join(entry.parentPath, entry.name));
      expect([entry.name, mode & 0o777]).toEqual([entry.name, entry.isDirectory() ? 0o700 : 0o600]);
    }
    expect((await stat(`${folder}/vault`)).mode & 0o777).toBe(0o700);
  });

  it('opens a vault whose process was killed, and clears what it had half done', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tern-vault-'));
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    const { open } = bench(nodeDisk, `${folder}/vault`);
    const vault = await open();
    await vault.append('n', 1);
    await vault.close();
    await writeFile(`${folder}/vault/lock`, '{"pid":4194305,"started":"1"}');
    await writeFile(`${folder}/vault/blobs/.new-9`, 'half');
    await writeFile(`${folder}/vault/journal-00000002.new`, 'half');
    const again = await open();
    expect(await payloads(again)).toEqual([1]);
    expect(await readdir(`${folder}/vault/blobs`)).toEqual([]);
    expect(await readdir(`${folder}/vault`)).not.toContain('journal-00000002.new');
  });
});
