import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  readonly exists: (path: string) => boolean;
}

export const thisMachine = (): Machine => ({
  platform: process.platform,
  env: process.env,
  isRoot: process.getuid?.() === 0,
  exists: existsSync,
});

/** A browser to open, or why there is none. */
export type Found = { readonly browser: string } | { readonly reason: string };

const ON_LINUX = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const ON_MAC = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
const ON_WINDOWS = ['Chromium\\Application\\chrome.exe', 'Google\\Chrome\\Application\\chrome.exe'].concat(
  'Microsoft\\Edge\\Application\\msedge.exe',
);

/** Looks for a Chromium, Chrome or Edge with an app mode. Others cannot show a page without their own frame. */
export function findBrowser({ platform, env, isRoot, exists }: Machine): Found {
  if (platform !== 'win32' && isRoot) return { reason: 'Chromium does not start as root' };
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY'])
    return { reason: 'there is no display' };
  const browser = candidates(platform, env).find(exists);
  return browser === undefined ? { reason: 'no Chromium, Chrome or Edge was found' } : { browser };
}

/** As above for a browser without a window, which needs no display. As root only when told to do without its sandbox. */
export function findBrowserUnseen(machine: Machine, args: readonly string[]): Found {
  if (machine.platform !== 'win32' && machine.isRoot && !args.includes('--no-sandbox'))
    return { reason: 'Chromium does not start as root' };
  const browser = candidates(machine.platform, machine.env).find(machine.exists);
  return browser === undefined ? { reason: 'no Chromium, Chrome or Edge was found' } : { browser };
}

function candidates(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): string[] {
  switch (platform) {
    case 'darwin':
      return ON_MAC.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
    case 'win32':
      return ['LOCALAPPDATA', 'PROGRAMFILES', 'PROGRAMFILES(X86)']
        .flatMap((name) => env[name] ?? [])
        .flatMap((folder) => ON_WINDOWS.map((file) => `${folder}\\${file}`));
    default:
      return ON_LINUX.flatMap((name) =>
        (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)),
      );
  }
}

/** Quiet, without the person's own profile, extensions and sign-ins: a window for Tern and nothing else. */
export const browserArguments = (url: string, profile: string): string[] => [
  `--app=${url}`,
  `--user-data-dir=${join(profile, 'browser')}`,
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-sync',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-features=Translate,OptimizationHints,MediaRouter',
  '--window-size=1280,860',
];

export const openBrowser = (browser: string, url: string, profile: string): ChildProcess =>
  spawn(browser, browserArguments(url, profile), { stdio: 'ignore' });
