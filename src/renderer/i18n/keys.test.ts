import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { englishResources, hasKey, setLanguage, startI18n, t } from './index';
import { toBidi, toLong } from './pseudo';

const renderer = fileURLToPath(new URL('..', import.meta.url));
/** Folders whose texts this test answers for; reader and compose have tests of their own. */
const FOLDERS = [
  'app',
  'ui',
  'state',
  'features/folders',
  'features/list',
  'features/palette',
  'features/accounts',
  'features/settings',
  'features/activity',
  'features/outbox',
];

beforeAll(() => startI18n('en'));

function used(): Set<string> {
  const keys = new Set<string>();
  for (const folder of FOLDERS) {
    for (const name of readdirSync(`${renderer}/${folder}`, { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(name) || name.includes('.test.')) continue;
      const source = readFileSync(`${renderer}/${folder}/${name}`, 'utf8');
      for (const [, key] of source.matchAll(
        /['"]((?:accounts|activity|commands|common|errors|folders|list|settings)\.[\w.-]+\w)['"]/g,
      ))
        if (key) keys.add(key);
    }
  }
  return keys;
}

describe('texts', () => {
  it('exist for every key the code names', () => {
    const keys = used();
    expect(keys.size).toBeGreaterThan(200);
    const missing = [...keys].filter((key) => !hasKey(key) && !hasKey(`${key}_other`));
    expect(missing).toEqual([]);
  });

  it('exist for everything that the engine may notice', () => {
    const main = fileURLToPath(new URL('../../main', import.meta.url));
    const codes = readdirSync(main, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
      .flatMap((name) => [...readFileSync(`${main}/${name}`, 'utf8').matchAll(/\.notice\('([a-z0-9-]+)'/g)])
      .map(([, code]) => `activity.notice.${code ?? ''}`);
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((key) => !hasKey(key) && !hasKey(`${key}_other`))).toEqual([]);
  });

  it('keep their placeholders in the pseudo languages', () => {
    const flat = (texts: object, path = ''): [string, string][] =>
      Object.entries(texts).flatMap(([key, value]): [string, string][] =>
        typeof value === 'string' ? [[`${path}${key}`, value]] : flat(value as object, `${path}${key}.`),
      );
    const holes = (text: string): string => (text.match(/\{\{[^}]*\}\}/g) ?? []).join();
    const long = new Map(flat(toLong(englishResources)));
    const bidi = new Map(flat(toBidi(englishResources)));
    for (const [key, text] of flat(englishResources)) {
      expect(holes(long.get(key) ?? ''), key).toBe(holes(text));
      expect(holes(bidi.get(key) ?? ''), key).toBe(holes(text));
    }
  });
});

describe('words that are kept', () => {
  it('are those of the language that is set', async () => {
    const english = t('common.cancel');
    await setLanguage('en-XA');
    const long = t('common.cancel');
    expect(long).toBe(toLong({ word: english }).word);
    expect(long).not.toBe(english);
    await setLanguage('en');
    expect(t('common.cancel')).toBe(english);
  });
});
