import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeElectron, FakeWindow } from '../../../../tests/electron-fake';
import { reloadWhenGone } from './reload-when-gone';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout'], now: 1e6 }));
afterEach(() => void vi.useRealTimers());

function watched() {
  const window = new FakeWindow({}, new FakeElectron().log, 0);
  const state = { loads: 0, quitting: false };
  const load = (): Promise<void> => Promise.resolve(void (state.loads += 1));
  const onError = (error: unknown): never => expect.fail(String(error));
  reloadWhenGone(window as never, load, { quitting: () => state.quitting, onError });
  const gone = (reason: string): void => void window.webContents.emit('render-process-gone', {}, { reason });
  return { state, gone };
}

it('soon, but not from within the event (electron/electron #51900)', () => {
  const { state, gone } = watched();
  gone('crashed');
  expect(state.loads).toBe(0);
  vi.advanceTimersByTime(100);
  expect(state.loads).toBe(1);
});

it('three times in a row, then after a minute each time; one a day later is another matter', () => {
  const { state, gone } = watched();
  for (const loads of [1, 2, 3, 3, 3]) {
    gone('oom');
    vi.advanceTimersByTime(100);
    expect(state.loads).toBe(loads);
  }
  vi.advanceTimersByTime(60_000);
  expect(state.loads).toBe(4);
  vi.advanceTimersByTime(86_400_000);
  gone('killed');
  vi.advanceTimersByTime(100);
  expect(state.loads).toBe(5);
});

it('not where it ended as it should, nor while Tern ends', () => {
  const { state, gone } = watched();
  gone('clean-exit');
  gone('crashed');
  state.quitting = true;
  vi.advanceTimersByTime(100);
  gone('crashed');
  vi.advanceTimersByTime(100_000);
  expect(state.loads).toBe(0);
});
