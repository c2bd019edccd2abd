import type { Bench } from './bench';
import { checkInvariants } from './invariants';

/** Commands of one scenario and of what comes after it; more is a loop (I6). */
const COMMANDS = 20_000;

/** Everything works again; the engine dies, comes back, and finds what there is to do. */
export async function recover(bench: Bench, patience: number): Promise<void> {
  await bench.kill();
  bench.imap.clear();
  bench.smtp.clear();
  bench.line.up = bench.line.down = Infinity;
  bench.online = true;
  bench.blocked = null;
  bench.store.dieAt = Infinity;
  bench.store.hangUpOnColumns = false;
  await bench.start();
  for (const { id, incoming } of bench.accounts()) {
    const { password } = bench.world.account(incoming.user);
    await bench.ui.api.setPassword({ account: id, direction: 'both', password });
  }
  await bench.offline(false);
  await bench.quiet(patience);
}

/**
 * What has to hold after anything at all: the engine comes back, comes to rest, and the six invariants hold.
 * @param patience ms of real time to come to rest in.
 * @throws Error with a line for every promise that was broken.
 */
export async function checkAftermath(bench: Bench, patience: number): Promise<void> {
  await recover(bench, patience);
  checkInvariants(bench, bench.atStart ?? { places: new Map() }, COMMANDS);
}
