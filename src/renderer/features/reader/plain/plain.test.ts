import { describe, expect, it } from 'vitest';
import { inlines, readPlain, shownEnd, shownPieces } from './plain';
import { growsInProportion } from '../../../../../tests/support/growth';

const plain = (text: string) => readPlain({ text, flowed: false, delsp: false });
const links = (text: string) =>
  inlines(text).flatMap((part) => (part.kind === 'link' ? [[part.text, part.url]] : []));

describe('readPlain', () => {
  it('parts words, quote and signature', () => {
    expect(plain('Hello\n\nOn Monday Bob wrote:\n> one\n> > two\n> three\n\n-- \nAnna')).toEqual([
      { kind: 'text', text: 'Hello\n\nOn Monday Bob wrote:' },
      { kind: 'quote', text: 'one\n> two\nthree', lines: 3, folded: true },
      { kind: 'signature', text: '-- \nAnna' },
    ]);
  });

  it('keeps a short quote open when an answer follows, folds a long one', () => {
    const long = Array.from({ length: 9 }, (_, n) => `> line ${n}`).join('\n');
    const blocks = plain(`> short\nyes\n${long}\nno`);
    expect(blocks.map((block) => (block.kind === 'quote' ? block.folded : block.kind))).toEqual([
      false,
      'text',
      true,
      'text',
    ]);
  });

  it('does not take a separator above quoted lines for a signature', () => {
    expect(plain('a\n-- \nsomeone\n> quoted').some((block) => block.kind === 'signature')).toBe(false);
  });

  it('joins flowed lines of one depth, unstuffs, and keeps the signature separator', () => {
    const text = '>> deep one \n>> goes on\n> less\n from stuffed\nsoft \nbreak\n-- \nme';
    expect(readPlain({ text, flowed: true, delsp: false })).toEqual([
      { kind: 'quote', text: '> deep one goes on\nless', lines: 2, folded: false },
      { kind: 'text', text: 'from stuffed\nsoft break' },
      { kind: 'signature', text: '-- \nme' },
    ]);
  });

  it('removes the space of a soft break with delsp (CJK)', () => {
    expect(readPlain({ text: '日本 \n語', flowed: true, delsp: true })).toEqual([
      { kind: 'text', text: '日本語' },
    ]);
  });

  it('is empty for an empty text', () => expect(plain('\n \n')).toEqual([]));

  it('takes a megabyte of quote marks in its stride', () => {
    expect(plain(`${'>'.repeat(500_000)}\n${'> '.repeat(250_000)}x`)).toHaveLength(1);
  });
});

describe('inlines', () => {
  it('finds http, https, www and addresses, without the sentence’s punctuation', () => {
    expect(
      links(
        'See https://a.example/x?y=(z). Or (http://b.example/), www.c.example/d! mail anna@d.example, "https://e.example"',
      ),
    ).toEqual([
      ['https://a.example/x?y=(z)', 'https://a.example/x?y=(z)'],
      ['http://b.example/', 'http://b.example/'],
      ['www.c.example/d', 'https://www.c.example/d'],
      ['anna@d.example', 'mailto:anna@d.example'],
      ['https://e.example', 'https://e.example/'],
    ]);
  });

  it('loses no character', () => {
    const text = 'a <https://x.example/> [1]: javascript:alert(1) b@c.de.';
    expect(
      inlines(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '\\\\host\\share',
    '//host/x',
    'ms-msdt:/id',
    'smb://h/x',
  ])('makes nothing of %s', (text) => expect(links(text)).toEqual([]));
});

it('takes no longer over brackets, spaces and quotes without end than over words', () => {
  const [link] = inlines(`https://x.example/a_(b)${')'.repeat(6000)}`);
  expect(link).toMatchObject({ kind: 'link', text: 'https://x.example/a_(b)' });
  const read = (text: string): void => void readPlain({ flowed: false, delsp: false, text });
  expect(growsInProportion((n) => void inlines(`https://x.example/a_(b)${')'.repeat(n)}`), 4000)).toBe(true);
  expect(growsInProportion((n) => read(`a${' '.repeat(n)}b`), 10_000)).toBe(true);
  expect(growsInProportion((n) => read('>q\nw\n'.repeat(n)), 2000)).toBe(true);
});

it('shows a text of megabytes a piece at a time, to the end of a line', () => {
  const text = 'A line of a log.\n'.repeat(300_000);
  const ends = Array.from({ length: 15 }, (_, more) => shownEnd(text, more));
  expect(ends[0]).toBeLessThanOrEqual(200_000);
  expect(ends.at(-1)).toBe(text.length);
  expect(Math.max(...ends.slice(1).map((end, n) => end - (ends[n] ?? 0)))).toBeLessThan(401_000);
  for (const end of ends) expect(text[end - 1]).toBe('\n');
  expect(shownEnd('x'.repeat(300_000), 0)).toBe(200_000);
  expect(shownEnd('short', 0)).toBe(5);
});

it('stops at the end of a paragraph, and its pieces are the whole of it in order', () => {
  const text = 'A line of it.\nAnother line.\n\n'.repeat(40_000);
  expect(text.slice(0, shownEnd(text, 0)).endsWith('\n\n')).toBe(true);
  expect(shownPieces(text, 1)).toHaveLength(2);
  expect(shownPieces(text, 9).join('')).toBe(text);
  expect(shownPieces('', 0)).toEqual(['']);
});
