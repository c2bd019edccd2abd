import { describe, expect, it } from 'vitest';
import type { ParserAnswer, ParserRequest, ParserThread } from './parse-in-worker';
import { answerRequest, createMessageParser } from './parse-in-worker';

const message = (subject: string): Uint8Array => Buffer.from(`Subject: ${subject}\n\n${'x'.repeat(2000)}`);

/** Threads that answer when told to, and a clock whose timers fire when told to. */
function stage() {
  const threads: { requests: ParserRequest[]; dead: boolean; alive: boolean; answer(): void; die(): void }[] =
    [];
  const timers: { run: () => void; cancelled: boolean }[] = [];
  const spawn = (): ParserThread => {
    let onAnswer: (answer: ParserAnswer) => void = () => undefined;
    let onDeath = (): void => undefined;
    const thread = {
      requests: [] as ParserRequest[],
      dead: false,
      answer: () => answerRequest(thread.requests.at(-1) as ParserRequest, onAnswer),
      die: () => onDeath(),
      alive: true,
    };
    threads.push(thread);
    return {
      post: (request) => thread.requests.push(request),
      onAnswer: (listener) => (onAnswer = listener),
      onDeath: (listener) => (onDeath = listener),
      terminate: () => (thread.dead = true),
      ran: () => thread.alive,
    };
  };
  const clock = {
    after: (_: number, run: () => void) => {
      const timer = { run, cancelled: false };
      timers.push(timer);
      return () => {
        timer.cancelled = true;
      };
    },
  };
  return { threads, timers, parser: createMessageParser({ spawn, clock, inPlaceBytes: 1000 }) };
}

describe('createMessageParser', () => {
  it('parses small messages in place and large ones in one thread, in turn', async () => {
    const { threads, timers, parser } = stage();
    expect((await parser.parse(Buffer.from('Subject: small\n\nx'))).envelope.subject).toBe('small');
    expect(threads).toHaveLength(0);
    const both = [parser.parse(message('one')), parser.parse(message('two'))];
    expect(threads.map(({ requests }) => requests.length)).toEqual([1]);
    threads[0]?.answer();
    threads[0]?.answer();
    expect((await Promise.all(both)).map(({ envelope }) => envelope.subject)).toEqual(['one', 'two']);
    expect(timers.map(({ cancelled }) => cancelled)).toEqual([true, true]);
    parser.close();
    expect(threads[0]?.dead).toBe(true);
  });

  it('gives the envelope of a message that hangs or kills its thread, and goes on with a new one', async () => {
    const { threads, timers, parser } = stage();
    const [hangs, kills, fine] = [
      parser.parse(message('hangs')),
      parser.parse(message('kills')),
      parser.parse(message('fine')),
    ];
    timers[0]?.run();
    expect(await hangs).toMatchObject({
      envelope: { subject: 'hangs' },
      texts: [],
      notices: ['parser-stopped'],
    });
    expect(threads[0]?.dead).toBe(true);
    threads[1]?.die();
    expect((await kills).notices).toEqual(['parser-stopped']);
    threads[0]?.die(); // late news of the first thread concern nobody
    threads[2]?.answer();
    expect((await fine).notices).toEqual([]);
    parser.close();
  });

  it('parses in place when no thread comes to life', async () => {
    const { threads, parser } = stage();
    const both = [parser.parse(message('one')), parser.parse(message('two'))];
    const [first] = threads;
    if (!first) throw new Error('no thread was started');
    first.alive = false;
    first.die();
    expect((await Promise.all(both)).map(({ notices, texts }) => [notices, texts.length])).toEqual([
      [[], 1],
      [[], 1],
    ]);
    expect(threads).toHaveLength(1);
    parser.close();
  });

  it('settles everything when it is closed, and does not queue without bound', async () => {
    const { parser } = stage();
    const all = Array.from({ length: 201 }, () => parser.parse(message('x')));
    await expect(parser.parse(message('one too many'))).rejects.toMatchObject({ code: 'too-busy' });
    parser.close();
    for (const { notices } of await Promise.all(all)) expect(notices).toEqual(['parser-stopped']);
  });
});
