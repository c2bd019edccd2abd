export { DRAG_TYPE, endDrag, startDrag } from './drag';
export { FolderPane, letter } from './folder-pane';
export { mailboxIcon, mailboxLabel, placeName } from './names';
export { findMailboxes, folderRows } from './tree';
