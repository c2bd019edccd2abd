/** What the Electron host says itself: dialogs that no page draws. */
export const texts = {
  openWeb: (host: string): string => `Open ${host} in your browser?`,
  openMail: 'Write to this address with your default mail program?',
  open: 'Open',
  cancel: 'Cancel',
  startFailed: 'Tern could not start',
  openTern: 'Open Tern',
  quit: 'Quit',
  alreadyOpen: 'Tern is already open with this profile.',
};
