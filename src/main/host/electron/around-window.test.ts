import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeskChoice, Note, TrayMenu } from '@shared/contract/desk';
import type { MessageKey } from '@shared/model/ids';
import { FakeElectron } from '../../../../tests/electron-fake';
import { ElectronDesktop } from './desktop';
import { autostartFile, systemLoginItem } from './login-item';

let electron: FakeElectron;
let folder = '';
beforeEach(() => {
  electron = new FakeElectron();
  folder = mkdtempSync(join(tmpdir(), 'tern-around-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const wish = { keepRunning: false, menuBarIcon: false, startHidden: true, language: '' };
const menu = (unread: boolean, tooltip = 'Tern'): TrayMenu => ({
  unread,
  tooltip,
  items: [
    { kind: 'item', id: 'open', label: 'Tern öffnen', enabled: true, opens: true },
    { kind: 'item', id: 'compose', label: 'Neue Nachricht', enabled: true, opens: true },
    { kind: 'separator' },
    { kind: 'item', id: 'account:a', label: 'Ek & Co: 3', enabled: true, opens: true },
    { kind: 'item', id: 'paused', label: 'Bis 14:05', enabled: false, opens: false },
    { kind: 'item', id: 'pause-hour', label: 'Pause', enabled: true, opens: false },
    { kind: 'item', id: 'quit', label: 'Beenden', enabled: true, opens: false },
  ],
});

function desktopOn(platform: NodeJS.Platform): {
  readonly desktop: ElectronDesktop;
  readonly done: (DeskChoice | 'show')[];
} {
  const done: (DeskChoice | 'show')[] = [];
  const desktop = new ElectronDesktop({
    api: electron.api,
    platform,
    icons: '/tern/tray',
    loginItem: null,
    hasTrayHost: () => Promise.resolve(false),
  });
  desktop.onShow = () => done.push('show');
  desktop.onChoice = (choice) => done.push(choice);
  return { desktop, done };
}

describe('the icon', () => {
  it.each([
    ['linux', 'tray.png', 'trayUnread.png'],
    ['win32', 'tray.ico', 'trayUnread.ico'],
    ['darwin', 'trayTemplate.png', 'trayUnreadTemplate.png'],
  ] as const)(
    'on %s is a file that is there, and another one while there is unread mail',
    (platform, read, unread) => {
      const { desktop } = desktopOn(platform);
      desktop.apply({ ...wish, keepRunning: true, menuBarIcon: true });
      expect(electron.trays.map(({ image }) => image)).toEqual([join('/tern/tray', read)]);
      desktop.showTray(menu(true, '3 unread'));
      expect(electron.trays).toMatchObject([{ image: join('/tern/tray', unread), tooltip: '3 unread' }]);
      for (const name of [read, unread]) expect(existsSync(`resources/public/tray/${name}`)).toBe(true);
      if (platform === 'darwin')
        expect(existsSync(`resources/public/tray/${unread.replace('.png', '@2x.png')}`)).toBe(true);
    },
  );

  it('is there while it is wanted, by the setting of its platform', () => {
    for (const [platform, setting, other] of [
      ['linux', 'keepRunning', 'menuBarIcon'],
      ['win32', 'keepRunning', 'menuBarIcon'],
      ['darwin', 'menuBarIcon', 'keepRunning'],
    ] as const) {
      const { desktop } = desktopOn(platform);
      desktop.showTray(menu(false));
      desktop.apply({ ...wish, [other]: true });
      expect(electron.trays).toHaveLength(0);
      desktop.apply({ ...wish, [setting]: true });
      expect(electron.trays).toHaveLength(1);
      desktop.apply(wish);
      expect(electron.trays).toHaveLength(0);
      desktop.apply({ ...wish, [setting]: true });
      expect(electron.trays).toHaveLength(1);
      electron.trays[0]?.destroy();
    }
  });

  it('offers the way back in the language that was chosen until a page says more', () => {
    const { desktop } = desktopOn('linux');
    electron.app.locale = 'fr-CA';
    desktop.apply({ ...wish, keepRunning: true });
    const [tray] = electron.trays;
    expect(tray?.labels()).toEqual(['Ouvrir Tern', undefined, 'Quitter']);
    desktop.apply({ ...wish, keepRunning: true, language: 'cs' });
    expect(tray?.labels()).toEqual(['Otevřít Tern', undefined, 'Ukončit']);
    desktop.showTray(menu(true));
    expect(tray?.labels()).toContain('Tern öffnen');
  });

  it('is not drawn again when nothing is different: an open menu would close', () => {
    const { desktop } = desktopOn('linux');
    desktop.apply({ ...wish, keepRunning: true });
    desktop.showTray(menu(true));
    desktop.showTray(menu(true));
    desktop.apply({ ...wish, keepRunning: true });
    expect(electron.trays[0]?.menusSet).toBe(2);
  });

  it('does what is chosen: in the window after it came, or without it', () => {
    const { desktop, done } = desktopOn('linux');
    desktop.apply({ ...wish, keepRunning: true });
    desktop.showTray(menu(true));
    const [tray] = electron.trays;
    for (const label of ['Tern öffnen', 'Neue Nachricht', 'Ek && Co: 3', 'Bis 14:05', 'Pause'])
      tray?.choose(label);
    expect(done).toEqual([
      'show',
      'show',
      { kind: 'tray', id: 'compose' },
      'show',
      { kind: 'tray', id: 'account:a' },
      { kind: 'tray', id: 'pause-hour' },
    ]);
    tray?.choose('Beenden');
    expect(electron.log).toContain('quit');
  });

  it('opens the window by a click, but on macOS, where a click opens the menu', () => {
    for (const [platform, shows] of [
      ['linux', true],
      ['win32', true],
      ['darwin', false],
    ] as const) {
      const { desktop, done } = desktopOn(platform);
      desktop.apply({ ...wish, keepRunning: true, menuBarIcon: true });
      electron.trays.at(-1)?.emit('click');
      expect(done).toEqual(shows ? ['show'] : []);
    }
  });

  it('is said not to be seen where the desktop has no place for it', async () => {
    expect(await desktopOn('linux').desktop.about()).toEqual({
      icon: 'tray',
      iconShown: false,
      atLogin: null,
    });
    expect(await desktopOn('win32').desktop.about()).toMatchObject({ icon: 'tray', iconShown: true });
    expect(await desktopOn('darwin').desktop.about()).toMatchObject({ icon: 'menu-bar', iconShown: true });
  });
});

describe('a notification', () => {
  const message = 'm:1:5' as MessageKey;
  const note: Note = {
    title: 'Bo Ek',
    body: 'Invoice',
    message,
    actions: [
      { id: 'archive', label: 'Archive' },
      { id: 'reply', label: 'Reply' },
    ],
  };

  it.each(['darwin', 'win32'] as const)('on %s has actions, and tells which was chosen', (platform) => {
    const { desktop, done } = desktopOn(platform);
    expect(desktop.showNote(note)).toBe(true);
    const [shown] = electron.notifications;
    expect(shown?.options).toMatchObject({ title: 'Bo Ek', body: 'Invoice' });
    shown?.act('Archive');
    expect(done).toEqual([{ kind: 'note', message, action: 'archive' }]);
    shown?.act('Reply');
    expect(done.slice(1)).toEqual(['show', { kind: 'note', message, action: 'reply' }]);
  });

  it('offers nothing on Linux, where Electron has no actions, and opens by a click', () => {
    const { desktop, done } = desktopOn('linux');
    desktop.showNote(note);
    expect(electron.notifications[0]?.options.actions).toEqual([]);
    electron.notifications[0]?.emit('click');
    expect(done).toEqual(['show', { kind: 'note', message, action: 'open' }]);
  });

  it('is left to the page where the system has none', () => {
    electron.notificationsSupported = false;
    expect(desktopOn('linux').desktop.showNote(note)).toBe(false);
    expect(electron.notifications).toEqual([]);
  });
});

describe('the start at login', () => {
  it.each(['win32', 'darwin'] as const)('is on the list of the system on %s', async (platform) => {
    const item = systemLoginItem(electron.api, platform);
    expect(await item.isOn()).toBe(false);
    await item.set(true);
    expect(await item.isOn()).toBe(true);
    expect(electron.app.loginArgs).toEqual(platform === 'win32' ? ['--at-login'] : []);
    await item.set(false);
    expect(await item.isOn()).toBe(false);
  });

  const path = (): string => join(folder, 'autostart', 'mail.tern.Tern.desktop');
  const env = (): Record<string, string> => ({ XDG_CONFIG_HOME: folder });

  it('is a file that the session reads on Linux', async () => {
    const item = autostartFile(env(), '/home/ada', '/opt/Tern/tern');
    expect(await item.isOn()).toBe(false);
    await item.set(true);
    expect(await item.isOn()).toBe(true);
    expect(readFileSync(path(), 'utf8')).toContain('\nExec="/opt/Tern/tern" --at-login\n');
    await item.set(false);
    await item.set(false);
    expect(existsSync(path())).toBe(false);
  });

  it('names the AppImage and not what is inside of it, and follows it when it was moved', async () => {
    const at = (APPIMAGE: string): ReturnType<typeof autostartFile> =>
      autostartFile({ ...env(), APPIMAGE, APPDIR: '/tmp/.mount_T1' }, '/home/ada', '/tmp/.mount_T1/tern');
    const first = at('/home/ada/Tern-1.AppImage');
    await first.refresh();
    expect(existsSync(path())).toBe(false);
    await first.set(true);
    await at('/home/ada/Tern-2.AppImage').refresh();
    expect(readFileSync(path(), 'utf8')).toContain('Exec="/home/ada/Tern-2.AppImage" --at-login\n');
    // Another program's AppImage started this one.
    await autostartFile({ ...env(), APPIMAGE: '/x', APPDIR: '/y' }, '/home/ada', '/opt/Tern/tern').set(true);
    expect(readFileSync(path(), 'utf8')).toContain('Exec="/opt/Tern/tern" ');
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
    'stays off when the session says %s',
    async (line) => {
      const item = autostartFile(env(), '/home/ada', '/opt/Tern/tern');
      await item.set(true);
      writeFileSync(path(), `[Desktop Entry]\nExec=/old/tern\n${line}\n`);
      expect(await item.isOn()).toBe(false);
      await item.refresh();
      expect(readFileSync(path(), 'utf8')).toContain('/old/tern');
    },
  );

  it('quotes a path as the specification has it', async () => {
    await autostartFile(env(), '/home/ada', '/home/a "b" $c `d` 100%/e\\f/tern').set(true);
    expect(readFileSync(path(), 'utf8')).toContain(
      'Exec="/home/a \\\\"b\\\\" \\\\$c \\\\`d\\\\` 100%%/e\\\\\\\\f/tern" --at-login\n',
    );
  });
});
