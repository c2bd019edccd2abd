import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keywordOfTag, tagOfKeyword } from './tag';

describe('tags and keywords', () => {
  it.each([
    ['Travel', 'Travel'],
    ['  To read ', 'To_read'],
    ['Bårgning', 'B&AOU-rgning'],
    ['R&D', 'R&-D'],
    ['a (b) "c"', 'a_b_c'],
    ['$mine', 'mine'],
    ['(((', ''],
    // Found at random: read and written again, two blanks became one.
    ['+_ +', '+_+'],
    ['$_a', 'a'],
    ['', ''],
    ['x'.repeat(101), ''],
  ])('%s is kept as %s', (name, keyword) => expect(keywordOfTag(name)).toBe(keyword));

  it.each([
    ['Travel', 'Travel'],
    ['To_read', 'To read'],
    ['B&AOU-rgning', 'Bårgning'],
    ['$Work', 'Work'],
    ['broken&name', 'broken&name'],
  ])('%s is read as %s', (keyword, name) => expect(tagOfKeyword(keyword)).toBe(name));

  it('makes atoms of every name, which stay what they are when read and written again', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (name) => {
        const keyword = keywordOfTag(name);
        // ATOM-CHAR: printable ASCII without the specials.
        expect(keyword).toMatch(/^(?:[!#-$&'+-Z[^-z|}~])*$/);
        expect(keywordOfTag(tagOfKeyword(keyword))).toBe(keyword);
      }),
    ));
});
