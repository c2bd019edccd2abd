import { describe, expect, it } from 'vitest';
import { COMPARED_OCTETS, compareLetters, type Sameness } from './same-letter';

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
const HEAD = 'From: Bo <bo@far.example>\r\nSubject: Report\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n';
const letter = (text: string, more = ''): Uint8Array => octets(`${HEAD}${more}\r\n${text}\r\n`);
/** As a server gives it that keeps what it takes. */
const held = (bytes: Uint8Array, size = bytes.length) => ({
  size,
  bytes: bytes.subarray(0, COMPARED_OCTETS),
});
const long = (end: string): Uint8Array => letter('x'.repeat(2 * COMPARED_OCTETS) + end);

describe('a letter and a message of one Message-ID', () => {
  it.each<[string, Uint8Array, ReturnType<typeof held>, Sameness]>([
    ['are the same', letter('one'), held(letter('one')), 'same'],
    ['differ in one octet of the text', letter('one'), held(letter('two')), 'alike'],
    ['differ in length', letter('one'), held(letter('one and more')), 'alike'],
    [
      'are the same but for line ends',
      octets('A: b\n\ntext\n'),
      held(octets('A: b\r\n\r\ntext\r\n')),
      'same',
    ],
    ['are large and the same', long(''), held(long('')), 'same'],
    ['are large, and one is longer', long(''), held(long('more')), 'begins-so'],
    ['are large, and the server guesses sizes', long(''), held(long(''), 40_000), 'begins-so'],
    ['are small, and the server guesses sizes', letter('one'), held(letter('one'), 99), 'same'],
    ['have another subject', letter('one'), held(octets('Subject: No\r\n\r\none\r\n')), 'other'],
    ['a header was added, others folded anew', letter('one'), held(letter('one', 'X-Spam: no\r\n')), 'alike'],
    ['the server gives nothing', letter('one'), held(new Uint8Array()), 'other'],
  ])('%s', (_, ours, theirs, expected) => {
    expect(compareLetters(ours, theirs)).toBe(expected);
  });
});
