import { expect, it } from 'vitest';
import { openFolds } from '@shared/ports/fold';
import { MemoryDisk, openMemoryVault } from '@main/vault';
import { ManualClock } from '../../../tests/fakes/clocks';
import { DaysPassed } from './days-passed';

const DAY = 86_400_000;
const BEGIN = Date.UTC(2026, 10, 27, 9);

async function given(disk = new MemoryDisk()) {
  const { vault } = await openMemoryVault(disk);
  let now = BEGIN;
  const days = new DaysPassed(vault, { now: () => now, after: () => () => undefined });
  const folds = await openFolds(vault, [days.table]);
  const at = async (...dates: readonly number[]): Promise<number> => {
    for (const date of dates) {
      now = BEGIN + date * DAY;
      await days.note();
    }
    return days.since(BEGIN);
  };
  return { disk, vault, days, folds, at };
}

it('counts the days that pass, and a weekend without Tern', async () => {
  const { at } = await given();
  expect(await at(0, 0, 1, 1, 2)).toBe(2);
  expect(await at(5)).toBe(5);
});

it('counts a long absence as three days', async () => {
  const { at } = await given();
  expect(await at(0, 40)).toBe(3);
});

it('a year ahead and back again counts once as three days, and the days after it as what they are', async () => {
  const { at } = await given();
  expect(await at(0, 365, 0, 365, 0, 365)).toBe(3);
  expect(await at(1, 2)).toBe(5);
});

it('a clock that begins in 1970 at each start makes nothing older', async () => {
  const { at, days } = await given();
  expect(await at(0, -20_000, 0, -20_000, 1, -20_000, 1)).toBe(1);
  expect(days.have(1, BEGIN)).toBe(true);
});

it('what is dated in the future is as old as what was seen since', async () => {
  const { at, days } = await given();
  await at(0, 365, 1, 2);
  expect(days.since(BEGIN + 365 * DAY)).toBe(2);
  expect(days.have(2, BEGIN + 365 * DAY)).toBe(true);
  expect(days.have(3, BEGIN + 365 * DAY)).toBe(false);
});

it('a minute after midnight nothing is a day old', async () => {
  const { at, days } = await given();
  await at(0);
  const late = BEGIN + 14.9 * 3_600_000;
  await at(0.7);
  expect([days.since(late), days.have(1, late)]).toEqual([1, false]);
});

it('what is older than the first date that was seen begins to age with it', async () => {
  const { at, days } = await given();
  await at(0, 1);
  expect(days.since(BEGIN - 900 * DAY)).toBe(1);
});

it('knows it after a restart and a snapshot', async () => {
  const { disk, vault, folds, at } = await given();
  await at(0, 365, 1);
  await folds.snapshot();
  await vault.close();
  const again = await given(disk);
  expect(again.days.since(BEGIN)).toBe(4);
  expect(await again.at(1, 365)).toBe(4);
});

it('looks at the date by itself, until it is stopped', async () => {
  const clock = new ManualClock(BEGIN);
  const { vault } = await openMemoryVault(new MemoryDisk());
  const days = new DaysPassed(vault, clock);
  await openFolds(vault, [days.table]);
  let looks = 0;
  await days.note();
  days.start(async () => void (looks += 1));
  for (let hour = 0; hour < 30; hour++) {
    clock.advance(3_600_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect([days.since(BEGIN), looks]).toEqual([1, 30]);
  days.stop();
  expect(clock.pending).toBe(0);
});
