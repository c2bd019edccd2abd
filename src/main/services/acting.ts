import type { Action } from '@shared/contract/engine-api';
import type { Intent, Operation } from '@shared/contract/operations';
import { MailError } from '@shared/errors/mail-error';
import { type MailboxId, type MessageKey, messageKey, uid } from '@shared/model/ids';
import { parseUidRanges } from '@shared/model/uid-ranges';
import { locator } from '../operations/locate';
import { planAction } from '../operations/plan';
import { changed, changesBy, marksBack, marksOf } from './changing';
import type { Engine } from './engine';
import { takeDown } from './snooze/reminders';

let groups = 0;
export const newGroup = (engine: Engine): string => `g${engine.parts.clock.now()}-${++groups}`;

interface Accepted {
  readonly group: string;
  readonly operations: number;
}

/** The last marking of each engine that is still being looked at. */
const marking = new WeakMap<Engine, Promise<unknown>>();

/**
 * Accepts what a person did to messages; durable when it resolves. Marks that change nothing are left out, so that undo
 * takes back exactly what was done. What a marking changes depends on the one before it: a star and its taking back in
 * one breath are two changes, and are looked at one after the other.
 */
export function act(engine: Engine, action: Action, keys: readonly MessageKey[]): Promise<Accepted> {
  if (action.kind !== 'flag') return accept(engine, action, keys);
  const before = marking.get(engine) ?? Promise.resolve();
  const accepted = before.then(() => accept(engine, action, keys));
  marking.set(
    engine,
    accepted.catch(() => undefined),
  );
  return accepted;
}

async function accept(engine: Engine, action: Action, keys: readonly MessageKey[]): Promise<Accepted> {
  const { queue, registry, forwarding } = engine;
  // The first rows of a new account are there before it is known which mailbox is its archive.
  await registry.listed();
  const before = queue.all();
  const group = newGroup(engine);
  const marks = marksOf(action);
  const looking = marks && changesBy(marks, keys, before, engine.store);
  const wanted =
    action.kind === 'flag'
      ? changed(keys, await looking)
      : action.kind === 'archive'
        ? await takeDown(engine, keys, group)
        : keys;
  if (wanted.length === 0) return { group, operations: 0 };
  const locate = locator(before, forwarding, engine.places);
  let count = 0;
  for (const { account, intents } of planAction(action, wanted, registry, locate)) {
    // What is no mere marking keeps its place among other actions, whoever the looking waits for.
    const [accepted, changes] = await Promise.all([queue.accept(account, intents, group), looking]);
    engine.log.add(
      group,
      accepted.map((operation) => ({
        operation,
        shownIn: shownIn(operation, locate),
        back: changes && marksBack(operation.intent, changes),
      })),
    );
    count += accepted.length;
    engine.operationsWaiting(account);
  }
  return { group, operations: count };
}

/**
 * Accepts what a person did to a mailbox; durable when it resolves.
 * @throws MailError `mailbox-gone`.
 */
export async function actOnMailbox(
  engine: Engine,
  intent: Intent & { readonly kind: `${string}-mailbox` | 'subscribe' },
): Promise<{ group: string }> {
  const known = 'mailbox' in intent ? engine.registry.get(intent.mailbox) : undefined;
  const account = 'account' in intent ? intent.account : known?.account;
  if (account === undefined)
    throw new MailError({ kind: 'refused', code: 'mailbox-gone', message: 'The mailbox is gone' });
  const group = newGroup(engine);
  const operations = await engine.queue.accept(account, [intent], group);
  const formerName = known?.name ?? '';
  engine.log.add(
    group,
    operations.map((operation) => ({ operation, shownIn: null, formerName })),
  );
  engine.operationsWaiting(account);
  return { group };
}

function shownIn(operation: Operation, locate: (key: MessageKey) => MailboxId): MailboxId | null {
  if (!('messages' in operation.intent)) return null;
  const { mailbox, generation, uids } = operation.intent.messages;
  const first = parseUidRanges(uids)[0]?.[0];
  return first === undefined ? null : locate(messageKey({ mailbox, generation, uid: uid(first) }));
}
