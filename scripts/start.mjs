/**
 * `npm start`: installs what is missing, builds what is stale, opens Tern – in Electron where its binary is there or
 * can be had, else in the browser host, which is the same program.
 */
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build, checkNode, installPackages } from './lib/install.mjs';
import { electronBinary, fetchElectron } from './lib/electron.mjs';
import { root } from './lib/stale.mjs';

const HELP = `npm start -- [flags] [mailto:… | file.eml]

  --host electron|browser   where to open Tern; default: Electron if it can be had
  --demo                    an embedded demo mailbox; nothing leaves this machine
  --profile DIR             where accounts, mail and settings are kept
  --port N                  browser host: the port on 127.0.0.1 (default: any free one)
  --no-open                 browser host: print the address instead of opening a window
  --take-over               browser host: open a profile that was not closed on another computer (Electron asks)
  --help                    this text`;

function flags() {
  try {
    return parseArgs({
      strict: true,
      allowPositionals: true,
      options: {
        host: { type: 'string' },
        demo: { type: 'boolean' },
        profile: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        'take-over': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    fail(`${error.message}\n\n${HELP}`);
  }
}

function fail(text) {
  console.error(`tern: ${text}`);
  process.exit(2);
}

/** Runs Electron in the foreground; its end is ours. A signal reaches it through us, or from the terminal directly. */
function runElectron(command, args) {
  const child = spawn(command, args, { cwd: process.cwd(), stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(error.message));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

/** The browser host is Node like us: no second process, and nobody in between for signals. */
async function runBrowserHost(args) {
  const entry = `${root}/out/main/browser.js`;
  process.setSourceMapsEnabled(true);
  process.argv = [process.execPath, entry, ...args];
  await import(pathToFileURL(entry).href);
}

const { values, positionals } = flags();
const { host, help, demo, profile, port, 'no-open': noOpen, 'take-over': takeOver } = values;
if (help) {
  console.log(HELP);
  process.exit(0);
}
if (host !== undefined && host !== 'electron' && host !== 'browser')
  fail(`--host ${host}: electron or browser.\n\n${HELP}`);
const stranger = positionals.find((one) => !/^mailto:|\.eml$/i.test(one));
if (stranger !== undefined) fail(`${stranger}: not a flag, a mailto: address or an .eml file.\n\n${HELP}`);
if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65535))
  fail(`--port ${port}: not a port.`);
if (!checkNode() || !installPackages()) process.exit(1);

const forBrowser = port !== undefined || noOpen;
if (host === 'electron' && forBrowser) fail('--port and --no-open belong to the browser host.');
let electron = null;
if (host !== 'browser' && !(host === undefined && forBrowser)) {
  electron = electronBinary();
  if (electron === null) {
    const reason = await fetchElectron({ again: host === 'electron' });
    electron = electronBinary();
    if (electron === null && host === 'electron') fail(`Electron cannot be had: ${reason}`);
    if (electron === null)
      console.log(`tern: Electron cannot be had (${reason}); opening Tern in the browser instead.`);
  }
}
if (!build()) process.exit(1);

const passed = [
  ...(demo ? ['--demo'] : []),
  ...(profile === undefined ? [] : ['--profile', profile]),
  ...positionals,
];
if (electron !== null) {
  runElectron(electron, [root, ...passed]);
} else {
  const own = [
    ...(port === undefined ? [] : ['--port', port]),
    ...(noOpen ? ['--no-open'] : []),
    ...(takeOver ? ['--take-over'] : []),
  ];
  await runBrowserHost([...passed, ...own]);
}
