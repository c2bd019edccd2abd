import type { Action } from '@shared/contract/engine-api';
import type { Intent, Operation } from '@shared/contract/operations';
import {
  type Generation,
  generation,
  type MailboxId,
  type MessageKey,
  parseMessageKey,
} from '@shared/model/ids';
import { formatUids, uidTest } from '@shared/model/uid-ranges';
import { RpcError } from '@shared/rpc/wire';
import type { ConnectedStore } from '../sync/account-runner';
import { KeywordTable } from '../sync/keywords';

/** Marks that are set and taken off. */
export interface Marks {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** What of some marks is news, and for which messages of one mailbox. */
export interface Change extends Marks {
  readonly mailbox: MailboxId;
  readonly generation: Generation;
  readonly keys: readonly MessageKey[];
  readonly uids: readonly number[];
}

/** The marks that an action is about, beside where it takes the messages; null for one that leaves marks alone. */
export function marksOf(action: Action): Marks | null {
  switch (action.kind) {
    case 'flag':
      return action;
    case 'junk':
      return { add: ['$Junk'], remove: ['$NotJunk'] };
    case 'not-junk':
      return { add: ['$NotJunk'], remove: ['$Junk'] };
    default:
      return null;
  }
}

/**
 * What marks change of these messages as they show now: server truth with pending markings on top. Messages of which they
 * change nothing are left out. Null when the store goes away meanwhile, or there is none: acting never waits for the cache
 * (lab sync, 155).
 */
export async function changesBy(
  marks: Marks,
  keys: readonly MessageKey[],
  operations: readonly Operation[],
  store: ConnectedStore | null,
): Promise<readonly Change[] | null> {
  if (!store) return null;
  try {
    const changes: Change[] = [];
    for (const place of placesOf(keys)) changes.push(...(await changesIn(place, marks, operations, store)));
    return changes;
  } catch (error) {
    if (error instanceof RpcError) return null;
    throw error;
  }
}

/** The keys that something changes of, in their order; all of them where that is not known. */
export function changed(
  keys: readonly MessageKey[],
  changes: readonly Change[] | null,
): readonly MessageKey[] {
  if (!changes) return keys;
  const some = new Set(changes.flatMap((change) => change.keys));
  return some.size === keys.length ? keys : keys.filter((key) => some.has(key));
}

/** What takes a marking back exactly: where it changed nothing, nothing is. Null for what is no marking. */
export function marksBack(intent: Intent, changes: readonly Change[]): readonly Intent[] | null {
  if (intent.kind !== 'flags') return null;
  const { mailbox, generation: of, uids } = intent.messages;
  const isMine = uidTest(uids);
  return changes.flatMap((change) => {
    if (change.mailbox !== mailbox || change.generation !== of) return [];
    const mine = change.uids.filter(isMine);
    if (mine.length === 0) return [];
    const messages = { ...intent.messages, uids: formatUids(mine) };
    return [{ kind: 'flags' as const, messages, add: [...change.remove], remove: [...change.add] }];
  });
}

interface Place {
  readonly mailbox: MailboxId;
  readonly generation: Generation;
  readonly keys: Map<number, MessageKey>;
}

function placesOf(keys: readonly MessageKey[]): Iterable<Place> {
  const places = new Map<string, Place>();
  for (const key of keys) {
    const ref = parseMessageKey(key);
    const id = `${ref.mailbox}/${ref.generation}`;
    const place = places.get(id) ?? { mailbox: ref.mailbox, generation: ref.generation, keys: new Map() };
    places.set(id, place);
    place.keys.set(ref.uid, key);
  }
  return places.values();
}

/** Flags and keywords as two numbers. */
type Bits = ReturnType<KeywordTable['encode']>;

async function changesIn(
  { mailbox, generation: of, keys }: Place,
  marks: Marks,
  operations: readonly Operation[],
  store: ConnectedStore,
): Promise<Change[]> {
  const uids = [...keys.keys()];
  const held = await store.api.columns({
    mailbox,
    generation: of,
    first: uids.reduce((a, b) => Math.min(a, b), 0xffffffff),
    last: uids.reduce((a, b) => Math.max(a, b), 1),
    only: 'flags',
  });
  const slots = new Map<number, number>();
  held.uids.forEach((n, i) => slots.set(n, i));
  // A tag that the mailbox has not seen yet gets a bit here, so that pending ones count.
  const table = new KeywordTable(store.facts.keywordsOf(mailbox));
  const pending = operations.flatMap(({ intent, state }) =>
    intent.kind === 'flags' &&
    intent.messages.mailbox === mailbox &&
    intent.messages.generation === of &&
    state !== 'refused'
      ? [
          {
            isNamed: uidTest(intent.messages.uids),
            on: table.encode(intent.add),
            off: table.encode(intent.remove),
          },
        ]
      : [],
  );
  const add = marks.add.map((name) => ({ name, bits: table.encode([name]) }));
  const remove = marks.remove.map((name) => ({ name, bits: table.encode([name]) }));
  const found = new Map<string, { add: string[]; remove: string[]; keys: MessageKey[]; uids: number[] }>();
  for (const [n, key] of keys) {
    const slot = slots.get(n);
    let now: Bits | null = null;
    if (slot !== undefined) {
      now = { flags: held.flags[slot] ?? 0, keywords: held.keywords[slot] ?? 0 };
      for (const { isNamed, on, off } of pending) if (isNamed(n)) now = marked(now, on, off);
    }
    const news = {
      add: add.filter(({ bits }) => now === null || !isSet(now, bits)).map(({ name }) => name),
      remove: remove.filter(({ bits }) => now === null || !isClear(now, bits)).map(({ name }) => name),
    };
    if (news.add.length === 0 && news.remove.length === 0) continue;
    const id = JSON.stringify(news);
    const change = found.get(id) ?? { ...news, keys: [], uids: [] };
    found.set(id, change);
    change.keys.push(key);
    change.uids.push(n);
  }
  return [...found.values()].map((change) => ({ ...change, mailbox, generation: generation(of) }));
}

const marked = (now: Bits, on: Bits, off: Bits): Bits => ({
  flags: (now.flags | on.flags) & ~off.flags,
  keywords: (now.keywords | on.keywords) & ~off.keywords,
});

/** A keyword without a bit, in a mailbox with more than there are bits for, is neither: it is set, or taken off, anyway. */
const isNameless = (bits: Bits): boolean => bits.flags === 0 && bits.keywords === 0;
const isSet = (now: Bits, bits: Bits): boolean =>
  !isNameless(bits) &&
  (now.flags & bits.flags) === bits.flags &&
  (now.keywords & bits.keywords) === bits.keywords;
const isClear = (now: Bits, bits: Bits): boolean =>
  !isNameless(bits) && (now.flags & bits.flags) === 0 && (now.keywords & bits.keywords) === 0;
