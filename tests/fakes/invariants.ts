import type { MailWorld } from '@main/demo/mail-world';
import type { WorldMailbox } from '@main/demo/world-model';
import type { Stage } from './stage';
import { localView, serverView } from './views';

/** What the world looked like before anybody did anything: the yardstick of invariants I1 and I2. */
export interface Baseline {
  /** Message-ID → mailbox and flags, for every place that it is in. */
  readonly places: ReadonlyMap<string, readonly string[]>;
}

export function baseline(world: MailWorld): Baseline {
  const places = new Map<string, string[]>();
  for (const account of world.accounts.values()) {
    for (const [name, mailbox] of account.mailboxes) {
      const known = FIRST_NAMES.get(mailbox) ?? name;
      FIRST_NAMES.set(mailbox, known);
      for (const { content, flags } of mailbox.messages) {
        const id = content.header('message-id').trim();
        const place = `${account.user} ${known} ${[...flags].sort().join(' ')}`;
        places.set(id, [...(places.get(id) ?? []), place].sort());
      }
    }
  }
  return { places };
}

/** Who renames a mailbox touches no message in it: places are named as they were when they were first looked at. */
const FIRST_NAMES = new WeakMap<WorldMailbox, string>();

/** Tern holds a handful of timers an account; more is something that grows (I6). */
const MOST_TIMERS = 60;

/**
 * The six invariants of scenarios.md §1, on a stage that is quiet:
 *
 * - I1 every message that was ever there and that nobody deleted is somewhere, once unless it was copied;
 * - I2 nobody's message changed;
 * - I3 whatever is still in the queue was refused, in words;
 * - I4 no message was accepted twice for the same recipient;
 * - I5 what is here is what is there, unless the server lies for good;
 * - I6 neither commands nor timers without end; and no EXPUNGE or CLOSE without UIDs (design §2.5).
 *
 * @param before the world at the start.
 * @param commands more than this many on the wire is a loop.
 * @throws Error with a line for every promise that was broken.
 */
export function checkInvariants(stage: Stage, before: Baseline, commands = 600): void {
  const problems = [
    ...everythingIsSomewhere(stage, before),
    ...everythingIsInSight(stage),
    ...nothingWasSentTwice(stage),
    ...(stage.serverLies === null ? bothSidesAgree(stage) : []),
    ...nothingGrows(stage, commands),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

function* everythingIsSomewhere(stage: Stage, before: Baseline): Iterable<string> {
  const now = baseline(stage.world).places;
  // Without a Message-ID one can't be told from another.
  for (const id of new Set([...before.places.keys(), ...stage.existed])) {
    if (id !== '' && !now.has(id) && !stage.deleted.has(id)) yield `I1: ${id} is nowhere`;
  }
  for (const [id, places] of before.places) {
    const there = now.get(id) ?? [];
    if (id !== '' && !stage.touched.has(id) && JSON.stringify(there) !== JSON.stringify(places)) {
      yield `I2: ${id} was ${places.join()} and is ${there.join()}`;
    }
  }
  const sent = new Set(acceptedIds(stage));
  for (const [id, places] of now) {
    // A server without UIDPLUS keeps the original of a move, marked as deleted. What was sent is in Sent as well, once.
    const alive = places.filter((p) => !p.includes('\\Deleted'));
    const filed = sent.has(id) ? alive.filter((p) => / Sent( |$)/.test(p)).length : 0;
    const expected = before.places.get(id)?.length ?? 1;
    if (id !== '' && (alive.length - filed > expected || filed > 1) && !stage.copied.has(id))
      yield `I1: ${id} is doubled: ${places.join()}`;
  }
}

const acceptedIds = (stage: Stage): string[] =>
  stage.world.accepted.map(({ raw }) => /^Message-ID:\s*(\S+)/im.exec(raw)?.[1] ?? raw);

function* everythingIsInSight(stage: Stage): Iterable<string> {
  for (const op of stage.operations()) {
    if (op.state !== 'refused' || !op.reason) yield `I3: ${op.intent.kind} is ${op.state} without a word`;
  }
}

function* nothingWasSentTwice(stage: Stage): Iterable<string> {
  // Those whom the server refused at first may be sent it later, the others not.
  const ids = acceptedIds(stage);
  const sent = stage.world.accepted.flatMap(({ to }, i) =>
    to.map((address) => `${ids[i] ?? ''} to ${address}`),
  );
  if (new Set(sent).size !== sent.length) yield `I4: accepted twice: ${sent.join()}`;
}

function* bothSidesAgree(stage: Stage): Iterable<string> {
  const [here, there] = [localView(stage), serverView(stage)];
  for (const name of Object.keys({ ...here, ...there })) {
    if (JSON.stringify(here[name]) === JSON.stringify(there[name])) continue;
    yield `I5: ${name}: here ${JSON.stringify(here[name] ?? null)} there ${JSON.stringify(there[name] ?? null)}`;
  }
}

function* nothingGrows(stage: Stage, commands: number): Iterable<string> {
  if (stage.imap.log.length > commands) yield `I6: ${stage.imap.log.length} commands`;
  const { clock } = stage;
  if ('pending' in clock && Number(clock.pending) > MOST_TIMERS) yield `I6: ${String(clock.pending)} timers`;
  const forbidden = stage.imap.log.find(({ verb }) => verb === 'EXPUNGE' || verb === 'CLOSE');
  if (forbidden) yield `design §2.5: ${forbidden.line} was sent`;
}
