import { z } from 'zod';
import { MailError } from '@shared/errors/mail-error';
import { type Files, readWhole } from '@shared/ports/files';

/**
 * A backup is a folder that any program can read:
 * ```
 * tern-backup.json       what it is of, and which mailboxes are where
 * mail/3/index.jsonl     one line a message: file, SHA-256, size, flags, date
 * mail/3/0/17.eml        the message as it is
 * ```
 * Messages are never taken out of a backup; those that are gone at the source are marked.
 */
export const MANIFEST = 'tern-backup.json';
export const INDEX = 'index.jsonl';
const MAX_MANIFEST = 64 * 1024 * 1024;
const MAX_INDEX = 2 * 1024 * 1024 * 1024;

const manifestSchema = z.object({
  format: z.literal(1),
  account: z.object({ label: z.string(), address: z.string() }),
  mailboxes: z.array(
    z.object({
      /** `mail/3` */
      folder: z.string().regex(/^mail\/\d{1,9}$/),
      /** Names, outermost first. */
      path: z.array(z.string()).min(1),
      role: z.string().nullable(),
    }),
  ),
  /** ms since 1970; `finished` is null while it is being written and when it was broken off. */
  started: z.number(),
  finished: z.number().nullable(),
});
export type BackupManifest = z.output<typeof manifestSchema>;

const entrySchema = z.object({
  file: z.string().regex(/^\d{1,9}\/\d{1,12}\.eml$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.number(),
  /** UIDVALIDITY, or `here` for mail that lived in the vault. */
  epoch: z.string(),
  uid: z.number(),
  flags: z.array(z.string()),
  date: z.number().nullable(),
  /** When it was first missing at the source, ms since 1970. */
  gone: z.number().nullable(),
});
export type BackupEntry = z.output<typeof entrySchema>;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Null: there is no backup in this folder. @throws SyntaxError when it is one that can't be read. */
export async function readManifest(files: Files, folder: string): Promise<BackupManifest | null> {
  const path = `${folder}/${MANIFEST}`;
  if ((await files.stat(path))?.kind !== 'file') return null;
  const text = new TextDecoder().decode(await readWhole(files, path, MAX_MANIFEST));
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new SyntaxError(`${path} is not a backup that this version of Tern can read`);
  return parsed.data;
}

/**
 * A disk that was pulled out can leave the folder that it was shown in, empty: what is written there is no backup, and fills
 * the system's own disk. @throws MailError `begun-gone`: nothing of a backup that was begun in this folder is there.
 */
export async function assertBegun(files: Files, folder: string): Promise<void> {
  if ((await files.stat(`${folder}/${MANIFEST}`))?.kind !== 'file') throw begunGone();
}

/** What an earlier run has written into a folder is not in it. */
export const begunGone = (): MailError =>
  new MailError({
    kind: 'refused',
    code: 'begun-gone',
    message: 'What was written into this folder is not there any more',
  });

export async function writeManifest(files: Files, folder: string, manifest: BackupManifest): Promise<void> {
  await files.write(`${folder}/${MANIFEST}`, encode(`${JSON.stringify(manifest, null, 2)}\n`));
}

export interface BackupIndex {
  readonly entries: BackupEntry[];
  /** Lines that were not understood, from 1. The last line may be torn: that message is simply saved again. */
  readonly bad: readonly number[];
}

/** Last line wins: what is written again names the same UID. */
export async function readIndex(files: Files, folder: string): Promise<BackupIndex> {
  const path = `${folder}/${INDEX}`;
  if ((await files.stat(path))?.kind !== 'file') return { entries: [], bad: [] };
  const lines = new TextDecoder().decode(await readWhole(files, path, MAX_INDEX)).split('\n');
  const entries = new Map<string, BackupEntry>();
  const bad: number[] = [];
  lines.forEach((line, at) => {
    if (line === '') return;
    const entry = parseEntry(line);
    if (entry) entries.set(`${entry.epoch}/${entry.uid}`, entry);
    else if (at < lines.length - 1) bad.push(at + 1);
  });
  return { entries: [...entries.values()], bad };
}

function parseEntry(line: string): BackupEntry | null {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

const indexLines = (entries: readonly BackupEntry[]): Uint8Array =>
  encode(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));

/** Begins with a line end, so that a line that was torn before does not take this one with it. */
export const appendIndex = (files: Files, folder: string, entries: readonly BackupEntry[]): Promise<void> =>
  files.append(`${folder}/${INDEX}`, encode(`\n${new TextDecoder().decode(indexLines(entries))}`));

export const writeIndex = (files: Files, folder: string, entries: readonly BackupEntry[]): Promise<number> =>
  files.write(`${folder}/${INDEX}`, indexLines(entries));
