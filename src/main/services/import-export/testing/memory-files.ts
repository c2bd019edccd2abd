import type { FileEntry, Files } from '@shared/ports/files';

const fail = (code: string, path: string): Error => Object.assign(new Error(`${code}: ${path}`), { code });
const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')));

/** Files in memory, with folders that have to be made. `room` is what still fits, in octets. */
export class MemoryFiles implements Files {
  readonly files = new Map<string, Uint8Array>();
  readonly folders = new Set<string>(['/']);
  room = Number.POSITIVE_INFINITY;

  /** Puts a file in place with the folders above it. */
  plant(path: string, bytes: Uint8Array | string): void {
    this.#folder(parentOf(path));
    this.files.set(path, typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }
  text(path: string): string {
    return Buffer.from(this.#find(path)).toString('latin1');
  }

  entries(path: string): Promise<FileEntry[]> {
    if (!this.folders.has(path)) return Promise.reject(fail('ENOENT', path));
    const inside = (full: string): boolean => full !== path && parentOf(full) === path;
    const name = (full: string): string => full.slice(full.lastIndexOf('/') + 1);
    const found: FileEntry[] = [
      ...[...this.files.keys()].filter(inside).map((full) => ({ name: name(full), kind: 'file' as const })),
      ...[...this.folders].filter(inside).map((full) => ({ name: name(full), kind: 'folder' as const })),
    ];
    return Promise.resolve(found.sort((a, b) => (a.name < b.name ? -1 : 1)));
  }
  stat(path: string): ReturnType<Files['stat']> {
    const file = this.files.get(path);
    if (file) return Promise.resolve({ kind: 'file', size: file.length, modified: 0 });
    return Promise.resolve(this.folders.has(path) ? { kind: 'folder', size: 0, modified: 0 } : null);
  }
  async *read(path: string): AsyncGenerator<Uint8Array> {
    const bytes = this.#find(path);
    for (let at = 0; at < bytes.length; at += 1000)
      yield await Promise.resolve(bytes.subarray(at, at + 1000));
  }
  makeFolder(path: string): Promise<void> {
    this.#folder(path);
    return Promise.resolve();
  }
  async write(path: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<number> {
    if (!this.folders.has(parentOf(path))) throw fail('ENOENT', path);
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) pieces.push(piece);
    const whole = Buffer.concat(pieces);
    this.#take(whole.length, path);
    this.files.set(path, whole);
    return whole.length;
  }
  append(path: string, bytes: Uint8Array): Promise<void> {
    if (!this.folders.has(parentOf(path))) return Promise.reject(fail('ENOENT', path));
    try {
      this.#take(bytes.length, path);
    } catch (error) {
      return Promise.reject(error);
    }
    this.files.set(path, Buffer.concat([this.files.get(path) ?? new Uint8Array(0), bytes]));
    return Promise.resolve();
  }

  #take(octets: number, path: string): void {
    if (octets > this.room) throw fail('ENOSPC', path);
    this.room -= octets;
  }
  #folder(path: string): void {
    for (let at = path; at !== '/' && at !== ''; at = parentOf(at)) this.folders.add(at);
  }
  #find(path: string): Uint8Array {
    const file = this.files.get(path);
    if (!file) throw fail('ENOENT', path);
    return file;
  }
}
