/**
 * Renders resources/icon.svg into what the platforms want. Run by hand after a change of the drawing; the results are
 * committed, so that nobody needs these tools to build: rsvg-convert, ImageMagick's convert, png2icns.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('../resources', import.meta.url)));
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const png = (size) => `icons/${size}x${size}.png`;

mkdirSync('icons', { recursive: true });
mkdirSync('public', { recursive: true });
for (const size of SIZES)
  execFileSync('rsvg-convert', ['-w', String(size), '-h', String(size), 'icon.svg', '-o', png(size)]);
execFileSync('convert', [...[16, 24, 32, 48, 64, 128, 256].map(png), 'icon.ico']);
execFileSync('png2icns', ['icon.icns', ...[16, 32, 48, 128, 256, 512, 1024].map(png)]);
copyFileSync('icon.svg', 'public/icon.svg');
