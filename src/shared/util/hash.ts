/**
 * A fast 53-bit hash of a string (two 32-bit multiply-xorshift lanes). Not cryptographic: it groups Message-IDs into
 * threads and keys caches; 100,000 ids collide with probability 10⁻⁶. 0 is reserved for "no id".
 */
export const hash53 = (text: string): number => hash53Within(text, 0, text.length);

/** The hash of `text.slice(from, to)`, which need not be made for it. */
export function hash53Within(text: string, from: number, to: number): number {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x5bd1e995);
    b = Math.imul(b ^ c, 0x1b873593);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  a = Math.imul(a ^ (a >>> 16), 0x2c1b3c6d) ^ Math.imul(b ^ (b >>> 13), 0x297a2d39);
  b = Math.imul(b ^ (b >>> 16), 0x2c1b3c6d) ^ Math.imul(a ^ (a >>> 13), 0x297a2d39);
  const value = (b >>> 0) * 0x200000 + ((a >>> 0) >>> 11);
  return value === 0 ? 1 : value;
}
