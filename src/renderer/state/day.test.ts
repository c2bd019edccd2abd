import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followDay } from './day';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 27, 23, 0) });
});
afterEach(() => {
  vi.useRealTimers();
});

const MINUTE = 60_000;

it('tells of each new day once, soon after midnight', () => {
  const tell = vi.fn();
  const end = followDay(tell);
  vi.advanceTimersByTime(59 * MINUTE);
  expect(tell).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2 * MINUTE);
  expect(tell).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(23 * 60 * MINUTE);
  expect(tell).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(60 * MINUTE);
  expect(tell).toHaveBeenCalledTimes(2);
  end();
  vi.advanceTimersByTime(48 * 60 * MINUTE);
  expect(tell).toHaveBeenCalledTimes(2);
});

it('tells of it, too, when the computer slept through midnight', () => {
  const tell = vi.fn();
  const end = followDay(tell);
  vi.setSystemTime(new Date(2026, 10, 28, 8, 0));
  expect(tell).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10 * MINUTE);
  expect(tell).toHaveBeenCalledTimes(1);
  end();
});
