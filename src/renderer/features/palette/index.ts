export { Palette } from './palette';
export { Picker, type PickerItem } from './picker';
export { fit } from './rank';
export { ShortcutsSheet } from './shortcuts-sheet';
