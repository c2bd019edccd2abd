import { expect, it, vi } from 'vitest';
import { VirtualClock } from '../../../tests/fakes/virtual-clock';
import { atMost } from './at-most';

it('tells at the end of the turn, then no more often than so, and never forgets what was asked last', async () => {
  const clock = new VirtualClock();
  const run = vi.fn();
  const ask = atMost(clock, 40, run);
  ask();
  ask();
  expect(run).not.toHaveBeenCalled();
  await clock.settle();
  expect(run).toHaveBeenCalledTimes(1);
  for (let ms = 0; ms < 39; ms++) {
    ask();
    await clock.pass(1);
  }
  expect(run).toHaveBeenCalledTimes(1);
  await clock.pass(1);
  expect(run).toHaveBeenCalledTimes(2);
  await clock.pass(1000);
  expect(run).toHaveBeenCalledTimes(2);
  ask();
  await clock.settle();
  expect(run).toHaveBeenCalledTimes(3);
});
