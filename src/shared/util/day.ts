/** When the day begins for what is put off until a morning. */
export const MORNING = 8;

/** An hour of the day that is so many days on, in the time of this computer, ms since 1970. */
export function hourOfDay(now: number, days: number, hour: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + days);
  return date.setHours(hour, 0, 0, 0);
}
