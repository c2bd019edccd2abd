import { appendFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TraceFiles } from '@shared/ports/trace-files';
import { makePrivateFolder } from './profile';

/** Two of them at most for each account: hours of a busy connection, and nobody's disk is filled. */
const LARGEST = 8 * 1024 * 1024;

/**
 * Traces in a folder of the profile, readable by this person only. A file that is full becomes `….1.jsonl` and replaces
 * the one before.
 */
export class NodeTraceFiles implements TraceFiles {
  /** One write after another: a rotation between two must not take lines with it. */
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly largest = LARGEST,
  ) {}

  append(name: string, lines: string): Promise<void> {
    const write = this.#last.then(() => this.#write(name, lines));
    this.#last = write.catch(() => undefined);
    return write;
  }

  place(name: string): string {
    return join(this.folder, `${fileName(name)}.jsonl`);
  }

  async #write(name: string, lines: string): Promise<void> {
    const path = this.place(name);
    await makePrivateFolder(this.folder);
    if ((await size(path)) + Buffer.byteLength(lines) > this.largest)
      await rename(path, path.replace(/jsonl$/, '1.jsonl')).catch(ignoreMissing);
    await appendFile(path, lines, { mode: 0o600 });
  }
}

/** Names are ids of accounts; whatever else comes stays in the folder. */
const fileName = (name: string): string => name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 100);

async function size(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    ignoreMissing(error);
    return 0;
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}
