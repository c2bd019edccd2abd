import { describe, expect, it } from 'vitest';
import { saveAll } from './save-all';

const files = ['a', 'b', 'c', 'd'];
const never = new AbortController().signal;

describe('saving all files of a message', () => {
  it('tells after each how far it is', async () => {
    const told: string[] = [];
    const all = await saveAll(
      files,
      () => Promise.resolve(true),
      never,
      (saved, tried) => told.push(`${saved}/${tried}`),
    );
    expect(all).toEqual({ saved: 4, failed: [], stopped: false });
    expect(told).toEqual(['1/1', '2/2', '3/3', '4/4']);
  });

  it('goes on after one that fails, and names it', async () => {
    const error = new Error('the server has it no more');
    const save = (file: string) => (file === 'b' ? Promise.reject(error) : Promise.resolve(true));
    const told: string[] = [];
    const all = await saveAll(files, save, never, (saved, tried) => told.push(`${saved}/${tried}`));
    expect(all).toEqual({ saved: 3, failed: [{ file: 'b', error }], stopped: false });
    expect(told.at(-1)).toBe('3/4');
  });

  it('can be stopped: what was saved by then is counted, what was on its way is neither saved nor failed', async () => {
    const stop = new AbortController();
    const begun: string[] = [];
    const save = (file: string, signal: AbortSignal): Promise<boolean> => {
      begun.push(file);
      if (file !== 'c') return Promise.resolve(true);
      stop.abort();
      return signal.aborted ? Promise.reject(new Error('cancelled')) : Promise.resolve(true);
    };
    const all = await saveAll(files, save, stop.signal, () => undefined);
    expect(all).toEqual({ saved: 2, failed: [], stopped: true });
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('ends when the person closes the question where to', async () => {
    const all = await saveAll(
      files,
      (file) => Promise.resolve(file === 'a'),
      never,
      () => undefined,
    );
    expect(all).toEqual({ saved: 1, failed: [], stopped: true });
  });
});
