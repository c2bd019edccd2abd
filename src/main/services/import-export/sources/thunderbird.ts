import { type Files, readWhole } from '@shared/ports/files';

/** A mail folder of a profile and what the person called the account it belongs to. */
export interface ProfileAccount {
  readonly folder: string;
  readonly name: string;
}

const MAX_PREFS = 32 * 1024 * 1024;

/** Whether a folder is a Thunderbird profile (or one of its relatives): it has preferences and mail. */
export async function isThunderbirdProfile(files: Files, folder: string): Promise<boolean> {
  if ((await files.stat(`${folder}/prefs.js`))?.kind !== 'file') return false;
  const mail = await Promise.all(['Mail', 'ImapMail'].map((name) => files.stat(`${folder}/${name}`)));
  return mail.some((found) => found?.kind === 'folder');
}

/**
 * The accounts of a profile: each folder below `Mail` and `ImapMail`, called what `prefs.js` calls the server that keeps
 * its mail there. Accounts that keep their mail outside the profile are not among them.
 */
export async function profileAccounts(files: Files, profile: string): Promise<ProfileAccount[]> {
  const prefs = Buffer.from(await readWhole(files, `${profile}/prefs.js`, MAX_PREFS)).toString('utf8');
  const names = accountNames(prefs);
  const accounts: ProfileAccount[] = [];
  for (const root of ['Mail', 'ImapMail']) {
    const stat = await files.stat(`${profile}/${root}`);
    if (stat?.kind !== 'folder') continue;
    for (const { name, kind } of await files.entries(`${profile}/${root}`)) {
      if (kind !== 'folder') continue;
      accounts.push({ folder: `${profile}/${root}/${name}`, name: names.get(`${root}/${name}`) ?? name });
    }
  }
  return accounts;
}

/** Folder below the profile → the account's name, from `user_pref("mail.server.server1.name", "…");`. */
function accountNames(prefs: string): Map<string, string> {
  const servers = new Map<string, { name?: string; folder?: string }>();
  const line = /^user_pref\("mail\.server\.(server\d+)\.(name|directory-rel)", ("(?:[^"\\]|\\.)*")\);/gm;
  for (const [, server = '', key, quoted = ''] of prefs.matchAll(line)) {
    const known = servers.get(server) ?? {};
    servers.set(server, known);
    const value = unquote(quoted);
    if (key === 'name') known.name = value;
    else known.folder = value.replace(/^\[ProfD\]/, '').replaceAll('\\', '/');
  }
  const names = new Map<string, string>();
  for (const { name, folder } of servers.values()) {
    if (name !== undefined && folder !== undefined) names.set(folder, name);
  }
  return names;
}

/** The string literals of prefs.js are JSON's but for `\'` and `\x41`, which Thunderbird does not write. */
function unquote(quoted: string): string {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === 'string' ? value : '';
  } catch {
    return quoted.slice(1, -1);
  }
}
