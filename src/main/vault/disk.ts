/**
 * The few file operations the vault is made of, so that a disk which loses unsynced bytes can stand in for the real
 * one (`MemoryDisk`). Paths are absolute and use `/`. Errors carry `code` as Node's do (`ENOSPC`, `ENOENT` …).
 */
export interface Disk {
  /**
   * `create` makes a new file and fails with EEXIST when there is one; `update` opens an existing one for reading
   * and writing; `read` for reading.
   */
  open(path: string, mode: 'create' | 'update' | 'read'): Promise<DiskFile>;
  /** Makes the folder and those above it, readable by this user only. */
  makeFolder(path: string): Promise<void>;
  /** Replaces what is at `to`. Durable only after `syncFolder`. */
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** File names in a folder, unordered. */
  list(path: string): Promise<string[]>;
  stat(path: string): Promise<{ readonly size: number; readonly modified: number } | null>;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
  /** Octets this user may still write. */
  free(path: string): Promise<number>;
}

export interface DiskFile {
  /** Writes all bytes at the position. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Fills as much of `into` as there is; returns how much. */
  read(into: Uint8Array, position: number): Promise<number>;
  truncate(length: number): Promise<void>;
  /** Makes the file's bytes and length durable. */
  sync(): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/** The errno word of an error, '' when it has none. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

export async function readFile(disk: Disk, path: string): Promise<Uint8Array> {
  const file = await disk.open(path, 'read');
  try {
    const bytes = new Uint8Array(await file.size());
    let at = 0;
    while (at < bytes.length) {
      const count = await file.read(bytes.subarray(at), at);
      if (count === 0) break;
      at += count;
    }
    return bytes.subarray(0, at);
  } finally {
    await file.close();
  }
}

/** Writes a new file and makes its bytes durable; its name is durable after a `syncFolder`. */
export async function writeNewFile(disk: Disk, path: string, chunks: Iterable<Uint8Array>): Promise<void> {
  const file = await disk.open(path, 'create');
  try {
    let at = 0;
    for (const chunk of chunks) {
      await file.write(chunk, at);
      at += chunk.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Removes a file that may not be there. Other failures are not worth more than the error that led here. */
export async function removeQuietly(disk: Disk, path: string): Promise<void> {
  await disk.remove(path).catch(() => undefined);
}
