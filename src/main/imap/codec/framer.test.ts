import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, type Limits } from '../limits';
import { decodeLatin1, encodeLatin1 } from './bytes';
import { Framer, type LiteralSink } from './framer';

function frame(
  chunks: readonly string[],
  limits: Partial<Limits> = {},
  sink: (size: number) => LiteralSink | null = () => null,
) {
  const responses: string[] = [];
  const framer = new Framer(
    {
      response: (bytes) => {
        responses.push(decodeLatin1(bytes));
        return !decodeLatin1(bytes).endsWith('STOP');
      },
      literal: (_prefix, size) => sink(size),
      slow: () => undefined,
    },
    { ...DEFAULT_LIMITS, ...limits },
  );
  let rest: Uint8Array | null = null;
  for (const chunk of chunks) rest = framer.push(encodeLatin1(chunk));
  return { responses, framer, rest };
}

describe('Framer', () => {
  it.each([
    ['CRLF', '* a\r\n* b\r\n', ['* a', '* b']],
    ['LF alone', '* a\n* b\n', ['* a', '* b']],
    ['CR CR LF', '* a\r\r\n', ['* a']],
    ['empty lines', '\r\n\r\n* a\r\n', ['* a']],
    ['a literal', '* X {3}\r\na\nb c\r\n', ['* X {3}\r\na\nb c']],
    [
      'a literal that ends like a marker',
      '* LIST () NIL {3}\r\n{5}\r\n* b\r\n',
      ['* LIST () NIL {3}\r\n{5}', '* b'],
    ],
    ['an empty literal', '* X {0}\r\n\r\n', ['* X {0}\r\n']],
    ['zero padding (X11)', '* X {012}\r\n123456789012)\r\n', ['* X {012}\r\n123456789012)']],
    ['literal8 and {n+}', '* X ~{1}\r\n\n {1+}\r\n\n\r\n', ['* X ~{1}\r\n\n {1+}\r\n\n']],
    ['blanks behind the marker (D2)', '* X {2}  \r\n\r\n)\r\n', ['* X {2}  \r\n\r\n)']],
    ['a negative count', '* 1 FETCH (X {-1}\r\n* b\r\n', ['* 1 FETCH (X {-1}', '* b']],
    [
      'free text that ends like a literal',
      '* OK see {123}\r\n* BAD x{1}\r\nA1 NO {9}\r\n+ {5}\r\n* bye {3}\r\n',
      ['* OK see {123}', '* BAD x{1}', 'A1 NO {9}', '+ {5}', '* bye {3}'],
    ],
    ['names that only begin like a status', '* OKAY {1}\r\nx\r\n', ['* OKAY {1}\r\nx']],
  ])('frames %s', (_what, input, expected) => {
    expect(frame([input]).responses).toEqual(expected);
    expect(frame([...input]).responses).toEqual(expected);
  });

  it('stops where the handler says and gives the rest back', () => {
    expect(frame(['* a STOP\r\n* injected\r\n']).rest).toEqual(encodeLatin1('* injected\r\n'));
    expect(frame(['* a STOP\r\n']).rest).toEqual(new Uint8Array(0));
  });

  it.each([
    ['line-too-long', 'a line before login', ['x'.repeat(65_537)], {}],
    ['line-too-long', 'a line in pieces', Array.from({ length: 70 }, () => 'x'.repeat(1_000)), {}],
    ['literal-too-large', 'an announced literal', ['* 1 FETCH (BODY[] {9999999999999}\r\n'], {}],
    ['literal-too-large', 'a number beyond numbers', [`* 1 FETCH (BODY[] {${'9'.repeat(40)}}\r\n`], {}],
  ])('gives up with %s for %s', (code, _what, chunks, limits) => {
    expect(() => frame(chunks, limits)).toThrow(expect.objectContaining({ kind: 'broken', code }));
  });

  it('drops what does not fit in memory and goes on', () => {
    const { responses } = frame(
      ['* 1 FETCH (BODY[] {20}\r\n', '01234567890123456789', ' UID 5)\r\n* 2 EXISTS\r\n'],
      { response: 10 },
    );
    expect(responses).toEqual(['* 1 FETCH (BODY[] {20}\r\n UID 5)', '* 2 EXISTS']);
  });

  it('allocates nothing for an announced number', () => {
    const before = process.memoryUsage().arrayBuffers;
    const { framer } = frame(['* 1 FETCH (BODY[] {67108863}\r\nabc'], { streamFrom: 1e9 });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
    expect(framer.idle).toBe(false);
  });

  it('tells a sink when the connection ends in the middle', () => {
    const log: string[] = [];
    const { framer } = frame(['* 1 FETCH (BODY[] {10}\r\n123'], { streamFrom: 5 }, () => ({
      write: (bytes) => void log.push(decodeLatin1(bytes)),
      end: () => void log.push('end'),
      abort: (error) => void log.push(error.code),
    }));
    framer.end({ code: 'reset' } as never);
    expect(log).toEqual(['123', 'reset']);
  });
});
