import { parseEnvelope } from '../../mime/parse-envelope';
import { mboxEntry } from './mbox';

/** One message to export, read when its turn comes. */
export interface ExportItem {
  /** What a report calls it. */
  readonly name: string;
  /** ms since 1970. */
  readonly date: number;
  /** The whole message. */
  bytes(): Promise<Uint8Array>;
}

export interface ExportReport {
  readonly exported: number;
  /** Messages that could not be read: damaged here, or gone on the server. */
  readonly failed: readonly { readonly name: string; readonly code: string }[];
}

export interface ExportOptions {
  readonly items: Iterable<ExportItem>;
  readonly signal?: AbortSignal;
  onProgress?(exported: number): void;
  /** Errors that concern one message only, by their code; null ends the export. */
  codeOf(error: unknown): string | null;
}

/** A mailbox as one mboxrd file. The report is complete when the stream has ended. */
export async function* exportMbox(options: ExportOptions): AsyncGenerator<Uint8Array, ExportReport> {
  const failed: { name: string; code: string }[] = [];
  let exported = 0;
  for (const item of options.items) {
    options.signal?.throwIfAborted();
    let bytes: Uint8Array;
    try {
      bytes = await item.bytes();
    } catch (error) {
      const code = options.codeOf(error);
      if (code === null) throw error;
      failed.push({ name: item.name, code });
      continue;
    }
    yield mboxEntry(bytes, parseEnvelope(bytes).from[0]?.address ?? '', item.date);
    exported += 1;
    options.onProgress?.(exported);
  }
  return { exported, failed };
}

/** A file name for one message that every system takes: no separators, no reserved names, not too long. */
export function emlName(subject: string): string {
  const plain = subject
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .slice(0, 80)
    .replace(/[. ]+$/, '');
  const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(plain);
  return `${plain === '' || reserved ? `message ${plain}`.trim() : plain}.eml`;
}
