import type { Action } from '@shared/contract/engine-api';
import type { Intent, Operation } from '@shared/contract/operations';
import { flagBit } from '@shared/model/flags';
import {
  type AccountId,
  type Generation,
  type MailboxId,
  type MessageKey,
  messageKey,
  parseMessageKey,
  uid,
} from '@shared/model/ids';
import { hasUid, parseUidRanges } from '@shared/model/uid-ranges';
import { MailError } from '@shared/errors/mail-error';
import { RpcError } from '@shared/rpc/wire';
import { locator } from '../operations/locate';
import { planAction } from '../operations/plan';
import type { QueuedOperation } from '../operations/queue';
import { inverse, takeBack } from '../operations/undo';
import { stagesOf } from '../operations/transfer-notes';
import type { Made } from '../operations/action-log';
import type { ConnectedStore } from '../sync/account-runner';
import type { Engine } from './engine';
import { withdraw } from './withdraw';

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
  const wanted = action.kind === 'flag' ? await changing(action, keys, before, engine.store) : keys;
  if (wanted.length === 0) return { group, operations: 0 };
  const locate = locator(before, forwarding, engine.places);
  let count = 0;
  for (const { account, intents } of planAction(action, wanted, registry, locate)) {
    const accepted = await queue.accept(account, intents, group);
    engine.log.add(
      group,
      accepted.map((operation) => ({ operation, shownIn: shownIn(operation, locate) })),
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

/**
 * Takes a group back: what has not run is cancelled, what has begun is taken back as far as it has come, what is done is
 * turned round by new operations, newest first.
 */
export async function undo(engine: Engine, group: string): Promise<{ undone: number }> {
  const { queue } = engine;
  let undone = 0;
  for (const { operation, shownIn: from, formerName } of engine.log.take(group).reverse()) {
    const now = queue.latest(operation.id);
    const withdrawn = now !== undefined && (await withdraw(engine, now.id, from));
    if (withdrawn) undone++;
    const back = withdrawn ? null : inverse(operation, from ?? ('' as MailboxId), formerName);
    const sets = withdrawn ? settledElsewhere(engine, now) : engine.log.madeBy(operation.id);
    const made = sets.flatMap((set) => takeBack(set, engine.registry) ?? []);
    for (const intent of back ? [back] : made) {
      // After a move to another account the messages are that account's.
      const account = accountOf(engine, intent) ?? operation.account;
      await queue.accept(account, [intent], `${group}-undo`);
      engine.operationsWaiting(account);
      if (!withdrawn) undone++;
    }
  }
  return { undone };
}

/** Copies in another account that the notes of a copy under way don't name any more: only the log knows where they are. */
function settledElsewhere({ log, registry }: Engine, op: QueuedOperation): readonly Made[] {
  if (op.intent.kind !== 'copy' || registry.get(op.intent.to)?.account === op.account) return [];
  const named = stagesOf(op.progress).flatMap(({ stage }) => stage.arrived.map(({ at }) => messageKey(at)));
  return log.madeBy(op.id).filter(({ messages: { mailbox, generation, uids } }) => {
    const [first] = parseUidRanges(uids);
    return !first || !named.includes(messageKey({ mailbox, generation, uid: uid(first[0]) }));
  });
}

function accountOf(engine: Engine, intent: Intent): AccountId | undefined {
  if (!('messages' in intent)) return undefined;
  const { mailbox, generation, uids } = intent.messages;
  const first = parseUidRanges(uids)[0]?.[0];
  if (first === undefined) return undefined;
  return engine.registry.get(engine.forwarding.resolve({ mailbox, generation, uid: uid(first) }).mailbox)
    ?.account;
}

function shownIn(operation: Operation, locate: (key: MessageKey) => MailboxId): MailboxId | null {
  if (!('messages' in operation.intent)) return null;
  const { mailbox, generation, uids } = operation.intent.messages;
  const first = parseUidRanges(uids)[0]?.[0];
  return first === undefined ? null : locate(messageKey({ mailbox, generation, uid: uid(first) }));
}

/** `onlyChanging`, or all of them when the store goes away meanwhile: acting never waits for the cache (lab sync, 155). */
async function changing(
  action: Action & { kind: 'flag' },
  keys: readonly MessageKey[],
  operations: readonly Operation[],
  store: ConnectedStore | null,
): Promise<readonly MessageKey[]> {
  try {
    return await onlyChanging(action, keys, operations, store);
  } catch (error) {
    if (error instanceof RpcError) return keys;
    throw error;
  }
}

/** The messages on which a marking changes anything, as they show now: server truth with pending markings on top. */
async function onlyChanging(
  action: Action & { kind: 'flag' },
  keys: readonly MessageKey[],
  operations: readonly Operation[],
  store: ConnectedStore | null,
): Promise<readonly MessageKey[]> {
  const bits = (names: readonly string[]): number => names.reduce((sum, name) => sum | flagBit(name), 0);
  // Keywords have no common bit: they are simply set.
  if (!store || [...action.add, ...action.remove].some((name) => flagBit(name) === 0)) return keys;
  const add = bits(action.add);
  const remove = bits(action.remove);
  const groups = new Map<
    string,
    { mailbox: MailboxId; generation: Generation; keys: Map<number, MessageKey> }
  >();
  for (const key of keys) {
    const ref = parseMessageKey(key);
    const id = `${ref.mailbox}/${ref.generation}`;
    const group = groups.get(id) ?? { mailbox: ref.mailbox, generation: ref.generation, keys: new Map() };
    groups.set(id, group);
    group.keys.set(ref.uid, key);
  }
  const changing: MessageKey[] = [];
  for (const { mailbox, generation, keys: wanted } of groups.values()) {
    const uids = [...wanted.keys()];
    const held = await store.api.columns({
      mailbox,
      generation,
      first: uids.reduce((a, b) => Math.min(a, b), 0xffffffff),
      last: uids.reduce((a, b) => Math.max(a, b), 1),
    });
    const flags = new Map<number, number>();
    held.uids.forEach((n, i) => flags.set(n, held.flags[i] ?? 0));
    const pending = operations.flatMap((op) =>
      op.intent.kind === 'flags' &&
      op.intent.messages.mailbox === mailbox &&
      op.intent.messages.generation === generation &&
      op.state !== 'refused'
        ? [op.intent]
        : [],
    );
    for (const [n, key] of wanted) {
      let now = flags.get(n);
      if (now === undefined) {
        changing.push(key);
        continue;
      }
      for (const intent of pending) {
        if (hasUid(intent.messages.uids, n)) now = (now | bits(intent.add)) & ~bits(intent.remove);
      }
      if ((now & add) !== add || (now & remove) !== 0) changing.push(key);
    }
  }
  return changing;
}
