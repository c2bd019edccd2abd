/** Compares the fuses of every packed binary under a folder with those we want. Used by CI after packaging. */
const { readdirSync } = require('node:fs');
const { join } = require('node:path');
const { FuseState, FuseV1Options, getCurrentFuseWire } = require('@electron/fuses');
const wanted = require('./fuses.cjs');

const BINARIES = [/^linux(-\w+)?-unpacked[\\/]tern$/, /^win(-\w+)?-unpacked[\\/]Tern\.exe$/, /^mac(-\w+)?[\\/]Tern\.app$/];

async function main([folder]) {
  const found = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => BINARIES.some((pattern) => pattern.test(path)));
  let wrong = found.length === 0 ? 1 : 0;
  for (const path of found) {
    const wire = await getCurrentFuseWire(join(folder, path));
    for (const name of Object.keys(FuseV1Options).filter((key) => Number.isNaN(Number(key)))) {
      const isOn = wire[FuseV1Options[name]] === FuseState.ENABLE;
      if (isOn === wanted[FuseV1Options[name]]) continue;
      wrong += 1;
      console.error(`${path}: ${name} is ${isOn ? 'on' : 'off'}`);
    }
    console.log(`${path}: read`);
  }
  if (found.length === 0) console.error(`no packed binary under ${folder}`);
  process.exitCode = wrong === 0 ? 0 : 1;
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
