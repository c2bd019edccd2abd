import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { paced } from './paced';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('paced', () => {
  it('answers at once what is asked now and then', () => {
    const run = vi.fn();
    const { ask } = paced(run);
    for (let i = 1; i <= 5; i++) {
      ask();
      expect(run).toHaveBeenCalledTimes(i);
      vi.advanceTimersByTime(500);
    }
  });

  it('follows a long run of changes a few times a second, and answers the last of them', () => {
    const times: number[] = [];
    const { ask } = paced(() => times.push(performance.now()));
    for (let i = 0; i < 400; i++) {
      ask();
      vi.advanceTimersByTime(25);
    }
    const last = performance.now();
    ask();
    vi.advanceTimersByTime(500);
    expect(times.at(-1)).toBeGreaterThanOrEqual(last);
    expect(times.length).toBeGreaterThan(15);
    expect(times.length).toBeLessThan(50);
    const pauses = times.slice(1).map((at, i) => at - (times[i] as number));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(526);
  });

  it('says the first ones of a run quickly', () => {
    const times: number[] = [];
    const { ask } = paced(() => times.push(performance.now()));
    const start = performance.now();
    for (let i = 0; i < 10; i++) {
      ask();
      vi.advanceTimersByTime(20);
    }
    expect(times.filter((at) => at - start <= 200).length).toBeGreaterThanOrEqual(5);
  });

  it('can be called off', () => {
    const run = vi.fn();
    const { ask, cancel } = paced(run);
    ask();
    vi.advanceTimersByTime(300);
    ask();
    vi.advanceTimersByTime(1);
    ask();
    cancel();
    vi.advanceTimersByTime(1000);
    expect(run).toHaveBeenCalledTimes(2);
  });
});
