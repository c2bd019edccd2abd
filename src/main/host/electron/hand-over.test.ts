import { expect, it, onTestFinished, vi } from 'vitest';
import type { Port } from '@shared/rpc/port';
import { FakeElectron, FakeWindow } from '../../../../tests/electron-fake';
import { HandOver } from './hand-over';

it('gives a new port to a store that the engine hung up on, and to one that died only when it is back', () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const electron = new FakeElectron();
  const [ui, store] = [1, 0].map((n) => new FakeWindow({}, electron.log, n)) as [FakeWindow, FakeWindow];
  const ports: Port[] = [];
  const engine = { connectUi: () => undefined, connectStore: (port: Port) => void ports.push(port) };
  new HandOver(electron.api, engine, ui as never, store as never).watch();
  store.webContents.emit('dom-ready');
  ports[0]?.close();
  expect(ports).toHaveLength(1);
  vi.advanceTimersByTime(1_000);
  expect(ports).toHaveLength(2);
  expect(store.webContents.posted.map(({ channel }) => channel)).toEqual([
    'tern:engine-port',
    'tern:engine-port',
  ]);
  store.webContents.emit('render-process-gone', {}, { reason: 'oom' });
  ports[1]?.close();
  vi.advanceTimersByTime(1_000);
  expect(ports).toHaveLength(2);
  store.webContents.emit('dom-ready');
  expect(ports).toHaveLength(3);
  vi.advanceTimersByTime(1_000);
  expect(ports).toHaveLength(3);
});
