import { describe, expect, it } from 'vitest';
import { decodeLatin1, encodeLatin1 } from './codec/bytes';
import { append, fetch, ImapClient, move, namespace, noop, select, UidSet, type LiteralInfo } from './index';
import { open, outcome, SEL, settle } from './testing/connect';
import { ManualClock } from './testing/manual-clock';
import { ScriptedServer } from './testing/scripted-server';

describe('deadlines', () => {
  it('gives up on a silent greeting', async () => {
    const clock = new ManualClock();
    const connecting = outcome(ImapClient.connect(new ScriptedServer(''), { clock, tls: 'tls' }));
    clock.advance(60_000);
    expect(await connecting).toBe('unreachable timeout');
  });
  it('gives up on a silent command, and MOVE is then uncertain', async () => {
    const { client, clock } = await open(`${SEL}C: m UID MOVE 1 x`);
    await client.run(select('INBOX'));
    const moving = outcome(client.run(move(UidSet.from([1]), 'x')));
    await settle();
    clock.advance(120_000);
    expect(await moving).toBe('uncertain no-answer');
  });
  it('does not take one octet every ten seconds for progress', async () => {
    const clock = new ManualClock();
    let give: ((bytes: Uint8Array) => void) | null = null;
    const transport = {
      security: { kind: 'tls', loopback: false } as const,
      receive: () => new Promise<Uint8Array>((resolve) => (give = resolve)),
      send: () => Promise.resolve(),
      startTls: () => Promise.resolve(),
      close: () => undefined,
    };
    const connecting = ImapClient.connect(transport, { clock, tls: 'tls' });
    const drip = (text: string): void => give?.(encodeLatin1(text));
    drip('* OK [CAPABILITY IMAP4rev1] hi\r\n');
    const client = await connecting;
    const answer = outcome(client.run(noop()));
    await settle();
    for (let i = 0; i < 13 && client.closed === null; i++) {
      clock.advance(10_000);
      drip('*');
      await settle();
    }
    expect(await answer).toBe('unreachable timeout');
  });
  it('lets IDLE be silent for hours', async () => {
    const { client, clock } = await open(`${SEL}C: i IDLE\nS: + idling\nC+ DONE\nS: i OK`);
    await client.run(select('INBOX'));
    const idling = client.idle();
    await idling.started;
    clock.advance(6 * 3_600_000);
    await idling.stop();
    expect(client.closed).toBeNull();
  });
  it('stops IDLE asked to stop before it began', async () => {
    const { client, server } = await open(`${SEL}C: i IDLE\nS: + idling\nC+ DONE\nS: i OK`);
    await client.run(select('INBOX'));
    await client.idle().stop();
    await server.finished;
    expect(client.closed).toBeNull();
  });
  it('keeps the deadline of one command', async () => {
    const { client, clock } = await open('C: n NOOP');
    const answer = outcome(client.run(noop(), { deadlineMs: 5_000 }));
    clock.advance(5_000);
    expect(await answer).toBe('unreachable timeout');
  });
});

describe('cancellation', () => {
  it('takes back what was not sent', async () => {
    const { client, server } = await open(
      `${SEL}C: n NAMESPACE\nS: * NAMESPACE NIL NIL NIL\nS: n OK\nC: o NOOP\nS: o OK`,
    );
    await client.run(select('INBOX'));
    const stop = new AbortController();
    const first = client.run(namespace());
    const second = outcome(client.run(select('Other'), { signal: stop.signal }));
    stop.abort();
    expect(await second).toBe('unreachable cancelled');
    await first;
    await client.run(noop());
    await server.finished;
  });
  it('says uncertain for what was sent and may not be repeated; the connection goes on', async () => {
    const { client, server } = await open(`${SEL}C: m UID MOVE 1 x\nS: m OK\nC: o NOOP\nS: o OK`);
    await client.run(select('INBOX'));
    const stop = new AbortController();
    const moving = outcome(client.run(move(UidSet.from([1]), 'x'), { signal: stop.signal }));
    stop.abort();
    expect(await moving).toBe('uncertain no-answer');
    await client.run(noop());
    await server.finished;
  });
  it('does not even begin when aborted before', async () => {
    const { client } = await open('');
    const stop = new AbortController();
    stop.abort();
    expect(await outcome(client.run(noop(), { signal: stop.signal }))).toBe('unreachable cancelled');
  });
});

