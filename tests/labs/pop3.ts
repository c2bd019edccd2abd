import type { AccountConfig } from '@shared/contract/account';
import { USER } from '../fakes/bench';
import { Pop3Bench } from '../fakes/pop3-bench';
import { generator, type Random } from './random';

interface LabResult {
  readonly lab: string;
  readonly runs: number;
  readonly seed: number;
  /** What was done to the engine in all runs. */
  readonly kills: number;
  readonly drops: number;
  readonly fullDisks: number;
  readonly failed: readonly string[];
  readonly ok: boolean;
}

const VERBS = ['UIDL', 'LIST', 'RETR', 'DELE', 'QUIT', 'STAT', 'AUTH', 'CONNECT'] as const;
const POLICIES: readonly NonNullable<AccountConfig['pop3']>[] = [
  { leave: 'always', days: 1 },
  { leave: 'never', days: 1 },
  { leave: 'until-deleted', days: 1 },
  { leave: 'days', days: 1 },
  { leave: 'never', days: 1, fetch: 'headers' },
  { leave: 'until-deleted', days: 1, largest: 1000 },
  { leave: 'days', days: 1, largest: 1000 },
];

/**
 * Random deliveries, connections cut in the middle of answers, power cuts at any write, full disks, people acting: in
 * the end every message that ever was on the server is here once, unless somebody here deleted it, and nothing was
 * ever deleted on the server that was not stored.
 */
