import { expect, it } from 'vitest';
import { ManualClock } from '../../../tests/fakes/clocks';
import { createMessageParser } from '../mime/parse-in-worker';
import { ThreadIndexer } from '../services/local-mail/index-in-thread';
import { threadOf } from './spawn-parser';

/** `new Worker` throws at once for this: a path that is neither absolute nor relative. */
const NO_FILE = 'no-such-thread.js';
const letter = (n: number, text: string): Uint8Array =>
  Buffer.from(`Subject: Letter ${n}\r\n\r\n${text}\r\n`);

it('where no thread can be made, rows are made in place', async () => {
  const indexer = new ThreadIndexer(() => threadOf(NO_FILE), new ManualClock());
  const letters = Array.from({ length: 20 }, (_, n) => letter(n, 'Text'));
  const checks = letters.map((_, n) => ({ check: String(n) }));
  for (let time = 0; time < 2; time++)
    expect((await indexer.indexAll(letters, checks)).filter((entry) => entry !== null)).toHaveLength(20);
});

it('and large messages are read in place, all of them', async () => {
  const parser = createMessageParser({
    spawn: () => threadOf(NO_FILE),
    clock: new ManualClock(),
    inPlaceBytes: 10,
  });
  const parsed = await Promise.all([1, 2, 3].map((n) => parser.parse(letter(n, 'Text'))));
  expect(parsed.map(({ envelope, texts }) => [envelope.subject, texts[0]?.text.trim()])).toEqual([
    ['Letter 1', 'Text'],
    ['Letter 2', 'Text'],
    ['Letter 3', 'Text'],
  ]);
});
