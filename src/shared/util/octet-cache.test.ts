import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OctetCache } from './octet-cache';

const encoder = new TextEncoder();

describe('OctetCache', () => {
  it('says of octets what was said of them last, or nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 })), (texts) => {
        const cache = new OctetCache<string>(4);
        const said = new Map<string, string>();
        texts.forEach((text, i) => {
          const bytes = encoder.encode(`"${text}"`);
          const known = cache.get(bytes, 1, bytes.length - 1);
          if (known !== undefined) expect(known).toBe(said.get(text));
          const value = String(i);
          cache.set(bytes, 1, bytes.length - 1, value);
          said.set(text, value);
          // The octets are its own.
          bytes.fill(0);
          expect(cache.get(encoder.encode(text), 0, encoder.encode(text).length)).toBe(value);
        });
      }),
    );
  });
});
