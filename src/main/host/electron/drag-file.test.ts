import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { HostFile } from '@main/services/engine-host';
import { FakeElectron, FakeWindow } from '../../../../tests/electron-fake';
import { ElectronShell } from './shell';

const electron = new FakeElectron();
const shell = new ElectronShell(electron.api, { open: () => Promise.resolve(true) }, 'linux');
afterEach(() => shell.dispose());

const file = (name: string, type = 'message/rfc822'): HostFile => ({
  name,
  type,
  size: 3,
  stream: (async function* () {
    yield await Promise.resolve(Buffer.from('eml'));
  })(),
});

describe('a file dragged out of the window', () => {
  it('is on the disk, for this person only, before the drag begins, and gone when Tern ends', async () => {
    const window = new FakeWindow({}, [], 0);
    electron.focused = window;
    expect(await shell.dragFile(file('Tides.eml'))).toBe(true);
    const [dragged] = window.webContents.dragged;
    const path = dragged?.file ?? '';
    expect(basename(path)).toBe('Tides.eml');
    expect(readFileSync(path, 'utf8')).toBe('eml');
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(dragged?.icon).toBe(`icon of ${path}`);
    await shell.dispose();
    expect(existsSync(path)).toBe(false);
  });

  it('A-01 never lies elsewhere than in a folder of its own, whatever it is called', async () => {
    const window = new FakeWindow({}, [], 0);
    electron.focused = window;
    for (const name of [
      '../../x.eml',
      '/etc/passwd.eml',
      'C:\\x.eml',
      'a\0b.eml',
      '..',
      'nul.eml',
      'x\u202elme.exe.eml',
    ]) {
      expect(await shell.dragFile(file(name)), name).toBe(true);
    }
    for (const { file: path } of window.webContents.dragged) {
      expect(path).toMatch(/tern-drag-[^/]+\/[^/]+$/);
      expect(path).not.toMatch(/\/\.\.?(?:\/|$)|\0|\u202e/);
    }
  });

  it('is none when it could run, or when no window has the pointer', async () => {
    const window = new FakeWindow({}, [], 0);
    electron.focused = window;
    expect(await shell.dragFile(file('setup.exe', 'application/octet-stream'))).toBe(false);
    electron.focused = null;
    expect(await shell.dragFile(file('Tides.eml'))).toBe(false);
    expect(window.webContents.dragged).toEqual([]);
  });
});
