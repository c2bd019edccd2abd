import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLatin1 } from './bytes';
import { FlagLine } from './flag-line';
import { Parser } from './parse-response';

const read = (text: string, from = 0): FlagLine | null => {
  const line = new FlagLine();
  const behind = line.read(encodeLatin1(text), from);
  if (behind < 0) return null;
  expect(text.slice(behind - 2, behind)).toBe('\r\n');
  return line;
};

describe('FlagLine', () => {
  it('reads a UID and flags in either order', () => {
    expect(read('* 7 FETCH (UID 12 FLAGS (\\Seen $x))\r\n')).toMatchObject({
      seq: 7,
      uid: 12,
      flags: ['\\Seen', '$x'],
    });
    expect(read('* 7 FETCH (FLAGS () UID 12)\r\nmore')).toMatchObject({ seq: 7, uid: 12, flags: [] });
    expect(read('before* 1 FETCH (UID 999999999 FLAGS (a))\r\n', 6)).toMatchObject({ uid: 999_999_999 });
  });

  it.each([
    '* 7 FETCH (UID 12 FLAGS (\\Seen))',
    '* 7 FETCH (UID 12 FLAGS (\\Seen))\n',
    '* 7 FETCH (UID 12 FLAGS (\\Seen)) \r\n',
    '* 7 FETCH (UID 12 FLAGS (\\Seen) MODSEQ (1))\r\n',
    '* 7 FETCH (UID 12 FLAGS (({1}\r\n))))\r\n',
    '* 7 FETCH (UID 12 FLAGS (\\Seen {3}\r\na)b))\r\n',
    '* 7 FETCH (UID 0 FLAGS (\\Seen))\r\n',
    '* 0 FETCH (UID 1 FLAGS (\\Seen))\r\n',
    '* 07 FETCH (UID 1 FLAGS (\\Seen))\r\n',
    '* 7 FETCH (UID 4294967296 FLAGS (\\Seen))\r\n',
    `* 7 FETCH (UID 1 FLAGS (${'x'.repeat(200)}))\r\n`,
    '* 7 FETCH (FLAGS (\\Seen))\r\n',
    '* 7 FETCH (UID 1)\r\n',
    '* 7 EXISTS\r\n',
    '* 7 FETCH (UID ',
    '',
  ])('leaves %j to the parser', (text) => {
    expect(read(text)).toBeNull();
  });

  it('says of every line that it takes what the parser says', () => {
    const part = fc.constantFrom(
      ...[
        '* ',
        '1',
        '12',
        '0',
        ' FETCH (',
        'UID ',
        'UID 3',
        ' FLAGS (',
        'FLAGS (',
        '\\Seen',
        ' ',
        '$a',
        ')',
        '))',
      ],
      ...[
        '\r\n',
        '{1}',
        '"',
        ' UID 4',
        ')\r\n',
        '))\r\n',
        '* 5 FETCH (UID 6 FLAGS (',
        '* 5 FETCH (FLAGS (',
        ' MODSEQ (2)',
      ],
    );
    // Every other line begins well, so that many of them are taken.
    const opening = fc.constantFrom('', '* 5 FETCH (UID 6 FLAGS (');
    let taken = 0;
    fc.assert(
      fc.property(opening, fc.array(part, { maxLength: 10 }), (start, parts) => {
        const text = start + parts.join('');
        const line = read(text);
        if (line === null) return;
        taken++;
        const response = new Parser().parse(encodeLatin1(text.slice(0, text.indexOf('\r\n'))));
        if (response.type !== 'fetch') throw new Error(`${text}: ${response.type}`);
        const { message } = response;
        expect(message).toMatchObject({ seq: line.seq, uid: line.uid, unknown: undefined, wire: null });
        expect(message.flags).toEqual({ ok: true, value: line.flags });
      }),
      { numRuns: 20_000 },
    );
    expect(taken).toBeGreaterThan(50);
  });
});
