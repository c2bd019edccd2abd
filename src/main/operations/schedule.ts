import type { Intent } from '@shared/contract/operations';
import type { MessageSet } from '@shared/contract/schema';
import type { AccountId, MailboxId, OperationId } from '@shared/model/ids';
import type { OperationQueue, QueuedOperation } from './queue';
import type { Places } from './places';
import { parentOf } from './transfer-notes';

/** What to do next. */
export interface Choice {
  /** Runs as one command: the first alone, or markings that are the same for several messages. Empty: nothing is due. */
  readonly run: readonly QueuedOperation[];
  /** Made pointless by what runs now: a later wish on the same messages. */
  readonly superseded: readonly OperationId[];
  /** When something will be due (ms since 1970). */
  readonly at: number | null;
}

/** How far to look ahead for wishes that cancel each other or can share a command. */
const AHEAD = 500;

/** No operation waits longer than this for its next try, whatever a server asks for. */
export const LONGEST_WAIT_MS = 3_600_000;

/** When an operation is to be tried next, null for now. A time further off than any wait means that the clock was set back. */
export const dueAt = ({ nextTry }: Pick<QueuedOperation, 'nextTry'>, now: number): number | null =>
  nextTry === null || nextTry <= now || nextTry - now > LONGEST_WAIT_MS ? null : nextTry;

/**
 * Chooses the next operation of an account in order of acceptance. What waits (for a time, for another operation, for a
 * mailbox that is being read anew) holds up only what is about the same messages or mailboxes.
 * @param held operations that cannot run now.
 */
export function choose(
  queue: OperationQueue,
  places: Places,
  account: AccountId,
  now: number,
  held: ReadonlySet<OperationId>,
): Choice {
  // What may have happened is looked into first: it may have overtaken earlier wishes, and until its outcome is known
  // nobody knows where its messages are (I3, seed 3: marks sent to UIDs that a lost MOVE had left).
  const all = inOrder(queue, account);
  const open = [...all.filter(begun), ...all.filter((op) => !begun(op))];
  const blocked: QueuedOperation[] = [];
  let at: number | null = null;
  for (const [i, op] of open.entries()) {
    const due = dueAt(op, now);
    if (due !== null) at = at === null ? due : Math.min(at, due);
    if (
      due !== null ||
      held.has(op.id) ||
      blocked.some((earlier) => depends(places, op, earlier) || mayTakeAway(places, op.intent, earlier))
    ) {
      blocked.push(op);
      continue;
    }
    const ahead = open.slice(i + 1, i + 1 + AHEAD).filter((o) => !held.has(o.id));
    return blocked.length === 0 ? combine(places, op, ahead) : { run: [op], superseded: [], at: null };
  }
  return { run: [], superseded: [], at };
}

/**
 * In order of acceptance. What is part of a transfer of another account was accepted with it: a wish that came after the
 * transfer, and may be waiting for it, must not hold up what the transfer itself waits for.
 */
function inOrder(queue: OperationQueue, account: AccountId): QueuedOperation[] {
  const open = queue.open(account);
  const since = new Map<OperationId, number>();
  for (const op of open) {
    const parent = parentOf(op);
    since.set(op.id, (parent === null ? undefined : queue.latest(parent)?.seq) ?? op.seq);
  }
  return open.sort((a, b) => (since.get(a.id) ?? a.seq) - (since.get(b.id) ?? b.seq));
}

const begun = (op: QueuedOperation): boolean => op.progress !== null && op.state !== 'waiting';

const fresh = (op: QueuedOperation): boolean =>
  op.state === 'waiting' && op.tries === 0 && op.progress === null && op.nextTry === null;

/** Star, unstar, star: the last one alone. Move to B, move back: nothing (I4). Equal markings: one STORE. */
function combine(places: Places, op: QueuedOperation, ahead: readonly QueuedOperation[]): Choice {
  let chosen = op;
  const superseded: OperationId[] = [];
  if (!fresh(op)) return { run: [op], superseded, at: null };
  if (op.intent.kind === 'flags' || op.intent.kind === 'move') {
    const passed: QueuedOperation[] = [];
    for (const next of ahead) {
      const { intent } = next;
      if (depends(places, next, chosen) && !commute(intent, chosen.intent)) {
        if (!fresh(next) || !replaces(places, intent, chosen.intent)) break;
        if (passed.some((p) => depends(places, next, p) && !commute(intent, p.intent))) break;
        superseded.push(chosen.id);
        chosen = next;
      } else passed.push(next);
    }
  }
  const run = [chosen];
  if (chosen === op && op.intent.kind === 'flags') run.push(...alike(places, op, ahead));
  return { run, superseded, at: null };
}

