import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../limits';
import { UidSet } from '../sets';
import { response } from '../testing/response-arbitrary';
import { FetchedMessage, type Response } from '../types';
import { encodeLatin1 } from './bytes';
import { Framer } from './framer';
import { Parser } from './parse-response';

function receive(chunks: Iterable<Uint8Array>): Response[] {
  const out: Response[] = [];
  const parser = new Parser();
  const framer = new Framer(
    {
      response: (bytes, literals) => out.push(parser.parse(bytes, literals)) > 0,
      literal: () => null,
      slow: () => undefined,
    },
    DEFAULT_LIMITS,
  );
  framer.lineLimit = DEFAULT_LIMITS.line;
  for (const chunk of chunks) framer.push(chunk);
  return out;
}

/** A set is compared as written: element by element it may have four billion. */
function comparable(value: unknown): unknown {
  if (value instanceof UidSet) return value.toString();
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Map)
    return value;
  const entries = Object.entries(value);
  // Read when they are asked for.
  if (value instanceof FetchedMessage)
    entries.push(['envelope', value.envelope], ['structure', value.structure]);
  return Object.fromEntries(entries.map(([key, inner]) => [key, comparable(inner)]));
}

describe('what a server may write is read as it was meant', () => {
  it('whatever forms it chooses for its strings, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(
        fc.array(response, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        (said, marks) => {
          const bytes = encodeLatin1(said.map(({ wire }) => `${wire}\r\n`).join(''));
          const cuts = [0, ...marks.map((n) => n % bytes.length).sort((a, b) => a - b), bytes.length];
          const got = receive(cuts.slice(1).map((end, i) => bytes.slice(cuts[i], end)));
          expect(comparable(got)).toMatchObject(comparable(said.map(({ means }) => means)) as object[]);
        },
      ),
      { numRuns: 600, endOnFailure: true },
    );
  });

  it('and each is the only one that it is: nothing is read out of its text', () => {
    fc.assert(
      fc.property(response, ({ wire }) => {
        const got = receive([encodeLatin1(`${wire}\r\n* 7 EXISTS\r\n`)]);
        expect([got.length, got[1]]).toEqual([2, { type: 'exists', count: 7 }]);
      }),
      { numRuns: 300 },
    );
  });
});
