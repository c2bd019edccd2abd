import { expect, it } from 'vitest';
import { tomorrowMorning } from './pause';

it.each([
  [new Date(2026, 2, 3, 23, 59), new Date(2026, 2, 4, 8)],
  [new Date(2026, 2, 3, 0, 1), new Date(2026, 2, 4, 8)],
  [new Date(2026, 11, 31, 12), new Date(2027, 0, 1, 8)],
])('tomorrow of %s begins at eight in the morning', (now, morning) => {
  expect(new Date(tomorrowMorning(now.getTime()))).toEqual(morning);
});
