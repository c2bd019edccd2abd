/**
 * Renders resources/icon.svg and the tray's drawings into what the platforms want. Run by hand after a change of a drawing;
 * the results are committed, so that nobody needs these tools to build: rsvg-convert, ImageMagick's convert, png2icns.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('../resources', import.meta.url)));
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const png = (size) => `icons/${size}x${size}.png`;
const render = (from, size, to) =>
  execFileSync('rsvg-convert', ['-w', String(size), '-h', String(size), from, '-o', to]);

mkdirSync('icons', { recursive: true });
mkdirSync('public/tray', { recursive: true });
for (const size of SIZES) render('icon.svg', size, png(size));
execFileSync('convert', [...[16, 24, 32, 48, 64, 128, 256].map(png), 'icon.ico']);
execFileSync('png2icns', ['icon.icns', ...[16, 32, 48, 128, 256, 512, 1024].map(png)]);
copyFileSync('icon.svg', 'public/icon.svg');

/** Unread mail is a dot, cut out of what is below it so that it stands apart also in one colour. */
const withDot = (svg, dot) =>
  svg
    .replace(
      />/,
      '><mask id="gap"><rect width="512" height="512" fill="#fff"/><circle cx="388" cy="388" r="134" fill="#000"/></mask><g mask="url(#gap)">',
    )
    .replace('</svg>', `</g><circle cx="388" cy="388" r="98" fill="${dot}"/></svg>`);

const scratch = mkdtempSync(join(tmpdir(), 'tern-icons-'));
const tray = (name, svg) => {
  const drawing = join(scratch, `${name}.svg`);
  writeFileSync(drawing, svg);
  return (size, to) => {
    render(drawing, size, to);
    return to;
  };
};
const colour = readFileSync('tray/tray.svg', 'utf8');
const template = readFileSync('tray/template.svg', 'utf8');
for (const [name, svg] of [
  ['tray', colour],
  ['trayUnread', withDot(colour, '#f0642d')],
]) {
  const draw = tray(name, svg);
  draw(32, `public/tray/${name}.png`);
  // Windows takes the size that its scaling wants.
  const sizes = [16, 20, 24, 32, 48].map((size) => draw(size, join(scratch, `${name}-${size}.png`)));
  execFileSync('convert', [...sizes, `public/tray/${name}.ico`]);
}
// macOS colours them itself; the name says so.
for (const [name, svg] of [
  ['trayTemplate', template],
  ['trayUnreadTemplate', withDot(template, '#000')],
]) {
  const draw = tray(name, svg);
  draw(18, `public/tray/${name}.png`);
  draw(36, `public/tray/${name}@2x.png`);
}
rmSync(scratch, { recursive: true });
