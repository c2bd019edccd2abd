import { expect, it } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import { memoryPortPair } from '@shared/rpc/memory-port';
import { VirtualClock } from '../../../tests/fakes/virtual-clock';
import { CacheWatch } from './cache-watch';
import type { Engine } from './engine';
import { StoreDoor } from './store-door';

/** What a door asks of an engine before a store has answered. */
function door() {
  const clock = new VirtualClock();
  let drawn = 0;
  const engine = {
    mark: 'm',
    parts: { crypto: { randomBytes: (n: number) => new Uint8Array(n).fill(++drawn) } },
    runners: new Map(),
  } as unknown as Engine;
  const watch = new CacheWatch(clock, {
    notice: () => undefined,
    unnotice: () => undefined,
    store: null,
    runners: new Map(),
  });
  return { clock, watch, door: new StoreDoor(engine, watch) };
}

/** The store's end of a port that nothing answers on. */
function silent(at: StoreDoor) {
  const [mine, theirs] = memoryPortPair();
  const store = { port: mine, greeted: 0, closed: false };
  mine.onMessage((message) => {
    if ((message as { method?: string }).method === 'hello') store.greeted++;
  });
  mine.onClose(() => (store.closed = true));
  at.connect(theirs);
  return store;
}

const failure = new MailError({
  kind: 'refused',
  code: 'cache-failed',
  message: 'x',
  retry: { kind: 'later' },
});
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('a page loaded anew while its store waits to be greeted does not wait for what the former did', async () => {
  for (const leaves of [true, false]) {
    const { clock, watch, door: own } = door();
    for (let n = 0; n < 11; n++) watch.failed(failure);
    const former = silent(own);
    await clock.pass(5000);
    // Its port may be heard to close only behind the new one.
    if (leaves) former.port.close();
    await turn();
    const next = silent(own);
    await turn();
    expect([former.greeted, former.closed, next.greeted]).toEqual([0, true, 1]);
    own.close();
  }
});

it('a page loaded anew while its store was being greeted counts for no failure', async () => {
  const { watch, door: own } = door();
  const former = silent(own);
  await turn();
  const next = silent(own);
  former.port.close();
  await turn();
  expect([former.greeted, next.greeted]).toEqual([1, 1]);
  let over = false;
  void watch.pause({ onClose: () => undefined }).then(() => (over = true));
  await turn();
  expect(over).toBe(true);
  own.close();
});

it('a store that waits or is being greeted is let go when Tern ends', async () => {
  for (const waits of [true, false]) {
    const { clock, watch, door: own } = door();
    if (waits) watch.failed(failure);
    const store = silent(own);
    await turn();
    own.close();
    await turn();
    expect(store.closed).toBe(true);
    await clock.pass(60_000);
    expect(store.greeted).toBe(waits ? 0 : 1);
  }
});
