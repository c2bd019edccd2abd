import { fileURLToPath } from 'node:url';
import { version } from '../../package.json';
import { runBrowserHost } from './host/browser/run';
import { startEngine } from './host/start-engine';

/** `node out/main/browser.js`: Tern for the browser on this machine. `npm start` runs it where Electron cannot be. */
process.exitCode = await runBrowserHost({
  args: process.argv.slice(2),
  version,
  root: fileURLToPath(new URL('../renderer', import.meta.url)),
  startEngine,
  say: (line) => console.log(line),
});
