import { createReadStream } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FileEntry, Files } from '@shared/ports/files';

const syncFolder = async (path: string): Promise<void> => {
  // Windows cannot open a folder as a file; NTFS journals names by itself.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** The files of this machine, as the person running Tern may see them. */
export const nodeFiles: Files = {
  async entries(path) {
    const found = await readdir(path, { withFileTypes: true });
    return found
      .flatMap((entry): FileEntry[] => {
        if (entry.isFile()) return [{ name: entry.name, kind: 'file' }];
        return entry.isDirectory() ? [{ name: entry.name, kind: 'folder' }] : [];
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  },
  async stat(path) {
    const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
      throw error;
    });
    if (found?.isFile() === true) return { kind: 'file', size: found.size, modified: found.mtimeMs };
    return found?.isDirectory() === true ? { kind: 'folder', size: 0, modified: found.mtimeMs } : null;
  },
  async *read(path) {
    for await (const piece of createReadStream(path)) yield piece as Buffer;
  },
  async makeFolder(path) {
    const first = await mkdir(path, { recursive: true, mode: 0o700 });
    if (first !== undefined) await syncFolder(dirname(first));
  },
  async write(path, bytes) {
    const partial = `${path}.tern-part`;
    const handle = await open(partial, 'w', 0o600);
    let size = 0;
    try {
      try {
        for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) {
          await handle.writeFile(piece);
          size += piece.length;
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    await syncFolder(dirname(path));
    return size;
  },
  async append(path, bytes) {
    const handle = await open(path, 'a', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};
