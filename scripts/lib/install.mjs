/** Installs what a fresh clone lacks, and says so. Plain Node: no package is there yet when this runs. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buildIsStale, packagesAreStale, root } from './stale.mjs';

const say = (text) => console.log(`tern: ${text}`);

/** @returns false when the Node that runs this is too old. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return true;
  console.error(
    `tern: Node 20.19 or newer is needed; this is ${process.versions.node}. See https://nodejs.org.`,
  );
  return false;
}

/** npm packages by the lockfile, when they are missing or of other versions. @returns whether they are there now. */
export function installPackages() {
  if (!packagesAreStale()) return true;
  say('installing npm packages (npm ci) …');
  const npm = process.env.npm_execpath;
  // Electron's own download is left to `npm start`, which can do without.
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'];
  const options = {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' },
  };
  const result =
    npm !== undefined && /\.c?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (result.status === 0) return true;
  console.error('tern: npm could not install the packages. Is the registry reachable? Try `npm ci` by hand.');
  return false;
}

/** @returns whether out/ is up to date now. */
export function build() {
  if (!buildIsStale()) return true;
  say('building …');
  const result = spawnSync(process.execPath, ['scripts/build.mjs', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) console.error('tern: the build failed; see above.');
  return result.status === 0;
}

/** Where a program is, in PATH or in the folders where daemons live; null when it is not. */
export function which(...names) {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/lib/postfix/sbin',
    '/usr/libexec/dovecot',
  ];
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
    if (found !== undefined) return found;
  }
  return null;
}

/** Debian package → the file that shows it is there (a program's name, or a path). */
const SYSTEM_PACKAGES = {
  chromium: () => which('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'),
  'dovecot-core': () => which('dovecot'),
  'dovecot-imapd': () => existsSync('/usr/lib/dovecot/imap'),
  'dovecot-pop3d': () => existsSync('/usr/lib/dovecot/pop3'),
  'dovecot-lmtpd': () => existsSync('/usr/lib/dovecot/lmtp'),
  postfix: () => which('postfix'),
  xvfb: () => which('Xvfb'),
  'fonts-noto-core': () => existsSync('/usr/share/fonts/truetype/noto'),
  'fonts-noto-cjk': () => existsSync('/usr/share/fonts/opentype/noto'),
};

/** As root on Debian or Ubuntu: the programs that the suites drive. Elsewhere nothing; the suites say what they lack. */
export function installSystemPackages() {
  const missing = Object.entries(SYSTEM_PACKAGES)
    .filter(([, isThere]) => !isThere())
    .map(([name]) => name);
  if (missing.length === 0) return;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || which('apt-get') === null) {
    say(
      `not here: ${missing.join(', ')}. (As root on Debian or Ubuntu they are installed; elsewhere install them by hand.)`,
    );
    return;
  }
  say(`installing system packages: ${missing.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  apt('update', '-q');
  if (!apt('install', '-y', '-q', '--no-install-recommends', ...missing)) {
    console.error('tern: apt-get could not install all of them; the suites that need them will say so.');
  }
}
