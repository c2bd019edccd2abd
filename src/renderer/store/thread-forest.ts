const FIRST_CAPACITY = 1024;
const NONE = -1;

/** Hash → node, open-addressed; 0 is no hash and marks an empty place. */
class HashTable {
  #keys = new Float64Array(FIRST_CAPACITY);
  #nodes = new Int32Array(FIRST_CAPACITY);
  #count = 0;

  /** The node of a hash; `make` is asked for one when there is none yet. */
  at(hash: number, make: () => number): number {
    this.reserve(1);
    const place = this.#place(hash);
    if (this.#keys[place] === hash) return this.#nodes[place] as number;
    const node = make();
    this.#keys[place] = hash;
    this.#nodes[place] = node;
    this.#count++;
    return node;
  }

  get bytes(): number {
    return this.#keys.byteLength + this.#nodes.byteLength;
  }

  #place(hash: number): number {
    const mask = this.#keys.length - 1;
    let i = (Math.imul(hash | 0, 0x9e3779b1) ^ (hash / 0x100000000)) & mask;
    while (this.#keys[i] !== 0 && this.#keys[i] !== hash) i = (i + 1) & mask;
    return i;
  }

  /** Makes room for `more` hashes in one step. */
  reserve(more: number): void {
    let capacity = this.#keys.length;
    while ((this.#count + more + 1) * 1.6 > capacity) capacity *= 2;
    if (capacity > this.#keys.length) this.#resize(capacity);
  }

  #resize(capacity: number): void {
    const keys = this.#keys;
    const nodes = this.#nodes;
    this.#keys = new Float64Array(capacity);
    this.#nodes = new Int32Array(capacity);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as number;
      if (key === 0) continue;
      const place = this.#place(key);
      this.#keys[place] = key;
      this.#nodes[place] = nodes[i] as number;
    }
  }
}

/**
 * Threads as the union of hashes: two messages of one account belong together when they share, directly or through
 * others, the hash of a Message-ID or reference. Parents that were never seen link their children all the same, and
 * the subject plays no part. A union can't be taken back: when a message that linked others is gone, `dissolve` takes
 * its thread apart and what is left of it is entered anew.
 */
export class ThreadForest {
  readonly #tables: HashTable[] = [];
  #parent = new Int32Array(FIRST_CAPACITY);
  #nodes = 0;
  /** Rises whenever two threads become one, or one falls apart. */
  merges = 0;

  /** Nodes made so far; every root is below this. */
  get size(): number {
    return this.#nodes;
  }

  /** Octets held by the arrays. */
  get bytes(): number {
    return this.#parent.byteLength + this.#tables.reduce((sum, table) => sum + table.bytes, 0);
  }

  /** Makes room for a folder's messages in one step. */
  reserve(account: number, messages: number): void {
    (this.#tables[account] ??= new HashTable()).reserve(messages);
  }

  /** Enters a message with the references refs[from] … refs[to − 1]; answers its node. `idHash` 0 means none. */
  enter(account: number, idHash: number, refs: Float64Array, from = 0, to = refs.length): number {
    const table = (this.#tables[account] ??= new HashTable());
    let node = idHash === 0 ? NONE : table.at(idHash, this.#make);
    for (let i = from; i < to; i++) {
      const ref = refs[i] as number;
      if (ref === 0) continue;
      const other = table.at(ref, this.#make);
      node = node === NONE ? other : this.#unite(node, other);
    }
    return node === NONE ? this.#make() : node;
  }

  /** The thread of a node. Numbers change when threads grow together: compare, don't keep. */
  root(node: number): number {
    const parent = this.#parent;
    let n = node;
    while (parent[n] !== n) {
      const up = parent[parent[n] as number] as number;
      parent[n] = up;
      n = up;
    }
    return n;
  }

  /**
   * Makes every hash of these threads a thread of its own. The messages that remain must be entered anew.
   * @param seen whether there are enough of them that a list may show the difference
   */
  dissolve(roots: ReadonlySet<number>, seen: boolean): void {
    const apart: number[] = [];
    for (let node = 0; node < this.#nodes; node++) if (roots.has(this.root(node))) apart.push(node);
    for (const node of apart) this.#parent[node] = node;
    if (seen) this.merges++;
  }

  #unite(a: number, b: number): number {
    const x = this.root(a);
    const y = this.root(b);
    if (x === y) return x;
    this.merges++;
    const low = Math.min(x, y);
    this.#parent[Math.max(x, y)] = low;
    return low;
  }

  readonly #make = (): number => {
    if (this.#nodes === this.#parent.length) {
      const bigger = new Int32Array(Math.ceil(this.#nodes * 1.5));
      bigger.set(this.#parent);
      this.#parent = bigger;
    }
    this.#parent[this.#nodes] = this.#nodes;
    return this.#nodes++;
  };
}
