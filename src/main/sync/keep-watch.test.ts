import { expect, it } from 'vitest';
import { ManualClock } from '../../../tests/fakes/clocks';
import { keepWatch } from './keep-watch';
import type { KnownMailbox } from './mailbox-registry';
import type { Worker } from './worker';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function watching() {
  const clock = new ManualClock();
  const session = new AbortController();
  let look = (): void => undefined;
  let complete = (): void => undefined;
  let connections = 0;
  const worker = {
    looked: new Promise<void>((resolve) => (look = resolve)),
    inboxWhole: new Promise<void>((resolve) => (complete = resolve)),
    askPoll: () => undefined,
    askSync: () => undefined,
  };
  const over = keepWatch(
    clock,
    { id: 'i', wire: 'INBOX' } as unknown as KnownMailbox,
    worker as unknown as Worker,
    () => {
      connections++;
      return new Promise((_, reject) => {
        session.signal.addEventListener('abort', () => reject(new Error('over')), { once: true });
      });
    },
    session.signal,
  );
  return {
    clock,
    look,
    complete,
    connections: () => connections,
    async end() {
      session.abort(new Error('over'));
      await over;
    },
  };
}

it('a second connection is made when INBOX has been looked at and all of it is here', async () => {
  const { clock, look, complete, connections, end } = watching();
  complete();
  await settle();
  expect(connections()).toBe(0);
  look();
  await settle();
  expect(connections()).toBe(1);
  await end();
  expect(clock.pending).toBe(0);
});

it('new mail is not kept waiting for all of a large INBOX', async () => {
  const { clock, look, connections, end } = watching();
  look();
  await settle();
  clock.advance(9_999);
  await settle();
  expect(connections()).toBe(0);
  clock.advance(1);
  await settle();
  expect(connections()).toBe(1);
  await end();
});

it('ends with the session, also before it has begun', async () => {
  const { clock, look, connections, end } = watching();
  look();
  await settle();
  await end();
  expect([connections(), clock.pending]).toEqual([0, 0]);
});
