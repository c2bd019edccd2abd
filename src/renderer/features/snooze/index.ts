export { SnoozeDialog } from './snooze-dialog';
export { SnoozedMark } from './snoozed-mark';
