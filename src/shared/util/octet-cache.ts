interface Known<T> {
  readonly octets: Uint8Array;
  readonly value: T;
}

/**
 * What is known of some octets, found by the octets themselves. Each has one place, by a hash; what comes to another's
 * place takes it, so there is never more than `places`.
 */
export class OctetCache<T> {
  readonly #places: (Known<T> | undefined)[];
  readonly #mask: number;

  /** @param places a power of two. */
  constructor(places: number) {
    this.#places = new Array<Known<T> | undefined>(places).fill(undefined);
    this.#mask = places - 1;
  }

  /** What is known of the octets [from, to), `undefined` when nothing is. */
  get(bytes: Uint8Array, from: number, to: number): T | undefined {
    const known = this.#places[this.#place(bytes, from, to)];
    return known !== undefined && sameOctets(known.octets, bytes, from, to) ? known.value : undefined;
  }

  set(bytes: Uint8Array, from: number, to: number, value: T): void {
    const octets = new Uint8Array(to - from);
    octets.set(bytes.subarray(from, to));
    this.#places[this.#place(bytes, from, to)] = { octets, value };
  }

  #place(bytes: Uint8Array, from: number, to: number): number {
    let hash = 0;
    for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + (bytes[i] as number)) | 0;
    return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & this.#mask;
  }
}

/** Whether `octets` are those of [from, to). */
export function sameOctets(octets: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (octets.length !== to - from) return false;
  for (let i = 0; i < octets.length; i++) if (octets[i] !== bytes[from + i]) return false;
  return true;
}
