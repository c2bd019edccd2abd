import { describe, expect, it } from 'vitest';
import { snoozeTimes, weekendOf } from './times';

/** In November 2026, in the person's own zone; the 27th is a Friday. */
const offered = (day: number, hour: number, locale = 'en-GB'): string[] =>
  snoozeTimes(new Date(2026, 10, day, hour, 20).getTime(), weekendOf(locale)).map(
    ({ id, at }) => `${id} ${new Date(at).getDate()}/${new Date(at).getHours()}:${new Date(at).getMinutes()}`,
  );

describe('times to snooze until', () => {
  it('are later today, tomorrow, the weekend and the week after it', () =>
    expect(offered(24, 10)).toEqual([
      'later 24/13:0',
      'tomorrow 25/8:0',
      'weekend 28/8:0',
      'nextWeek 30/8:0',
    ]));

  it('say nothing twice: tomorrow is the weekend, or the week', () => {
    expect(offered(27, 10)).toEqual(['later 27/13:0', 'tomorrow 28/8:0', 'nextWeek 30/8:0']);
    expect(offered(28, 10)).toEqual(['later 28/13:0', 'tomorrow 29/8:0', 'nextWeek 30/8:0']);
    expect(offered(29, 10)).toEqual(['later 29/13:0', 'tomorrow 30/8:0']);
  });

  it('end with the day, and begin with the morning for whoever is up in the night', () => {
    expect(offered(24, 19)[0]).toBe('later 24/22:0');
    expect(offered(24, 20)[0]).toBe('tomorrow 25/8:0');
    expect(offered(24, 1)[0]).toBe('later 24/8:0');
    expect(offered(24, 6)[0]).toBe('later 24/9:0');
  });

  it('know the weekend of the reader’s own country', () => {
    expect(weekendOf('ar-EG')).toEqual([5, 6]);
    expect(offered(24, 10, 'ar-EG').slice(2)).toEqual(['weekend 27/8:0', 'nextWeek 29/8:0']);
  });

  it('are eight in the morning also on the day on which clocks change', () => {
    const eve = new Date(2026, 9, 24, 12).getTime();
    expect(new Date(snoozeTimes(eve, [0, 6])[1]?.at ?? 0).getHours()).toBe(8);
  });
});
