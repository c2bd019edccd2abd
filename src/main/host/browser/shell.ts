import { spawn } from 'node:child_process';
import type { Shell } from '@main/services/engine-host';
import { windowsProgram } from '@shared/util/windows-program';

/** What starts the person's own browser, by platform; null where nothing can be seen. */
export function systemBrowser(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly [command: string, ...args: string[]] | null {
  switch (platform) {
    case 'darwin':
      return ['open'];
    case 'win32':
      // Not `start`: that is the shell's, for which & in an address ends the command.
      return [windowsProgram('rundll32', env), 'url.dll,FileProtocolHandler'];
    default:
      return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : null;
  }
}

/**
 * The browser host's share of a desktop: it opens sign-in pages in the person's own browser, which knows them, and not
 * in the window made for Tern. Links and files are the page's business.
 * @param mayOpen false with `--no-open`: then nothing is started on this machine's screen.
 */
export const browserShell = (mayOpen: boolean): Shell => ({
  showMenu: () => undefined,
  showBadge: () => undefined,
  openLink: () => Promise.resolve(false),
  openFile: () => Promise.resolve(false),
  saveFile: () => Promise.resolve(null),
  dragFile: () => Promise.resolve(false),
  openSignIn: (url) => {
    const opener = mayOpen ? systemBrowser(process.platform, process.env) : null;
    if (opener === null || !URL.canParse(url) || new URL(url).protocol !== 'https:')
      return Promise.resolve(false);
    const [command, ...args] = opener;
    return new Promise((resolve) => {
      const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
      child.once('error', () => resolve(false));
      child.once('spawn', () => resolve(true));
      child.unref();
    });
  },
});
