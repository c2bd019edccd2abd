import { describe, expect, it } from 'vitest';
import { memoryTransportPair } from './memory-transport';
import { transportConformance } from './transport.conformance';

transportConformance('in memory', () => {
  const [client, server] = memoryTransportPair();
  return Promise.resolve({
    client,
    server,
    end: () => server.end(),
    cut: () => server.cut(),
    arrived: () => Promise.resolve(),
    dispose: () => Promise.resolve(client.close()),
  });
});

describe('memoryTransportPair', () => {
  it('starts TLS on both ends', async () => {
    const [client, server] = memoryTransportPair();
    await client.startTls();
    expect(client.security.kind).toBe('tls');
    expect(server.security.kind).toBe('tls');
    await expect(client.startTls()).rejects.toThrow('already');
  });

  it('does not share memory between the ends', async () => {
    const [client, server] = memoryTransportPair();
    const bytes = Uint8Array.of(1, 2, 3);
    await client.send(bytes);
    bytes.fill(0);
    expect(await server.receive()).toEqual(Uint8Array.of(1, 2, 3));
  });
});
