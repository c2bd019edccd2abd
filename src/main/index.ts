import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from '../../package.json';
import { electron } from './host/electron/electron';
import { electronFlags } from './host/electron/flags';
import { autostartFile, systemLoginItem } from './host/electron/login-item';
import { runElectron } from './host/electron/run';
import { defaultProfile, makePrivateFolder } from './host/profile';
import { startEngine } from './host/start-engine';

/** Electron's entry: finds the profile and hands over. Composes, no logic. */
const { demo, profile: wanted, atLogin } = electronFlags(process.argv);
const passing = demo && wanted === null ? mkdtempSync(join(tmpdir(), 'tern-demo-')) : null;
const profile = passing ?? resolve(wanted ?? defaultProfile(process.platform, process.env, homedir()));
await makePrivateFolder(profile);

// Not awaited: Electron emits `ready` only once this module has been evaluated to its end, and the run waits for it.
runElectron({
  api: electron,
  version,
  profile,
  demo,
  args: process.argv.slice(1),
  folder: process.cwd(),
  preload: fileURLToPath(new URL('../preload', import.meta.url)),
  root: fileURLToPath(new URL('../renderer', import.meta.url)),
  platform: process.platform,
  atLogin,
  loginItem:
    !electron.app.isPackaged || demo || wanted !== null
      ? null
      : process.platform === 'linux'
        ? autostartFile(process.env, homedir(), process.execPath)
        : systemLoginItem(electron, process.platform),
  startEngine,
  onError: (error) => console.error('tern:', error),
  dispose: async () => {
    if (passing !== null) await rm(passing, { recursive: true, force: true });
  },
}).catch((error: unknown) => {
  console.error('tern:', error);
  electron.app.exit(1);
});
