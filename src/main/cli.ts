import { homedir } from 'node:os';
import { version } from '../../package.json';
import { runCli } from './cli/run';
import { terminal } from './cli/terminal';
import { defaultProfile } from './host/profile';
import { NodeClock } from './net/node-clock';
import { NodeCompression } from './net/node-compression';
import { NodeCrypto } from './net/node-crypto';
import { NodeDialer } from './net/node-dialer';

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
});
