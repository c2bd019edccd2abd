import { expect, it } from 'vitest';
import { fit } from './rank';

it('ranks beginnings over words over letters', () => {
  const order = ['Move to…', 'Next message', 'Go to Archive', 'Settings'];
  const best = (typed: string): string | undefined =>
    [...order].sort((a, b) => fit(b, typed) - fit(a, typed))[0];
  expect(best('mov')).toBe('Move to…');
  expect(best('arch')).toBe('Go to Archive');
  expect(best('go arc')).toBe('Go to Archive');
  expect(best('stg')).toBe('Settings');
  expect(fit('Settings', 'zzz')).toBe(0);
  expect(fit('Settings', '')).toBeGreaterThan(0);
});
