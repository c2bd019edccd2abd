import { beforeEach, expect, it } from 'vitest';
import { setLanguage, startI18n, t } from './index';

beforeEach(() => startI18n('en'));

it('says each number in its own words, however often, and in the language of now', async () => {
  for (const count of [1, 2, 1, 2]) {
    expect(t('list.inThread', { count })).toBe(count === 1 ? '1 message' : '2 messages');
  }
  await setLanguage('en-XA');
  const long = t('list.inThread', { count: 2 });
  expect(long).toContain('2');
  expect(long).not.toBe('2 messages');
  await setLanguage('en');
  expect(t('list.inThread', { count: 2 })).toBe('2 messages');
});

it('keeps nothing of words with anything else in them', () => {
  expect(t('list.selected', { count: 2, formatted: 'two' })).toContain('two');
  expect(t('list.selected', { count: 2, formatted: 'zwei' })).toContain('zwei');
});
