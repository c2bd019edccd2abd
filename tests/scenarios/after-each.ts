import { checkAftermath } from '../fakes/aftermath';
import { Bench } from '../fakes/bench';
import { checkPop3Aftermath } from '../fakes/pop3-aftermath';
import { Pop3Bench } from '../fakes/pop3-bench';

/** A scenario that is not followed by calm within this is a failure, ms of real time. */
const PATIENCE_MS = 20_000;

const started = new Set<Bench>();
const startedPop3 = new Set<Pop3Bench>();

/** Before a scenario: from here on every bench that starts is remembered. */
export function watchBenches(): void {
  started.clear();
  startedPop3.clear();
  Bench.onStart.add(started.add.bind(started));
  Pop3Bench.onStart.add(startedPop3.add.bind(startedPop3));
}

/**
 * After every scenario, whatever it looked at itself: each engine that it started comes back once more, comes to rest, and
 * keeps the six invariants. Runs after the files' own hooks, when the benches have been stopped.
 */
export async function checkBenches(): Promise<void> {
  Bench.onStart.clear();
  Pop3Bench.onStart.clear();
  for (const bench of [...started]) {
    try {
      await checkAftermath(bench, PATIENCE_MS);
    } finally {
      await bench.stop();
    }
  }
  for (const bench of [...startedPop3]) {
    try {
      await checkPop3Aftermath(bench, PATIENCE_MS);
    } finally {
      await bench.stop();
    }
  }
}
