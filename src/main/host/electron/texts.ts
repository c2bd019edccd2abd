import type { MenuWord } from '@shared/contract/desk';

/** What the Electron host says itself: menus and dialogs that no page draws. */
export const texts = {
  openWeb: (host: string): string => `Open ${host} in your browser?`,
  openMail: 'Write to this address with your default mail program?',
  open: 'Open',
  cancel: 'Cancel',
  startFailed: 'Tern could not start',
  alreadyOpen: 'Tern is already open with this profile.',
};

/** The menu bar before a page has said its own words. */
export const menuTexts: Readonly<Record<MenuWord, string>> = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  go: 'Go',
  message: 'Message',
  window: 'Window',
  help: 'Help',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  pasteAndMatchStyle: 'Paste and Match Style',
  delete: 'Delete',
  selectAll: 'Select All',
  resetZoom: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  togglefullscreen: 'Full Screen',
  about: 'About Tern',
  services: 'Services',
  hide: 'Hide Tern',
  hideOthers: 'Hide Others',
  unhide: 'Show All',
  minimize: 'Minimise',
  zoom: 'Zoom',
  front: 'Bring All to Front',
  close: 'Close',
  quit: 'Quit Tern',
};
