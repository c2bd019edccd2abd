import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useList } from './list';
import { whenRowsStand } from './rows-stand';
import type { ViewWindow } from './view-window';

/** A list of so many rows, and a way to let it have more. */
function list(total: number): { readonly window: ViewWindow; grow(to: number): void } {
  const listeners = new Set<() => void>();
  let rows = total;
  const window = {
    info: () => ({ total: rows }),
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  } as unknown as ViewWindow;
  return {
    window,
    grow: (to) => {
      rows = to;
      for (const listener of listeners) listener();
    },
  };
}

let paint = (): void => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
    paint = run;
    return 1;
  });
  vi.stubGlobal('cancelAnimationFrame', () => (paint = () => undefined));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  useList.setState({ window: null });
});

it('comes behind the picture that has the first rows, once', () => {
  const run = vi.fn();
  whenRowsStand(run);
  const shown = list(0);
  useList.setState({ window: shown.window });
  shown.grow(50);
  shown.grow(76);
  vi.advanceTimersByTime(100);
  expect(run).not.toHaveBeenCalled();
  paint();
  vi.advanceTimersByTime(0);
  shown.grow(90);
  vi.advanceTimersByTime(10_000);
  expect(run).toHaveBeenCalledTimes(1);
});

it('an empty list may yet get rows, but is not waited for without end', () => {
  const run = vi.fn();
  useList.setState({ window: list(0).window });
  whenRowsStand(run);
  vi.advanceTimersByTime(1000);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1500);
  expect(run).toHaveBeenCalledTimes(1);
});

it('a window that is never painted holds nothing up without end', () => {
  const run = vi.fn();
  useList.setState({ window: list(9).window });
  whenRowsStand(run);
  vi.advanceTimersByTime(2500);
  expect(run).toHaveBeenCalledTimes(1);
});

it('can be called off', () => {
  const run = vi.fn();
  const stop = whenRowsStand(run);
  const shown = list(3);
  useList.setState({ window: shown.window });
  stop();
  paint();
  shown.grow(4);
  vi.advanceTimersByTime(10_000);
  expect(run).not.toHaveBeenCalled();
});
