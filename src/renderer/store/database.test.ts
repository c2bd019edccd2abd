import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import type { Generation, MailboxId } from '@shared/model/ids';
import { toLines } from '@shared/model/lines';
import { openDexie } from './dexie-database';
import { MemoryDatabase, MemoryDisk } from './memory-database';
import { CONFORMANCE } from './store-conformance';

let serial = 0;

describe('the in-memory database', () => {
  it.each(CONFORMANCE)('$name', async ({ run }) => {
    await run(new MemoryDatabase());
  });

  it('keeps its disk over a restart, and loses it when told to', async () => {
    const disk = new MemoryDisk();
    const first = new MemoryDatabase(disk);
    await first.write(['meta'], (tx) => {
      tx.put('meta', { key: 'marker', marker: 'v' });
      return Promise.resolve();
    });
    first.close();
    const second = new MemoryDatabase(disk);
    expect(await second.read(['meta'], (tx) => tx.all('meta'))).toHaveLength(1);
    const reasons: string[] = [];
    second.onLost((reason) => reasons.push(reason));
    second.lose('deleted');
    expect(reasons).toEqual(['deleted']);
    expect(await new MemoryDatabase(disk).read(['meta'], (tx) => tx.all('meta'))).toHaveLength(0);
  });
});

describe('Dexie on fake-indexeddb', () => {
  it.each(CONFORMANCE)('$name', async ({ run }) => {
    const { database, rebuilt } = await openDexie(`conformance-${serial++}`);
    expect(rebuilt).toBeNull();
    await run(database);
    database.close();
  });

  it('H2/H4: a database of a newer version is rebuilt, and says why', async () => {
    const name = `newer-${serial++}`;
    const newer = new Dexie(name);
    newer.version(99).stores({ meta: 'key', other: 'id' });
    await newer.open();
    await newer.table('meta').put({ key: 'marker', marker: 'old' });
    newer.close();
    const { database, rebuilt } = await openDexie(name);
    expect(rebuilt).toContain('newer version');
    expect(await database.read(['meta'], (tx) => tx.all('meta'))).toEqual([]);
    database.close();
  });

  it('a database with other tables under our version is rebuilt', async () => {
    const name = `foreign-${serial++}`;
    const foreign = new Dexie(name);
    foreign.version(1).stores({ meta: 'key' });
    await foreign.open();
    foreign.close();
    const { database } = await openDexie(name);
    await CONFORMANCE[0]?.run(database);
    database.close();
  });

  it('keeps pages of an earlier version, whose rows were strings', async () => {
    const name = `strings-${serial++}`;
    const key = { mailbox: 'inbox' as MailboxId, generation: 1 as Generation, page: 0 };
    const old = new Dexie(name);
    old.version(3).stores({
      meta: 'key',
      rows: '[mailbox+generation+page]',
      search: '[mailbox+generation+page]',
    });
    await old.open();
    await old.table('rows').put({ ...key, uids: Uint32Array.of(3, 9), rows: ['["a"]', '["č"]'] });
    await old.table('search').put({ ...key, uids: Uint32Array.of(3, 9), text: 'one\nčaj' });
    await old.table('search').put({ ...key, page: 1, uids: new Uint32Array(0), text: '' });
    await old.table('meta').put({ key: 'marker', marker: 'v' });
    old.close();
    const { database, rebuilt } = await openDexie(name);
    expect(rebuilt).toBeNull();
    const [rows, search, empty, meta] = await database.read(['rows', 'search', 'meta'], (tx) =>
      Promise.all([
        tx.get('rows', ['inbox', 1, 0]),
        tx.get('search', ['inbox', 1, 0]),
        tx.get('search', ['inbox', 1, 1]),
        tx.get('meta', 'marker'),
      ]),
    );
    expect(rows).toEqual({ ...key, uids: Uint32Array.of(3, 9), lines: toLines(['["a"]', '["č"]']) });
    expect(search).toEqual({ ...key, uids: Uint32Array.of(3, 9), lines: toLines(['one', 'čaj']) });
    expect(empty?.lines).toHaveLength(0);
    expect(meta).toEqual({ key: 'marker', marker: 'v' });
    database.close();
  });

  it('keeps pages of an earlier version, which were found by what is in them', async () => {
    const name = `inside-${serial++}`;
    const old = new Dexie(name);
    const keyed = '[mailbox+generation+page]';
    old.version(5).stores({ meta: 'key', columns: keyed, rows: keyed, search: keyed });
    await old.open();
    const pages = [0, 1, 7].map((page) => ({
      mailbox: 'inbox' as MailboxId,
      generation: 1 as Generation,
      page,
      uids: Uint32Array.of(page * 256 + 3),
      lines: toLines([`row ${page}`]),
      packed: false,
    }));
    await old.table('rows').bulkPut(pages);
    await old.table('search').bulkPut(pages);
    old.close();
    const { database, rebuilt } = await openDexie(name);
    expect(rebuilt).toBeNull();
    const read = (): Promise<unknown[]> =>
      database.read(['rows', 'search'], async (tx) => [
        await tx.range('rows', ['inbox', 1]),
        await tx.next('search', ['inbox', 1], 0, 9),
      ]);
    expect(await read()).toEqual([pages, pages.slice(1)]);
    // And a page that is written anew takes the place of the old one.
    const again = { ...pages[1], lines: toLines(['other']) } as (typeof pages)[0];
    await database.write(['rows'], (tx) => {
      tx.put('rows', again);
      return Promise.resolve();
    });
    expect((await read())[0]).toEqual([pages[0], again, pages[2]]);
    database.close();
  });

  it('tells when somebody deletes it while it is open', async () => {
    const name = `deleted-${serial++}`;
    const { database } = await openDexie(name);
    const lost = new Promise<string>((resolve) => database.onLost(resolve));
    await Dexie.delete(name);
    expect(await lost).toContain('deleted');
    await expect(database.read(['meta'], (tx) => tx.all('meta'))).rejects.toMatchObject({
      code: 'cache-lost',
    });
  });
});
