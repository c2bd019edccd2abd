import type { FileEntry, Files } from '@shared/ports/files';
import { decodeUtf7 } from '@shared/util/utf7';
import { isMessageFile, savedLetter } from './file-source';
import type { FoundMailbox, SourceLetter } from './letter';
import { isMaildir, maildirAt } from './maildir-source';
import { counted, mboxLetters, sniffMbox } from './mbox-source';
import { isThunderbirdProfile, profileAccounts } from './thunderbird';

/** What kind of thing was named. */
export type SourceKind = 'thunderbird' | 'maildir' | 'mbox' | 'files' | 'folder';

export interface FoundSource {
  readonly kind: SourceKind;
  /** What new folders are put into: the name of what was chosen. */
  readonly name: string;
  readonly mailboxes: readonly FoundMailbox[];
  /** Files that are neither mailboxes nor the known rest of a mail program: at most `MAX_STRANGE` are named. */
  readonly strange: readonly string[];
}

/** Deeper folders are no mailboxes but somebody's disk. */
const MAX_DEPTH = 24;
const MAX_ENTRIES = 500_000;
const MAX_STRANGE = 200;
/** Indexes, settings and locks of mail programs, which hold no mail. */
const NOT_MAIL =
  /(?:\.(?:msf|dat|json|html|sqlite|sqlite-wal|sqlite-shm|log|mozmsgs|mozeml|lock|tmp|plist|ini|xml|index|cache)|^dovecot.*|^subscriptions|^maildirsize|^maildirfolder|^courierimap.*|^\.ds_store|^thumbs\.db|^desktop\.ini|^filterlog.*)$/i;

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

interface Walk {
  readonly files: Files;
  readonly mailboxes: FoundMailbox[];
  readonly strange: string[];
  readonly signal: AbortSignal | undefined;
  left: number;
}

/**
 * Looks through a file or folder for mail: a Thunderbird profile, Maildirs (also Maildir++ and nested), mbox files (also
 * Thunderbird's `.sbd` trees and Apple's `.mbox` folders), folders of `.eml` or `.emlx`. Reads names and first bytes only.
 * @returns null when nothing is there. @throws errors of `Files`; RangeError when there is too much to look through.
 */
export async function findMailboxes(
  files: Files,
  root: string,
  signal?: AbortSignal,
): Promise<FoundSource | null> {
  const stat = await files.stat(root);
  if (!stat) return null;
  const walk: Walk = { files, mailboxes: [], strange: [], signal, left: MAX_ENTRIES };
  const name = withoutEnding(lastOf(root));
  const found = (kind: SourceKind): FoundSource => ({
    kind,
    name,
    mailboxes: walk.mailboxes,
    strange: walk.strange,
  });
  if (stat.kind === 'file') {
    const letters: FileEntry[] = [];
    await addFile(walk, root, lastOf(root), [], letters);
    const folder = root.slice(0, root.lastIndexOf('/'));
    if (letters.length > 0) walk.mailboxes.push(await filesAt(files, folder, letters, []));
    return found(walk.mailboxes[0]?.kind === 'mbox' ? 'mbox' : 'files');
  }
  if (await isThunderbirdProfile(files, root)) {
    for (const account of await profileAccounts(files, root)) {
      await walkFolder(walk, account.folder, [account.name], 0);
    }
    return found('thunderbird');
  }
  // The folder above: `Profiles/xxxx.default`.
  const profiles = await profilesIn(files, root);
  if (profiles.length > 0) {
    for (const profile of profiles) {
      for (const account of await profileAccounts(files, profile)) {
        const path = profiles.length > 1 ? [lastOf(profile), account.name] : [account.name];
        await walkFolder(walk, account.folder, path, 0);
      }
    }
    return found('thunderbird');
  }
  await walkFolder(walk, root, [], 0);
  return found(
    walk.mailboxes.some((m) => m.kind === 'maildir' && m.path.length === 0) ? 'maildir' : 'folder',
  );
}

