import type { Fold } from '@shared/ports/fold';
import type { JournalRecord } from '@shared/ports/vault';
import { formatUids, parseUids } from '@shared/model/uid-ranges';
import type { MessageSet } from '@shared/contract/schema';
import {
  type Generation,
  type MailboxId,
  type MessageKey,
  messageKey,
  type MessageRef,
  parseMessageKey,
  uid,
} from '@shared/model/ids';

/** Where messages went, as runs: `count` consecutive UIDs from `from` became consecutive UIDs from `to`. */
export interface Move {
  readonly fromMailbox: MailboxId;
  readonly fromGeneration: Generation;
  readonly toMailbox: MailboxId;
  readonly toGeneration: Generation;
  readonly runs: readonly (readonly [from: number, to: number, count: number])[];
}

/** Forwarding addresses are needed while operations or open views may name the old place; then they are history. */
const KEEP = 200_000;

const TYPE = 'forward.add';

/**
 * The forwarding addresses of moved messages (design §2.3): a chain of offline operations on one message, an undo of
 * a finished move and a selection in the UI all lead on from the old reference to the new one.
 */
export class Forwarding implements Fold {
  readonly #to = new Map<MessageKey, MessageKey>();
  /** Grows whenever an address is added: what was resolved before may lead elsewhere now. */
  version = 0;

  record(move: Move): JournalRecord {
    return { type: TYPE, payload: { ...move, runs: move.runs.map((run) => [...run]) } };
  }

  owns(type: string): boolean {
    return type === TYPE;
  }
  apply(record: JournalRecord): void {
    const move = record.payload as unknown as Move;
    this.version++;
    for (const [from, to] of expand(move)) {
      // A message that came back to where it was before: the old chain would be a circle.
      this.#to.delete(to);
      this.#to.delete(from);
      this.#to.set(from, to);
    }
    for (const oldest of this.#to.keys()) {
      if (this.#to.size <= KEEP) break;
      this.#to.delete(oldest);
    }
  }
  *records(): Iterable<JournalRecord> {
    const groups = new Map<string, { head: Omit<Move, 'runs'>; pairs: [number, number][] }>();
    for (const [fromKey, toKey] of this.#to) {
      const from = parseMessageKey(fromKey);
      const to = parseMessageKey(toKey);
      const key = `${from.mailbox}/${from.generation}>${to.mailbox}/${to.generation}`;
      const group = groups.get(key) ?? {
        head: {
          fromMailbox: from.mailbox,
          fromGeneration: from.generation,
          toMailbox: to.mailbox,
          toGeneration: to.generation,
        },
        pairs: [],
      };
      groups.set(key, group);
      group.pairs.push([from.uid, to.uid]);
    }
    for (const { head, pairs } of groups.values()) yield this.record({ ...head, runs: toRuns(pairs) });
  }

  /** Where the message is now, as far as Tern knows; the reference itself when it never moved. */
  resolve(ref: MessageRef): MessageRef {
    let key = messageKey(ref);
    for (let hops = 0; hops < 64; hops++) {
      const next = this.#to.get(key);
      if (next === undefined) return hops === 0 ? ref : parseMessageKey(key);
      key = next;
    }
    return parseMessageKey(key);
  }

  /** The messages of a set, each where it is now, grouped by mailbox and generation. */
  resolveSet(set: MessageSet): MessageSet[] {
    const groups = new Map<string, { mailbox: MailboxId; generation: Generation; uids: number[] }>();
    for (const n of parseUids(set.uids)) {
      const now = this.resolve({ mailbox: set.mailbox, generation: set.generation, uid: uid(n) });
      const key = `${now.mailbox}/${now.generation}`;
      const group = groups.get(key) ?? { mailbox: now.mailbox, generation: now.generation, uids: [] };
      groups.set(key, group);
      group.uids.push(now.uid);
    }
    return [...groups.values()].map((g) => ({
      mailbox: g.mailbox,
      generation: g.generation,
      uids: formatUids(g.uids),
    }));
  }

  /** All addresses, for a store that connects. */
  entries(): { from: MessageKey[]; to: MessageKey[] } {
    return { from: [...this.#to.keys()], to: [...this.#to.values()] };
  }
}

export function* expand(move: Move): Iterable<[MessageKey, MessageKey]> {
  for (const [from, to, count] of move.runs) {
    for (let i = 0; i < count; i++) {
      yield [
        messageKey({ mailbox: move.fromMailbox, generation: move.fromGeneration, uid: uid(from + i) }),
        messageKey({ mailbox: move.toMailbox, generation: move.toGeneration, uid: uid(to + i) }),
      ];
    }
  }
}

/** Packs (old UID, new UID) pairs into runs. */
export function toRuns(pairs: readonly (readonly [number, number])[]): [number, number, number][] {
  const runs: [number, number, number][] = [];
  for (const [from, to] of [...pairs].sort((a, b) => a[0] - b[0])) {
    const last = runs.at(-1);
    if (last && last[0] + last[2] === from && last[1] + last[2] === to) last[2]++;
    else runs.push([from, to, 1]);
  }
  return runs;
}
