import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SPOKEN } from '@shared/model/spoken';
import { exactDate, formatCount, formatList } from './format';
import { englishResources, isRtl, setLanguage, startI18n, t } from './index';
import { localeOf, pickLanguage, textsOf } from './languages';
import type { Texts } from './pseudo';

const flat = (texts: Texts, path = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  );

const english = new Map(flat(englishResources));
/** Keys of what is counted, without their form. */
const counted = new Set(
  [...english.keys()].filter((key) => key.endsWith('_other')).map((key) => key.slice(0, -6)),
);
const FORM = /^(.+)_(?:zero|one|two|few|many|other)$/;
/** What a key is about, whatever its form. */
const about = (key: string): string => {
  const [, name = ''] = FORM.exec(key) ?? [];
  return counted.has(name) ? name : key;
};
const holes = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = '']) => name).sort();

/** The forms that whole numbers take in a language: others (Czech "many", for fractions) are never asked for. */
function formsOf(language: string): string[] {
  const rules = new Intl.PluralRules(language);
  const numbers = [...Array.from({ length: 201 }, (_, n) => n), 1000, 1_000_000, 2_000_000, 1_000_001];
  return [...new Set(numbers.map((n) => rules.select(n)))].sort();
}

describe.each(SPOKEN.filter((language) => language !== 'en'))('%s', (language) => {
  let texts: Map<string, string>;
  beforeAll(async () => {
    texts = new Map(flat((await textsOf(language, englishResources)) ?? {}));
  });

  it('has every text, and no other', () => {
    const [has, wants] = [texts, english].map((of) => [...new Set([...of.keys()].map(about))].sort());
    expect(has).toEqual(wants);
  });

  it('has every plural form that it counts with, and no empty text', () => {
    const forms = formsOf(language);
    const missing = [...counted].flatMap((key) =>
      forms.map((form) => `${key}_${form}`).filter((one) => !texts.has(one)),
    );
    expect(missing).toEqual([]);
    expect([...texts].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });

  it('keeps placeholders, and the spaces around what is put together', () => {
    const wrong: string[] = [];
    for (const [key, text] of texts) {
      const name = about(key);
      const own = holes(text).join();
      if (name === key || key.endsWith('_other')) {
        if (own !== holes(english.get(key) ?? '').join()) wrong.push(key);
      } else {
        const all = [...english].flatMap(([of, words]) => (about(of) === name ? holes(words) : []));
        if (holes(text).some((hole) => !all.includes(hole))) wrong.push(key);
      }
      const edges = (words: string): string =>
        (/^\s/.test(words) ? '<' : '') + (/\s$/.test(words) ? '>' : '');
      if (edges(text) !== edges(english.get(key) ?? '')) wrong.push(`${key} (spaces)`);
    }
    expect(wrong).toEqual([]);
  });

  it('leaves no English behind', () => {
    const left = [...texts].filter(
      ([key, text]) =>
        / (?:the|and|your|this|which) /i.test(` ${text} `) ||
        (text.replace(/\{\{[^}]*\}\}/g, '').length > 24 && text === english.get(key)),
    );
    expect(left.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
  });
});

it('sets French marks behind spaces that break no line', async () => {
  const french = flat((await textsOf('fr', englishResources)) ?? {});
  expect(french.filter(([, text]) => / [:;!?»%]|« /.test(text)).map(([key]) => key)).toEqual([]);
  expect(french.filter(([, text]) => /[\p{L}\d][;!?]/u.test(text)).map(([key]) => key)).toEqual([]);
});

describe('a language', () => {
  beforeEach(() => startI18n('en'));
  afterEach(() => {
    vi.unstubAllGlobals();
    return setLanguage('en');
  });

  it('is the one that was chosen, else what the system reads first, else English', () => {
    expect(pickLanguage('cs', ['de'])).toBe('cs');
    expect(pickLanguage('', ['nl', 'de-AT', 'fr'])).toBe('de');
    expect(pickLanguage('', ['en-XA'])).toBe('en');
    expect(pickLanguage('ar-XB', [])).toBe('ar-XB');
    expect(localeOf('de', ['en', 'de-AT', 'de'])).toBe('de-AT');
    expect(localeOf('de', ['en-GB'])).toBe('de');
    expect(isRtl('ar-XB')).toBe(true);
  });

  it('is spoken at once: words, numbers, dates, lists', async () => {
    await setLanguage('de');
    expect(t('common.cancel')).toBe('Abbrechen');
    expect(formatCount(12_400)).toBe('12.400');
    expect(formatList(['A', 'B', 'C'])).toBe('A, B und C');
    expect(exactDate(new Date('2026-11-27T10:00:00').getTime())).toMatch(/^Freitag, 27\. November 2026/);
    await setLanguage('en');
    expect(t('common.cancel')).toBe('Cancel');
  });

  it('counts as it does', async () => {
    await setLanguage('cs');
    const said = [1, 2, 5, 21].map((count) => t('list.inThread', { count }));
    expect(said).toEqual(['1 zpráva', '2 zprávy', '5 zpráv', '21 zpráv']);
    await setLanguage('fr');
    expect([0, 1, 2, 1_000_000].map((count) => t('list.inThread', { count }))).toEqual([
      '0 message',
      '1 message',
      '2 messages',
      '1000000 messages',
    ]);
  });

  it('is the one that was wished last, whichever comes first', async () => {
    await Promise.all([setLanguage('es'), setLanguage('de'), setLanguage('en')]);
    expect(t('common.cancel')).toBe('Cancel');
    await Promise.all([setLanguage('fr'), setLanguage('de')]);
    expect(t('common.cancel')).toBe('Abbrechen');
  });

  it('that the browser remembers is the one of the next start', async () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    });
    await setLanguage('de');
    expect([...kept.values()]).toEqual(['de']);
    await startI18n([...kept.values()][0] ?? '');
    expect(t('common.cancel')).toBe('Abbrechen');
  });
});
