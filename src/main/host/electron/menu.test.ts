import { beforeEach, describe, expect, it } from 'vitest';
import type { AppMenu } from '@shared/contract/desk';
import { menu as words } from '@renderer/i18n/en/menu';
import { acceleratorOf, firstMenuTemplate, menuTemplate } from './menu';

let commandsRun: string[] = [];
beforeEach(() => {
  commandsRun = [];
});

const MENU: AppMenu = {
  words: { ...words, file: 'Datei' },
  commands: [
    { id: 'compose', title: 'Schreiben', group: 'write', key: 'c', enabled: true },
    { id: 'archive', title: 'Archivieren', group: 'message', key: 'e', enabled: false },
    { id: 'goInbox', title: 'Posteingang', group: 'navigate', key: 'g i', enabled: true },
    { id: 'settings', title: 'Einstellungen', group: 'app', key: '$mod+,', enabled: true },
    { id: 'shortcuts', title: 'Tasten', group: 'app', key: '?', enabled: true },
  ],
};

describe('menus', () => {
  const template = (platform: NodeJS.Platform, menu: AppMenu = MENU) =>
    menuTemplate({ platform, development: false, menu, run: (id) => commandsRun.push(id) });
  const labels = (platform: NodeJS.Platform, menu?: AppMenu): (string | undefined)[] =>
    template(platform, menu).map(({ label }) => label);
  const find = (platform: NodeJS.Platform, id: string) =>
    template(platform)
      .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
      .find((item) => item.id === id);

  it('are in the order of the platform, in the words of the page', () => {
    expect(labels('darwin')).toEqual(['Tern', 'Datei', 'Edit', 'View', 'Go', 'Message', 'Window', 'Help']);
    expect(labels('linux')).toEqual(['Datei', 'Edit', 'View', 'Go', 'Message', 'Help']);
    expect(labels('win32', { ...MENU, commands: [] })).toEqual(['Datei', 'Edit', 'View', 'Help']);
    const roles = (platform: NodeJS.Platform) => firstMenuTemplate(platform).map(({ role }) => role);
    expect(roles('darwin')).toEqual(['appMenu', 'fileMenu', 'editMenu', 'windowMenu']);
    expect(roles('linux')).toEqual(['fileMenu', 'editMenu', 'windowMenu']);
    const [application, file] = template('darwin');
    expect(JSON.stringify(application)).toContain('Einstellungen');
    expect(JSON.stringify(file)).not.toContain('Einstellungen');
    expect(JSON.stringify(template('linux')[0])).toContain('Einstellungen');
  });

  it('carry the commands of the registry, as enabled as they are there, and run them', () => {
    expect(find('linux', 'archive')).toMatchObject({ label: 'Archivieren', enabled: false });
    const compose = find('linux', 'compose');
    // Shown, not taken: a bare letter must stay a letter where text is typed.
    expect(compose).toMatchObject({ accelerator: 'C', registerAccelerator: false, enabled: true });
    compose?.click?.(undefined as never, undefined, undefined as never);
    expect(commandsRun).toEqual(['compose']);
    expect(find('linux', 'goInbox')).not.toHaveProperty('accelerator');
    expect(find('darwin', 'compose')).not.toHaveProperty('accelerator');
    expect(find('darwin', 'settings')).toMatchObject({ accelerator: 'CmdOrCtrl+,' });
  });

  it.each([
    ['$mod+Shift+l', 'linux', 'CmdOrCtrl+Shift+L'],
    ['F9', 'darwin', 'F9'],
    ['Delete', 'win32', 'Delete'],
    ['Delete', 'darwin', null],
    ['#', 'linux', '#'],
    ['g i', 'linux', null],
    ['ö', 'linux', null],
  ] as const)('show %s on %s as %s', (key, platform, accelerator) => {
    expect(acceleratorOf(key, platform)).toBe(accelerator);
  });

  it('have developer tools only where they are wanted', () => {
    const text = (development: boolean): string =>
      JSON.stringify(menuTemplate({ platform: 'linux', development, menu: MENU, run: () => undefined }));
    expect(text(true)).toContain('toggleDevTools');
    expect(text(false)).not.toMatch(/toggleDevTools|reload/);
  });
});
