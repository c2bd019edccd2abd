import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { version } from '../../package.json';
import { runCli } from './cli/run';
import { terminal } from './cli/terminal';
import { openTern } from './host/open-tern';
import { defaultProfile } from './host/profile';
import { startEngine } from './host/start-engine';
import { NodeClock } from './net/node-clock';
import { NodeCompression } from './net/node-compression';
import { NodeCrypto } from './net/node-crypto';
import { NodeDialer } from './net/node-dialer';

/** The built pages: beside this file when it is built itself, in `out` when it runs from its source. */
function builtRenderer(): string {
  const here = fileURLToPath(import.meta.url);
  const folder = here.endsWith('.ts') ? '../../out/renderer' : '../renderer';
  return fileURLToPath(new URL(folder, import.meta.url));
}

/** `npm run tern -- …` and `node out/main/cli.js …`. */
process.exitCode = await runCli(process.argv.slice(2), {
  console: terminal(
    (line) => console.log(line),
    (line) => console.error(line),
  ),
  version,
  ports: {
    dialer: new NodeDialer(),
    clock: new NodeClock(),
    crypto: new NodeCrypto(),
    compression: new NodeCompression(),
  },
  defaultProfile: defaultProfile(process.platform, process.env, homedir()),
  openTern: (profile) => openTern(profile, { version, root: builtRenderer(), startEngine }),
});
