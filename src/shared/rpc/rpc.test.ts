import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MailError } from '../errors/mail-error';
import { connect } from './client';
import { decodeMessage, encodeMessage } from './codec';
import { defineContract, type Handlers } from './contract';
import { memoryPortPair } from './memory-port';
import { serve } from './server';

const contract = defineContract({
  name: 'test',
  version: 3,
  methods: {
    add: { params: z.object({ a: z.number(), b: z.number() }), result: z.number() },
    fail: { params: z.object({}), result: z.number() },
    wait: { params: z.object({}), result: z.number() },
    lie: { params: z.object({}), result: z.number() },
  },
  events: { tick: z.object({ n: z.number() }) },
});

function pair(overrides: Partial<Handlers<typeof contract>> = {}) {
  const [a, b] = memoryPortPair();
  const server = serve(b, contract, {
    add: ({ a: x, b: y }) => x + y,
    fail: () => {
      throw new MailError({ kind: 'refused', code: 'overquota', message: 'full', server: 'Quota exceeded' });
    },
    wait: (_params, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
      }),
    lie: () => 'text' as unknown as number,
    ...overrides,
  });
  const invalid: string[] = [];
  const client = connect(a, contract, (what) => invalid.push(what));
  return { a, b, server, client, invalid };
}

describe('rpc', () => {
  it('calls and answers', async () => {
    const { client } = pair();
    await expect(client.api.add({ a: 2, b: 3 })).resolves.toBe(5);
  });

  it('carries a MailError with its kind, code and server words', async () => {
    const { client } = pair();
    const error = await client.api.fail({}).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(MailError);
    expect(error).toMatchObject({ kind: 'refused', code: 'overquota', server: 'Quota exceeded' });
  });

  it('refuses parameters and results that do not fit, and stays usable', async () => {
    const { client } = pair();
    await expect(client.api.add({ a: 'x' as unknown as number, b: 1 })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(client.api.lie({})).rejects.toMatchObject({ code: 'invalid' });
    await expect(client.api.add({ a: 1, b: 1 })).resolves.toBe(2);
  });

  it('cancels at once and aborts the handler', async () => {
    let aborted = false;
    const { client } = pair({
      wait: (_p, { signal }) =>
        new Promise((_r, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('stopped'));
          });
        }),
    });
    const controller = new AbortController();
    const call = client.api.wait({}, { signal: controller.signal });
    await client.api.add({ a: 1, b: 1 });
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await client.api.add({ a: 1, b: 1 });
    expect(aborted).toBe(true);
  });

  it('rejects everything in flight when the port closes, and later calls too', async () => {
    const { client, server } = pair();
    const call = client.api.wait({});
    server.close();
    await expect(call).rejects.toMatchObject({ code: 'closed' });
    await expect(client.api.add({ a: 1, b: 1 })).rejects.toMatchObject({ code: 'closed' });
  });

  it('delivers events in order and drops malformed ones with a report', async () => {
    const { client, server, invalid } = pair();
    const seen: number[] = [];
    client.on('tick', ({ n }) => seen.push(n));
    server.emit('tick', { n: 1 });
    server.emit('tick', { n: 'x' as unknown as number });
    server.emit('tick', { n: 2 });
    await client.api.add({ a: 1, b: 1 });
    expect(seen).toEqual([1, 2]);
    expect(invalid).toEqual(['test: event tick']);
  });

  it('refuses a method that is not in the contract, prototype names included', async () => {
    const { a } = pair();
    const answer = new Promise((resolve) =>
      a.onMessage((m) => (m as { t: string }).t === 'err' && resolve(m)),
    );
    a.post({ t: 'call', id: 9, method: 'toString', params: {} });
    await expect(answer).resolves.toMatchObject({ id: 9, error: { code: 'unknown-method' } });
  });

  it('ends when the versions differ', async () => {
    const [a, b] = memoryPortPair();
    serve(b, contract, { add: () => 1, fail: () => 1, wait: () => 1, lie: () => 1 });
    const client = connect(a, { ...contract, version: 4 });
    await expect(client.api.add({ a: 1, b: 1 })).rejects.toMatchObject({
      code: expect.stringMatching(/version|closed/),
    });
  });
});

describe('codec', () => {
  it('keeps typed arrays, bigint, undefined and text of every script', () => {
    const value = {
      u: Uint32Array.from([1, 0xffffffff]),
      f: Float64Array.from([1.5, -0]),
      b: Uint8Array.from([1, 2]),
      big: 12345678901234n,
      text: 'čeština · ελληνικά · العربية · 日本語 · 🐦',
      list: [null, true, { a: 1 }],
      nested: { x: undefined },
    };
    const back = decodeMessage(encodeMessage(value)) as typeof value;
    expect(back.u).toBeInstanceOf(Uint32Array);
    expect([...back.u]).toEqual([1, 0xffffffff]);
    expect(back.f).toBeInstanceOf(Float64Array);
    expect([...back.b]).toEqual([1, 2]);
    expect(back.b).toBeInstanceOf(Uint8Array);
    expect(back.big).toBe(value.big);
    expect(back.text).toBe(value.text);
    expect(back.list).toEqual(value.list);
    expect(back.nested).toEqual({ x: undefined });
  });
});
