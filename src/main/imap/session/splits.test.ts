import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMailError } from '@shared/errors/mail-error';
import { encodeLatin1 } from '../codec/bytes';
import { Framer } from '../codec/framer';
import { Parser } from '../codec/parse-response';
import { DEFAULT_LIMITS, type Limits } from '../limits';
import { SESSIONS } from '../testing/sessions';

/** Every response and streamed octet as text, whatever the chunks were. */
function events(chunks: readonly Uint8Array[], limits: Partial<Limits> = {}): string[] {
  const out: string[] = [];
  const parser = new Parser();
  const framer = new Framer(
    {
      response: (bytes, literals) => {
        out.push(show(parser.parse(bytes, literals)));
        return true;
      },
      literal: () => {
        let held = '';
        return {
          write: (bytes) => {
            held += String.fromCharCode(...bytes);
          },
          end: () => {
            out.push(`streamed ${held}`);
          },
          abort: (error) => {
            out.push(`aborted ${error.code}`);
          },
        };
      },
      slow: () => undefined,
    },
    { ...DEFAULT_LIMITS, ...limits },
  );
  try {
    for (const chunk of chunks) framer.push(chunk);
  } catch (error) {
    if (!isMailError(error)) throw error;
    out.push(`error ${error.code}`);
  }
  return out;
}

const show = (value: unknown): string =>
  JSON.stringify(value, (_key, v: unknown) =>
    typeof v === 'bigint'
      ? `${String(v)}n`
      : v instanceof Uint8Array
        ? [...v]
        : v instanceof Map
          ? [...v]
          : v,
  );

const cut = (bytes: Uint8Array, ...at: number[]): Uint8Array[] => {
  const marks = [0, ...at, bytes.length];
  return marks.slice(1).map((end, i) => bytes.slice(marks[i], end));
};

describe.each(SESSIONS)('$name', ({ bytes: text }) => {
  const bytes = encodeLatin1(text);
  const whole = events([bytes]);

  it('gives the same events at every split into two', () => {
    for (let at = 0; at <= bytes.length; at++) expect(events(cut(bytes, at))).toEqual(whole);
  });
  it('gives the same events octet by octet', () => {
    expect(events(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  });
  it('gives the same events at random splits, with literals streamed', () => {
    const streamed = events([bytes], { streamFrom: 3 });
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 12 }), (at) => {
        const chunks = cut(bytes, ...at.sort((a, b) => a - b));
        expect(events(chunks, { streamFrom: 3 })).toEqual(streamed);
      }),
      { numRuns: 100 },
    );
  });
  it('holds its tongue when cut off at any octet', () => {
    for (let end = 0; end < bytes.length; end++) {
      const seen = events([bytes.slice(0, end)]);
      expect(whole.slice(0, seen.length)).toEqual(seen);
    }
  });
});
