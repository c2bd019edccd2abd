import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLines, lineEnds, LineWriter, textOfLines, toLines } from './lines';

const text = fc.string({ unit: 'binary' }).map((one) => one.replaceAll('\n', ' '));

describe('lines', () => {
  it('say what the texts said', () => {
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const lines = toLines(texts);
        expect(fromLines(lines)).toEqual(texts);
        expect(textOfLines(lines)).toBe(texts.join('\n'));
        const writer = new LineWriter();
        for (const one of texts) writer.add(one);
        expect(writer.lines()).toEqual(lines);
        const ends = lineEnds(lines, texts.length);
        expect(ends).not.toBeNull();
        texts.forEach((one, i) => {
          const cut = lines.slice(i === 0 ? 0 : ends?.[i - 1], ends?.[i]);
          expect(fromLines(cut)).toEqual([one]);
        });
      }),
    );
  });

  it('are written whatever their length, and going on after a look', () => {
    const long = '会'.repeat(20_000);
    const writer = new LineWriter();
    writer.add(long);
    writer.add('short');
    expect(fromLines(writer.lines())).toEqual([long, 'short']);
    writer.add(long);
    expect(fromLines(writer.lines())).toEqual([long, 'short', long]);
  });

  it('are counted: neither more nor fewer, and nothing behind the last', () => {
    const lines = toLines(['a', 'b']);
    expect(lineEnds(lines, 1)).toBeNull();
    expect(lineEnds(lines, 3)).toBeNull();
    expect(lineEnds(lines.subarray(0, -1), 2)).toBeNull();
    expect(lineEnds(new Uint8Array(0), 0)).toEqual(new Uint32Array(0));
  });
});
