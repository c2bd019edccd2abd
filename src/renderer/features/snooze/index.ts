export { RemindDialog } from './remind-dialog';
export { ReminderLine } from './reminder-line';
export { SnoozeDialog } from './snooze-dialog';
export { SnoozedMark } from './snoozed-mark';
