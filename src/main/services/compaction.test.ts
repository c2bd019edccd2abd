import { expect, it } from 'vitest';
import { VaultError } from '@shared/ports/vault';
import { VirtualClock } from '../../../tests/fakes/virtual-clock';
import { Compaction } from './compaction';

const MB = 1024 * 1024;

it('a journal that grows while Tern runs is compacted now and then, also after a disk that refused', async () => {
  const clock = new VirtualClock();
  const vault = { sinceSnapshot: { bytes: 0, records: 0 } };
  const taken: number[] = [];
  let full = true;
  const compaction = new Compaction(vault, clock, () => {
    if (full) return Promise.reject(new VaultError('no-space', 'the disk is full'));
    taken.push(vault.sinceSnapshot.bytes);
    vault.sinceSnapshot.bytes = 0;
    return Promise.resolve();
  });
  compaction.start();
  vault.sinceSnapshot.bytes = 5 * MB;
  await clock.pass(11 * 60_000);
  expect(taken).toEqual([]);
  vault.sinceSnapshot.bytes = 20 * MB;
  await clock.pass(11 * 60_000);
  // Nor does it keep Tern from starting, or from letting go of the vault at its end.
  await compaction.quiet();
  expect(taken).toEqual([]);
  full = false;
  await clock.pass(11 * 60_000);
  expect(taken).toEqual([20 * MB]);
  vault.sinceSnapshot.bytes = 30 * MB;
  compaction.stop();
  await clock.pass(60 * 60_000);
  expect(taken).toEqual([20 * MB]);
  await compaction.quiet();
  expect(taken).toEqual([20 * MB, 30 * MB]);
});
