/** The icon in the tray or menu bar, and its menu. */
export const tray = {
  open: 'Open Tern',
  compose: 'New message',
  account: '{{account}}: {{unread}} unread',
  nothing: 'Tern: no unread mail',
  unread_one: 'Tern: {{count}} unread message',
  unread_other: 'Tern: {{count}} unread messages',
  pauseHour: 'Pause notifications for 1 hour',
  pauseTomorrow: 'Pause notifications until tomorrow',
  paused: 'Notifications are paused until {{until}}',
  resume: 'Resume notifications',
  quit: 'Quit',
  runs: 'Tern keeps running',
  runsHint: 'Mail still comes in. Open the window with the icon in the tray, or start Tern once more.',
};
