import type { MenuItemConstructorOptions } from 'electron';
import type { AppMenu, MENU_GROUPS, MenuWord } from '@shared/contract/desk';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  /** Reload and developer tools: in builds that are not packaged. */
  readonly development: boolean;
  /** What the page can do now, in its language. */
  readonly menu: AppMenu;
  /** A command was chosen. */
  readonly run: (id: string) => void;
}

type Item = MenuItemConstructorOptions;
type Role = NonNullable<Item['role']>;
const separator: Item = { type: 'separator' };

/** Before a page has said what it can do: what the system itself has and names, in its own language. */
export const firstMenuTemplate = (platform: NodeJS.Platform): Item[] => [
  ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
  { role: 'fileMenu' },
  { role: 'editMenu' },
  { role: 'windowMenu' },
];

/**
 * The menu bar in the order of the platform: macOS has its application menu first, with the settings in it, and a Window
 * menu before Help; elsewhere File begins and has settings and the end of the program.
 */
export function menuTemplate({ platform, development, menu, run }: MenuOptions): Item[] {
  const mac = platform === 'darwin';
  const word = (name: MenuWord): string => menu.words[name];
  const role = (name: MenuWord & Role): Item => ({ role: name, label: word(name) });
  const commands = (group: (typeof MENU_GROUPS)[number], but: readonly string[] = []): Item[] =>
    menu.commands
      .filter((command) => command.group === group && !but.includes(command.id))
      .map((command) => item(command, platform, run));
  const one = (id: string): Item[] =>
    menu.commands.filter((command) => command.id === id).map((command) => item(command, platform, run));

  const application: Item = {
    label: 'Tern',
    submenu: joined(
      [role('about')],
      one('settings'),
      [role('services')],
      [role('hide'), role('hideOthers'), role('unhide')],
      [role('quit')],
    ),
  };
  const file = joined(
    commands('write'),
    commands('account'),
    mac ? [role('close')] : one('settings'),
    mac ? [] : [role('quit')],
  );
  const edit = joined(
    [role('undo'), role('redo')],
    [role('cut'), role('copy'), role('paste'), role('pasteAndMatchStyle'), role('delete')],
    [role('selectAll')],
  );
  const view = joined(
    development ? [{ role: 'reload' }, { role: 'toggleDevTools' }] : [],
    commands('view'),
    [role('resetZoom'), role('zoomIn'), role('zoomOut')],
    [role('togglefullscreen')],
  );
  const help = joined(commands('app', ['settings']), mac ? [] : [role('about')]);
  const menus: (readonly [MenuWord, readonly Item[], Role?])[] = [
    ['file', file],
    ['edit', edit],
    ['view', view],
    ['go', commands('navigate')],
    ['message', commands('message')],
    ...(mac
      ? [['window', [role('minimize'), role('zoom'), separator, role('front')], 'window'] as const]
      : []),
    ['help', help, 'help'],
  ];
  return [
    ...(mac ? [application] : []),
    ...menus
      .filter(([, submenu]) => submenu.length > 0)
      .map(([name, submenu, as]): Item => ({
        label: word(name),
        submenu: [...submenu],
        ...(as === undefined ? {} : { role: as }),
      })),
  ];
}

/** Groups with a line between those that have something in them. */
const joined = (...groups: readonly (readonly Item[])[]): Item[] =>
  groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? [...group] : [separator, ...group]));

function item(
  { id, title, key, enabled }: AppMenu['commands'][number],
  platform: NodeJS.Platform,
  run: (id: string) => void,
): Item {
  const accelerator = key === null ? null : acceleratorOf(key, platform);
  return {
    id,
    label: title,
    enabled,
    click: () => run(id),
    // Shown, not taken: the page hears its keys itself, and a bare letter must still be a letter where text is typed.
    ...(accelerator === null ? {} : { accelerator, registerAccelerator: false }),
  };
}

const KEYS: Readonly<Record<string, string>> = {
  $mod: 'CmdOrCtrl',
  Control: 'Ctrl',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Escape: 'Esc',
  '+': 'Plus',
};

/**
 * A binding as Electron writes it; null for what a menu cannot show: sequences (`g i`), and on macOS, where every
 * accelerator is also taken, keys without ⌘ or a function key.
 */
export function acceleratorOf(binding: string, platform: NodeJS.Platform): string | null {
  if (binding.includes(' ')) return null;
  const parts = binding.split(/\b\+/);
  const last = parts.at(-1) ?? '';
  const hasModifier = parts.includes('$mod') || parts.includes('Control');
  if (platform === 'darwin' && !hasModifier && !/^F\d{1,2}$/.test(last)) return null;
  // Accelerators are ASCII; a key of another keyboard is shown in the page only.
  if (!/^[\x21-\x7e]+$/.test(last)) return null;
  return parts.map((part) => KEYS[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join('+');
}
