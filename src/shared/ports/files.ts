/** What a path names. Links, devices and pipes are none of these and are never followed or read. */
export interface FileEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

export interface FileStat {
  readonly kind: 'file' | 'folder';
  /** Octets; 0 for a folder. */
  readonly size: number;
  /** ms since 1970. */
  readonly modified: number;
}

/**
 * Files that people named: what is imported, exported and backed up. Paths are absolute and use `/` on every system.
 * Errors carry `code` as Node's do (`ENOENT`, `EACCES`, `ENOSPC` …).
 */
export interface Files {
  /** What is in a folder, by name. */
  entries(path: string): Promise<FileEntry[]>;
  /** Null when nothing is there, or something that is neither file nor folder. */
  stat(path: string): Promise<FileStat | null>;
  /** The bytes of a file, piece by piece. */
  read(path: string): AsyncIterable<Uint8Array>;
  /** Makes a folder and those above it. */
  makeFolder(path: string): Promise<void>;
  /**
   * Puts a whole file in place, or nothing: written beside, made durable, renamed. Replaces what is there.
   * @returns octets written.
   */
  write(path: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<number>;
  /** Adds to the end of a file, made when it is not there; durable when it resolves. */
  append(path: string, bytes: Uint8Array): Promise<void>;
}

/** All bytes of a file. @throws RangeError when it has more than `limit`. */
export async function readWhole(files: Files, path: string, limit: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of files.read(path)) {
    size += piece.length;
    if (size > limit) throw new RangeError(`${path} is larger than ${limit} octets`);
    pieces.push(piece);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
