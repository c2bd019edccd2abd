import { MailError } from '@shared/errors/mail-error';
import type { MailboxId } from '@shared/model/ids';
import type { Crypto } from '@shared/ports/crypto';
import type { Files } from '@shared/ports/files';
import { hex } from '@shared/util/hex';
import type { HeldMessage } from '../../../sync/whole-messages';
import type { MailboxReader } from '../mailbox-reader';
import {
  appendIndex,
  assertBegun,
  type BackupEntry,
  type BackupManifest,
  readIndex,
  readManifest,
  writeIndex,
  writeManifest,
} from './format';

/** A mailbox to be saved. */
export interface BackupSource {
  readonly id: MailboxId;
  readonly path: readonly string[];
  readonly role: string | null;
}

export interface BackupOptions {
  readonly files: Files;
  /** An empty folder, or one with an earlier backup of the same account, which is continued. */
  readonly folder: string;
  readonly account: { readonly label: string; readonly address: string };
  readonly sources: readonly BackupSource[];
  readonly reader: Pick<MailboxReader, 'contents' | 'read'>;
  readonly crypto: Pick<Crypto, 'hash'>;
  now(): number;
  readonly signal: AbortSignal;
  /** This backup was begun here before: where nothing of it is found the disk is not there, and nothing is written. */
  readonly begun: boolean;
  /** From now on there is something of it in the folder. */
  onBegun(): Promise<void>;
  /** Saves what is kept besides mail: first, as it is least and dearest. */
  saveOthers(): Promise<void>;
  /** A mailbox is begun: how many messages of it have to be saved. */
  onMailbox(path: readonly string[], wanted: number): void;
  onSaved(octets: number): void;
}

export interface BackupReport {
  /** Saved by this run. */
  readonly saved: number;
  /** Saved by an earlier one. */
  readonly already: number;
  readonly problems: readonly BackupProblem[];
}

export interface BackupProblem {
  readonly mailbox: string;
  /** Null: about the mailbox as a whole. */
  readonly uid: number | null;
  readonly code: string;
}

/** Messages named by one append to the index: what a crash costs to save again. */
const INDEX_EVERY = 32;
const PER_FOLDER = 1000;
const MAX_PROBLEMS = 1000;

/**
 * Saves mailboxes into a folder. What an earlier run saved is not read again; broken off anywhere, it can be begun again.
 * @throws MailError `other-backup`, `begun-gone`, or what `reader` throws; errors of `Files`; the signal's reason.
 */
export async function writeBackup(options: BackupOptions): Promise<BackupReport> {
  const { files, folder, sources, signal } = options;
  if (options.begun) await assertBegun(files, folder);
  await files.makeFolder(folder);
  const before = await readManifest(files, folder);
  if (before && before.account.address !== options.account.address) {
    throw new MailError({
      kind: 'refused',
      code: 'other-backup',
      message: 'This folder holds the backup of another account',
      details: { label: before.account.label },
    });
  }
  const placed = new Map<string, string>();
  for (const m of before?.mailboxes ?? []) placed.set(JSON.stringify(m.path), m.folder);
  let next = Math.max(0, ...[...placed.values()].map((place) => Number(place.slice('mail/'.length)))) + 1;
  const wanted = sources.map((source) => {
    const place = placed.get(JSON.stringify(source.path)) ?? `mail/${next++}`;
    return { source, place };
  });
  const manifest: BackupManifest = {
    format: 1,
    account: options.account,
    mailboxes: [
      ...wanted.map(({ source, place }) => ({ folder: place, path: [...source.path], role: source.role })),
      // Mailboxes that are not there any more keep their mail here.
      ...(before?.mailboxes ?? []).filter((m) => !wanted.some(({ place }) => place === m.folder)),
    ],
    started: options.now(),
    finished: null,
  };
  await writeManifest(files, folder, manifest);
  await options.onBegun();
  await options.saveOthers();
  const problems: BackupProblem[] = [];
  let saved = 0;
  let already = 0;
  for (const { source, place } of wanted) {
    signal.throwIfAborted();
    const done = await saveMailbox(options, source, `${folder}/${place}`, problems);
    saved += done.saved;
    already += done.already;
  }
  await assertBegun(files, folder);
  await writeManifest(files, folder, { ...manifest, finished: options.now() });
  return { saved, already, problems };
}

