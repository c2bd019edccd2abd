/**
 * `npm run dist`: packages for this platform with electron-builder; further arguments are passed on
 * (`npm run dist -- --linux deb`). `--dry` checks the configuration and lists what would be packed, without Electron.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, checkNode, installPackages } from './lib/install.mjs';
import { electronUrl, probeElectron } from './lib/electron.mjs';
import { root } from './lib/stale.mjs';

const args = process.argv.slice(2);
const require = createRequire(import.meta.url);
process.chdir(root);
if (!checkNode() || !installPackages() || !build()) process.exit(1);
if (args.includes('--dry')) await dry();
else await dist();

async function dist() {
  const platform = args.some((arg) => /^(--win|-w|--windows)$/.test(arg))
    ? 'win32'
    : args.some((arg) => /^(--mac|-m|-o|--macos)$/.test(arg))
      ? 'darwin'
      : args.some((arg) => /^(--linux|-l)$/.test(arg))
        ? 'linux'
        : process.platform;
  const url = electronUrl(platform);
  const problem = await probeElectron(url);
  if (problem !== null) {
    console.error(`tern: cannot package: Electron for ${platform} has to be downloaded and ${problem}.`);
    console.error(`      wanted: ${url}`);
    console.error(
      '      Set ELECTRON_MIRROR to a mirror that is reachable, or run `npm run dist -- --dry` to check the rest.',
    );
    process.exit(1);
  }
  const result = spawnSync(
    process.execPath,
    ['node_modules/electron-builder/cli.js', '--publish', 'never', ...args],
    { stdio: 'inherit' },
  );
  process.exit(result.status ?? 1);
}

async function dry() {
  const problems = [];
  const { getConfig, validateConfiguration } = require('app-builder-lib/out/util/config/config');
  const { DebugLogger } = require('builder-util');
  const config = await getConfig(root, 'electron-builder.yml', null);
  try {
    await validateConfiguration(config, new DebugLogger(false));
  } catch (error) {
    problems.push(error.message);
  }
  const wanted = [
    config.win.icon,
    config.mac.icon,
    config.mac.entitlements,
    config.linux.icon,
    config.afterPack,
    config.beforeBuild,
  ];
  for (const path of [...wanted, 'LICENSE', 'package.json'])
    if (!existsSync(path)) problems.push(`${path} is missing`);
  for (const file of [
    'out/main/index.js',
    'out/preload/ui.cjs',
    'out/preload/store.cjs',
    'out/renderer/index.html',
    'out/renderer/store.html',
  ]) {
    if (!existsSync(file)) problems.push(`${file} was not built`);
  }
  const fuses = require('./dist/fuses.cjs');
  const { FuseV1Options } = require('@electron/fuses');
  for (const name of Object.keys(FuseV1Options).filter((key) => Number.isNaN(Number(key)))) {
    if (typeof fuses[FuseV1Options[name]] !== 'boolean') problems.push(`fuse ${name} is not decided`);
    else console.log(`fuse  ${name}: ${fuses[FuseV1Options[name]] ? 'on' : 'off'}`);
  }
  for (const platform of ['win', 'mac', 'linux']) {
    const targets = config[platform].target.map((target) =>
      typeof target === 'string' ? target : `${target.target} (${target.arch.join(', ')})`,
    );
    console.log(`${platform.padEnd(5)} ${targets.join(', ')}`);
  }
  let total = 0;
  for (const file of ['package.json', 'LICENSE', ...packed('out')]) {
    const { size } = statSync(file);
    total += size;
    console.log(`${String(size).padStart(9)}  ${file}`);
  }
  console.log(`${String(total).padStart(9)}  in the asar, beside Electron itself`);
  for (const problem of problems) console.error(`tern: ${problem}`);
  console.log(
    problems.length === 0 ? 'tern: the configuration is good.' : `tern: ${problems.length} problem(s).`,
  );
  process.exit(problems.length === 0 ? 0 : 1);
}

function packed(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
