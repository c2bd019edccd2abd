import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Hash53, hash53, hash53Octets } from './hash';

describe('hash53', () => {
  it('is what it has always been: it is on disks', () => {
    expect(hash53('')).toBe(4341012147158864);
    expect(hash53('a@tern.example')).toBe(8999937196308314);
    expect(hash53('čaj')).toBe(7000267965181341);
  });

  it('is the same of a text in pieces, and of its octets', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary-ascii' }), (one, two) => {
        const octets = new TextEncoder().encode(`<${two}>`);
        const hash = new Hash53();
        hash.text('of another text');
        hash.begin();
        hash.text(one);
        hash.octets(octets, 1, octets.length - 1);
        expect(hash.value).toBe(hash53(one + two));
        expect(hash53Octets(octets, 1, octets.length - 1)).toBe(hash53(two));
      }),
    );
  });
});