describe('limits', () => {
  it.each([
    [
      'a flood of untagged responses',
      { unsolicited: 100 },
      Array.from({ length: 200 }, () => 'S: * 1 RECENT').join('\n'),
      'broken flood',
    ],
    ['a flood of blank lines', { unsolicited: 100 }, 'S: \n'.repeat(200).trimEnd(), 'broken flood'],
    [
      'a flood of capabilities',
      { unsolicited: 100 },
      Array.from({ length: 200 }, () => 'S: * CAPABILITY IMAP4rev1').join('\n'),
      'broken flood',
    ],
    [
      'lines that are no responses',
      { invalid: 10 },
      Array.from({ length: 20 }, () => 'S: what').join('\n'),
      'broken unreadable',
    ],
    ['an unknown tag', {}, 'S: Z999 OK hello', 'broken unknown-tag'],
    ['a + out of nowhere', {}, 'S: + more', 'broken unexpected-continuation'],
    ['a long line after login', { line: 1_000 }, `S: * X ${'x'.repeat(1_200)}`, 'broken line-too-long'],
  ] as const)('ends the connection for %s', async (_what, limits, answer, expected) => {
    const { client } = await open(`C: n NOOP\n${answer}`, { limits });
    expect(await outcome(client.run(noop()))).toBe(expected);
    expect(client.closed).not.toBeNull();
  });
  it('ends the connection for a SELECT whose messages do not end', async () => {
    const told = Array.from({ length: 200 }, (_, i) => `S: * ${i + 1} FETCH (UID ${i + 1} FLAGS ())`);
    const { client } = await open(`C: s SELECT INBOX\n${told.join('\n')}\nS: s OK`, {
      limits: { answer: 10_000 },
    });
    expect(await outcome(client.run(select('INBOX')))).toBe('broken flood');
  });
  it('ends the connection for flags that do not end', async () => {
    const told = Array.from({ length: 200 }, (_, i) => `S: * ${i + 1} FETCH (UID ${i + 1} FLAGS ())`);
    const { client } = await open(
      `${SEL}C: f UID FETCH 1:4294967295 (UID FLAGS)\n${told.join('\n')}\nS: f OK`,
      {
        limits: { answer: 10_000 },
      },
    );
    await client.run(select('INBOX'));
    const kept: number[] = [];
    const flags = fetch(
      UidSet.range(1, 4294967295),
      ['FLAGS'],
      { flags: (uid) => void kept.push(uid) },
      () => undefined,
    );
    expect(await outcome(client.run(flags))).toBe('broken flood');
    expect(kept.length).toBeLessThan(200);
  });
  it('refuses more commands than anyone waits for', async () => {
    const { client } = await open('C: n NAMESPACE', { limits: { queue: 3 } });
    void outcome(client.run(namespace()));
    const all = Array.from({ length: 5 }, () => outcome(client.run(select('x'))));
    expect(await Promise.race(all)).toBe('refused queue-full');
    client.close();
    await Promise.all(all);
  });
  it('fails the command whose answer cannot be read, not the connection', async () => {
    const { client } = await open('C: n NAMESPACE\nS: n WHAT\nC: o NOOP\nS: o OK');
    expect(await outcome(client.run(namespace()))).toBe('broken unreadable');
    expect(await outcome(client.run(noop()))).toBe('ok');
  });
  it('refuses an OK before the literal was sent', async () => {
    const { client } = await open('C: a APPEND x () {1}\nS: a OK done', { caps: 'IMAP4rev1' });
    expect(await outcome(client.run(append('x', [{ content: encodeLatin1('y') }])))).toBe(
      'uncertain no-answer',
    );
  });
});

