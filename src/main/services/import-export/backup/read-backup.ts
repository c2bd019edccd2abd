import type { Crypto } from '@shared/ports/crypto';
import { type Files, readWhole } from '@shared/ports/files';
import { hex } from '@shared/util/hex';
import { MAX_MESSAGE_OCTETS } from '../mbox';
import { type FoundMailbox, plainLetter, type SourceLetter } from '../sources/letter';
import { type BackupEntry, readIndex, readManifest } from './format';
import { verifyKept } from './kept/verify';

/** What is wrong with one file of a backup. */
export interface BackupDamage {
  readonly mailbox: string;
  readonly file: string;
  readonly code: 'missing' | 'damaged' | 'index-damaged' | 'kept-damaged';
}

export interface Verification {
  readonly messages: number;
  readonly octets: number;
  /** ms since 1970; null: it was broken off, and can be continued. */
  readonly finished: number | null;
  readonly damage: readonly BackupDamage[];
}

const MAX_DAMAGE = 1000;

/**
 * Reads every message of a backup, and what is kept besides, and compares it with its hash.
 * @returns null when the folder holds no backup. @throws errors of `Files`; the signal's reason.
 */
export async function verifyBackup(
  files: Files,
  folder: string,
  crypto: Pick<Crypto, 'hash' | 'sha256Hex'>,
  signal: AbortSignal,
  onMessage: (octets: number, mailbox: string) => void,
): Promise<Verification | null> {
  const manifest = await readManifest(files, folder);
  if (!manifest) return null;
  const damage: BackupDamage[] = await verifyKept(files, folder, crypto, signal);
  let messages = 0;
  let octets = 0;
  for (const { folder: place, path } of manifest.mailboxes) {
    const mailbox = path.join('/');
    const tell = (file: string, code: BackupDamage['code']): void => {
      if (damage.length < MAX_DAMAGE) damage.push({ mailbox, file: `${place}/${file}`, code });
    };
    const { entries, bad } = await readIndex(files, `${folder}/${place}`);
    for (const line of bad) tell(`index.jsonl:${line}`, 'index-damaged');
    for (const entry of entries) {
      signal.throwIfAborted();
      const found = await readEntry(files, `${folder}/${place}`, entry, crypto);
      if (found.problem) tell(entry.file, found.problem);
      else {
        messages += 1;
        octets += entry.size;
      }
      onMessage(entry.size, mailbox);
    }
  }
  return { messages, octets, finished: manifest.finished, damage };
}

/** The mailboxes of a backup, to be restored like anything else that is imported; null when the folder holds none. */
export async function backupMailboxes(
  files: Files,
  folder: string,
  crypto: Pick<Crypto, 'hash'>,
): Promise<{ readonly label: string; readonly mailboxes: readonly FoundMailbox[] } | null> {
  const manifest = await readManifest(files, folder);
  if (!manifest) return null;
  const mailboxes: FoundMailbox[] = [];
  for (const { folder: place, path } of manifest.mailboxes) {
    const { entries } = await readIndex(files, `${folder}/${place}`);
    for (const removed of [false, true]) {
      const some = entries.filter(({ gone }) => (gone !== null) === removed);
      if (some.length === 0) continue;
      mailboxes.push({
        path,
        kind: 'backup',
        removed,
        savedOf: manifest.account.address,
        octets: some.reduce((sum, entry) => sum + entry.size, 0),
        messages: some.length,
        letters: (onOctets) => letters(files, `${folder}/${place}`, some, crypto, onOctets),
      });
    }
  }
  return { label: manifest.account.label, mailboxes };
}

async function* letters(
  files: Files,
  place: string,
  entries: readonly BackupEntry[],
  crypto: Pick<Crypto, 'hash'>,
  onOctets: (count: number) => void,
): AsyncGenerator<SourceLetter> {
  for (const entry of entries) {
    const found = await readEntry(files, place, entry, crypto);
    onOctets(entry.size);
    yield {
      ...plainLetter(found.bytes),
      problem: found.problem ? 'damaged' : null,
      flags: entry.flags,
      date: entry.date,
      file: entry.file,
    };
  }
}

async function readEntry(
  files: Files,
  place: string,
  entry: BackupEntry,
  crypto: Pick<Crypto, 'hash'>,
): Promise<{ readonly bytes: Uint8Array; readonly problem: 'missing' | 'damaged' | null }> {
  const path = `${place}/${entry.file}`;
  const nothing = new Uint8Array(0);
  const stat = await files.stat(path);
  if (stat?.kind !== 'file') return { bytes: nothing, problem: 'missing' };
  if (stat.size !== entry.size) return { bytes: nothing, problem: 'damaged' };
  const bytes = await readWhole(files, path, Math.max(MAX_MESSAGE_OCTETS, entry.size));
  const whole = hex(crypto.hash('sha256', bytes)) === entry.sha256;
  return { bytes, problem: whole ? null : 'damaged' };
}