export async function run({ runs, seed }: { runs: number; seed: number }): Promise<LabResult> {
  const failed: string[] = [];
  const counts = { kills: 0, drops: 0, fullDisks: 0 };
  // The engine's timers keep no process alive: between two sessions it would end in the middle of a run.
  const awake = setInterval(() => undefined, 60_000);
  for (let n = 0; n < runs; n++) {
    const problem = await schedule(generator(seed + n), counts).catch((error: unknown) =>
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
    if (problem !== null) failed.push(`seed ${seed + n}: ${problem}`);
    if (failed.length >= 5) break;
  }
  clearInterval(awake);
  return { lab: 'pop3', runs, seed, ...counts, failed, ok: failed.length === 0 };
}

async function schedule(
  random: Random,
  counts: { kills: number; drops: number; fullDisks: number },
): Promise<string | null> {
  const bench = new Pop3Bench();
  const policy = POLICIES[random.int(POLICIES.length)];
  /** The server changed all its ids at once. */
  let names = '';
  bench.options = { uniqueId: ({ uid }) => `${names}${uid}` };
  const sent: string[] = [];
  const destroyed = new Set<string>();
  const unstored: string[] = [];
  let delivered = 0;
  const deliver = (count: number): void => {
    for (let i = 0; i < count; i++) {
      delivered += 1;
      const more = random.chance(0.2) ? `X-Fill: ${'z'.repeat(random.int(4000))}\r\n` : '';
      bench.deliver(delivered, delivered, more);
      sent.push(`Letter ${delivered}`);
    }
  };
  deliver(1 + random.int(12));
  await bench.start();
  // Whenever the server deletes, what it deletes must be readable in the vault at that moment, or deleted here.
  bench.world.listen((event) => {
    if (event.kind !== 'changed') return;
    const there = new Set(bench.there());
    const kept = known(bench);
    for (const subject of sent) {
      if (!there.has(subject) && !kept.has(subject) && !destroyed.has(subject)) unstored.push(subject);
    }
  });
  if (policy) await bench.configure(policy);
  for (let step = 0; step < 6; step++) {
    bench.pop3.clear();
    const choice = random.int(10);
    if (choice < 3) deliver(1 + random.int(8));
    if (random.chance(0.6)) {
      counts.drops += 1;
      const verb = VERBS[random.int(VERBS.length)] ?? 'RETR';
      const nth = 1 + random.int(verb === 'RETR' || verb === 'DELE' ? 6 : 2);
      bench.pop3.add(
        random.chance(0.5)
          ? { verb, nth, act: { do: 'cut-after', bytes: random.int(200) } }
          : { verb, nth, act: { do: 'cut', execute: random.chance(0.5) } },
      );
    }
    if (random.chance(0.2)) {
      const nth = 1 + random.int(4);
      bench.pop3.add({ verb: 'RETR', nth, act: { do: 'answer', reply: '-ERR [SYS/TEMP] not now' } });
    }
    if (random.chance(0.1)) names = `${'abc'[random.int(3)] ?? ''}-`;
    if (random.chance(0.25)) bench.clock.offset += random.int(3) * 86_400_000;
    if (random.chance(0.15)) {
      counts.fullDisks += 1;
      bench.disk.capacity = bench.disk.used + random.int(20_000);
    }
    if (random.chance(0.4)) await destroySome(bench, random, destroyed);
    if (random.chance(0.4)) await askForRest(bench, random);
    if (random.chance(0.1) && policy) {
      await bench.configure({ leave: policy.leave, days: policy.days }).catch(() => undefined);
    }
    if (random.chance(0.4)) {
      counts.kills += 1;
      await killDuringPoll(bench, random);
      // A vault does not open on a disk without any room; that is the vault's lab.
      bench.disk.capacity = Number.POSITIVE_INFINITY;
      await bench.start();
    } else {
      await bench.ui.api.syncNow({ account: null, mailbox: null });
      if (random.chance(0.5)) await bench.until(() => bench.runner.status.phase !== 'connecting');
    }
    bench.disk.capacity = Number.POSITIVE_INFINITY;
  }
  bench.pop3.clear();
  await bench.poll();
  await bench.poll();
  const problem = await judge(bench, sent, destroyed, unstored);
  await bench.stop();
  return problem;
}

/** Subjects of what the vault's journal says is here. */
function known(bench: Pop3Bench): Set<string> {
  const out = new Set<string>();
  for (const mailbox of bench.engine.registry.ofAccount(bench.account.id)) {
    for (const { messageId, octetsThere } of bench.engine.local.messages.in(mailbox.id).values()) {
      // Of which only the header is here: its original must stay.
      if (octetsThere !== undefined) continue;
      out.add(`Letter ${/letter-(\d+)/.exec(messageId)?.[1] ?? '?'}`);
    }
  }
  return out;
}

/** The wish counts from the moment it is durable; whether a cut one was is asked of the journal afterwards. */
async function destroySome(bench: Pop3Bench, random: Random, destroyed: Set<string>): Promise<void> {
  const here = bench.here();
  const subject = here[random.int(Math.max(1, here.length))];
  if (subject === undefined) return;
  const key = bench.key('INBOX', subject);
  destroyed.add(subject);
  await bench.ui.api.act({ action: { kind: 'destroy' }, keys: [key] }).catch(() => undefined);
}

async function askForRest(bench: Pop3Bench, random: Random): Promise<void> {
  const here = bench.here();
  const subject = here[random.int(Math.max(1, here.length))];
  if (subject === undefined) return;
  await bench.ui.api.fetchRest({ ref: bench.refOf(bench.key('INBOX', subject)) }).catch(() => undefined);
}

async function killDuringPoll(bench: Pop3Bench, random: Random): Promise<void> {
  bench.disk.cutPowerAt(1 + random.int(25));
  await bench.ui.api.syncNow({ account: null, mailbox: null });
  const { sessions } = bench;
  await bench
    .until(() => bench.sessions > sessions || bench.runner.status.phase === 'idle')
    .catch(() => undefined);
  await bench.engine.local.idle();
  await bench.kill(() => random.next());
}

async function judge(
  bench: Pop3Bench,
  sent: readonly string[],
  destroyed: ReadonlySet<string>,
  unstored: readonly string[],
): Promise<string | null> {
  const { leave = 'always', fetch, largest } = bench.account.pop3 ?? {};
  if (unstored.length > 0) return `deleted on the server, not stored: ${unstored.join(', ')}`;
  const kept = await bench.kept();
  const twice = kept.filter((subject, i) => kept.indexOf(subject) !== i);
  if (twice.length > 0) return `twice: ${twice.join(', ')}`;
  const lost = sent.filter((subject) => !kept.includes(subject) && !destroyed.has(subject));
  if (lost.length > 0) return `lost: ${lost.join(', ')}`;
  const here = bench.here();
  if (JSON.stringify([...here].sort()) !== JSON.stringify([...kept].sort())) {
    return `the store has ${here.join(', ')}; the vault ${kept.join(', ')}`;
  }
  const there = bench.world.mailbox(USER, 'INBOX').messages.map((m) => m.subject);
  if (leave === 'always' && there.length !== sent.length) return 'something was deleted that was to stay';
  if (leave === 'never' && fetch !== 'headers' && (largest ?? 0) === 0 && there.length > 0)
    return `left on the server: ${there.join(', ')}`;
  return null;
}
