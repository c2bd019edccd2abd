import { updateSettings } from './engine-state';

const HOUR_MS = 3_600_000;
/** When people's mornings begin, as for sending later. */
const MORNING = 8;

/** Eight in the morning of the next day, in the time of this computer. */
export function tomorrowMorning(now: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + 1);
  return date.setHours(MORNING, 0, 0, 0);
}

/** Notifications are silent until then. */
export const pauseHour = (): void => updateSettings({ notifyPausedUntil: Date.now() + HOUR_MS });
export const pauseUntilTomorrow = (): void =>
  updateSettings({ notifyPausedUntil: tomorrowMorning(Date.now()) });
export const resumeNotifications = (): void => updateSettings({ notifyPausedUntil: 0 });
