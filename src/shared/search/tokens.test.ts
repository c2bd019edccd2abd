import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from './fold';
import { eachToken, tokenQuery } from './tokens';

const tokens = (text: string): string[] => {
  const out: string[] = [];
  eachToken(fold(text), (token) => {
    out.push(token);
    return true;
  });
  return out;
};

describe('folding', () => {
  it.each([
    ['Übergröße', 'ubergrosse'],
    ['ΟΔΥΣΣΕΎΣ', 'οδυσσευσ'],
    ['Οδυσσεύς', 'οδυσσευσ'],
    ['Ёлка Йод', 'елка йод'],
    ['Łódź Øre Straße', 'lodz ore strasse'],
    ['İstanbul ısı', 'istanbul isi'],
    ['ﬁle ＡＢＣ', 'file abc'],
    ['أُستاذ مدرسة', 'استاذ مدرسه'],
    ['שָׁלוֹם', 'שלום'],
    ['ガ', 'ガ'],
    ['ｶﾞ', 'ガ'],
    ['회의', '회의'],
    ['हिन्दी', 'हिन्दी'],
  ])('%s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });
  it('folded text stays as it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text)));
  });
});

describe('words', () => {
  it('end where letters and digits end', () => {
    expect(tokens('Hello, World: anna@example.com, 10:30!')).toEqual([
      'hello',
      'world',
      'anna',
      'example',
      'com',
      '10',
      '30',
    ]);
    expect(tokens('naïve Привет, Κόσμε')).toEqual(['naive', 'привет', 'κοσμε']);
  });
  it('are pairs where a script has no blanks', () => {
    expect(tokens('東京都')).toEqual(['東京', '京都', '都']);
    expect(tokens('iPhone用ケース')).toEqual(['iphone', '用ケ', 'ケー', 'ース', 'ス']);
  });
  it('and pictures', () => {
    expect(tokens('🎉 party')).toEqual(['🎉', 'party']);
  });
});

describe('a word that is looked for', () => {
  it('may go on, unless it is meant whole', () => {
    expect(tokenQuery('Repo', false)).toEqual({ tokens: ['repo'], prefix: true });
    expect(tokenQuery('annual report', true)).toEqual({ tokens: ['annual', 'report'], prefix: false });
    expect(tokenQuery('—', false)).toBeNull();
  });
  it('is a piece of a text without blanks', () => {
    expect(tokenQuery('京都', false)).toEqual({ tokens: ['京都'], prefix: false });
    expect(tokenQuery('京', false)).toEqual({ tokens: ['京'], prefix: true });
  });
});
