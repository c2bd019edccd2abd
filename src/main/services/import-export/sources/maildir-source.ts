import type { FileEntry, Files } from '@shared/ports/files';
import { fileLetter } from './file-source';
import type { FoundMailbox, SourceLetter } from './letter';

/** What the letters behind `:2,` mean (https://cr.yp.to/proto/maildir.html). */
const FLAGS: Readonly<Record<string, string>> = {
  S: '\\Seen',
  R: '\\Answered',
  F: '\\Flagged',
  D: '\\Draft',
  P: '$Forwarded',
};
const MAX_KEYWORD_FILE = 64 * 1024;

export const isMaildir = (entries: readonly FileEntry[]): boolean =>
  ['cur', 'new'].every((name) => entries.some((entry) => entry.kind === 'folder' && entry.name === name));

/**
 * A Maildir: one file a message in `cur` and `new`; what is in `tmp` was never delivered. Flags are in the file's name,
 * with `;` or `!` for the colon where the file system has no colons; lower-case letters are Dovecot's keywords.
 */
export async function maildirAt(
  files: Files,
  folder: string,
  path: readonly string[],
): Promise<FoundMailbox> {
  const found: { readonly name: string; readonly path: string }[] = [];
  let octets = 0;
  for (const part of ['cur', 'new']) {
    for (const { name, kind } of await files.entries(`${folder}/${part}`)) {
      if (kind !== 'file' || name.startsWith('.')) continue;
      const full = `${folder}/${part}/${name}`;
      found.push({ name, path: full });
      octets += (await files.stat(full))?.size ?? 0;
    }
  }
  // Names begin with the second of delivery: that is the order they arrived in.
  found.sort(
    (a, b) => Number.parseInt(a.name, 10) - Number.parseInt(b.name, 10) || (a.name < b.name ? -1 : 1),
  );
  return {
    path,
    kind: 'maildir',
    removed: false,
    octets,
    messages: found.length,
    async *letters(onOctets): AsyncGenerator<SourceLetter> {
      const keywords = await keywordNames(files, folder);
      for (const { name, path: full } of found) {
        const stat = await files.stat(full);
        // Another program may be moving files at this moment; what is gone was taken by it.
        if (!stat) continue;
        const letter = await fileLetter(files, full);
        onOctets(stat.size);
        const info = /[:;!]2,([A-Za-z]*)$/.exec(name)?.[1] ?? '';
        yield {
          ...letter,
          flags: [...info].flatMap((sign) => FLAGS[sign] ?? keywords.get(sign) ?? []),
          date: stat.modified > 0 ? stat.modified : null,
          problem: info.includes('T') ? 'deleted' : letter.problem,
        };
      }
    },
  };
}

/** Dovecot's `dovecot-keywords`: `0 $Forwarded` says what `a` means. */
async function keywordNames(files: Files, folder: string): Promise<ReadonlyMap<string, string>> {
  const path = `${folder}/dovecot-keywords`;
  const stat = await files.stat(path);
  const names = new Map<string, string>();
  if (stat?.kind !== 'file' || stat.size > MAX_KEYWORD_FILE) return names;
  let text = '';
  for await (const piece of files.read(path)) text += Buffer.from(piece).toString('utf8');
  for (const line of text.split('\n')) {
    const [, number = '', name = ''] = /^(\d{1,2}) (\S+)$/.exec(line) ?? [];
    if (name !== '' && Number(number) < 26) names.set(String.fromCharCode(97 + Number(number)), name);
  }
  return names;
}