async function saveMailbox(
  options: BackupOptions,
  source: BackupSource,
  place: string,
  problems: BackupProblem[],
): Promise<{ saved: number; already: number }> {
  const { files, folder, reader, crypto, signal } = options;
  const problem = (uid: number | null, code: string): void => {
    if (problems.length < MAX_PROBLEMS) problems.push({ mailbox: source.path.join('/'), uid, code });
  };
  await assertBegun(files, folder);
  await files.makeFolder(place);
  const { entries, bad } = await readIndex(files, place);
  if (bad.length > 0) problem(null, 'index-damaged');
  const { epoch, messages, complete } = await reader.contents(source.id, signal);
  if (!complete) problem(null, 'listing-incomplete');
  const known = new Map(entries.filter((e) => e.epoch === epoch).map((e) => [e.uid, e]));
  /** Of another epoch, or twice in this mailbox: one file is enough for equal bytes. */
  const byHash = new Map(entries.map((e) => [e.sha256, e]));
  let number = entries.reduce((max, e) => Math.max(max, Number(/(\d+)\.eml$/.exec(e.file)?.[1] ?? 0)), 0);
  const missing = messages.filter((held) => !known.has(held.uid));
  options.onMailbox(source.path, missing.length);
  const fresh: BackupEntry[] = [];
  let named = 0;
  for await (const { held, bytes, code } of reader.read(source.id, missing, signal)) {
    if (!bytes) {
      problem(held.uid, code);
      options.onSaved(0);
      continue;
    }
    const sha256 = hex(crypto.hash('sha256', bytes));
    let file = byHash.get(sha256)?.file;
    if (file === undefined) {
      number += 1;
      const shelf = Math.floor(number / PER_FOLDER);
      file = `${shelf}/${number}.eml`;
      await files.makeFolder(`${place}/${shelf}`);
      await files.write(`${place}/${file}`, bytes);
    }
    const entry = { file, sha256, size: bytes.length, epoch, uid: held.uid, ...marksOf(held), gone: null };
    byHash.set(sha256, entry);
    fresh.push(entry);
    if (fresh.length - named >= INDEX_EVERY) {
      await assertBegun(files, folder);
      await appendIndex(files, place, fresh.slice(named));
      named = fresh.length;
    }
    options.onSaved(bytes.length);
  }
  await assertBegun(files, folder);
  // Flags change and messages go: the whole index as it is now, in the place of the old one.
  const now = new Map(messages.map((held) => [held.uid, held]));
  const all = [...entries, ...fresh].map((entry): BackupEntry => {
    const held = entry.epoch === epoch ? now.get(entry.uid) : undefined;
    return held
      ? { ...entry, ...marksOf(held), gone: null }
      : { ...entry, gone: entry.gone ?? options.now() };
  });
  await writeIndex(files, place, superseded(all, epoch));
  return { saved: fresh.length, already: messages.length - missing.length };
}

const marksOf = ({ flags, date }: HeldMessage): Pick<BackupEntry, 'flags' | 'date'> => ({
  flags: [...flags],
  date,
});

/**
 * Takes messages whose files are damaged or gone off the indexes, so that the next run saves them again; those that only
 * the backup had stay named. @returns how many.
 */
export async function forgetDamaged(
  files: Files,
  folder: string,
  damage: readonly { readonly file: string }[],
): Promise<number> {
  const manifest = await readManifest(files, folder);
  const bad = new Set(damage.map(({ file }) => file));
  let count = 0;
  for (const { folder: place } of manifest?.mailboxes ?? []) {
    const { entries } = await readIndex(files, `${folder}/${place}`);
    const kept = entries.filter((e) => e.gone !== null || !bad.has(`${place}/${e.file}`));
    if (kept.length === entries.length) continue;
    count += entries.length - kept.length;
    await writeIndex(files, `${folder}/${place}`, kept);
  }
  return count;
}

/** Entries of an earlier epoch whose very message was found again under a new UID are that message, not another. */
function superseded(entries: readonly BackupEntry[], epoch: string): BackupEntry[] {
  const again = new Set(entries.filter((e) => e.epoch === epoch).map((e) => e.sha256));
  return entries.filter((e) => e.epoch === epoch || !again.has(e.sha256));
}
