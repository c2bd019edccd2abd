import { hourOfDay, MORNING } from '@shared/util/day';
import { updateSettings } from './engine-state';

const HOUR_MS = 3_600_000;

/** Eight in the morning of the next day, in the time of this computer. */
export const tomorrowMorning = (now: number): number => hourOfDay(now, 1, MORNING);

/** Notifications are silent until then. */
export const pauseHour = (): void => updateSettings({ notifyPausedUntil: Date.now() + HOUR_MS });
export const pauseUntilTomorrow = (): void =>
  updateSettings({ notifyPausedUntil: tomorrowMorning(Date.now()) });
export const resumeNotifications = (): void => updateSettings({ notifyPausedUntil: 0 });
