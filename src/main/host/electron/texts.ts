/** What the Electron host says itself: menus and dialogs that no page draws. */
export const texts = {
  openWeb: (host: string): string => `Open ${host} in your browser?`,
  openMail: 'Write to this address with your default mail program?',
  open: 'Open',
  cancel: 'Cancel',
  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  help: 'Help',
  startFailed: 'Tern could not start',
  alreadyOpen: 'Tern is already open with this profile.',
};
