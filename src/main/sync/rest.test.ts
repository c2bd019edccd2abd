import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../tests/fakes/clocks';
import { Rest } from './rest';

describe('Rest', () => {
  let clock: ManualClock;
  let rest: Rest;
  let over: boolean;
  beforeEach(() => {
    clock = new ManualClock();
    rest = new Rest(clock);
    over = false;
  });
  const wait = async (ms: number | null): Promise<void> => {
    void rest.wait(ms).then(() => (over = true));
    await settle();
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it('ends when its time is over', async () => {
    await wait(1000);
    clock.advance(999);
    await settle();
    expect(over).toBe(false);
    clock.advance(1);
    await settle();
    expect(over).toBe(true);
  });

  it('ends when somebody asks, and leaves no timer behind', async () => {
    await wait(1000);
    rest.end();
    await settle();
    expect(over).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('without a time lasts until somebody asks', async () => {
    await wait(null);
    clock.advance(86_400_000);
    await settle();
    expect(over).toBe(false);
    rest.end();
    await settle();
    expect(over).toBe(true);
  });

  it('is left out when somebody asked during the try before it, not when they asked before that try', async () => {
    rest.begin();
    rest.end();
    await wait(null);
    expect(over).toBe(true);
    over = false;
    rest.begin();
    await wait(null);
    expect(over).toBe(false);
  });
});
