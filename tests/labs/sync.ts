import type { Action } from '@shared/contract/engine-api';
import type { ImapProfile, ImapProfileName } from '@main/demo/imap/profiles';
import { withCapabilities } from '@main/demo/imap/profiles';
import { Bench, USER } from '../fakes/bench';
import { baseline, type Baseline, checkInvariants } from '../fakes/world-state';
import { generator, type Random } from './random';
import type { LabResult } from './vault-torn';

const PROFILES: readonly (ImapProfileName | ImapProfile)[] = [
  'bare',
  'exchange',
  'yahoo',
  'cyrus',
  'dovecot',
  'icloud',
  'zoho',
  'everything',
  withCapabilities('everything', { remove: ['MOVE'] }),
  withCapabilities('everything', { remove: ['QRESYNC', 'OBJECTID'] }),
];
const BOXES = ['INBOX', 'Archive', 'Junk', 'Trash', 'Sent'];

/**
 * Random mailboxes, a person and another client acting, connections cut at any command or byte, the engine killed, the
 * cache lost, mailboxes renumbered, the clock moved; then quiet, and the six invariants of scenarios.md §1. The same
 * seed gives the same acts; what the event loop makes of them varies a little.
 */
export async function run({ runs, seed }: { runs: number; seed: number }): Promise<LabResult> {
  const failed: string[] = [];
  for (let n = 0; n < runs; n++) {
    const problem = await schedule(seed + n);
    if (problem !== null) failed.push(`seed ${seed + n}: ${problem}`);
  }
  return { lab: 'sync', runs, seed, failed, ok: failed.length === 0 };
}

/** One schedule. @returns what went wrong, or null. */
export async function schedule(seed: number): Promise<string | null> {
  const random = generator(seed);
  const bench = new Bench(pick(random, PROFILES));
  let next = 1;
  for (const name of BOXES) {
    const count = random.int(name === 'INBOX' ? 70 : 6);
    bench.deliver(name, next, next + count - 1);
    next += count;
  }
  const before = baseline(bench.world);
  const world: Lab = { bench, random, next, offline: false };
  try {
    await bench.start();
    if (random.chance(0.7)) await bench.quiet();
    for (let step = 5 + random.int(20); step > 0; step--) {
      await act(world);
      if (random.chance(0.3)) await turns(random.int(30));
    }
    await calm(world, before);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 1500) : String(error);
  } finally {
    await bench.stop();
  }
}

interface Lab {
  readonly bench: Bench;
  readonly random: Random;
  next: number;
  offline: boolean;
}

const pick = <T>(random: Random, of: readonly T[]): T => of[random.int(of.length)] as T;
const turns = async (n: number): Promise<void> => {
  for (let i = 0; i < n; i++) await new Promise<void>((resolve) => setImmediate(resolve));
};

async function calm({ bench }: Lab, before: Baseline): Promise<void> {
  bench.imap.clear();
  bench.store.dieAt = Infinity;
  bench.engine.connectStore(bench.store.connect());
  await bench.offline(false);
  await bench.quiet(10_000);
  checkInvariants(bench, before, 6_000);
}

async function act(lab: Lab): Promise<void> {
  const { bench, random } = lab;
  const choice = random.next();
  if (choice < 0.45) await person(lab);
  else if (choice < 0.7) other(lab);
  else if (choice < 0.85) fault(lab);
  else if (choice < 0.92) {
    lab.offline = !lab.offline;
    await bench.offline(lab.offline);
  } else if (choice < 0.97) {
    await bench.kill();
    if (random.chance(0.3)) bench.store.wipe('');
    bench.store.dieAt = Infinity;
    await bench.start();
  } else bench.jump(Math.round((random.next() - 0.5) * 86_400_000));
}

async function person(lab: Lab): Promise<void> {
  const { bench, random } = lab;
  const name = pick(random, BOXES);
  const here = bench.here(name).filter((s) => s.startsWith('Letter '));
  if (here.length === 0) return;
  const subjects = Array.from({ length: 1 + random.int(4) }, () => pick(random, here));
  const mark = pick(random, ['\\Seen', '\\Flagged', '$Label1', '\\Answered']);
  const action = pick<Action>(random, [
    { kind: 'flag', add: [mark], remove: [] },
    { kind: 'flag', add: [], remove: [mark] },
    { kind: 'move', to: bench.idOf(pick(random, BOXES)) },
    { kind: 'move', to: bench.idOf(pick(random, BOXES)) },
    { kind: 'copy', to: bench.idOf(pick(random, BOXES)) },
    { kind: 'archive' },
    { kind: 'delete' },
    { kind: 'destroy' },
  ]);
  const group = await bench.act(action, name, ...new Set(subjects));
  // From Trash it is for good.
  if (action.kind === 'delete')
    for (const s of subjects) bench.deleted.add(`<letter-${s.slice(7)}@tern.example>`);
  if (random.chance(0.15)) await bench.ui.api.undo({ group });
}

function other(lab: Lab): void {
  const { bench, random } = lab;
  const name = pick(random, BOXES);
  const box = bench.box(name);
  const choice = random.next();
  if (choice < 0.3) {
    const count = random.chance(0.1) ? 60 : 1 + random.int(3);
    bench.deliver(name, lab.next, lab.next + count - 1);
    lab.next += count;
    return;
  }
  if (choice > 0.94) {
    bench.world.bumpUidValidity(bench.world.account(USER), box, 1 + random.int(200));
    return;
  }
  const message = box.messages[random.int(Math.max(1, box.messages.length))];
  if (!message) return;
  bench.touch(message.subject);
  if (choice < 0.55)
    bench.elsewhere.flag(name, message.uid, pick(random, ['\\Seen', '\\Flagged', '$Label2', '\\Deleted']));
  else if (choice < 0.8) bench.elsewhere.move(name, message.uid, pick(random, BOXES));
  else {
    bench.deleted.add(message.content.header('message-id').trim());
    bench.elsewhere.expunge(name, message.uid);
  }
}

function fault({ bench, random }: Lab): void {
  const choice = random.next();
  const nth = 1 + random.int(12);
  if (choice < 0.4) bench.imap.add({ nth, act: { do: 'cut', execute: random.chance(0.5) } });
  else if (choice < 0.8) bench.imap.add({ nth, act: { do: 'cut-after', bytes: random.int(4000) } });
  else if (choice < 0.9) bench.store.dieAt = bench.store.batches + 1 + random.int(6);
  else {
    bench.store.dieAt = Infinity;
    bench.engine.connectStore(bench.store.connect());
  }
}
