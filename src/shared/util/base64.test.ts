import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('base64', () => {
  it.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foobar', 'Zm9vYmFy'],
  ])('RFC 4648 §10: %j is %j', (plain, encoded) => {
    expect(encodeBase64(bytes(plain))).toBe(encoded);
    expect(decodeBase64(encoded)).toEqual(bytes(plain));
  });

  it('takes every octet, in any amount', () => {
    const all = Uint8Array.from({ length: 100_000 }, (_x, i) => i & 255);
    expect(decodeBase64(encodeBase64(all))).toEqual(all);
  });

  it.each(['!', 'A', 'Zm9v!', 'é'])('says null to %j', (text) => {
    expect(decodeBase64(text)).toBeNull();
  });
});
