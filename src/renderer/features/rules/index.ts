export { AutomaticLog } from './automatic-log';
export { BlockDialog } from './block-dialog';
export { BlockedList } from './blocked-list';
export { MutedList } from './muted-list';
export { MutedMark } from './muted-mark';
export { mute, muteEntries, unmute } from './muting';
export { blockedBy, senderEntries, senderOfRow, unblock, wantToBlock } from './blocking';
