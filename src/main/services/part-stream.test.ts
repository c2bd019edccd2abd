import { describe, expect, it } from 'vitest';
import { decodeStream, Handover } from './part-stream';

const read = async (source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
};

describe('Handover', () => {
  it('keeps every chunk and their order, though nobody waits for a write before the end', async () => {
    const pipe = new Handover();
    const reading = read(pipe);
    const writes = Array.from({ length: 50 }, (_, n) => pipe.write(Uint8Array.of(n)));
    await pipe.finish();
    expect([...(await reading)]).toEqual(Array.from({ length: 50 }, (_, n) => n));
    await Promise.all(writes);
  });

  it('lets a writer go when the reader has given up, and tells a reader what broke', async () => {
    const pipe = new Handover();
    const first = pipe.write(Uint8Array.of(1));
    const second = pipe.write(Uint8Array.of(2));
    pipe.fail(new Error('the disk is full'));
    await Promise.all([first, second]);
    await expect(read(pipe)).rejects.toThrow('the disk is full');
  });
});

describe('decodeStream', () => {
  it('decodes base64 whatever pieces it comes in', async () => {
    const bytes = Buffer.from(Array.from({ length: 1000 }, (_, n) => n % 256));
    const text = Buffer.from(bytes.toString('base64').replace(/.{76}/g, '$&\r\n'));
    for (const size of [1, 3, 77, 512, 5000]) {
      async function* pieces(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < text.length; at += size) {
          await Promise.resolve();
          yield text.subarray(at, at + size);
        }
      }
      expect((await read(decodeStream(pieces(), 'BASE64'))).equals(bytes)).toBe(true);
    }
  });
});
