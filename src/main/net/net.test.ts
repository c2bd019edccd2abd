import { deflateRawSync, inflateRawSync, constants } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isLoopback, isPublic } from './address-ranges';
import { sniffImage } from './image-type';
import { NodeClock } from './node-clock';
import { NodeCompression } from './node-compression';
import { NodeCrypto } from './node-crypto';
import { sortSrv } from './srv';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');

describe('NodeCompression', () => {
  it('puts out every push at once, as something zlib can read', () => {
    const stream = new NodeCompression().deflate();
    const sent = ['a1 NOOP\r\n', 'a2 SELECT INBOX\r\n', 'a3 '.repeat(40_000)];
    const wire = sent.map((text) => stream.push(bytes(text)));
    for (const part of wire) expect(hex(part.subarray(-4))).toBe('0000ffff');
    const all = inflateRawSync(Buffer.concat(wire), { finishFlush: constants.Z_SYNC_FLUSH });
    expect(all.toString()).toBe(sent.join(''));
  });

  it('inflates what zlib wrote, however it is cut, without waiting for more', () => {
    const text = Array.from(
      { length: 3000 },
      (_, n) => `* ${n} FETCH (UID ${n * 7} FLAGS (\\Seen))\r\n`,
    ).join('');
    const wire = deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH });
    for (const step of [1, 7, 1000, wire.length]) {
      const stream = new NodeCompression().inflate(1000);
      const parts: Uint8Array[] = [];
      for (let at = 0; at < wire.length; at += step) parts.push(stream.push(wire.subarray(at, at + step)));
      expect(Buffer.concat(parts).toString()).toBe(text);
    }
  });

  it('packs a whole as plain octets that are a message of their own', () => {
    const text = 'Subject: Tide tables\r\n'.repeat(500);
    const packed = new NodeCompression().pack(bytes(text));
    // Of a Buffer the port to the store makes a view into the whole message, which would be kept with it.
    expect(packed.constructor).toBe(Uint8Array);
    expect(packed.length).toBeLessThan(500);
    // What is sent to another process, or kept, is no more than that.
    expect(packed.buffer.byteLength).toBe(packed.length);
    expect(inflateRawSync(packed).toString()).toBe(text);
  });

  it('refuses a bomb as soon as it shows, and damage as damage', () => {
    const bomb = deflateRawSync(Buffer.alloc(50 << 20));
    expect(() => new NodeCompression().inflate(100).push(bomb)).toThrow(
      expect.objectContaining({ kind: 'broken', code: 'compression-bomb' }),
    );
    expect(() => new NodeCompression().inflate(100).push(Uint8Array.of(7, 255, 255, 255))).toThrow(
      expect.objectContaining({ kind: 'broken', code: 'compression-invalid' }),
    );
  });
});

describe('NodeCrypto', () => {
  const crypto = new NodeCrypto();
  it('agrees with published vectors', async () => {
    expect(hex(crypto.hash('sha256', bytes('abc')))).toMatch(/^ba7816bf8f01cfea.*f20015ad$/);
    expect(hex(crypto.hash('md5', bytes('')))).toBe('d41d8cd98f00b204e9800998ecf8427e');
    // RFC 2202 §2, case 2; RFC 6070 §2, case 2.
    expect(hex(crypto.hmac('md5', bytes('Jefe'), bytes('what do ya want for nothing?')))).toBe(
      '750c783e6ab0b503eaa86e310a5db738',
    );
    expect(hex(await crypto.pbkdf2('sha1', bytes('password'), bytes('salt'), 2, 20))).toBe(
      'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957',
    );
  });

  it('gives plain arrays, and other bytes each time', () => {
    const first = crypto.randomBytes(16);
    expect(first.constructor).toBe(Uint8Array);
    expect(first).toHaveLength(16);
    expect(hex(first)).not.toBe(hex(crypto.randomBytes(16)));
  });
});

describe('NodeClock', () => {
  const clock = new NodeClock();

  it('calls once, and not after it was cancelled', async () => {
    const called: string[] = [];
    const cancel = clock.after(0, () => called.push('cancelled'));
    cancel();
    cancel();
    await new Promise<void>((resolve) => {
      clock.after(1, () => {
        called.push('kept');
        resolve();
      });
    });
    expect(called).toEqual(['kept']);
  });

  it('does not fire at once for a wait longer than a timer can hold', async () => {
    const called: string[] = [];
    const cancel = clock.after(2 ** 31 + 5, () => called.push('too early'));
    await new Promise<void>((resolve) => {
      clock.after(20, resolve);
    });
    cancel();
    expect(called).toEqual([]);
  });

  it('has a monotonic time that does not go back', () => {
    const before = clock.monotonic();
    expect(clock.monotonic()).toBeGreaterThanOrEqual(before);
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1000);
  });
});

describe('address ranges', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])('%s is loopback', (address) => {
    expect(isLoopback(address)).toBe(true);
    expect(isPublic(address)).toBe(false);
  });

  it.each([
    ...[
      '0.0.0.0',
      '10.1.2.3',
      '100.64.0.1',
      '100.127.255.254',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
    ],
    ...[
      '192.168.1.1',
      '198.18.0.1',
      '224.0.0.1',
      '255.255.255.255',
      'fe80::1',
      'fc00::1',
      'fd12::1',
      'ff02::1',
    ],
    ...[
      '::',
      '::ffff:10.0.0.1',
      '64:ff9b::10.0.0.1',
      '2002:a00:1::',
      '2001:db8::1',
      '2001::1',
      'localhost',
      '',
    ],
    ...['fe80::1%eth0'],
  ])('%s is not public', (address) => {
    expect(isPublic(address)).toBe(false);
    expect(isLoopback(address)).toBe(false);
  });

  it.each(['1.1.1.1', '100.63.255.255', '100.128.0.1', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450::1'])(
    '%s is public',
    (address) => {
      expect(isPublic(address)).toBe(true);
    },
  );
});

describe('sniffImage', () => {
  it.each([
    ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]],
    ['image/jpeg', [0xff, 0xd8, 0xff, 0xe0]],
    ['image/gif', [...bytes('GIF89a..')]],
    ['image/webp', [...bytes('RIFF....WEBPVP8 ')]],
    [null, [...bytes('<svg xmlns="x">')]],
    [null, [...bytes('<!doctype html>')]],
    [null, []],
  ])('%s', (type, content) => {
    expect(sniffImage(Uint8Array.from(content))).toBe(type);
  });
});

describe('sortSrv', () => {
  it('puts the lowest priority first, then the highest weight, and drops "no such service"', () => {
    const record = (
      name: string,
      priority: number,
      weight: number,
    ): Parameters<typeof sortSrv>[0][number] => ({
      name,
      port: 993,
      priority,
      weight,
    });
    const sorted = sortSrv([record('c.', 10, 5), record('b', 0, 1), record('.', 0, 0), record('a', 0, 9)]);
    expect(sorted.map(({ host }) => host)).toEqual(['a', 'b', 'c']);
  });
});
