import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startI18n } from '../i18n';
import { wantedSearch } from './search';

const place = { kind: 'mail', scope: { kind: 'all', account: null } } as const;
const asked = (typed: string): string | undefined =>
  wantedSearch({ typed, place, where: 'everywhere', accounts: [], within: '' })?.text;

beforeAll(() => startI18n('en'));
afterEach(() => vi.unstubAllGlobals());

describe('what is typed, as it is asked', () => {
  it('has dates of the reader’s languages as everybody reads them', () => {
    vi.stubGlobal('navigator', { language: 'de-DE', languages: ['de-DE', 'en'] });
    expect(asked('before:gestern after:1.3.2024')).toBe('before:yesterday after:2024-03-01');
    expect(asked('on:"14. März 2024"')).toBe('on:2024-03-14');
    vi.stubGlobal('navigator', { language: 'en-US', languages: ['en-US'] });
    expect(asked('after:3/14/2024')).toBe('after:2024-03-14');
  });

  it('finds umlauts that were written out, for those who write so', () => {
    expect(asked('mueller')).toBe('mueller');
    vi.stubGlobal('navigator', { language: 'en', languages: ['en', 'de'] });
    expect(asked('mueller')).toBe('mueller OR muller');
    expect(asked('from:mueller -schroeder steuer')).toBe(
      'from:mueller OR from:muller -(schroeder OR schroder) steuer',
    );
  });

  it('has tags that all programs know by their keyword, too', () => {
    expect(asked('label:important')).toBe('label:important OR label:$label1');
    expect(asked('tag:"to do" lunch')).toBe('label:"to do" OR label:$label4 lunch');
    expect(asked('label:harbour')).toBe('label:harbour');
  });
});
