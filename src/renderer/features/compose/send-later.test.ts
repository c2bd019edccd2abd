import { describe, expect, it } from 'vitest';
import { suggestedTimes } from './send-later';

/** On Friday 27 November 2026, in the person's own zone. */
const at = (hour: number, minute = 0): number => new Date(2026, 10, 27, hour, minute).getTime();
const offered = (now: number): string[] =>
  suggestedTimes(now).map(
    ({ id, at: time }) => `${id} ${new Date(time).getDate()}/${new Date(time).getHours()}`,
  );

describe('times to send later', () => {
  it('are this evening, tomorrow and Monday in the middle of a Friday', () =>
    expect(offered(at(12))).toEqual(['hour 27/13', 'evening 27/18', 'tomorrow 28/8', 'monday 30/8']));

  it('have the coming morning as well as tomorrow’s for whoever writes after midnight', () =>
    expect(offered(at(1))).toEqual([
      'hour 27/2',
      'morning 27/8',
      'evening 27/18',
      'tomorrow 28/8',
      'monday 30/8',
    ]));

  it('leave out what is about to be over', () => {
    expect(offered(at(7, 45))).not.toContain('morning 27/8');
    expect(offered(at(17, 45))).toEqual(['hour 27/18', 'tomorrow 28/8', 'monday 30/8']);
  });
});
