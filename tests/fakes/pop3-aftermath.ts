import { flagBit, flagNames } from '@shared/model/flags';
import type { Pop3Bench } from './pop3-bench';

/** Commands of one scenario and of what comes after it; more is a loop (I6). */
const COMMANDS = 20_000;
const SESSIONS = 300;

/** Everything works again; the engine dies, comes back, and finds what there is to do. */
async function recover(bench: Pop3Bench, patience: number): Promise<void> {
  await bench.kill();
  bench.pop3.clear();
  bench.smtp.clear();
  bench.disk.capacity = Number.POSITIVE_INFINITY;
  bench.online = true;
  // No server has us wait for ever between two logins (LOGIN-DELAY).
  bench.clock.offset += 3_600_000;
  await bench.start();
  const rested = (): boolean =>
    [...bench.engine.runners.values()].every(
      ({ status }) => status.phase === 'idle' && status.lastSync !== null && status.progress === null,
    ) && bench.engine.queue.all().every((op) => op.state === 'refused');
  await bench.until(rested, patience);
  await bench.engine.local.idle();
}

/** One message that lives here. */
interface Here {
  readonly id: string;
  readonly place: string;
  readonly flags: readonly string[];
  /** Null: only its header is here. */
  readonly raw: string | null;
}

async function everythingHere(bench: Pop3Bench): Promise<Here[]> {
  const { registry, local } = bench.engine;
  const out: Here[] = [];
  for (const { id: mailbox, name, local: here } of registry.table.values()) {
    if (!here) continue;
    for (const { uid: n, messageId, flags, octetsThere } of local.messages.in(mailbox).values()) {
      const id = `<${messageId}>`;
      const whole = octetsThere === undefined && !bench.history.was('damaged', id);
      const raw = whole ? Buffer.from(await local.bytes(bench.ref(mailbox, n))).toString('latin1') : null;
      out.push({ id, place: `${name} ${n}`, flags, raw });
    }
  }
  return out;
}

/**
 * The six invariants of scenarios.md §1 for mail that POP3 fetched, once the engine has come back and come to rest:
 *
 * - I1 every message that was ever on the server is here or there, unless somebody deleted it; here once, unless it was
 *   copied or came twice; what was deleted here stays deleted; nothing went from the server that was not here;
 * - I2 what is here are the very bytes that were there, and nobody's message changed;
 * - I3 whatever is still in the queue was refused, in words;
 * - I4 no message was accepted twice for the same recipient;
 * - I5 what the store shows is what the vault has;
 * - I6 neither commands nor sessions without end.
 *
 * @param patience ms of real time to come to rest in.
 * @throws Error with a line for every promise that was broken.
 */
export async function checkPop3Aftermath(bench: Pop3Bench, patience: number): Promise<void> {
  await recover(bench, patience);
  const here = await everythingHere(bench);
  const problems = [
    ...nothingIsLost(bench, here),
    ...nothingChanged(bench, here),
    ...everythingIsInSight(bench),
    ...theStoreAgrees(bench),
    ...nothingGrows(bench),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

function* nothingIsLost({ history, world }: Pop3Bench, here: readonly Here[]): Iterable<string> {
  for (const id of history.unstored) yield `I1: ${id} went from the server and was not here`;
  const there = new Set<string>();
  for (const { mailboxes } of world.accounts.values())
    for (const { messages } of mailboxes.values())
      for (const { content } of messages) there.add(content.header('message-id').trim());
  for (const [id, { times }] of history.existed) {
    const places = here.filter((one) => one.id === id);
    const whole = places.some(({ raw }) => raw !== null);
    const excused = history.was('deleted', id) || history.was('damaged', id);
    if (!whole && !there.has(id) && !excused) yield `I1: ${id} is nowhere`;
    if (places.length > times && !history.was('copied', id))
      yield `I1: ${id} is doubled: ${places.map(({ place }) => place).join()}`;
  }
}

function* nothingChanged({ history }: Pop3Bench, here: readonly Here[]): Iterable<string> {
  for (const { id, place, flags, raw } of here) {
    const original = history.existed.get(id);
    if (original && raw !== null && raw !== original.raw) yield `I2: ${id} in ${place} has other bytes`;
    if (original && flags.length > 0 && !history.was('touched', id))
      yield `I2: ${id} in ${place} is ${flags.join()}`;
  }
}

function* everythingIsInSight({ engine, world }: Pop3Bench): Iterable<string> {
  for (const op of engine.queue.all())
    if (op.state !== 'refused' || !op.reason) yield `I3: ${op.intent.kind} is ${op.state} without a word`;
  const sent = world.accepted.flatMap(({ raw, to }) => to.map((address) => `${raw} to ${address}`));
  if (new Set(sent).size !== sent.length) yield 'I4: a message was accepted twice';
}

function* theStoreAgrees({ engine, store }: Pop3Bench): Iterable<string> {
  const { registry, local } = engine;
  for (const { id, name, generation, local: here } of registry.table.values()) {
    if (!here) continue;
    const shown = [...(store.messages.get(`${id}/${generation}`) ?? [])].map(
      ([n, { flags }]) => `${n} ${[...flagNames(flags)].sort().join(' ')}`,
    );
    const kept = [...local.messages.in(id).values()].map(
      ({ uid: n, flags }) =>
        `${n} ${flags
          .filter((flag) => flagBit(flag) !== 0)
          .sort()
          .join(' ')}`,
    );
    if (JSON.stringify(shown.sort()) !== JSON.stringify(kept.sort()))
      yield `I5: ${name}: the store has ${shown.join()}, the vault ${kept.join()}`;
  }
}

function* nothingGrows({ pop3, sessions }: Pop3Bench): Iterable<string> {
  if (pop3.log.length > COMMANDS) yield `I6: ${pop3.log.length} commands`;
  if (sessions > SESSIONS) yield `I6: ${sessions} sessions`;
}
