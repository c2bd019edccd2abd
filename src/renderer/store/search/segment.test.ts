import { describe, expect, it } from 'vitest';
import { Block, SegmentBuilder } from './segment';

/** Terms in an order of their own, of which many begin alike. */
const terms = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => ((i * 7919) % count).toString(36).padStart(i % 5, 'z'));

async function built(words: readonly string[]): Promise<{ terms: readonly string[]; breaths: number }> {
  const builder = new SegmentBuilder();
  words.forEach((word, i) => builder.add(i + 1, new Map([[word, [i]]])));
  let breaths = 0;
  const { blocks, segment } = await builder.build('a', () => {
    breaths++;
    return Promise.resolve();
  });
  const all = blocks.map((record) => new Block(record));
  expect(segment.firsts.split('\n')).toEqual(all.map((block) => block.terms[0]));
  return { terms: all.flatMap((block) => block.terms), breaths };
}

describe('a segment', () => {
  it.each([1, 511, 512, 513, 1700, 5000])('has its %i terms in order, each once', async (count) => {
    const words = terms(count);
    const { terms: sorted } = await built(words);
    expect(sorted).toEqual([...new Set(words)].sort());
  });

  it('is sorted piece by piece, not in one go', async () => {
    const few = await built(terms(500));
    const many = await built(terms(5000));
    // Runs, four rounds of merging and the blocks: each asks again and again whether others wait.
    expect(many.breaths - few.breaths).toBeGreaterThan(5000 / 512 + (4 * 5000) / 1024);
  });
});
