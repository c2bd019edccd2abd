import { afterEach, describe, expect, it } from 'vitest';
import { vanishedEverything } from '@main/demo/lies';
import { withCapabilities } from '@main/demo/imap/profiles';
import type { Distrust } from '@shared/contract/trust';
import type { AccountId } from '@shared/model/ids';
import { MemoryDisk, openMemoryVault } from '@main/vault';
import { openFolds } from '@shared/ports/fold';
import { Bench } from '../../../../tests/fakes/bench';
import { TrustBook } from './trust-book';

const A = 'a1' as AccountId;
const B = 'b2' as AccountId;
const because = (detail: string): Distrust['reason'] => ({ code: 'examination', details: { detail } });
const names = (list: readonly Pick<Distrust, 'capability'>[]): string[] =>
  list.map(({ capability }) => capability);

describe('TrustBook', () => {
  const open = async (disk: MemoryDisk) => {
    const { vault } = await openMemoryVault(disk);
    const book = new TrustBook(vault, () => 7);
    await openFolds(vault, [book.table]);
    return { book, vault };
  };
  it('keeps what was found out over a crash, by account, with the first reason', async () => {
    const disk = new MemoryDisk();
    const { book } = await open(disk);
    await book.lose(A, [{ capability: 'QRESYNC', reason: because('it lied'), by: 'use' }]);
    await book.lose(A, [
      { capability: 'QRESYNC', reason: because('again'), by: 'examination' },
      { capability: 'ESEARCH', reason: because('it counts wrongly'), by: 'examination' },
    ]);
    const { book: after } = await open(disk.crash());
    expect(after.of(A)).toEqual([
      { capability: 'QRESYNC', reason: because('it lied'), by: 'use', since: 7 },
      { capability: 'ESEARCH', reason: because('it counts wrongly'), by: 'examination', since: 7 },
    ]);
    expect(after.of(B)).toEqual([]);
  });
  it('reads what was kept as a sentence once', async () => {
    const { book, vault } = await open(new MemoryDisk());
    const old = { capability: 'MOVE', reason: 'it lied', by: 'use' as const, since: 3 };
    await vault.appendAll([book.table.put(A, [old])]);
    expect(book.of(A)).toEqual([{ ...old, reason: { code: 'other', details: { detail: 'it lied' } } }]);
  });
  it('counts before it is durable, so that two found at once are both kept', async () => {
    const { book } = await open(new MemoryDisk());
    const both = [
      book.lose(A, [{ capability: 'MOVE', reason: because('x'), by: 'use' }]),
      book.lose(A, [{ capability: 'BINARY', reason: because('y'), by: 'use' }]),
    ];
    expect(names(book.of(A))).toEqual(['MOVE', 'BINARY']);
    await Promise.all(both);
    expect(names(book.table.get(A) ?? [])).toEqual(['MOVE', 'BINARY']);
  });
  it('trusts again when told, and forgets an account', async () => {
    const { book, vault } = await open(new MemoryDisk());
    await book.lose(A, [
      { capability: 'MOVE', reason: because('x'), by: 'use' },
      { capability: 'BINARY', reason: because('y'), by: 'use' },
    ]);
    expect(await book.regain(A, ({ capability }) => capability === 'MOVE')).toBe(true);
    expect(await book.regain(A, ({ capability }) => capability === 'MOVE')).toBe(false);
    expect(names(book.of(A))).toEqual(['BINARY']);
    await vault.appendAll(book.forget(A));
    expect(book.of(A)).toEqual([]);
  });
});

describe('an account', () => {
  let bench: Bench;
  afterEach(() => bench.stop());
  const distrusted = (): Promise<Distrust[]> => bench.ui.api.distrusted({ account: bench.account.id });
  const asked = (words: string): boolean => bench.imap.log.some(({ line }) => line.includes(words));

  it('does without what failed an examination, over a restart, until it holds again', async () => {
    bench = new Bench('everything');
    bench.deliver('INBOX', 1, 4);
    await bench.start();
    await bench.settled('INBOX');
    expect(await distrusted()).toEqual([]);
    const lie = { verb: 'EXAMINE', match: /QRESYNC/, act: vanishedEverything() } as const;
    bench.imap.add(lie);
    const bad = await bench.ui.api.examineServer({ account: bench.account.id });
    expect(bad.checks.find(({ capability }) => capability === 'QRESYNC')?.outcome).toBe('failed');
    expect(bad.text).toContain('QRESYNC');
    expect(names(bad.distrusted)).toEqual(['QRESYNC']);
    expect((await distrusted())[0]).toMatchObject({
      by: 'examination',
      reason: { code: 'examination', details: { detail: expect.any(String) as string } },
    });

    await bench.kill();
    await bench.start();
    await bench.settled('INBOX');
    bench.imap.log.length = 0;
    bench.deliver('INBOX', 5);
    await bench.quiet();
    expect(names(await distrusted())).toEqual(['QRESYNC']);
    expect(asked('(QRESYNC (')).toBe(false);

    bench.imap.clear();
    const good = await bench.ui.api.examineServer({ account: bench.account.id });
    expect(good.distrusted).toEqual([]);
    bench.imap.log.length = 0;
    bench.deliver('INBOX', 6);
    await bench.quiet();
    await expect.poll(() => asked('ENABLE QRESYNC')).toBe(true);
  });

  it('remembers what use has found out; only the person takes that back', async () => {
    bench = new Bench(withCapabilities('everything', {}));
    bench.imap.add({ verb: 'LIST', match: /RETURN/, act: { do: 'answer', reply: 'BAD what is RETURN' } });
    bench.deliver('INBOX', 1);
    await bench.start();
    await bench.settled('INBOX');
    expect(names(await distrusted())).toEqual(['LIST-EXTENDED', 'LIST-STATUS']);
    expect((await distrusted())[0]).toMatchObject({
      by: 'use',
      reason: { code: 'list-refused', details: {} },
    });

    bench.imap.clear();
    const { distrusted: after } = await bench.ui.api.examineServer({ account: bench.account.id });
    expect(names(after)).toEqual(['LIST-EXTENDED', 'LIST-STATUS']);
    bench.imap.log.length = 0;
    for (const capability of ['LIST-EXTENDED', 'LIST-STATUS'])
      await bench.ui.api.trustAgain({ account: bench.account.id, capability });
    expect(await distrusted()).toEqual([]);
    await expect.poll(() => asked('RETURN (SUBSCRIBED')).toBe(true);
  });
});
