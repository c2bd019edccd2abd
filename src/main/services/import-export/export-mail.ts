import { type Files, readWhole } from '@shared/ports/files';
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

/**
 * A mailbox as one file a message in a folder, called by date and subject. What an attempt before has written there is not
 * written again.
 */
export async function exportFiles(
  files: Files,
  folder: string,
  options: ExportOptions,
): Promise<ExportReport> {
  const failed: { name: string; code: string }[] = [];
  let exported = 0;
  await files.makeFolder(folder);
  const before = new Map((await files.entries(folder)).map(({ name }) => [name.toLowerCase(), name]));
  const taken = new Set<string>();
  /** Whether the file of that name is this very message. */
  const there = async (wanted: string, bytes: Uint8Array): Promise<boolean> => {
    const name = before.get(wanted.toLowerCase());
    if (name === undefined) return false;
    const path = `${folder}/${name}`;
    if ((await files.stat(path))?.size !== bytes.length) return false;
    return isSameOctets(await readWhole(files, path, bytes.length), bytes);
  };
  for await (const { held, bytes, code } of options.messages) {
    if (bytes) {
      const day = new Date(held.date ?? 0).toISOString().slice(0, 10);
      const wanted = `${day} ${emlName(parseEnvelope(bytes).subject)}`;
      let name = free(wanted, taken);
      while (before.has(name.toLowerCase()) && !(await there(name, bytes))) name = free(wanted, taken);
      if (!before.has(name.toLowerCase())) await files.write(`${folder}/${name}`, bytes);
      exported += 1;
    } else failed.push({ name: String(held.uid), code });
    options.onProgress?.(exported + failed.length);
  }
  return { exported, failed };
}

const isSameOctets = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((octet, at) => octet === b[at]);

/** The name, or with a number where it is taken (also in other letters: not every system tells them apart). */
export function free(name: string, taken: Set<string>): string {
  const [, stem = name, ending = ''] = /^(.*?)(\.[a-z]{1,5})?$/s.exec(name) ?? [];
  let candidate = name;
  for (let n = 2; taken.has(candidate.toLowerCase()); n++) candidate = `${stem} (${n})${ending}`;
  taken.add(candidate.toLowerCase());
  return candidate;
}
