import type { KeptCount } from '@shared/contract/import-export';
import type { BlobHash } from '@shared/model/ids';
import type { Crypto } from '@shared/ports/crypto';
import type { Files } from '@shared/ports/files';
import { type BlobStore, isVaultError } from '@shared/ports/vault';
import type { KeptThing } from './gather';
import { KEPT_FILES, type KeptLine, mergeKept, readKept, writeKept } from './lines';
import { isKeptKind } from './values';

export interface SaveKept {
  readonly files: Files;
  readonly folder: string;
  readonly things: readonly KeptThing[];
  readonly profile: string;
  readonly blobs: Pick<BlobStore, 'openStream' | 'sizeOf'>;
  readonly crypto: Pick<Crypto, 'sha256Hex'>;
  readonly now: number;
  readonly signal: AbortSignal;
  /** Names in `files/` that were found to be damaged: they are written again. */
  readonly again: ReadonlySet<string>;
}

export interface KeptProblem {
  readonly which: string;
  readonly code: string;
}

/**
 * Writes what is to be kept besides mail, first the files and then what refers to them.
 * @throws errors of `Files`; the signal's reason.
 */
export async function saveKept({
  files,
  folder,
  things,
  profile,
  blobs,
  crypto,
  now,
  signal,
  again,
}: SaveKept): Promise<{ readonly counts: readonly KeptCount[]; readonly problems: readonly KeptProblem[] }> {
  const problems: KeptProblem[] = [];
  const before = await readKept(files, folder, crypto);
  if (before?.whole === false) problems.push({ which: '', code: 'kept-mended' });
  const place = `${folder}/${KEPT_FILES}`;
  const wanted = new Set(things.flatMap((thing) => thing.blobs));
  const missing = new Set<string>();
  if (wanted.size > 0) await files.makeFolder(place);
  for (const blob of wanted) {
    signal.throwIfAborted();
    const size = await blobs.sizeOf(blob as BlobHash);
    const there = await files.stat(`${place}/${blob}`);
    if (there?.kind === 'file' && there.size === size && !again.has(blob)) continue;
    try {
      await files.write(`${place}/${blob}`, blobs.openStream(blob as BlobHash));
    } catch (error) {
      // One that is damaged here keeps nothing else from being saved.
      if (!isVaultError(error)) throw error;
      missing.add(blob);
    }
  }
  const lines = things.map(({ kind, id, value, blobs: own }): KeptLine => ({
    kind,
    id,
    value,
    profile,
    gone: null,
    files: own,
  }));
  for (const { kind, id, files: own } of lines)
    if (own.some((blob) => missing.has(blob)))
      problems.push({ which: `${kind} ${id}`, code: 'kept-file-missing' });
  await writeKept(files, folder, mergeKept(before?.lines ?? [], lines, isKeptKind, profile, now), crypto);
  const counts = new Map<KeptThing['kind'], number>();
  for (const { kind } of things) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return { counts: [...counts].map(([kind, done]) => ({ kind, done, already: 0 })), problems };
}
