export { AutomaticLog } from './automatic-log';
export { BlockDialog } from './block-dialog';
export { BlockedList } from './blocked-list';
export { blockedBy, senderEntries, senderOfRow, unblock, wantToBlock, type BlockRisk } from './blocking';
