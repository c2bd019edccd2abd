import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeElectron, type FakeWindow } from '../../../../tests/electron-fake';
import { contextMenuTemplate, offerContextMenu } from './context-menu';
import { OutsideLinks } from './open-outside';
import { ElectronShell } from './shell';
import { HOST_TEXTS } from './texts';
import { lastPlace, rememberPlace } from './window-place';
import { createUiWindow } from './windows';

let profile = '';
let electron: FakeElectron;
beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'tern-desktop-'));
  electron = new FakeElectron();
});
afterEach(() => rmSync(profile, { recursive: true, force: true }));

const open = (
  place: Awaited<ReturnType<typeof lastPlace>>,
  platform: NodeJS.Platform = 'linux',
): FakeWindow => {
  createUiWindow(electron.api, { preload: '/p', platform, devTools: false }, place);
  const window = electron.windows.at(-1);
  if (!window) throw new Error('no window');
  return window;
};

describe('the window', () => {
  it('comes back where it was, maximised if it was', async () => {
    const errors: unknown[] = [];
    const first = open(null);
    expect(first.options).toMatchObject({ width: 1280, height: 860 });
    rememberPlace(first as never, profile, (error) => errors.push(error));
    first.maximized = true;
    first.emit('resize');
    first.emit('close');
    const written = await vi.waitFor(() => readFileSync(join(profile, 'window.json'), 'utf8'));
    expect(JSON.parse(written)).toEqual({ bounds: first.normalBounds, maximized: true });
    const again = open(await lastPlace(profile, electron.screen as never));
    expect(again.options).toMatchObject(first.normalBounds);
    again.emit('ready-to-show');
    expect(electron.log.slice(-2)).toEqual(['window 1 maximize', 'window 1 show']);
    expect(errors).toEqual([]);
  });

  it.each([
    ['a screen that is gone', { x: 2500, y: 100, width: 800, height: 600 }],
    ['above the screen', { x: 100, y: -300, width: 800, height: 600 }],
    ['under the menu bar', { x: 100, y: 0, width: 800, height: 600 }],
    ['below the screen', { x: 100, y: 1075, width: 800, height: 600 }],
    ['a sliver at the edge', { x: 1900, y: 100, width: 800, height: 600 }],
  ])('does not come back to %s', async (_where, bounds) => {
    writeFileSync(join(profile, 'window.json'), JSON.stringify({ bounds, maximized: false }));
    expect(await lastPlace(profile, electron.screen as never)).toBeNull();
  });

  it.each([
    '',
    '{',
    '[]',
    '{"bounds":{"x":"1"},"maximized":false}',
    '{"bounds":{"x":1,"y":30,"width":0,"height":9},"maximized":true}',
  ])('is not moved by a damaged note: %s', async (text) => {
    writeFileSync(join(profile, 'window.json'), text);
    expect(await lastPlace(profile, electron.screen as never)).toBeNull();
  });

  it('has its spelling checked where the system can, and nowhere a dictionary would be fetched', () => {
    expect(open(null, 'darwin').options).toMatchObject({ webPreferences: { spellcheck: true } });
    expect(open(null, 'win32').options).toMatchObject({ webPreferences: { spellcheck: false } });
  });
});

const CLICK = {
  isEditable: false,
  editFlags: {
    canUndo: true,
    canRedo: false,
    canCut: true,
    canCopy: true,
    canPaste: true,
    canDelete: true,
    canSelectAll: true,
    canEditRichly: true,
  },
  selectionText: '',
  linkURL: '',
  misspelledWord: '',
  dictionarySuggestions: [],
};
const NO_ACTION = { copy: () => undefined, correct: () => undefined, learn: () => undefined };

describe('the context menu', () => {
  const roles = (click: object): unknown[] =>
    contextMenuTemplate(
      { ...CLICK, ...click },
      { copy: 'Kopieren', copyLink: 'Adresse kopieren' },
      NO_ACTION,
    ).map(({ role, label, type }) => role ?? label ?? type);

  it('is what can be done there, in the words of the page', () => {
    expect(roles({})).toEqual([]);
    expect(roles({ selectionText: ' \n' })).toEqual([]);
    expect(roles({ selectionText: 'Ahoj' })).toEqual(['copy']);
    expect(roles({ linkURL: 'https://tern.example/', selectionText: 'x' })).toEqual([
      'Adresse kopieren',
      'separator',
      'copy',
    ]);
    expect(roles({ linkURL: 'javascript:alert(1)' })).toEqual([]);
    expect(roles({ isEditable: true })).toEqual([
      'undo',
      'redo',
      'separator',
      'cut',
      'copy',
      'paste',
      'pasteAndMatchStyle',
      'separator',
      'selectAll',
    ]);
    const [copy] = contextMenuTemplate({ ...CLICK, selectionText: 'x' }, { copy: 'Kopieren' }, NO_ACTION);
    expect(copy).toEqual({ role: 'copy', enabled: true, label: 'Kopieren' });
  });

  it('copies an address, corrects a word, learns one', () => {
    const window = open(null);
    offerContextMenu(electron.api, window.webContents as never, () => ({}));
    const click = (params: object, label: string): void => {
      window.webContents.emit('context-menu', {}, { ...CLICK, ...params });
      const menu = electron.menus.at(-1) as { label?: string; click?: () => void }[];
      menu.find((item) => item.label === label)?.click?.();
    };
    click({ linkURL: 'mailto:ada@tern.example' }, 'Copy Link');
    expect(electron.copied).toBe('ada@tern.example');
    const misspelled = {
      isEditable: true,
      misspelledWord: 'boaat',
      dictionarySuggestions: ['boat', 'boast'],
    };
    click(misspelled, 'boat');
    click(misspelled, 'Add to Dictionary');
    expect(window.webContents.corrected).toEqual(['boat']);
    expect(window.webContents.learned).toEqual(['boaat']);
    const shown = electron.log.filter((line) => line === 'popup').length;
    window.webContents.emit('context-menu', {}, CLICK);
    expect(electron.log.filter((line) => line === 'popup')).toHaveLength(shown);
  });
});

describe('mail addresses', () => {
  it('can be Tern’s once it is installed', () => {
    const shell = new ElectronShell(
      electron.api,
      new OutsideLinks(electron.api, () => HOST_TEXTS.en),
      'linux',
    );
    expect(shell.mailProgram?.isDefault()).toBe(false);
    shell.mailProgram?.makeDefault();
    expect(shell.mailProgram?.isDefault()).toBe(true);
    electron.app.isPackaged = false;
    expect(shell.mailProgram).toBeUndefined();
  });
});
