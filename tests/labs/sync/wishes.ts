import type { Stage } from '../../fakes/stage';
import { USER } from '../../fakes/stage';

interface Wish {
  /** Name of the mailbox that the person put the message into last, null when it was left where it was. */
  place: string | null;
  readonly flags: Map<string, boolean>;
  /** Acts of the person that this is made of. */
  readonly groups: Set<string>;
}

/**
 * What the person wanted, as far as it is certain: a message that another client had its hands on too, or whose act was
 * cut off before it was accepted, may end in several ways, and is left to the six invariants.
 */
export class Wishes {
  readonly #wishes = new Map<string, Wish>();
  readonly #uncertain = new Set<string>();
  /** In order; no name is ever given twice. */
  readonly #renames: Rename[] = [];

  /** Several hands, or no answer: how this message ends is anybody's guess. */
  uncertain(...messageIds: string[]): void {
    for (const id of messageIds) this.#uncertain.add(id);
  }
  /** A refused act is tried once more, after wishes that came later: which of them holds in the end is anybody's guess. */
  again(group: string): void {
    for (const [id, wish] of this.#wishes) if (wish.groups.has(group)) this.#uncertain.add(id);
  }
  flag(group: string, messageId: string, flag: string, set: boolean): void {
    const wish = this.#of(messageId, group);
    wish.flags.set(flag, set);
  }
  /** @param place as the person saw it, which may be what it was called before another client renamed it. */
  /** Something was done to it that says nothing about where it is to be found. */
  about(group: string, messageId: string): void {
    this.#of(messageId, group);
  }
  put(group: string, messageId: string, place: string): void {
    this.#of(messageId, group).place = this.nowCalled(place);
  }
  /** What a mailbox is called that was called so once. */
  nowCalled(place: string): string {
    return this.#renames.reduce(renamed, place);
  }
  renamed(from: string, to: string): void {
    this.#renames.push({ from, to });
    for (const wish of this.#wishes.values()) {
      if (wish.place !== null) wish.place = renamed(wish.place, { from, to });
    }
  }
  /** The mailbox is gone, and with it whatever was on its way there. */
  gone(place: string): void {
    for (const [id, wish] of this.#wishes) if (wish.place === place) this.#uncertain.add(id);
  }

  /** Messages of which a move that was refused is in sight: their copies may be there, and the originals as well. */
  *refusedHalfway({ refused }: Stage): Iterable<string> {
    const groups = new Set(refused.filter((op) => op.intent.kind === 'move').map((op) => op.group));
    for (const [id, wish] of this.#wishes) if ([...wish.groups].some((group) => groups.has(group))) yield id;
  }

  /** Invariant I3 to the letter: every certain wish came true, unless a refusal of one of its acts is in sight. */
  *broken(stage: Stage): Iterable<string> {
    const refused = new Set(stage.refused.map((op) => op.group));
    for (const [id, { place, flags, groups }] of this.#wishes) {
      if (this.#uncertain.has(id) || stage.deleted.has(id) || stage.copied.has(id)) continue;
      if ([...groups].some((group) => refused.has(group))) continue;
      const found = [...stage.world.account(USER).mailboxes].flatMap(([name, { messages }]) =>
        messages
          .filter((m) => m.content.header('message-id').trim() === id && !m.flags.has('\\Deleted'))
          .map((m) => ({ name, m })),
      );
      const there = found.find(({ name }) => place === null || name === place);
      if (!there) {
        yield `I3: ${id} should be in ${String(place)} and is in ${found.map((f) => f.name).join() || 'no mailbox'}`;
        continue;
      }
      for (const [flag, set] of flags) {
        if (there.m.has(flag) !== set) yield `I3: ${id} should ${set ? '' : 'not '}be ${flag}`;
      }
    }
  }

  #of(messageId: string, group: string): Wish {
    const wish = this.#wishes.get(messageId) ?? { place: null, flags: new Map(), groups: new Set() };
    this.#wishes.set(messageId, wish);
    wish.groups.add(group);
    return wish;
  }
}

interface Rename {
  readonly from: string;
  readonly to: string;
}
const renamed = (place: string, { from, to }: Rename): string =>
  place === from || place.startsWith(`${from}/`) ? to + place.slice(from.length) : place;