async function profilesIn(files: Files, root: string): Promise<string[]> {
  const out: string[] = [];
  for (const folder of [root, `${root}/Profiles`]) {
    if ((await files.stat(folder))?.kind !== 'folder') continue;
    for (const { name, kind } of await files.entries(folder)) {
      if (kind === 'folder' && (await isThunderbirdProfile(files, `${folder}/${name}`)))
        out.push(`${folder}/${name}`);
    }
  }
  return out;
}

async function walkFolder(walk: Walk, folder: string, path: readonly string[], depth: number): Promise<void> {
  walk.signal?.throwIfAborted();
  if (depth > MAX_DEPTH) return;
  const entries = await walk.files.entries(folder);
  walk.left -= entries.length;
  if (walk.left < 0) throw new RangeError('there are too many files to look through');
  if (isMaildir(entries)) {
    walk.mailboxes.push(await maildirAt(walk.files, folder, path));
    for (const { name, kind } of entries) {
      if (kind !== 'folder' || ['cur', 'new', 'tmp'].includes(name)) continue;
      // Maildir++: all folders lie beside each other and are called `.Outer.Inner`, in modified UTF-7.
      const names = name.startsWith('.')
        ? name
            .slice(1)
            .split('.')
            .map((part) => decodeUtf7(part) ?? part)
        : [name];
      await walkFolder(walk, `${folder}/${name}`, [...path, ...names], depth + 1);
    }
    return;
  }
  const letters: FileEntry[] = [];
  for (const entry of entries) {
    const full = `${folder}/${entry.name}`;
    if (entry.kind === 'file') await addFile(walk, full, entry.name, path, letters);
    // Thunderbird: what is inside the mailbox `Projects` lies in the folder `Projects.sbd`.
    else await walkFolder(walk, full, [...path, withoutEnding(entry.name)], depth + 1);
  }
  if (letters.length > 0) walk.mailboxes.push(await filesAt(walk.files, folder, letters, path));
}

async function addFile(
  walk: Walk,
  full: string,
  name: string,
  path: readonly string[],
  letters: FileEntry[],
): Promise<void> {
  const { files } = walk;
  if (isMessageFile(name)) {
    letters.push({ name, kind: 'file' });
    return;
  }
  if (NOT_MAIL.test(name)) return;
  const size = (await files.stat(full))?.size ?? 0;
  const dialect = size === 0 ? null : await sniffMbox(files, full);
  if (dialect === null) {
    // An empty mailbox is nothing to say; anything else is.
    if (size > 0 && walk.strange.length < MAX_STRANGE) walk.strange.push(full);
    return;
  }
  // Apple Mail exports a folder `Name.mbox` with a file `mbox` in it: the mailbox is the folder.
  const own = name === 'mbox' && path.length > 0 ? [] : [withoutEnding(name)];
  walk.mailboxes.push({
    path: [...path, ...own],
    kind: 'mbox',
    removed: false,
    octets: size,
    messages: null,
    letters: (onOctets) => mboxLetters(counted(files.read(full), onOctets), dialect),
  });
}

async function filesAt(
  files: Files,
  folder: string,
  letters: readonly FileEntry[],
  path: readonly string[],
): Promise<FoundMailbox> {
  let octets = 0;
  for (const { name } of letters) octets += (await files.stat(`${folder}/${name}`))?.size ?? 0;
  return {
    path,
    kind: 'files',
    removed: false,
    octets,
    messages: letters.length,
    async *letters(onOctets): AsyncGenerator<SourceLetter> {
      for (const { name } of letters) {
        const letter = await savedLetter(files, `${folder}/${name}`);
        onOctets(letter.bytes.length);
        yield letter;
      }
    },
  };
}

const withoutEnding = (name: string): string => name.replace(/\.(?:sbd|mbox|mbx|mbs|eml|emlx)$/i, '') || name;
