import { describe, expect, it } from 'vitest';
import { NodeCompression } from '@main/net/node-compression';
import { isMailError } from '@shared/errors/mail-error';
import { encodeLatin1 } from './codec/bytes';
import { Framer, type LiteralSink } from './codec/framer';
import { Parser } from './codec/parse-response';
import { append, ImapClient, namespace, noop, select, type Response } from './index';
import { DEFAULT_LIMITS, KEPT, type Limits } from './limits';
import { open, outcome, settle } from './testing/connect';
import { ManualClock } from './testing/manual-clock';
import { ScriptedServer } from './testing/scripted-server';

const parse = (text: string, limits: Partial<Limits>): Response =>
  new Parser({ ...DEFAULT_LIMITS, ...limits }).parse(encodeLatin1(text));

function frame(text: string, limits: Partial<Limits>, sink: LiteralSink | null = null): string {
  let responses = 0;
  const framer = new Framer(
    { response: () => ++responses > 0, literal: () => sink, slow: () => undefined },
    { ...DEFAULT_LIMITS, ...limits },
  );
  try {
    framer.push(encodeLatin1(text));
  } catch (error) {
    if (isMailError(error)) return error.code;
    throw error;
  }
  return String(responses);
}

const structureOk = (text: string, limits: Partial<Limits>): boolean | undefined => {
  const response = parse(`* 1 FETCH (BODYSTRUCTURE ${text} UID 5)`, limits);
  if (response.type !== 'fetch') throw new Error(response.type);
  // Whatever the limit costs, the next attribute is still read.
  expect(response.message.uid).toBe(5);
  return response.message.structure?.ok;
};
const nested = (depth: number): string =>
  `${'('.repeat(depth - 1)}("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1)${' "MIXED")'.repeat(depth - 1)}`;

async function commandFor(
  limits: Partial<Limits>,
  script: string,
): Promise<{ result: string; closed: string }> {
  const { client } = await open(script, { limits });
  const result = await outcome(client.run(noop()));
  return { result, closed: client.closed?.code ?? '' };
}

