import { describe, expect, it } from 'vitest';
import { decodeLatin1, encodeLatin1 } from '../codec/bytes';
import { ScriptedServer } from '../testing/scripted-server';
import { Outbound } from './outbound';

describe('Outbound', () => {
  it('leaves nothing lying, whenever a part comes', async () => {
    // A part is pushed 0, 1, 2 … microtasks after the last one: one of them falls between the end of a write and rest.
    for (let gap = 0; gap < 20; gap++) {
      const server = new ScriptedServer('');
      const out = new Outbound(
        server,
        () => undefined,
        () => undefined,
      );
      out.push({ kind: 'bytes', bytes: encodeLatin1('a'), show: '' });
      for (let i = 0; i < gap; i++) await Promise.resolve();
      out.push({ kind: 'bytes', bytes: encodeLatin1('b'), show: '' });
      await out.drained();
      expect(server.secret).toBe('ab');
    }
  });
  it('sends what one turn gives in one write, and streams in order', async () => {
    const writes: string[] = [];
    const server = new ScriptedServer('');
    server.send = (bytes) => {
      writes.push(decodeLatin1(bytes));
      return Promise.resolve();
    };
    const out = new Outbound(
      server,
      () => undefined,
      () => undefined,
    );
    const chunks = async function* () {
      yield encodeLatin1('c');
      yield encodeLatin1('d');
    };
    for (const text of ['a', 'b']) out.push({ kind: 'bytes', bytes: encodeLatin1(text), show: '' });
    out.push({ kind: 'stream', size: 2, chunks: chunks() });
    out.push({ kind: 'bytes', bytes: encodeLatin1('e'), show: '' });
    await out.drained();
    expect(writes).toEqual(['ab', 'c', 'd', 'e']);
  });
});
