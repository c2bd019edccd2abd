import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineContract } from '@shared/rpc/contract';
import { memoryPortPair } from '@shared/rpc/memory-port';
import type { Port } from '@shared/rpc/port';
import { type Server, serve } from '@shared/rpc/server';
import { type LinkState, onReconnect, resilientClient } from './resilient-client';

const contract = defineContract({
  name: 'echo',
  version: 1,
  methods: {
    echo: { params: z.object({ text: z.string() }), result: z.string() },
    hang: { params: z.object({}), result: z.string() },
  },
  events: { news: z.object({ n: z.number() }) },
});

function host() {
  const servers: { server: Server<typeof contract>; port: Port }[] = [];
  let down = 0;
  const dial = (): Promise<Port> => {
    if (down > 0) {
      down--;
      return Promise.reject(new Error('nobody there'));
    }
    const [ours, theirs] = memoryPortPair();
    const server = serve(theirs, contract, {
      echo: ({ text }) => text,
      hang: () => (servers.length > 1 ? 'at last' : new Promise(() => undefined)),
    });
    servers.push({ server, port: theirs });
    return Promise.resolve(ours);
  };
  return { dial, servers, fail: (times: number) => (down = times) };
}

const opened = (
  client: { onState(listener: (state: LinkState) => void): () => void },
  times: number,
): Promise<void> =>
  new Promise((resolve) => {
    let left = times;
    client.onState((state) => {
      if (state === 'open' && --left === 0) resolve();
    });
  });

describe('resilientClient', () => {
  it('lets calls made while connecting wait for the connection', async () => {
    const { dial } = host();
    const client = resilientClient(contract, dial, () => Promise.resolve());
    await expect(client.api.echo({ text: 'early' })).resolves.toBe('early');
    client.close();
  });

  it('keeps nothing of a listener that was taken off, however long the connection lasts', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { dial, servers } = host();
    const client = resilientClient(contract, dial, () => Promise.resolve());
    await opened(client, 1);
    let heard = 0;
    const listen = (): WeakRef<object> => {
      const view = { rows: [1, 2, 3] };
      client.on('news', () => (heard += view.rows.length))();
      return new WeakRef(view);
    };
    const gone = listen();
    const off = client.on('news', () => heard++);
    servers[0]?.server.emit('news', { n: 1 });
    await client.api.echo({ text: 'after it' });
    expect(heard).toBe(1);
    // What was made in a turn lives as long as the turn.
    await new Promise((resolve) => setTimeout(resolve));
    collect();
    expect(gone.deref()).toBeUndefined();
    off();
    client.close();
  });

  it('connects again, keeps listeners, and repeats no call behind the caller’s back', async () => {
    const { dial, servers, fail } = host();
    const delays: number[] = [];
    const client = resilientClient(contract, dial, (ms) => {
      delays.push(ms);
      return Promise.resolve();
    });
    const heard: number[] = [];
    client.on('news', ({ n }) => heard.push(n));
    await client.api.echo({ text: 'x' });
    const hanging = client.api.hang({});
    const back = opened(client, 2);
    fail(2);
    servers[0]?.port.close();
    await expect(hanging).rejects.toMatchObject({ code: 'closed' });
    await back;
    servers[1]?.server.emit('news', { n: 7 });
    await expect(client.api.echo({ text: 'again' })).resolves.toBe('again');
    expect(heard).toEqual([7]);
    expect(delays).toEqual([250, 500, 1000]);
    client.close();
  });

  it('rejects what waits when a dial fails, and everything once closed', async () => {
    const { dial, fail } = host();
    fail(1);
    const client = resilientClient(contract, dial, () => Promise.resolve());
    await expect(client.api.echo({ text: 'x' })).rejects.toMatchObject({ code: 'closed' });
    client.close();
    await expect(client.api.echo({ text: 'y' })).rejects.toMatchObject({ code: 'closed' });
  });

  it('asks a question again that a closing port left without an answer, whatever becomes of the dials between', async () => {
    const { dial, servers, fail } = host();
    const client = resilientClient(contract, dial, () => Promise.resolve());
    await client.api.echo({ text: 'x' });
    const question = client.ask.hang({});
    fail(2);
    servers[0]?.port.close();
    await expect(question).resolves.toBe('at last');
    // One that is refused is answered.
    await expect(client.ask.echo({ text: 1 as never })).rejects.toMatchObject({ code: 'invalid' });
    client.close();
  });

  it('asks no further once nobody wants to know, or the client ended', async () => {
    const { dial, servers, fail } = host();
    const client = resilientClient(contract, dial, () => new Promise((resolve) => setTimeout(resolve)));
    await client.api.echo({ text: 'x' });
    const aborter = new AbortController();
    const dropped = client.ask.hang({}, { signal: aborter.signal });
    const left = client.ask.hang({});
    fail(1000);
    servers[0]?.port.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    aborter.abort();
    await expect(dropped).rejects.toMatchObject({ code: 'cancelled' });
    client.close();
    await expect(left).rejects.toMatchObject({ code: 'closed' });
  });

  it('takes a listener off for good', async () => {
    const { dial, servers } = host();
    const client = resilientClient(contract, dial, () => Promise.resolve());
    const heard: number[] = [];
    const off = client.on('news', ({ n }) => heard.push(n));
    await client.api.echo({ text: 'x' });
    off();
    servers[0]?.server.emit('news', { n: 1 });
    await client.api.echo({ text: 'y' });
    expect(heard).toEqual([]);
    client.close();
  });

  it('tells who asks that it is connected again, once each time and not of the first connection', async () => {
    const { dial, servers, fail } = host();
    const client = resilientClient(contract, dial, () => Promise.resolve());
    let told = 0;
    const off = onReconnect(client, () => told++);
    await client.api.echo({ text: 'x' });
    expect(told).toBe(0);
    fail(2);
    servers[0]?.port.close();
    await client.ask.echo({ text: 'y' });
    expect(told).toBe(1);
    off();
    servers[1]?.port.close();
    await client.ask.echo({ text: 'z' });
    expect(told).toBe(1);
    client.close();
  });
});
