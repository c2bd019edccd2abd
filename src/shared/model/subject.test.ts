import { expect, it } from 'vitest';
import { baseSubject } from './subject';

it('finds the base subject in linear time', () => {
  expect(baseSubject('Re: Fwd: AW: Plan ')).toBe('Plan');
  expect(baseSubject('Re:'.repeat(5000))).toBe('');
});
