import { describe, expect, it } from 'vitest';
import { HostSlots, type Slot, type Use } from './host-slots';

const HOST = 'mail.example';

function stage() {
  let now = 0;
  const slots = new HostSlots({ monotonic: () => now });
  const log: string[] = [];
  const take = (name: string, use: Use = 'worker', signal = new AbortController().signal): Promise<Slot> =>
    slots
      .take(
        HOST,
        use,
        () => log.push(`${name} yields`),
        signal,
        () => log.push(`${name} waits`),
      )
      .then((slot) => {
        log.push(name);
        return slot;
      });
  return { take, log, pass: (ms: number) => void (now += ms) };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('C11 connections that accounts share', () => {
  it('six accounts log in two at a time, in order, and all of them at last', async () => {
    const { take, log } = stage();
    const taken = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => take(name));
    await settled();
    expect(log).toEqual(['a', 'b']);
    for (const slot of taken) {
      (await slot).opened();
      await settled();
    }
    expect(log).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('a watcher in line hears of the refusal of another one: it looks by the clock instead of waiting for an hour', async () => {
    const { take } = stage();
    const [first] = [await take('a'), await take('b')];
    const watcher = take('a watches', 'watcher');
    const outcome = watcher.catch((error: unknown) => error);
    first.refused();
    first.release();
    expect(await outcome).toMatchObject({ code: 'limit' });
  });

  it('hosts have nothing to do with each other', async () => {
    const slots = new HostSlots({ monotonic: () => 0 });
    const { signal } = new AbortController();
    for (let i = 0; i < 5; i++) await slots.take(`host${i}`, 'worker', () => undefined, signal);
  });

  it('a refusal is learnt: watchers give way, and there is no fourth log-in where three are allowed', async () => {
    const { take, log } = stage();
    const open = async (name: string, use: Use = 'worker') => {
      const slot = await take(name, use);
      slot.opened();
      return slot;
    };
    await open('a');
    await open('b');
    const watcher = await open('a watches', 'watcher');
    const fourth = await take('c');
    fourth.refused();
    fourth.release();
    await expect(take('b watches', 'watcher')).rejects.toMatchObject({ code: 'limit' });
    const again = take('c');
    await settled();
    expect(log.slice(-2)).toEqual(['c waits', 'a watches yields']);
    watcher.release();
    await again;
    expect(log.at(-1)).toBe('c');
  });

  it('where there are more accounts than places they take turns: the one that has it longest is asked', async () => {
    const { take, log } = stage();
    const a = await take('a');
    a.opened();
    const b = await take('b');
    b.refused();
    b.release();
    const waiting = [take('b'), take('c')];
    await settled();
    expect(log).toContain('a yields');
    expect(a.wanted).toBe(true);
    a.release();
    const second = await waiting[0];
    second?.opened();
    expect(second?.wanted).toBe(true);
    second?.release();
    expect((await waiting[1])?.wanted).toBe(false);
  });

  it('what was learnt is doubted after an hour', async () => {
    const { take, pass } = stage();
    (await take('a')).opened();
    const b = await take('b');
    b.refused();
    b.release();
    pass(3_600_001);
    (await take('b')).opened();
  });

  it('who stops waiting is out of the line, and nobody behind waits for it', async () => {
    const { take } = stage();
    const a = await take('a');
    a.refused();
    a.opened();
    const stop = new AbortController();
    const b = take('b', 'worker', stop.signal);
    const c = take('c');
    stop.abort(new Error('stopped'));
    await expect(b).rejects.toThrow('stopped');
    a.release();
    await c;
  });
});
