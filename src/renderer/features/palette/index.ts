export { Palette } from './palette';
export { ShortcutsSheet } from './shortcuts-sheet';
