import type { MenuItemConstructorOptions } from 'electron';
import { texts } from './texts';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  /** Reload and developer tools: in builds that are not packaged. */
  readonly development: boolean;
}

/** The menu bar in the order of the platform: macOS has its application menu first and a Window menu before Help. */
export function menuTemplate({ platform, development }: MenuOptions): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const edit: MenuItemConstructorOptions[] = [
    { role: 'undo' },
    { role: 'redo' },
    separator,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { role: 'pasteAndMatchStyle' },
    { role: 'delete' },
    separator,
    { role: 'selectAll' },
  ];
  const view: MenuItemConstructorOptions[] = [
    ...(development ? [{ role: 'reload' as const }, { role: 'toggleDevTools' as const }, separator] : []),
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
  ];
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    { label: texts.file, submenu: [mac ? { role: 'close' } : { role: 'quit' }] },
    { label: texts.edit, submenu: edit },
    { label: texts.view, submenu: view },
    ...(mac ? [{ role: 'windowMenu' as const }] : []),
    { role: 'help', label: texts.help, submenu: mac ? [] : [{ role: 'about' }] },
  ];
}