const touched = (intent: Intent): Set<string> =>
  new Set(intent.kind === 'flags' ? [...intent.add, ...intent.remove].map((f) => f.toLowerCase()) : []);

/** Where a message is and how it is marked have nothing to do with each other, nor have two different marks. */
function commute(a: Intent, b: Intent): boolean {
  if (a.kind === 'flags' && b.kind === 'flags') {
    const mine = touched(a);
    return ![...touched(b)].some((f) => mine.has(f));
  }
  return (a.kind === 'flags' && b.kind === 'move') || (a.kind === 'move' && b.kind === 'flags');
}

function replaces(places: Places, later: Intent, earlier: Intent): boolean {
  if (later.kind === 'move' && earlier.kind === 'move')
    return places.covers(later.messages, earlier.messages);
  if (later.kind !== 'flags' || earlier.kind !== 'flags') return false;
  const mine = touched(later);
  return [...touched(earlier)].every((f) => mine.has(f)) && places.covers(later.messages, earlier.messages);
}

/** Later markings of the same kind in the same mailbox, about messages that nothing in between is about. */
function alike(places: Places, op: QueuedOperation, ahead: readonly QueuedOperation[]): QueuedOperation[] {
  if (op.intent.kind !== 'flags') return [];
  const [place, ...others] = places.of(op.intent.messages).keys();
  if (place === undefined || others.length > 0) return [];
  const marks = (intent: Intent & { kind: 'flags' }): string => JSON.stringify([intent.add, intent.remove]);
  const found: QueuedOperation[] = [];
  const between: QueuedOperation[] = [];
  for (const next of ahead) {
    const { intent } = next;
    const same =
      intent.kind === 'flags' &&
      fresh(next) &&
      marks(intent) === marks(op.intent) &&
      places.of(intent.messages).size === 1 &&
      places.of(intent.messages).has(place) &&
      !between.some((b) => depends(places, next, b));
    if (same) found.push(next);
    else between.push(next);
  }
  return found;
}

type Waiting = Pick<QueuedOperation, 'intent' | 'progress'>;

/**
 * Whether a later operation must not overtake an earlier one. What is appended to a mailbox has nothing to do with the
 * messages that are in it: two transfers in opposite directions would wait for each other's parts for ever (lab seed
 * 414010). Only what may have put the same message there already is accounted for first.
 */
export function depends(places: Places, later: Waiting, earlier: Waiting): boolean {
  const a = messagesOf(later.intent);
  const b = messagesOf(earlier.intent);
  if (a && b) return places.overlap(a, b);
  if ((a && earlier.intent.kind === 'append') || (b && later.intent.kind === 'append'))
    return earlier.progress !== null && targetOf(later.intent) === targetOf(earlier.intent);
  const mine = mailboxesOf(places, later.intent);
  return mailboxesOf(places, earlier.intent).some((m) => mine.includes(m));
}

const targetOf = (intent: Intent): MailboxId | null => ('to' in intent ? intent.to : null);

/**
 * Whether a later operation may take away what an earlier one has put into its target and has not accounted for yet: the
 * earlier one would not find its copy there, and make it again (lab seed 380129).
 */
function mayTakeAway(places: Places, later: Intent, { intent, progress, ...op }: QueuedOperation): boolean {
  if (later.kind !== 'move' && later.kind !== 'destroy') return false;
  if (!('to' in intent) || progress === null) return false;
  const { from, at } = progress as { readonly from?: unknown; readonly at?: unknown };
  if (typeof from !== 'number') return false;
  // What was taken back leads to where it came from; its copies are where it was going.
  const target = op.withdrawnFrom ?? intent.to;
  for (const [key, ranges] of places.of(later.messages)) {
    const slash = key.lastIndexOf('/');
    if (key.slice(0, slash) !== target) continue;
    // In a mailbox that was renumbered since, any may be one of them.
    const sameNumbers = at === undefined || at === Number(key.slice(slash + 1));
    if (!sameNumbers || ranges.some(([, last]) => last >= from)) return true;
  }
  return false;
}

const messagesOf = (intent: Intent): MessageSet | null => ('messages' in intent ? intent.messages : null);

function mailboxesOf(places: Places, intent: Intent): MailboxId[] {
  const out: MailboxId[] = [];
  if ('messages' in intent) {
    out.push(intent.messages.mailbox);
    for (const key of places.of(intent.messages).keys())
      out.push(key.slice(0, key.lastIndexOf('/')) as MailboxId);
  }
  if ('to' in intent) out.push(intent.to);
  if ('mailbox' in intent) out.push(intent.mailbox);
  return out;
}
