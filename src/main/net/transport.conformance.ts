import { afterEach, describe, expect, it } from 'vitest';
import type { Transport } from '@shared/ports/transport';

export interface TransportPair {
  readonly client: Transport;
  readonly server: Transport;
  /** The server ends its direction in an orderly way. */
  end(): void;
  /** The server resets the connection. */
  cut(): void;
  /** Resolves when bytes wait, unread, at the client. */
  arrived(): Promise<void>;
  dispose(): Promise<void>;
}

/** Reads until `length` bytes have come or the stream ends. */
export async function receiveBytes(transport: Transport, length: number): Promise<Uint8Array> {
  const received = new Uint8Array(length);
  let size = 0;
  while (size < length) {
    const chunk = await transport.receive();
    if (chunk === null) break;
    received.set(chunk, size);
    size += chunk.length;
  }
  return received.subarray(0, size);
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What every `Transport` must do, whatever carries its bytes. */
export function transportConformance(name: string, open: () => Promise<TransportPair>): void {
  describe(`Transport: ${name}`, () => {
    const pairs: TransportPair[] = [];
    const pair = async (): Promise<TransportPair> => {
      const made = await open();
      pairs.push(made);
      return made;
    };
    afterEach(async () => {
      for (const made of pairs.splice(0)) await made.dispose();
    });

    it('carries bytes both ways, in order and unchanged', async () => {
      const { client, server } = await pair();
      await client.send(bytes('a1 NOOP\r\n'));
      await client.send(Uint8Array.of(0, 13, 10, 255));
      expect(await receiveBytes(server, 13)).toEqual(Uint8Array.of(...bytes('a1 NOOP\r\n'), 0, 13, 10, 255));
      await server.send(bytes('a1 OK\r\n'));
      expect(await receiveBytes(client, 7)).toEqual(bytes('a1 OK\r\n'));
    });

    it('gives what was sent before an orderly end, then null, again and again', async () => {
      const { client, server, end } = await pair();
      await server.send(bytes('* BYE\r\n'));
      end();
      expect(await receiveBytes(client, 7)).toEqual(bytes('* BYE\r\n'));
      expect(await client.receive()).toBeNull();
      expect(await client.receive()).toBeNull();
    });

    it('rejects a pending receive with unreachable/closed when the peer resets', async () => {
      const { client, cut } = await pair();
      const pending = client.receive();
      cut();
      await expect(pending).rejects.toMatchObject({ name: 'MailError', kind: 'unreachable', code: 'closed' });
    });

    it('settles a pending receive on close, and refuses to send afterwards', async () => {
      const { client } = await pair();
      const pending = client.receive();
      client.close();
      client.close();
      await expect(pending).rejects.toMatchObject({ kind: 'unreachable', code: 'closed' });
      await expect(client.send(bytes('x'))).rejects.toMatchObject({ kind: 'unreachable', code: 'closed' });
    });

    it('lets the peer see the end when this side closes', async () => {
      const { client, server } = await pair();
      client.close();
      const outcome = await server.receive().catch((error: unknown) => error);
      expect(outcome === null || outcome instanceof Error).toBe(true);
    });

    it('allows one receive at a time', async () => {
      const { client, server } = await pair();
      const first = client.receive();
      await expect(client.receive()).rejects.toThrow('one call at a time');
      await server.send(bytes('x'));
      expect(await first).toEqual(bytes('x'));
    });

    it('makes the writer wait while the reader does not read, and lets it go on when it does', async () => {
      const { client, server } = await pair();
      const chunk = new Uint8Array(256 * 1024).fill(65);
      const total = 160;
      let sent = 0;
      const writing = (async () => {
        for (; sent < total; sent += 1) await server.send(chunk);
      })();
      // Nothing to wait for that means "it waits": so read a little, and see that the writer is far from done.
      let received = 0;
      for (let i = 0; i < 2; i += 1) received += (await client.receive())?.length ?? 0;
      expect(sent).toBeLessThan(total / 2);
      const rest = total * chunk.length - received;
      expect((await receiveBytes(client, rest)).length).toBe(rest);
      await writing;
      expect(sent).toBe(total);
    });

    it('refuses STARTTLS while a receive is outstanding', async () => {
      const { client } = await pair();
      const pending = client.receive().catch((error: unknown) => error);
      await expect(client.startTls()).rejects.toThrow('outstanding');
      client.close();
      expect(await pending).toBeInstanceOf(Error);
    });

    it('refuses STARTTLS when bytes wait behind the go-ahead, and closes', async () => {
      const { client, server, arrived } = await pair();
      await server.send(bytes('a1 OK begin\r\n'));
      await client.receive();
      await server.send(bytes('a2 OK injected\r\n'));
      await arrived();
      await expect(client.startTls()).rejects.toMatchObject({ kind: 'broken', code: 'starttls-injection' });
      await expect(client.send(bytes('x'))).rejects.toMatchObject({ code: 'closed' });
    });
  });
}
