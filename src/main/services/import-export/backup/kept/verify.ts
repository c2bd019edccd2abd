import type { Crypto } from '@shared/ports/crypto';
import { type Files, readWhole } from '@shared/ports/files';
import type { BackupDamage } from '../read-backup';
import { KEPT, KEPT_FILES, type KeptLine, readKept } from './lines';

/** Larger than what is attached to a letter ever is. */
const MAX_FILE = 1024 * 1024 * 1024;

/** The bytes of a file that a line refers to; null when they are not there, or are not those that were saved. */
export async function keptFile(
  files: Files,
  folder: string,
  name: string,
  crypto: Pick<Crypto, 'sha256Hex'>,
): Promise<Uint8Array | null> {
  const path = `${folder}/${KEPT_FILES}/${name}`;
  const stat = await files.stat(path);
  if (stat?.kind !== 'file' || stat.size > MAX_FILE) return null;
  const bytes = await readWhole(files, path, MAX_FILE);
  return crypto.sha256Hex(bytes) === name ? bytes : null;
}

/** Reads all that is kept besides mail. @throws errors of `Files`; the signal's reason. */
export async function verifyKept(
  files: Files,
  folder: string,
  crypto: Pick<Crypto, 'sha256Hex'>,
  signal: AbortSignal,
): Promise<BackupDamage[]> {
  const kept = await readKept(files, folder, crypto);
  if (!kept) return [];
  const damage = kept.bad.map((line): BackupDamage => ({
    mailbox: '',
    file: `${KEPT}:${line}`,
    code: 'kept-damaged',
  }));
  if (!kept.whole && damage.length === 0) damage.push({ mailbox: '', file: KEPT, code: 'kept-damaged' });
  for (const name of filesOf(kept.lines)) {
    signal.throwIfAborted();
    if (await keptFile(files, folder, name, crypto)) continue;
    const there = (await files.stat(`${folder}/${KEPT_FILES}/${name}`)) !== null;
    damage.push({ mailbox: '', file: `${KEPT_FILES}/${name}`, code: there ? 'damaged' : 'missing' });
  }
  return damage;
}

const filesOf = (lines: readonly KeptLine[]): ReadonlySet<string> =>
  new Set(lines.flatMap(({ files }) => files));
