import { AsyncLocalStorage } from 'node:async_hooks';
import { checkAftermath } from '../../fakes/aftermath';
import { Bench, HastyClock } from '../../fakes/bench';
import { Life } from '../../fakes/life';
import { PlainStore } from '../../fakes/plain-store';
import { SecondClient } from '../../fakes/second-client';

export interface Sweep {
  /** Sends and journal writes of one undisturbed run. */
  readonly steps: number;
  /** How many of them it was killed at. */
  readonly killed: number;
  /** A line for every kill after which a promise did not hold. */
  readonly failed: readonly string[];
}

/** A kill that is not followed by calm within this is a failure, ms of real time. */
const PATIENCE_MS = 20_000;

/** The story of a scenario that was killed: it goes on in the background, and must not touch the world any more. */
const stories = new AsyncLocalStorage<{ over: boolean }>();

/** What a story does to the world, as opposed to what it looks at. */
const DEEDS: ReadonlyArray<readonly [object, readonly string[]]> = [
  [
    Bench.prototype,
    ['start', 'kill', 'stop', 'act', 'offline', 'jump', 'freeze', 'ask', 'deliver', 'quiet', 'settled'],
  ],
  [PlainStore.prototype, ['until', 'wipe']],
  [SecondClient.prototype, ['deliver', 'flag', 'unflag', 'move', 'expunge', 'create', 'rename', 'delete']],
];

const never = new Promise<never>(() => undefined);
let guarded = false;
/** From now on a story that is over can do nothing: its deeds never come to an end. */
function guard(): void {
  if (guarded) return;
  guarded = true;
  for (const [prototype, names] of DEEDS) {
    for (const name of names) {
      const deed = Reflect.get(prototype, name) as (...args: unknown[]) => unknown;
      Reflect.set(prototype, name, function (this: object, ...args: unknown[]) {
        const story = stories.getStore();
        if (story?.over === true) return never;
        const done = deed.apply(this, args);
        if (story === undefined || !(done instanceof Promise)) return done;
        // What it waited for when it was over may still come, brought about by somebody else.
        return done.then(
          (value: unknown) => (story.over ? never : value),
          (error: unknown) => {
            if (story.over) return never;
            throw error;
          },
        );
      });
    }
  }
}

/**
 * Runs a scenario once to count the sends and journal writes in it, then again for each of them, killed there: started
 * anew, calmed, and the six invariants checked.
 * @param most at most so many kills, spread evenly over the steps.
 * @param only the one step to be killed at.
 */
export async function sweep(scenario: () => unknown, most: number, only?: number): Promise<Sweep> {
  guard();
  const steps = await undisturbed(scenario);
  const stride = Math.max(1, Math.ceil(steps / most));
  const failed: string[] = [];
  let killed = 0;
  for (let at = only ?? 1; at <= (only ?? steps); at += stride) {
    const bench = await killedAt(scenario, at);
    if (bench === null) continue;
    killed++;
    try {
      await checkAftermath(bench, PATIENCE_MS);
    } catch (error) {
      failed.push(`step ${at}: ${error instanceof Error ? error.message.slice(0, 1500) : String(error)}`);
    } finally {
      await bench.stop().catch(() => undefined);
    }
  }
  return { steps, killed, failed };
}

async function undisturbed(scenario: () => unknown): Promise<number> {
  let steps = 0;
  const benches = new Set<Bench>();
  Life.watch = (_, step) => void (step === 'batch' ? 0 : steps++);
  const hear = (bench: Bench): void => void benches.add(bench);
  Bench.onStart.add(hear);
  try {
    await stories.run({ over: false }, async () => scenario());
  } finally {
    Life.watch = null;
    Bench.onStart.delete(hear);
    for (const bench of benches) await bench.stop().catch(() => undefined);
  }
  // Days of a clock moved by hand have no steps worth dying at.
  return [...benches].every((bench) => bench.clock instanceof HastyClock) ? steps : 0;
}

/** Plays the scenario until its n-th step. @returns the bench whose engine died there, null when it came to its end. */
async function killedAt(scenario: () => unknown, n: number): Promise<Bench | null> {
  const story = { over: false };
  const benches = new Set<Bench>();
  let count = 0;
  let victim: Bench | null = null;
  let tell: () => void = () => undefined;
  const died = new Promise<void>((resolve) => (tell = resolve));
  const hear = (bench: Bench): void => void benches.add(bench);
  Bench.onStart.add(hear);
  Life.watch = (life, step) => {
    if (step === 'batch' || ++count !== n) return;
    victim = [...benches].find((bench) => bench.life === life) ?? null;
    life.end();
    story.over = true;
    tell();
  };
  const told = stories.run(story, async () => scenario());
  // How the story of a dead engine ends is of no interest; that of a living one is a scenario's own business.
  await Promise.race([
    told.then(
      () => undefined,
      () => undefined,
    ),
    died,
  ]);
  story.over = true;
  Life.watch = null;
  Bench.onStart.delete(hear);
  for (const bench of benches) if (bench !== victim) await bench.stop().catch(() => undefined);
  return victim;
}
