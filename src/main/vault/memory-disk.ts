import type { Disk, DiskFile } from './disk';

/** A file's bytes as programs see them, and as a power loss would leave them. */
class Inode {
  #bytes: Uint8Array = new Uint8Array(64);
  length = 0;
  /** Everything below is on the plate, unless `#durableCopy` says otherwise. */
  #durable = 0;
  /** The plate's bytes, kept once a program has changed some of them in memory. */
  #durableCopy: Uint8Array | null = null;
  modified: number;

  constructor(modified: number, bytes?: Uint8Array) {
    this.modified = modified;
    if (!bytes) return;
    this.#bytes = bytes;
    this.length = this.#durable = bytes.length;
  }

  view(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  write(bytes: Uint8Array, position: number): void {
    if (position < this.#durable) this.#keepDurable();
    const end = position + bytes.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      grown.set(this.view());
      this.#bytes = grown;
    }
    if (position > this.length) this.#bytes.fill(0, this.length, position);
    this.#bytes.set(bytes, position);
    this.length = Math.max(this.length, end);
  }

  truncate(length: number): void {
    if (length < this.#durable) this.#keepDurable();
    if (length > this.length) this.write(new Uint8Array(length - this.length), this.length);
    this.length = length;
  }

  sync(): void {
    this.#durable = this.length;
    this.#durableCopy = null;
  }

  /** The bytes after a power loss; `part` (0 … 1) of what was not synced has made it to the plate by luck. */
  afterCrash(part: number): Uint8Array {
    if (this.#durableCopy) return this.#durableCopy.slice();
    const lucky = Math.floor(Math.max(0, this.length - this.#durable) * part);
    return this.#bytes.slice(0, Math.min(this.length, this.#durable + lucky));
  }

  #keepDurable(): void {
    this.#durableCopy ??= this.#bytes.slice(0, this.#durable);
  }
}

type Names = Map<string, Inode>;

const fail = (code: string, path: string): Error => Object.assign(new Error(`${code}: ${path}`), { code });
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/**
 * A disk in memory for tests. It keeps apart what programs see and what is durable, so a test can cut the power at
 * any moment; any operation can be made to fail; and it has a size.
 */
export class MemoryDisk implements Disk {
  /** Operations that change something, counted from 1. */
  operations = 0;
  /** Octets of the whole disk. */
  capacity = Number.POSITIVE_INFINITY;
  #dead = false;
  #names: Names = new Map();
  #durableNames: Names = new Map();
  /** Changes of names that are not durable yet, by folder, in order. */
  #pending = new Map<string, ((names: Names) => void)[]>();
  #failures: { at: number; code: string }[] = [];
  #cutAt = Number.POSITIVE_INFINITY;
  /** What every changing operation fails with meanwhile: `EROFS` of a disk that is read-only now, `EIO` of a broken one. */
  refusing: string | null = null;
  /** Hears of every changing operation before it is done; false: the power went before it. */
  watch: (() => boolean) | null = null;

  /** Makes the n-th changing operation from now on fail, once, with this errno word. */
  failAt(n: number, code = 'EIO'): void {
    this.#failures.push({ at: this.operations + n, code });
  }

  /** Cuts the power in the n-th changing operation from now on: it and everything later fails. See `crash`. */
  cutPowerAt(n: number): void {
    this.#cutAt = this.operations + n;
  }

  /** Cuts the power now. */
  powerOff(): void {
    this.#dead = true;
  }

  /**
   * The disk as found after the power went. This one is dead from now on.
   * @param luck 0 … 1 by call: how much of what was not synced was written all the same. Default: none of it.
   */
  crash(luck: () => number = () => 0): MemoryDisk {
    this.#dead = true;
    const found = new MemoryDisk();
    found.capacity = this.capacity;
    for (const changes of this.#pending.values()) {
      const lucky = Math.floor(luck() * (changes.length + 1));
      for (const change of changes.slice(0, lucky)) change(this.#durableNames);
    }
    for (const [path, inode] of this.#durableNames) {
      const copy = new Inode(inode.modified, inode.afterCrash(luck()));
      found.#names.set(path, copy);
      found.#durableNames.set(path, copy);
    }
    return found;
  }

  /** The bytes of a file as programs see them; changing them is how a test flips bits. */
  bytes(path: string): Uint8Array {
    return this.#find(path).view();
  }

  /** Puts a file on the plate, behind everybody's back. */
  plant(path: string, bytes: Uint8Array, modified = 0): void {
    const inode = new Inode(modified, bytes.slice());
    this.#names.set(path, inode);
    this.#durableNames.set(path, inode);
  }

  paths(): string[] {
    return [...this.#names.keys()].sort();
  }

  get used(): number {
    let sum = 0;
    for (const inode of this.#names.values()) sum += inode.length;
    return sum;
  }

  async open(path: string, mode: 'create' | 'update' | 'read'): Promise<DiskFile> {
    if (mode === 'create') {
      this.#change(path);
      if (this.#names.has(path)) throw fail('EEXIST', path);
      const inode = new Inode(this.operations);
      this.#name(path, (names) => names.set(path, inode));
      return this.#file(inode, path);
    }
    this.#alive(path);
    return this.#file(this.#find(path), path);
  }

  async makeFolder(path: string): Promise<void> {
    this.#alive(path);
  }

  async rename(from: string, to: string): Promise<void> {
    this.#change(from);
    const inode = this.#find(from);
    this.#name(to, (names) => {
      names.delete(from);
      names.set(to, inode);
    });
  }

  async remove(path: string): Promise<void> {
    this.#change(path);
    this.#find(path);
    this.#name(path, (names) => names.delete(path));
  }

  async list(path: string): Promise<string[]> {
    this.#alive(path);
    return [...this.#names.keys()]
      .filter((name) => folderOf(name) === path)
      .map((name) => name.slice(path.length + 1));
  }

  async stat(path: string): Promise<{ size: number; modified: number } | null> {
    this.#alive(path);
    const inode = this.#names.get(path);
    return inode ? { size: inode.length, modified: inode.modified } : null;
  }

  async syncFolder(path: string): Promise<void> {
    this.#change(path);
    for (const change of this.#pending.get(path) ?? []) change(this.#durableNames);
    this.#pending.delete(path);
  }

  async free(path: string): Promise<number> {
    this.#alive(path);
    return Math.max(0, this.capacity - (Number.isFinite(this.capacity) ? this.used : 0));
  }

  #file(inode: Inode, path: string): DiskFile {
    return {
      write: async (bytes, position) => {
        this.#change(path);
        const room = await this.free(path);
        const growth = position + bytes.length - inode.length;
        if (growth > room) {
          // As a real disk does: what fits is written before the error comes.
          inode.write(bytes.subarray(0, bytes.length - (growth - room)), position);
          throw fail('ENOSPC', path);
        }
        inode.write(bytes, position);
      },
      read: async (into, position) => {
        this.#alive(path);
        const part = inode.view().subarray(position, position + into.length);
        into.set(part);
        return part.length;
      },
      truncate: async (length) => {
        this.#change(path);
        inode.truncate(length);
      },
      sync: async () => {
        this.#change(path);
        inode.sync();
      },
      size: async () => inode.length,
      close: async () => undefined,
    };
  }

  #name(path: string, change: (names: Names) => void): void {
    change(this.#names);
    const folder = folderOf(path);
    const pending = this.#pending.get(folder) ?? [];
    pending.push(change);
    this.#pending.set(folder, pending);
  }

  #find(path: string): Inode {
    const inode = this.#names.get(path);
    if (!inode) throw fail('ENOENT', path);
    return inode;
  }

  #alive(path: string): void {
    if (this.#dead) throw fail('EIO', path);
  }

  #change(path: string): void {
    this.operations++;
    if (this.operations >= this.#cutAt || this.watch?.() === false) this.#dead = true;
    this.#alive(path);
    const failure = this.#failures.find(({ at }) => at === this.operations);
    if (failure) throw fail(failure.code, path);
    if (this.refusing !== null) throw fail(this.refusing, path);
  }
}

/** The same disk as another process has it: which locks a process holds is remembered by the disk's object. */
export const seenFromElsewhere = (disk: Disk): Disk => ({
  open: (path, mode) => disk.open(path, mode),
  makeFolder: (path) => disk.makeFolder(path),
  rename: (from, to) => disk.rename(from, to),
  remove: (path) => disk.remove(path),
  list: (path) => disk.list(path),
  stat: (path) => disk.stat(path),
  syncFolder: (path) => disk.syncFolder(path),
  free: (path) => disk.free(path),
});
