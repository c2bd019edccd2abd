import { describe, expect, it } from 'vitest';
import {
  answerIndexRequest,
  type IndexAnswer,
  type IndexerThread,
  type IndexRequest,
  ThreadIndexer,
} from './index-in-thread';
import { indexHere } from './index-message';

const letters = Array.from({ length: 40 }, (_, i) =>
  Buffer.from(`Subject: Letter ${i}\r\n\r\nText ${i}\r\n`),
);
const checks = letters.map((_, i) => ({ check: String(i) }));

class Thread implements IndexerThread {
  readonly asked: IndexRequest[] = [];
  ended = false;
  alive = true;
  #answer: (answer: IndexAnswer) => void = () => undefined;
  die: () => void = () => undefined;
  post = (request: IndexRequest): void => void this.asked.push(request);
  onAnswer = (listener: (answer: IndexAnswer) => void): void => void (this.#answer = listener);
  onDeath = (listener: () => void): void => void (this.die = listener);
  terminate = (): void => void (this.ended = true);
  ran = (): boolean => this.alive;
  answer(): void {
    for (const request of this.asked.splice(0)) this.#answer(answerIndexRequest(structuredClone(request)));
  }
}

function stage(alive = true) {
  const threads: Thread[] = [];
  const timers: { ms: number; run: () => void; cancelled: boolean }[] = [];
  const clock = {
    after: (ms: number, run: () => void) => {
      const timer = { ms, run, cancelled: false };
      timers.push(timer);
      return () => void (timer.cancelled = true);
    },
  };
  const indexer = new ThreadIndexer(() => {
    const thread = new Thread();
    thread.alive = alive;
    threads.push(thread);
    return thread;
  }, clock);
  const due = (): void => {
    for (const timer of timers.splice(0)) if (!timer.cancelled) timer.run();
  };
  return { indexer, threads, due };
}

describe('rows made in a thread', () => {
  it('are those that are made in place, and few are made in place', async () => {
    const { indexer, threads } = stage();
    const expected = await indexHere.indexAll(letters, checks);
    const made = indexer.indexAll([...letters.slice(0, 20), null], checks);
    threads[0]?.answer();
    expect(await made).toEqual([...expected.slice(0, 20), null]);
    expect(await indexer.indexAll(letters.slice(0, 3), checks)).toEqual(expected.slice(0, 3));
    expect(threads).toHaveLength(1);
  });

  it('come all the same when the thread dies, hangs or never lived', async () => {
    const expected = await indexHere.indexAll(letters, checks);
    const { indexer, threads, due } = stage();
    const first = indexer.indexAll(letters, checks);
    threads[0]?.die();
    expect(await first).toEqual(expected);
    const second = indexer.indexAll(letters, checks);
    due();
    expect(await second).toEqual(expected);
    expect(threads.map(({ ended }) => ended)).toEqual([true, true]);
    const never = stage(false);
    const third = never.indexer.indexAll(letters, checks);
    never.threads[0]?.die();
    expect(await third).toEqual(expected);
    expect(await never.indexer.indexAll(letters, checks)).toEqual(expected);
    expect(never.threads).toHaveLength(1);
  });

  it('a thread that nobody needs ends, and so does one that is closed with work in it', async () => {
    const { indexer, threads, due } = stage();
    const first = indexer.indexAll(letters, checks);
    threads[0]?.answer();
    await first;
    due();
    expect(threads[0]?.ended).toBe(true);
    const second = indexer.indexAll(letters, checks);
    indexer.close();
    expect(await second).toHaveLength(40);
    expect(threads[1]?.ended).toBe(true);
  });
});
