import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Where Tern keeps its things unless told otherwise. The same folder in both hosts: accounts, drafts and pending work
 * do not depend on how Tern was opened. It is also Electron's own `userData` for this name.
 */
export function defaultProfile(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  switch (platform) {
    case 'win32':
      return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Tern');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Tern');
    default:
      return join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'Tern');
  }
}

/** Makes the folder, for this person alone. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}
