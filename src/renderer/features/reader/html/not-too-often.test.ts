import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { notTooOften } from './not-too-often';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('runs at once, and then a tenth of the time at most, however often it is asked for', () => {
  let now = 0;
  let ran = 0;
  const rested = notTooOften(
    () => {
      ran++;
      now += 30;
    },
    () => now,
  );
  rested.run();
  expect(ran).toBe(1);
  for (let n = 0; n < 300; n++) rested.run();
  expect(ran).toBe(1);
  vi.advanceTimersByTime(270);
  expect(ran).toBe(2);
  now += 1000;
  rested.run();
  expect(ran).toBe(3);
  rested.run();
  rested.stop();
  vi.advanceTimersByTime(10_000);
  expect(ran).toBe(3);
});

it('stays stopped: a picture of a letter that is being replaced says nothing about the next', () => {
  let ran = 0;
  const rested = notTooOften(() => ran++);
  rested.stop();
  rested.run();
  vi.advanceTimersByTime(10_000);
  expect(ran).toBe(0);
});