describe('fetch streams', () => {
  const many = (n: number): string =>
    Array.from({ length: n }, (_, i) => `S: * ${String(i + 1)} FETCH (UID ${String(i + 1)} FLAGS ())`).join(
      '\n',
    );

  it('stops reading the connection while the consumer is slow', async () => {
    const n = 3_000;
    const { client, server } = await open(
      `C: s SELECT INBOX\nS: * ${String(n)} EXISTS\nS: s OK\nC: f UID FETCH 1:* (UID FLAGS)\n${many(n)}\nS: f OK`,
    );
    await client.run(select('INBOX'));
    let asked = 0;
    const receive = server.receive.bind(server);
    server.receive = () => {
      asked++;
      return receive();
    };
    const stream = client.fetch(UidSet.all, ['FLAGS']);
    await server.finished;
    await settle();
    expect(asked).toBeLessThan(600);
    expect((await stream.all()).length).toBe(n);
    expect(await stream.done).toMatchObject({ count: n, complete: true });
  });
  it('does not hold a slow consumer against the server', async () => {
    const n = 1_000;
    const { client, clock } = await open(
      `C: s SELECT INBOX\nS: * ${String(n)} EXISTS\nS: s OK\nC: f UID FETCH 1:* (UID FLAGS)\n${many(n)}\nS: f OK`,
    );
    await client.run(select('INBOX'));
    const stream = client.fetch(UidSet.all, ['FLAGS']);
    await settle();
    for (let i = 0; i < 20; i++) await settle();
    clock.advance(600_000);
    expect((await stream.all()).length).toBe(n);
  });
  it('drops the rest when the loop is left', async () => {
    const { client } = await open(
      `C: s SELECT INBOX\nS: * 2000 EXISTS\nS: s OK\nC: f UID FETCH 1:* (UID FLAGS)\n${many(2_000)}\nS: f OK\nC: n NOOP\nS: n OK`,
    );
    await client.run(select('INBOX'));
    const stream = client.fetch(UidSet.all, ['FLAGS']);
    for await (const message of stream) if (message.uid === 3) break;
    await client.run(noop());
    expect((await stream.done).count).toBe(2_000);
  });
  it('passes the refusal to the reader', async () => {
    const { client } = await open(`${SEL}C: f UID FETCH 1:* (UID FLAGS)\nS: f NO [UNAVAILABLE] x`);
    await client.run(select('INBOX'));
    expect(await outcome(client.fetch(UidSet.all, ['FLAGS']).all())).toBe('refused unavailable');
  });
  it('streams large literals to the sink, in pieces, with back-pressure', async () => {
    const body = 'abcdefghij'.repeat(500);
    const { client } = await open(
      `${SEL}C: f UID FETCH 7 (UID BODY.PEEK[])\nS- * 1 FETCH (UID 7 BODY[] {5000}\\r\\n${body})\\r\\n\nS: f OK`,
      { limits: { streamFrom: 1_000 }, chunk: 700 },
    );
    await client.run(select('INBOX'));
    const infos: LiteralInfo[] = [];
    let held = '';
    let ended = false;
    const literal = (info: LiteralInfo) => {
      infos.push(info);
      return {
        write: async (bytes: Uint8Array) => {
          await Promise.resolve();
          held += decodeLatin1(bytes);
        },
        end: () => void (ended = true),
        abort: () => undefined,
      };
    };
    const [message] = await client.fetch(UidSet.from([7]), [{ section: '' }], { literal }).all();
    expect(infos).toEqual([{ seq: 1, uid: 7, item: 'BODY', section: '', origin: null, size: 5000 }]);
    expect([held === body, ended]).toEqual([true, true]);
    expect(message?.sections?.[0]?.data).toEqual({
      ok: true,
      value: { kind: 'streamed', size: 5000, complete: true },
    });
  });
  it('never takes a cut literal for the whole', async () => {
    const { client } = await open(
      `${SEL}C: f UID FETCH 7 (UID BODY.PEEK[])\nS- * 1 FETCH (UID 7 BODY[] {5000}\\r\\nabc\nCUT`,
      { limits: { streamFrom: 1_000 } },
    );
    await client.run(select('INBOX'));
    const log: string[] = [];
    const literal = () => ({
      write: () => void log.push('write'),
      end: () => void log.push('end'),
      abort: () => void log.push('abort'),
    });
    expect(await outcome(client.fetch(UidSet.from([7]), [{ section: '' }], { literal }).all())).toBe(
      'unreachable reset',
    );
    expect(log.at(-1)).toBe('abort');
    expect(log).not.toContain('end');
  });
  it('gives no sink to a message that was not asked for', async () => {
    const { client } = await open(
      `${SEL}C: f UID FETCH 7 (UID BODY.PEEK[])\nS- * 1 FETCH (UID 8 BODY[] {2000}\\r\\n${'x'.repeat(2_000)})\\r\\n\nS: f OK`,
      { limits: { streamFrom: 1_000 } },
    );
    await client.run(select('INBOX'));
    let asked = 0;
    const literal = () => (asked++, null);
    expect(await client.fetch(UidSet.from([7]), [{ section: '' }], { literal }).all()).toEqual([]);
    expect(asked).toBe(0);
  });
});
