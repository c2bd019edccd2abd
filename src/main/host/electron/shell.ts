import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { promisify } from 'node:util';
import type { MenuItemConstructorOptions } from 'electron';
import { isDangerous } from '@main/services/dangerous-files';
import type { DesktopHost, HostFile, Shell } from '@main/services/engine-host';
import type { PlacePurpose } from '@shared/contract/import-export';
import type { AppMenu } from '@shared/contract/desk';
import { safeFileName } from '../file-name';
import type { ElectronApi } from './api';
import type { Words } from './context-menu';
import { firstMenuTemplate, menuTemplate } from './menu';
import { openFileOutside, openSignInPage, type OutsideLinks } from './open-outside';

const run = promisify(execFile);

/** What the desktop does for the engine: links, opening and saving files. */
export class ElectronShell implements Shell {
  readonly #folders: string[] = [];
  /** Told of the command that was chosen in the menu bar. */
  onCommand: (id: string) => void = () => undefined;

  #words: Words = {};

  constructor(
    private readonly api: Pick<ElectronApi, 'app' | 'BrowserWindow' | 'dialog' | 'Menu' | 'shell'>,
    private readonly links: Pick<OutsideLinks, 'open'>,
    private readonly platform: NodeJS.Platform,
    readonly desktop?: DesktopHost,
  ) {}

  openLink(url: string): Promise<boolean> {
    return this.links.open(url);
  }

  openSignIn(url: string): Promise<boolean> {
    return openSignInPage(this.api, url);
  }

  /** Until a page shows its own. */
  showFirstMenu(): void {
    this.#setMenu(firstMenuTemplate(this.platform));
  }

  /** Only what was installed: a build that is being worked on would register the bare Electron. */
  get mailProgram(): Shell['mailProgram'] {
    const { app } = this.api;
    if (!app.isPackaged) return undefined;
    return {
      isDefault: () => app.isDefaultProtocolClient('mailto'),
      makeDefault: () => void app.setAsDefaultProtocolClient('mailto'),
    };
  }

  /** Of the page, in the reader's language. */
  get words(): Words {
    return this.#words;
  }

  showMenu(menu: AppMenu): void {
    this.#words = menu.words;
    const development = !this.api.app.isPackaged;
    this.#setMenu(
      menuTemplate({ platform: this.platform, development, menu, run: (id) => this.onCommand(id) }),
    );
  }

  #setMenu(template: MenuItemConstructorOptions[]): void {
    const { Menu } = this.api;
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  /** Where the system has such a number: the Dock, and Linux desktops with Unity's launcher interface. */
  showBadge(count: number): void {
    this.api.app.setBadgeCount(count);
  }

  /** From a fresh folder that only this person can enter. What could run code is never opened, only saved. */
  async openFile(file: HostFile): Promise<boolean> {
    const name = safeFileName(file.name);
    if (isDangerous(name, file.type) || isDangerous(file.name, file.type)) return false;
    await openFileOutside(this.api, await this.#fresh('tern-open-', name, file, 0o400));
    return true;
  }

  /** The system wants the file before the drag begins. What could run code is saved in a dialog, never dragged. */
  async dragFile(file: HostFile): Promise<boolean> {
    const name = safeFileName(file.name);
    const window = this.api.BrowserWindow.getFocusedWindow();
    if (window === null || isDangerous(name, file.type) || isDangerous(file.name, file.type)) return false;
    const path = await this.#fresh('tern-drag-', name, file, 0o600);
    window.webContents.startDrag({ file: path, icon: await this.api.app.getFileIcon(path) });
    return true;
  }

  async saveFile(file: HostFile, folder?: string): Promise<{ saved: boolean; path: string }> {
    const name = safeFileName(file.name);
    const path = folder === undefined ? await this.#askWhere(name) : await reserved(folder, name);
    if (path === null) return { saved: false, path: '' };
    // Beside the target first: a save that breaks off leaves no half file under the chosen name.
    const partial = join(dirname(path), `.${name.slice(0, 100)}.tern-part`);
    try {
      await this.#write(partial, file, constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0), 0o600);
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true });
      if (folder !== undefined) await rm(path, { force: true });
      throw error;
    }
    return { saved: true, path };
  }

  async #askWhere(name: string): Promise<string | null> {
    const options = { defaultPath: join(this.api.app.getPath('downloads'), name) };
    const window = this.api.BrowserWindow.getFocusedWindow();
    const { canceled, filePath } =
      window === null
        ? await this.api.dialog.showSaveDialog(options)
        : await this.api.dialog.showSaveDialog(window, options);
    return canceled || filePath === '' ? null : filePath;
  }

  async choosePath(purpose: PlacePurpose): Promise<string | null> {
    const kinds: Readonly<Record<PlacePurpose, Electron.OpenDialogOptions>> = {
      'import-file': { properties: ['openFile'] },
      'import-folder': { properties: ['openDirectory', 'showHiddenFiles'] },
      export: { properties: ['openDirectory', 'createDirectory'] },
      backup: { properties: ['openDirectory', 'createDirectory'] },
      restore: { properties: ['openDirectory'] },
    };
    const window = this.api.BrowserWindow.getFocusedWindow();
    const { canceled, filePaths } =
      window === null
        ? await this.api.dialog.showOpenDialog(kinds[purpose])
        : await this.api.dialog.showOpenDialog(window, kinds[purpose]);
    const [path] = filePaths;
    if (canceled || path === undefined) return null;
    return this.platform === 'win32' ? path.replaceAll('\\', '/') : path;
  }

  /** Removes what was opened from here; called when Tern ends. */
  async dispose(): Promise<void> {
    for (const folder of this.#folders.splice(0)) await rm(folder, { recursive: true, force: true });
  }

  /** A file in a folder of its own that only this person can enter; gone when Tern ends. */
  async #fresh(prefix: string, name: string, file: HostFile, mode: number): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), prefix));
    this.#folders.push(folder);
    const path = join(folder, name);
    await this.#write(path, file, constants.O_EXCL | (constants.O_NOFOLLOW ?? 0), mode);
    return path;
  }

  async #write(path: string, file: HostFile, flags: number, mode: number): Promise<void> {
    const handle = await open(path, constants.O_WRONLY | constants.O_CREAT | flags, mode);
    try {
      for await (const chunk of file.stream) await handle.writeFile(chunk);
    } finally {
      await handle.close();
    }
    await this.#markAsForeign(path);
  }

  /** Tells the system that the file came from outside, so that it asks before running anything in it. */
  async #markAsForeign(path: string): Promise<void> {
    if (this.platform === 'win32')
      await writeFile(`${path}:Zone.Identifier`, '[ZoneTransfer]\r\nZoneId=3\r\n');
    if (this.platform === 'darwin') {
      await run('/usr/bin/xattr', ['-w', 'com.apple.quarantine', '0081;00000000;Tern;', path]);
    }
  }
}

/** A name in the folder that nothing has yet, taken for the file that comes: what is there is never written over. */
async function reserved(folder: string, name: string): Promise<string> {
  const { name: stem, ext } = parse(name);
  for (let n = 1; ; n += 1) {
    const path = join(folder, n === 1 ? name : `${stem} (${n})${ext}`);
    try {
      await (await open(path, 'wx', 0o600)).close();
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
