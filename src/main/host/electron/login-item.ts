import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readPrivateFile, writePrivateFile } from '../private-file';
import type { ElectronApi } from './api';
import { AT_LOGIN } from './flags';

/** Whether the system starts Tern when the person logs in. */
export interface LoginItem {
  isOn(): Promise<boolean>;
  /** @throws Error of the disk where it is a file. */
  set(on: boolean): Promise<void>;
  /** Puts right what has become of it: an AppImage that now lies elsewhere is started from there. */
  refresh(): Promise<void>;
}

/** Windows and macOS keep such a list themselves. */
export function systemLoginItem({ app }: Pick<ElectronApi, 'app'>, platform: NodeJS.Platform): LoginItem {
  // macOS passes no arguments; Windows knows the entry again by them.
  const asked = platform === 'win32' ? { args: [AT_LOGIN] } : {};
  return {
    isOn: () => Promise.resolve(app.getLoginItemSettings(asked).openAtLogin),
    set: (on) => {
      app.setLoginItemSettings({ openAtLogin: on, ...asked });
      return Promise.resolve();
    },
    refresh: () => Promise.resolve(),
  };
}

/**
 * Linux: a file that the session reads (XDG Desktop Application Autostart Specification).
 * @param env of the process: an AppImage says in it where it lies; `process.execPath` is inside of it and is gone at the next login.
 */
export function autostartFile(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
  execPath: string,
): LoginItem {
  const path = join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'autostart', 'mail.tern.Tern.desktop');
  // Programs that an AppImage starts inherit its environment: only what runs inside of it is it.
  const inside = env['APPDIR'] !== undefined && execPath.startsWith(`${env['APPDIR']}/`);
  const content = desktopEntry((inside && env['APPIMAGE']) || execPath);
  const read = async (): Promise<string | null> => (await readPrivateFile(path))?.toString() ?? null;
  const write = async (): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    await writePrivateFile(path, content);
  };
  return {
    isOn: async () => isEnabled(await read()),
    set: (on) => (on ? write() : rm(path, { force: true })),
    refresh: async () => {
      const found = await read();
      // Somebody switched it off in the session's own settings: that stays.
      if (isEnabled(found) && exec(found) !== exec(content)) await write();
    },
  };
}

const exec = (entry: string | null): string | undefined => /^Exec=(.*)$/m.exec(entry ?? '')?.[1];

/** There, and not switched off by a session's own settings, which leave the file and mark it. */
const isEnabled = (entry: string | null): boolean =>
  entry !== null && !/^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(entry);

const desktopEntry = (program: string): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Tern',
    `Exec=${quoted(program)} ${AT_LOGIN}`,
    'Icon=tern',
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

/**
 * An argument of `Exec`, quoted twice over (Desktop Entry Specification, "The Exec key"): the argument's own quoting
 * escapes `"`, backquote, `$` and backslash, the file's escapes backslashes again; `%` begins a field code.
 */
const quoted = (argument: string): string =>
  `"${argument.replaceAll(/["`$\\]/g, '\\$&')}"`.replaceAll('\\', '\\\\').replaceAll('%', '%%');
