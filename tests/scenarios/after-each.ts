import { afterEach, beforeEach } from 'vitest';
import { checkAftermath } from '../fakes/aftermath';
import { Bench } from '../fakes/bench';

/** A scenario that is not followed by calm within this is a failure, ms of real time. */
const PATIENCE_MS = 20_000;

const started = new Set<Bench>();

beforeEach(() => {
  started.clear();
  Bench.onStart.add(started.add.bind(started));
});

/**
 * After every scenario, whatever it looked at itself: each engine that it started comes back once more, comes to rest, and
 * keeps the six invariants. Runs after the files' own hooks, when the benches have been stopped.
 */
afterEach(async () => {
  Bench.onStart.clear();
  for (const bench of [...started]) {
    try {
      await checkAftermath(bench, PATIENCE_MS);
    } finally {
      await bench.stop();
    }
  }
});
