/** The licences of everything that is bundled, as their authors ask: out/LICENCES.txt. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './stale.mjs';

export function writeLicences() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const sections = Object.entries(packages)
    .filter(([path, { dev, optional }]) => path !== '' && !dev && !optional && existsSync(join(root, path)))
    .map(([path, { version, license }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const files = readdirSync(join(root, path)).filter((file) =>
        /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i.test(file),
      );
      const texts = files.map((file) => readFileSync(join(root, path, file), 'utf8').trim());
      return [`${name} ${version} (${license ?? 'see below'})`, ...texts].join('\n\n');
    });
  writeFileSync(join(root, 'out/LICENCES.txt'), `${sections.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}
