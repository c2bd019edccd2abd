import { join } from 'node:path';
import type { MenuItemConstructorOptions, Notification, Tray } from 'electron';
import { spokenOf } from '@shared/model/spoken';
import type { DeskChoice, Desktop, Note, TrayMenu } from '@shared/contract/desk';
import type { DesktopHost, DesktopWish } from '@main/services/engine-host';
import type { ElectronApi } from './api';
import type { LoginItem } from './login-item';
import { HOST_TEXTS, type HostTexts } from './texts';

export interface DesktopParts {
  readonly api: Pick<ElectronApi, 'app' | 'Menu' | 'Notification' | 'Tray'>;
  readonly platform: NodeJS.Platform;
  /** Where the tray's icons lie: `public/tray`. */
  readonly icons: string;
  /** Null where Tern is not installed: a build that is being worked on would start the bare Electron. */
  readonly loginItem: LoginItem | null;
  /** Whether a Linux desktop shows tray icons; null: unknown. */
  readonly hasTrayHost: () => Promise<boolean | null>;
}

/** Notifications whose clicks are still listened for; the system forgets older ones as well. */
const MAX_NOTES = 50;

/** Until a page has said what the tray offers: the way back to the window, and the end. */
const firstMenu = (texts: HostTexts): TrayMenu => ({
  unread: false,
  tooltip: 'Tern',
  items: [
    { kind: 'item', id: 'open', label: texts.openTern, enabled: true, opens: true },
    { kind: 'separator' },
    { kind: 'item', id: 'quit', label: texts.quit, enabled: true, opens: false },
  ],
});

/** What goes on around the window: the icon in the tray or menu bar, notifications, the start at login. */
export class ElectronDesktop implements DesktopHost {
  #wish: DesktopWish = { keepRunning: false, menuBarIcon: false, startHidden: true, language: '' };
  /** Null until a page has said what it offers. */
  #menu: TrayMenu | null = null;
  /** What the icon shows now. */
  #shown = '';
  #tray: Tray | null = null;
  /** Kept, for the system's notification tells nobody of a click when its object was collected. */
  readonly #notes = new Set<Notification>();
  /** Brings the window to the front. */
  onShow: () => void = () => undefined;
  onChoice: (choice: DeskChoice) => void = () => undefined;

  constructor(private readonly parts: DesktopParts) {}

  /** Whether Tern goes on when its window is closed. */
  get keepsRunning(): boolean {
    return this.parts.platform === 'darwin' || this.#wish.keepRunning;
  }

  /** Whether a start at login shows no window: only where Tern would go on without one. */
  get startsHidden(): boolean {
    return this.#wish.startHidden && this.keepsRunning;
  }

  /** In the language that was chosen, else the system's. */
  get texts(): HostTexts {
    return HOST_TEXTS[spokenOf(this.#wish.language, [this.parts.api.app.getLocale()])];
  }

  apply({ keepRunning, menuBarIcon, startHidden, language }: DesktopWish): void {
    this.#wish = { keepRunning, menuBarIcon, startHidden, language };
    this.#draw();
  }

  showTray(menu: TrayMenu): void {
    this.#menu = menu;
    this.#draw();
  }

  showNote({ title, body, message, actions }: Note): boolean {
    const { Notification } = this.parts.api;
    if (!Notification.isSupported()) return false;
    // Elsewhere Electron would leave them out; what is not shown can't be chosen.
    const offered = ['darwin', 'win32'].includes(this.parts.platform) ? actions : [];
    const note = new Notification({
      title,
      body,
      actions: offered.map(({ label }) => ({ type: 'button', text: label })),
    });
    const gone = (): void => void this.#notes.delete(note);
    note.on('click', () => {
      gone();
      this.onShow();
      this.onChoice({ kind: 'note', message, action: 'open' });
    });
    note.on('action', ({ actionIndex }) => {
      const action = offered[actionIndex]?.id;
      if (action === undefined) return;
      gone();
      if (action === 'reply') this.onShow();
      this.onChoice({ kind: 'note', message, action });
    });
    note.on('failed', gone);
    // Not at `close`: on Windows a note that timed out lies in the Action Center and can still be clicked.
    this.#notes.add(note);
    const [oldest] = this.#notes;
    if (this.#notes.size > MAX_NOTES && oldest) this.#notes.delete(oldest);
    note.show();
    return true;
  }

  async about(): Promise<Desktop> {
    const { platform, loginItem, hasTrayHost } = this.parts;
    return {
      icon: platform === 'darwin' ? 'menu-bar' : 'tray',
      iconShown: platform === 'linux' ? await hasTrayHost() : true,
      atLogin: (await loginItem?.isOn()) ?? null,
    };
  }

  async setAtLogin(atLogin: boolean): Promise<void> {
    await this.parts.loginItem?.set(atLogin);
  }

  #draw(): void {
    const { platform, api } = this.parts;
    if (!(platform === 'darwin' ? this.#wish.menuBarIcon : this.#wish.keepRunning)) {
      this.#tray?.destroy();
      this.#tray = null;
      return;
    }
    const menu = this.#menu ?? firstMenu(this.texts);
    const shown = JSON.stringify(menu);
    if (this.#tray !== null && shown === this.#shown) return;
    this.#shown = shown;
    const { unread, tooltip, items } = menu;
    const icon = join(this.parts.icons, iconName(platform, unread));
    if (this.#tray === null) {
      this.#tray = new api.Tray(icon);
      // On macOS a click opens the menu.
      if (platform !== 'darwin') this.#tray.on('click', () => this.onShow());
    } else this.#tray.setImage(icon);
    this.#tray.setToolTip(tooltip);
    // Linux shows no icon without a menu, and sees no change in one that it has.
    this.#tray.setContextMenu(api.Menu.buildFromTemplate(items.map((item) => this.#item(item))));
  }

  #item(item: TrayMenu['items'][number]): MenuItemConstructorOptions {
    if (item.kind === 'separator') return { type: 'separator' };
    const { id, label, enabled, opens } = item;
    return {
      label: label.replaceAll('&', '&&'),
      enabled,
      click: () => {
        if (id === 'quit') {
          this.parts.api.app.quit();
          return;
        }
        if (opens) this.onShow();
        if (id !== 'open') this.onChoice({ kind: 'tray', id });
      },
    };
  }
}

/** Windows takes the size that its scaling wants from an `.ico`; macOS colours what is called a template. */
function iconName(platform: NodeJS.Platform, unread: boolean): string {
  const name = `tray${unread ? 'Unread' : ''}`;
  if (platform === 'darwin') return `${name}Template.png`;
  return platform === 'win32' ? `${name}.ico` : `${name}.png`;
}
