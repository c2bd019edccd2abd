/** Electron's binary: whether it is here, and one attempt to get it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStamp, root, writeStamp } from './stale.mjs';

const folder = join(root, 'node_modules/electron');
const PROBE_MS = 8_000;
const DOWNLOAD_MS = 10 * 60_000;
const STAMP = 'electron-unreachable';

export const electronVersion = () => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;

/** The path of the executable, or null. Never `import 'electron'`: outside Electron that starts a download. */
export function electronBinary() {
  const name = join(folder, 'path.txt');
  const path = existsSync(name)
    ? join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), readFileSync(name, 'utf8'))
    : null;
  return path !== null && existsSync(path) ? path : null;
}

/** Where @electron/get would download from. */
export function electronUrl(platform = process.platform, arch = process.arch) {
  const version = electronVersion();
  const mirror = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/download/';
  return `${mirror}v${version}/electron-v${version}-${platform}-${arch}.zip`;
}

/** Whether the download answers, within seconds. @returns null when it does, else why not. */
export async function probeElectron(url = electronUrl()) {
  try {
    const response = await fetch(url, {
      method: 'HEAD',
      redirect: 'follow',
      signal: AbortSignal.timeout(PROBE_MS),
    });
    return response.ok ? null : `${new URL(url).host} answered ${response.status}`;
  } catch (error) {
    const code = error.cause?.code ?? error.cause?.message ?? error.name;
    return `${new URL(url).host} is not reachable: ${code}`;
  }
}

/**
 * Gets the binary, if its download answers at all. A failure is remembered for this version of Electron, so that later
 * starts do not wait for it again; removing node_modules, another version or `--host electron` tries anew.
 * @returns why there is none, or null.
 */
export async function fetchElectron({ again = false } = {}) {
  const version = electronVersion();
  const [failedVersion, reason] = (readStamp(STAMP) ?? '').split('\n');
  if (!again && failedVersion === version) return `${reason}; not tried again`;
  const unreachable = await probeElectron();
  const problem = unreachable ?? download();
  if (problem !== null) writeStamp(STAMP, `${version}\n${problem}`);
  return problem;
}

function download() {
  console.log('tern: downloading Electron, once (some 120 MB) …');
  const result = spawnSync(process.execPath, [join(folder, 'install.js')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'pipe'],
    timeout: DOWNLOAD_MS,
  });
  return result.status === 0 ? null : `the download failed: ${String(result.stderr).trim().split('\n')[0]}`;
}
