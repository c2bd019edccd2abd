import { hourOfDay, MORNING } from '@shared/util/day';

type Suggested = 'later' | 'tomorrow' | 'weekend' | 'nextWeek';

/** "Later today" is so many hours later, and no later than this hour. */
const LATER_HOURS = 3;
const LATEST = 22;
/** Before this hour it is still the night before: later today is this morning. */
const NIGHT_ENDS = 5;

/** Days of the week off work, 0 Sunday … 6 Saturday, where the reader's language is spoken (Unicode CLDR). */
export function weekendOf(locale: string): readonly number[] {
  const of = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { readonly weekend: readonly number[] };
    readonly weekInfo?: { readonly weekend: readonly number[] };
  };
  const days = (of.getWeekInfo?.() ?? of.weekInfo)?.weekend ?? [6, 7];
  return days.map((day) => day % 7);
}

/**
 * Times people choose: later today, tomorrow morning, the morning on which the weekend begins, the one on which it is over.
 * What is today or tomorrow already is left out.
 * @param weekend as `weekendOf` says
 */
export function snoozeTimes(
  now: number,
  weekend: readonly number[],
): { readonly id: Suggested; readonly at: number }[] {
  const day = (days: number, hour: number): number => hourOfDay(now, days, hour);
  const today = new Date(now).getDay();
  const isOff = (days: number): boolean => weekend.includes((today + days) % 7);
  const hour = new Date(now).getHours();
  const later = hour < NIGHT_ENDS ? MORNING : hour + LATER_HOURS;
  const week = [1, 2, 3, 4, 5, 6, 7];
  const begins = isOff(0) ? undefined : week.find(isOff);
  const over = week.find((days) => !isOff(days) && isOff(days - 1));
  return [
    ...(later <= LATEST ? [{ id: 'later' as const, at: day(0, later) }] : []),
    { id: 'tomorrow', at: day(1, MORNING) },
    ...(begins !== undefined && begins > 1 ? [{ id: 'weekend' as const, at: day(begins, MORNING) }] : []),
    ...(over !== undefined && over > 1 ? [{ id: 'nextWeek' as const, at: day(over, MORNING) }] : []),
  ];
}
