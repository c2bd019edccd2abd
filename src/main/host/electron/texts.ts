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
  openThere: (computer: string): string =>
    `Tern is open with this profile on ${computer}. Close it there first.`,
  perhapsThere: (computer: string): string => `Was Tern closed on ${computer}?`,
  perhapsThereDetail: (computer: string): string =>
    `It was open there with this profile and gives no sign of life: it may have crashed, or ${computer} is asleep or cut off. Opened in two places, one of them can save nothing more.`,
  perhapsHere: 'Is Tern open with this profile already?',
  perhapsHereDetail: 'It was not closed the last time. Opened twice, one of them can save nothing more.',
  openAnyway: 'Open anyway',
};