/** Every limit: just inside it works, one more does not, and what happens then. */
const TESTS: Record<keyof Limits, () => void | Promise<void>> = {
  lineBeforeLogin: () => {
    expect(frame(`* OK ${'x'.repeat(93)}\r\n`, { lineBeforeLogin: 100 })).toBe('1');
    expect(frame(`* OK ${'x'.repeat(94)}\r\n`, { lineBeforeLogin: 100 })).toBe('line-too-long');
  },
  line: async () => {
    const long = `S: * X ${'x'.repeat(90)}`;
    expect(await commandFor({ line: 100 }, `C: n NOOP\n${long}\nS: n OK`)).toEqual({
      result: 'ok',
      closed: '',
    });
    expect(await commandFor({ line: 90 }, `C: n NOOP\n${long}\nS: n OK`)).toEqual({
      result: 'broken line-too-long',
      closed: 'line-too-long',
    });
  },
  response: () => {
    const two = '* X {50}\r\n' + 'a'.repeat(50) + ' {50}\r\n' + 'b'.repeat(50) + '\r\n';
    let kept = 0;
    const framer = new Framer(
      { response: (bytes) => (kept = bytes.length) > 0, literal: () => null, slow: () => undefined },
      { ...DEFAULT_LIMITS, response: 80 },
    );
    framer.push(encodeLatin1(two));
    // The second literal does not fit and is left out; the response goes on.
    expect(kept).toBe(two.length - 2 - 50);
  },
  streamFrom: () => {
    let streamed = 0;
    const sink = {
      write: (bytes: Uint8Array) => void (streamed += bytes.length),
      end: () => undefined,
      abort: () => undefined,
    };
    frame('* X {9}\r\n123456789\r\n', { streamFrom: 10 }, sink);
    expect(streamed).toBe(0);
    frame('* X {10}\r\n1234567890\r\n', { streamFrom: 10 }, sink);
    expect(streamed).toBe(10);
  },
  literal: () => {
    expect(frame('* X {100}\r\n', { literal: 100 })).toBe('0');
    expect(frame('* X {101}\r\n', { literal: 100 })).toBe('literal-too-large');
  },
  depth: () => {
    expect(structureOk(nested(20), { depth: 20 })).toBe(true);
    expect(structureOk(nested(21), { depth: 20 })).toBe(false);
    // The limit is the only bound: what is open is not on the machine's stack.
    expect(structureOk(nested(20_000), { depth: 20_000 })).toBe(true);
  },
  width: () => {
    const parts = (n: number): string =>
      `(${'("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1)'.repeat(n)} "MIXED" NIL)`;
    expect(structureOk(parts(9), { width: 10 })).toBe(true);
    expect(structureOk(parts(10), { width: 10 })).toBe(false);
    const to = (n: number): Response =>
      parse(`* 1 FETCH (ENVELOPE (NIL NIL NIL NIL NIL (${'(NIL NIL "a" "b")'.repeat(n)}) NIL NIL NIL NIL))`, {
        width: 10,
      });
    expect(to(10)).toMatchObject({ message: { envelope: { ok: true } } });
    expect(to(11)).toMatchObject({ message: { envelope: { ok: false } } });
  },
  sections: () => {
    const sections = (n: number): Response =>
      parse(`* 1 FETCH (${'BODY[1] NIL '.repeat(n)})`, { sections: 5 });
    expect(sections(5).type).toBe('fetch');
    expect(sections(6).type).toBe('invalid');
  },
  threadDepth: () => {
    const deep = (n: number): Response =>
      parse(`* THREAD ${'('.repeat(n)}1${')'.repeat(n)}`, { threadDepth: 20 });
    expect(deep(20).type).toBe('thread');
    expect(deep(21).type).toBe('invalid');
  },
  threadNodes: () => {
    const many = (n: number): Response =>
      parse(`* THREAD (${Array.from({ length: n }, (_, i) => String(i + 1)).join(' ')})`, {
        threadNodes: 12,
      });
    // Parentheses count as well: they are what costs.
    expect(many(10).type).toBe('thread');
    expect(many(11).type).toBe('invalid');
  },
  unsolicited: async () => {
    const flood = (n: number): string => Array.from({ length: n }, () => 'S: * 1 RECENT').join('\n');
    expect((await commandFor({ unsolicited: 10 }, `C: n NOOP\n${flood(10)}\nS: n OK`)).result).toBe('ok');
    expect((await commandFor({ unsolicited: 10 }, `C: n NOOP\n${flood(11)}\nS: n OK`)).closed).toBe('flood');
  },
  unsolicitedOctets: async () => {
    const limits = { unsolicitedOctets: 100 };
    const line = (n: number): string => `S: * X ${'x'.repeat(n - 4)}`;
    expect((await commandFor(limits, `C: n NOOP\n${line(50)}\n${line(50)}\nS: n OK`)).result).toBe('ok');
    expect((await commandFor(limits, `C: n NOOP\n${line(50)}\n${line(51)}\nS: n OK`)).closed).toBe('flood');
    // And counts from the last answer on.
    const { client } = await open(`C: n NOOP\n${line(90)}\nS: n OK\nC: o NOOP\n${line(90)}\nS: o OK`, {
      limits,
    });
    expect([await outcome(client.run(noop())), await outcome(client.run(noop()))]).toEqual(['ok', 'ok']);
  },
  answer: async () => {
    const listed = async (n: number): Promise<string> => {
      const all = Array.from({ length: n }, () => 'S: * LIST () "/" x').join('\n');
      const { client } = await open(`C: l LIST "" "*"\n${all}\nS: l OK`, {
        caps: 'IMAP4rev1',
        limits: { answer: 3 * (KEPT + 15) },
      });
      return outcome(client.list());
    };
    expect(await listed(3)).toBe('ok');
    expect(await listed(4)).toBe('broken flood');
  },
  queue: async () => {
    const { client } = await open('C: n NAMESPACE', { limits: { queue: 2 } });
    const all = [
      outcome(client.run(namespace())),
      ...Array.from({ length: 3 }, () => outcome(client.run(select('x')))),
    ];
    expect(await all[3]).toBe('refused queue-full');
    client.close();
    expect(await Promise.all(all.slice(0, 3))).toEqual(Array(3).fill('unreachable closed'));
  },
  invalid: async () => {
    const noise = (n: number): string => Array.from({ length: n }, () => 'S: what').join('\n');
    expect((await commandFor({ invalid: 5 }, `C: n NOOP\n${noise(5)}\nS: n OK`)).result).toBe('ok');
    expect((await commandFor({ invalid: 5 }, `C: n NOOP\n${noise(6)}\nS: n OK`)).closed).toBe('unreadable');
  },
  inflateRatio: () => {
    const inflated = (ratio: number): number => {
      const squeezed = new NodeCompression().deflate().push(new Uint8Array(4 << 20));
      return new NodeCompression().inflate(ratio).push(squeezed).length;
    };
    expect(inflated(100_000)).toBe(4 << 20);
    expect(() => inflated(DEFAULT_LIMITS.inflateRatio)).toThrow(
      expect.objectContaining({ kind: 'broken', code: 'compression-bomb' }),
    );
  },
  pipeline: async () => {
    const { client, server } = await open(
      'C: a MYRIGHTS a\nC: b GETQUOTA b\nS: a OK\nC: c GETMETADATA c (/x)\nS: b OK\nS: c OK',
      { limits: { pipeline: 2 } },
    );
    const imap = await import('./index');
    const running = [imap.myRights('a'), imap.getQuota('b'), imap.getMetadata('c', ['/x'])].map((command) =>
      outcome(client.run(command as never)),
    );
    await settle();
    expect(await Promise.all(running)).toEqual(['ok', 'ok', 'ok']);
    await server.finished;
    // RFC 9051 §5.5 sets no number; between 4 and 8 hides the round trip and keeps what a person waits for near.
    expect(DEFAULT_LIMITS.pipeline).toBeGreaterThanOrEqual(4);
    expect(DEFAULT_LIMITS.pipeline).toBeLessThanOrEqual(8);
  },
  greetingMs: async () => {
    const clock = new ManualClock();
    const connecting = outcome(
      ImapClient.connect(new ScriptedServer(''), { clock, tls: 'tls', limits: { greetingMs: 1_000 } }),
    );
    let over = false;
    void connecting.then(() => (over = true));
    clock.advance(999);
    await settle();
    expect(over).toBe(false);
    clock.advance(1);
    expect(await connecting).toBe('unreachable timeout');
  },
  commandMs: async () => {
    const { client, clock } = await open('C: n NOOP', { limits: { commandMs: 1_000 } });
    const running = outcome(client.run(noop()));
    clock.advance(999);
    await settle();
    expect(client.closed).toBeNull();
    clock.advance(1_000);
    expect(await running).toBe('unreachable timeout');
  },
  progressBytes: async () => {
    // A literal that drips: 4 octets every second are progress when 4 are asked for, and none when 400 are.
    const survives = async (progressBytes: number): Promise<boolean> => {
      const clock = new ManualClock();
      let give: (bytes: Uint8Array) => void = () => undefined;
      const transport = {
        security: { kind: 'tls', loopback: false } as const,
        receive: () => new Promise<Uint8Array>((resolve) => (give = resolve)),
        send: () => Promise.resolve(),
        startTls: () => Promise.resolve(),
        close: () => undefined,
      };
      const connecting = ImapClient.connect(transport, {
        clock,
        tls: 'tls',
        limits: { progressBytes, commandMs: 3_000 },
      });
      give(encodeLatin1('* OK [CAPABILITY IMAP4rev1] hi\r\n'));
      const client = await connecting;
      const running = outcome(client.run(append('x', [{ content: encodeLatin1('y') }])));
      await settle();
      give(encodeLatin1('* 1 FETCH (BODY[] {1000}\r\n'));
      await settle();
      for (let i = 0; i < 20 && client.closed === null; i++) {
        clock.advance(1_000);
        give(encodeLatin1('xxxx'));
        await settle();
      }
      const alive = client.closed === null;
      client.close();
      await running;
      return alive;
    };
    expect(await survives(4)).toBe(true);
    expect(await survives(400)).toBe(false);
  },
};

describe('limits', () => {
  it.each(Object.entries(TESTS))('%s', (_name, test) => test());
  it('has a test for each', () => {
    expect(Object.keys(TESTS).sort()).toEqual(Object.keys(DEFAULT_LIMITS).sort());
  });
});
