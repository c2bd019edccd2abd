export { DRAG_TYPE, endDrag, startDrag } from './drag';
export { emptyFolder, markAllRead } from './folder-actions';
export { DeleteFolder, DestroyConfirm, FolderPicker, NewFolder, RenameFolder } from './folder-dialogs';
export { FolderPane, letter } from './folder-pane';
export { mailboxIcon, mailboxLabel, placeName, scopeName } from './names';
export { forgetSearch } from './saved-menu';
