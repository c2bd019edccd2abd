import { beforeEach, describe, expect, it } from 'vitest';
import type { Draft, DraftContent } from '@shared/contract/compose';
import type { AccountId, DraftId } from '@shared/model/ids';
import { DraftSaver, type SaveState } from './draft-saver';

const content = (text: string): DraftContent => ({
  account: 'a' as AccountId, identity: 'i', to: [], cc: [], bcc: [], subject: '', text, html: null, quote: null, inReplyTo: [],
  references: [], relates: null, attachments: [],
}); // prettier-ignore

let timers: { ms: number; run: () => void }[];
let states: SaveState['kind'][];
let saves: { base: number; text: string }[];
let gate: Promise<void>;
let failing: boolean;

const saver = (text = ''): DraftSaver => {
  const draft: Draft = { id: 'd' as DraftId, version: 1, savedAt: 0, content: content(text) };
  return new DraftSaver(draft, {
    after: (ms, run) => {
      const timer = { ms, run };
      timers.push(timer);
      return () => (timers = timers.filter((one) => one !== timer));
    },
    changed: (state) => states.push(state.kind),
    save: async (base, wanted) => {
      await gate;
      if (failing) throw new Error('disk full');
      saves.push({ base, text: wanted.text });
      return { ...draft, version: base + 1, savedAt: 5, content: wanted };
    },
  });
};
/** Runs the earliest timer, as the clock would. */
const elapse = (): void => timers.toSorted((a, b) => a.ms - b.ms)[0]?.run();
const settled = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

beforeEach(() => {
  timers = [];
  states = [];
  saves = [];
  gate = Promise.resolve();
  failing = false;
});

describe('DraftSaver', () => {
  it('saves at a pause and says so only once it is durable', async () => {
    const one = saver();
    one.edit(content('a'));
    one.edit(content('ab'));
    expect(states.at(-1)).toBe('waiting');
    elapse();
    expect(states.at(-1)).toBe('saving');
    await settled();
    expect(saves).toEqual([{ base: 1, text: 'ab' }]);
    expect(states.at(-1)).toBe('saved');
    expect(one.version).toBe(2);
  });

  it('does not wait for ever while typing goes on: within a second', () => {
    const one = saver();
    one.edit(content('a'));
    const limit = timers.find((timer) => timer.ms > 400);
    expect(limit?.ms).toBeLessThanOrEqual(1000);
    one.edit(content('ab'));
    expect(timers).toContain(limit);
  });

  it('never has two saves under way, and saves what was typed meanwhile', async () => {
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const one = saver();
    one.edit(content('a'));
    elapse();
    one.edit(content('ab'));
    const flushed = one.flush();
    open();
    await flushed;
    expect(saves).toEqual([
      { base: 1, text: 'a' },
      { base: 2, text: 'ab' },
    ]);
  });

  it('keeps the words and tries again when saving fails', async () => {
    const one = saver();
    failing = true;
    one.edit(content('precious'));
    elapse();
    await settled();
    expect(states.at(-1)).toBe('failed');
    await expect(one.flush()).rejects.toThrow('disk full');
    failing = false;
    await one.flush();
    expect(saves).toEqual([{ base: 1, text: 'precious' }]);
  });

  it('tries again by itself whoever asked: a key, another window in front, a pause', async () => {
    const one = saver();
    failing = true;
    one.edit(content('precious'));
    await expect(one.flush()).rejects.toThrow('disk full');
    failing = false;
    elapse();
    await settled();
    expect(saves).toEqual([{ base: 1, text: 'precious' }]);
    expect(timers).toEqual([]);
  });

  it('is flushed for nobody before all of it is durable', async () => {
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const one = saver();
    one.edit(content('a'));
    elapse();
    one.edit(content('ab'));
    const durable: string[][] = [];
    const flushed = [one.flush(), one.flush('as-it-is')].map((flush) =>
      flush.then(() => durable.push(saves.map(({ text }) => text))),
    );
    open();
    await Promise.all(flushed);
    expect(durable).toEqual([
      ['a', 'ab'],
      ['a', 'ab'],
    ]);
  });

  it('goes on with everything when the draft could not be discarded', async () => {
    const one = saver();
    one.edit(content('word'));
    one.end();
    one.goOn(content('word'));
    elapse();
    await settled();
    one.edit(content('words'));
    await one.flush();
    expect(saves.map(({ text }) => text)).toEqual(['word', 'words']);
  });

  it('does not save again what failed while the draft was being sent', async () => {
    const one = saver();
    failing = true;
    one.edit(content('x'));
    elapse();
    one.end();
    await settled();
    expect(timers).toEqual([]);
    failing = false;
    await one.flush();
    expect(saves).toEqual([]);
  });

  it('never writes an empty draft over one with words by itself (D5)', async () => {
    const one = saver('words');
    one.edit(content(''));
    elapse();
    await settled();
    await one.flush();
    expect(saves).toEqual([]);
    await one.flush('as-it-is');
    expect(saves).toEqual([{ base: 1, text: '' }]);
  });

  it('saves nothing after the end, and nothing that nobody typed', async () => {
    const one = saver();
    await one.flush();
    one.edit(content('x'));
    one.end();
    one.edit(content('y'));
    await one.flush();
    expect(saves).toEqual([]);
    expect(timers).toEqual([]);
  });

  it('what it saved last is what a send is about: also words that were typed while it saved', async () => {
    const one = saver();
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    one.edit(content('Dear Bo'));
    const flushed = one.flush('as-it-is');
    one.edit(content('Dear Bo, no.'));
    open();
    await flushed;
    expect([one.content.text, one.version]).toEqual(['Dear Bo, no.', 3]);
  });
});
