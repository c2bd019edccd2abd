import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../tests/fakes/clocks';
import { Bench } from '../../../tests/fakes/bench';
import { LastWords, type Speaker } from './last-words';

describe('LastWords', () => {
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const hear = async (words: LastWords): Promise<() => boolean> => {
    let over = false;
    void words.hear().then(() => (over = true));
    await settle();
    return () => over;
  };

  it('waits until every page has saved', async () => {
    const words = new LastWords(new ManualClock());
    const asked: string[] = [];
    const one = words.join(() => asked.push('one'));
    const two = words.join(() => asked.push('two'));
    const over = await hear(words);
    expect(asked).toEqual(['one', 'two']);
    one.spoken();
    await settle();
    expect(over()).toBe(false);
    two.spoken();
    await settle();
    expect(over()).toBe(true);
  });

  it('waits for no page that is gone, nor for one that does not answer', async () => {
    const clock = new ManualClock();
    const words = new LastWords(clock);
    words.join(() => undefined).gone();
    const silent = words.join(() => undefined);
    const leaving = words.join(() => undefined);
    const over = await hear(words);
    leaving.gone();
    clock.advance(999);
    await settle();
    expect(over()).toBe(false);
    clock.advance(1);
    await settle();
    expect(over()).toBe(true);
    silent.spoken();
  });

  it('is over at once where there is no page, and leaves no timer behind', async () => {
    const clock = new ManualClock();
    const words = new LastWords(clock);
    expect((await hear(words))()).toBe(true);
    const quick: Speaker = words.join(() => quick.spoken());
    expect((await hear(words))()).toBe(true);
    expect(clock.pending).toBe(0);
  });
});

describe('a page', () => {
  it('says that it keeps words and that they are saved, and hears nothing back but that it was heard', async () => {
    const bench = new Bench('bare');
    await bench.start();
    await expect(bench.ui.api.keepsWords({})).resolves.toBeUndefined();
    await expect(bench.ui.api.keepsWords({})).resolves.toBeUndefined();
    await expect(bench.ui.api.lastWordsSaved({})).resolves.toBeUndefined();
    await bench.stop();
  });
});
