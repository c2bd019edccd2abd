import type { Files } from '@shared/ports/files';
import { emlName } from '@shared/util/file-names';
import { parseEnvelope } from '../../mime/parse-envelope';
import type { ReadMessage } from './mailbox-reader';
import { mboxEntry } from './mbox';
import { withState } from './mbox-state';

export interface ExportReport {
  readonly exported: number;
  /** Messages that could not be read: damaged here, or gone on the server. */
  readonly failed: readonly { readonly name: string; readonly code: string }[];
}

export interface ExportOptions {
  readonly messages: AsyncIterable<ReadMessage>;
  onProgress?(done: number): void;
}

/** A mailbox as one mboxrd file, flags noted as other programs read them. The report is complete when the stream has ended. */
export async function* exportMbox(options: ExportOptions): AsyncGenerator<Uint8Array, ExportReport> {
  const failed: { name: string; code: string }[] = [];
  let exported = 0;
  for await (const { held, bytes, code } of options.messages) {
    if (bytes) {
      yield mboxEntry(
        withState(bytes, held.flags),
        parseEnvelope(bytes).from[0]?.address ?? '',
        held.date ?? 0,
      );
      exported += 1;
    } else failed.push({ name: String(held.uid), code });
    options.onProgress?.(exported + failed.length);
  }
  return { exported, failed };
}

/** A mailbox as one file a message in a folder, called by date and subject. */
export async function exportFiles(
  files: Files,
  folder: string,
  options: ExportOptions,
): Promise<ExportReport> {
  const failed: { name: string; code: string }[] = [];
  let exported = 0;
  await files.makeFolder(folder);
  const taken = new Set((await files.entries(folder)).map(({ name }) => name.toLowerCase()));
  for await (const { held, bytes, code } of options.messages) {
    if (bytes) {
      const day = new Date(held.date ?? 0).toISOString().slice(0, 10);
      const name = free(`${day} ${emlName(parseEnvelope(bytes).subject)}`, taken);
      await files.write(`${folder}/${name}`, bytes);
      exported += 1;
    } else failed.push({ name: String(held.uid), code });
    options.onProgress?.(exported + failed.length);
  }
  return { exported, failed };
}

/** The name, or with a number where it is taken (also in other letters: not every system tells them apart). */
export function free(name: string, taken: Set<string>): string {
  const [, stem = name, ending = ''] = /^(.*?)(\.[a-z]{1,5})?$/s.exec(name) ?? [];
  let candidate = name;
  for (let n = 2; taken.has(candidate.toLowerCase()); n++) candidate = `${stem} (${n})${ending}`;
  taken.add(candidate.toLowerCase());
  return candidate;
}
