/**
 * A fast 53-bit hash of a string (two 32-bit multiply-xorshift lanes). Not cryptographic: it groups Message-IDs into
 * threads and keys caches; 100,000 ids collide with probability 10⁻⁶. 0 is reserved for "no id".
 */
export function hash53(text: string): number {
  hasher.begin();
  hasher.text(text);
  return hasher.value;
}

/** `hash53` of the text that the octets [from, to) are, all of them ASCII. */
export function hash53Octets(bytes: Uint8Array, from: number, to: number): number {
  hasher.begin();
  hasher.octets(bytes, from, to);
  return hasher.value;
}

/** `hash53` of a text that is there in pieces. */
export class Hash53 {
  #a = 0;
  #b = 0;

  constructor() {
    this.begin();
  }

  begin(): void {
    this.#a = 0x9e3779b9 | 0;
    this.#b = 0x85ebca6b | 0;
  }

  text(text: string): void {
    let a = this.#a;
    let b = this.#b;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      a = Math.imul(a ^ c, 0x5bd1e995);
      b = Math.imul(b ^ c, 0x1b873593);
      a ^= a >>> 15;
      b ^= b >>> 13;
    }
    this.#a = a;
    this.#b = b;
  }

  /** Octets of ASCII. */
  octets(bytes: Uint8Array, from: number, to: number): void {
    let a = this.#a;
    let b = this.#b;
    for (let i = from; i < to; i++) {
      const c = bytes[i] as number;
      a = Math.imul(a ^ c, 0x5bd1e995);
      b = Math.imul(b ^ c, 0x1b873593);
      a ^= a >>> 15;
      b ^= b >>> 13;
    }
    this.#a = a;
    this.#b = b;
  }

  get value(): number {
    let a = this.#a;
    let b = this.#b;
    a = Math.imul(a ^ (a >>> 16), 0x2c1b3c6d) ^ Math.imul(b ^ (b >>> 13), 0x297a2d39);
    b = Math.imul(b ^ (b >>> 16), 0x2c1b3c6d) ^ Math.imul(a ^ (a >>> 13), 0x297a2d39);
    const value = (b >>> 0) * 0x200000 + ((a >>> 0) >>> 11);
    return value === 0 ? 1 : value;
  }
}

const hasher = new Hash53();
