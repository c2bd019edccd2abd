import type { TraceFiles } from '@shared/ports/trace-files';

/** Traces in memory; a disk that refuses when told to. */
export class MemoryTraceFiles implements TraceFiles {
  readonly written = new Map<string, string>();
  full = false;

  append(name: string, lines: string): Promise<void> {
    if (this.full) return Promise.reject(new Error('ENOSPC'));
    this.written.set(name, (this.written.get(name) ?? '') + lines);
    return Promise.resolve();
  }
  place(): null {
    return null;
  }
}
