import type { ViewQuery } from '@shared/contract/view-api';
import { Flag } from '@shared/model/flags';
import type { Alphabet } from './alphabet';
import { Asleep, HIDDEN, type MessageColumns } from './message-columns';
import { MAX_KEY, mergeInto, newestFirst, sortByKeys, sortNewestFirst } from './order';
import { Change } from './projection';
import type { ThreadForest } from './thread-forest';
import { eachOnce, type Home } from './twins';

/** What a view needs to know of the rest of the store. */
export interface ViewWorld {
  readonly columns: MessageColumns;
  readonly forest: ThreadForest;
  /** Everything that any list shows, newest first. */
  readonly newestFirst: () => Uint32Array;
  /** One entry a mailbox, by index: whether the view's scope covers it. */
  readonly scope: (query: ViewQuery) => Uint8Array;
  /** By index of mailbox, where the query lists a message with several copies once; null where copies are listed. */
  readonly homes: (query: ViewQuery) => readonly Home[] | null;
  /** Null when every message matches the text; the search lines needed are in memory. */
  readonly searcher: (query: ViewQuery) => Searcher | null;
  /** Null where the order is none of texts; the search lines needed are in memory. */
  readonly alphabet: (query: ViewQuery) => Alphabet | null;
  /** Whether the query leaves out what is snoozed. */
  readonly leavesOutAsleep: (query: ViewQuery) => boolean;
  /** Until when a message is snoozed, ms since 1970. */
  readonly snoozedUntil: (slot: number) => number;
}

/** The text half of a query. */
export interface Searcher {
  /** One octet a slot, the caller's own: 1 where it matches. */
  all(): Uint8Array<ArrayBuffer>;
  one(slot: number): boolean;
  /** It asks for flags or keywords: a message may begin or cease to match where it stands. */
  readonly flags: boolean;
}

const NONE: ReadonlyMap<number, number> = new Map();

/**
 * The sorted list behind one view: all its messages newest first ("flat"), and its rows, which are the same or one a
 * thread. Changes are merged in one pass over the list, however many there are.
 */
export class ViewIndex {
  readonly query: ViewQuery;
  version = 1;
  unread = 0;
  readonly #world: ViewWorld;
  #scope: Uint8Array = new Uint8Array(0);
  /** Of the column `asleep`, what is not listed; null: all is. */
  #leftOut: number | null = null;
  #searcher: Searcher | null = null;
  #member = new Uint8Array(0);
  /** With a search text: which messages contain it, whatever the other filters say. */
  #hit = new Uint8Array(0);
  #flat: Uint32Array = new Uint32Array(0);
  /** What the lists are the beginnings of: made anew at each change, they would cost more than what is in them. */
  readonly #room = { flat: new Uint32Array(0), leaders: new Uint32Array(0), oldest: new Int32Array(0) };
  /** The same without further copies of a message, and for each of those the one that is listed. */
  #listed: Uint32Array = new Uint32Array(0);
  #listedFor = NONE;
  /** The newest message of each row. */
  #leaders: Uint32Array = new Uint32Array(0);
  /** Threaded: the oldest message of each row, and from each message to the next newer one of its row. */
  #oldest: Int32Array = new Int32Array(0);
  #newer: Int32Array = new Int32Array(0);
  /** Threaded: row of each message. */
  #rowOf: Int32Array = new Int32Array(0);
  #mergesSeen = 0;
  #alphabet: Alphabet | null = null;
  /** Where the order is not by date: which of the leaders stands in each place, and where each of them stands. */
  #shown: { readonly leader: Uint32Array; readonly place: Uint32Array } | null = null;

  constructor(query: ViewQuery, world: ViewWorld) {
    this.query = query;
    this.#world = world;
    this.build();
  }

  get total(): number {
    return this.#leaders.length;
  }

  /** Whether the query covers other mailboxes than when the list was made. */
  isStale(): boolean {
    const now = this.#world.scope(this.query);
    for (let box = 0; box < now.length; box++) if ((this.#scope[box] ?? 0) !== now[box]) return true;
    return false;
  }

  rebuild(): void {
    this.build();
    this.version++;
  }

  /** Makes the list from nothing. */
  build(): void {
    const { columns } = this.#world;
    this.#scope = this.#world.scope(this.query);
    const asleep = this.#world.leavesOutAsleep(this.query) ? Asleep.Out : null;
    this.#leftOut = this.query.scope.kind === 'snoozed' ? Asleep.No : asleep;
    this.#searcher = this.#world.searcher(this.query);
    this.#alphabet = this.#world.alphabet(this.query);
    this.#member = new Uint8Array(columns.length);
    // What is looked for letter by letter is picked out of one order, not put in order each time.
    const ordered = this.#world.newestFirst();
    const found = new Uint32Array(ordered.length);
    let n = 0;
    const hits = this.#searcher ? (this.#hit = this.#searcher.all()) : null;
    for (let i = 0; i < ordered.length; i++) {
      const slot = ordered[i] as number;
      if ((hits && hits[slot] !== 1) || !this.#fits(slot)) continue;
      this.#member[slot] = 1;
      found[n++] = slot;
    }
    this.#room.flat = found.slice(0, n);
    this.#flat = this.#room.flat;
    this.#group();
  }

  /**
   * Takes over changed slots.
   * @returns whether anything in the view changed
   */
  update(dirty: readonly number[], changes: Uint8Array): boolean {
    this.#member = roomFor(this.#member, this.#world.columns.length);
    if (this.#searcher) this.#hit = roomFor(this.#hit, this.#world.columns.length);
    const added: number[] = [];
    let removed = 0;
    let touched = false;
    for (const slot of dirty) {
      const was = this.#member[slot] === 1;
      const placed = ((changes[slot] as number) & Change.Place) !== 0;
      if (placed) this.#alphabet?.forget(slot);
      if (this.#searcher && (placed || this.#searcher.flags))
        this.#hit[slot] = this.#searcher.one(slot) ? 1 : 0;
      const is = this.#fits(slot) && (!this.#searcher || this.#hit[slot] === 1);
      if (!was && !is) continue;
      touched = true;
      if (was && is && !placed) continue;
      if (was) removed++;
      if (is) added.push(slot);
      // 2 marks what the old list must leave out: gone, or entered anew at its new place.
      this.#member[slot] = was ? 2 : 1;
    }
    // Messages of other mailboxes may have shown that two rows of this one are one thread.
    if (!touched && !this.#threadsMerged()) return false;
    const before = this.total;
    if (removed > 0 || added.length > 0) this.#splice(added, removed);
    this.#group();
    if (!touched && this.total === before) return false;
    this.version++;
    return true;
  }

  /** Leaders of rows from ≤ row < to, in the view's order. */
  rows(from: number, to: number): number[] {
    const out: number[] = [];
    const end = Math.min(to, this.total);
    for (let row = from; row < end; row++) out.push(this.#leaders[this.#leaderAt(row)] as number);
    return out;
  }

  /** Messages of a row, oldest first. */
  members(row: number): number[] {
    return this.#messagesOf(this.#leaderAt(row));
  }

  /** The message that stands in a row for this one: itself, or a copy of it; −1 when none does. */
  listedAs(slot: number): number {
    return this.#member[slot] === 1 ? (this.#listedFor.get(slot) ?? slot) : -1;
  }

  /** The row a message stands in, −1 when it is not in the view. */
  rowOf(slot: number): number {
    const shown = this.listedAs(slot);
    if (shown < 0) return -1;
    const index = this.query.threaded ? (this.#rowOf[shown] as number) : this.#leaders.indexOf(shown);
    return index < 0 ? -1 : this.#placeOf(index);
  }

  /** All messages, newest first: what a test compares. */
  get flat(): Uint32Array {
    return this.#flat;
  }

  /** Which of the leaders, newest first, stands in a row. */
  #leaderAt(row: number): number {
    if (this.#shown) return this.#shown.leader[row] as number;
    return this.query.sort === 'oldest' ? this.total - 1 - row : row;
  }

  #placeOf(leader: number): number {
    if (this.#shown) return this.#shown.place[leader] as number;
    return this.query.sort === 'oldest' ? this.total - 1 - leader : leader;
  }

  /** Of one of the leaders, all messages, oldest first. */
  #messagesOf(leader: number): number[] {
    if (!this.query.threaded) return [this.#leaders[leader] as number];
    const out: number[] = [];
    for (let slot = this.#oldest[leader] as number; slot >= 0; slot = this.#newer[slot] as number)
      out.push(slot);
    return out;
  }

  #threadsMerged(): boolean {
    return this.query.threaded && this.#world.forest.merges !== this.#mergesSeen;
  }

  #fits(slot: number): boolean {
    const { columns } = this.#world;
    const box = columns.shownIn[slot] as number;
    if (box === HIDDEN || columns.asleep[slot] === this.#leftOut) return false;
    if (this.#scope[box] !== 1) {
      const raised = columns.raisedIn[slot] as number;
      if (raised === HIDDEN || this.#scope[raised] !== 1) return false;
    }
    const flags = columns.shownFlags[slot] as number;
    const { query } = this;
    if ((query.unread || query.scope.kind === 'unread') && flags & Flag.Seen) return false;
    if ((query.flagged || query.scope.kind === 'flagged') && !(flags & Flag.Flagged)) return false;
    return !query.attachment || (flags & Flag.HasAttachment) !== 0;
  }

  #splice(added: number[], removed: number): void {
    const { columns } = this.#world;
    const flat = this.#flat;
    let kept = flat.length;
    if (removed > 0) {
      kept = 0;
      for (const slot of flat) {
        if (this.#member[slot] === 2) this.#member[slot] = 0;
        else flat[kept++] = slot;
      }
      for (const slot of added) this.#member[slot] = 1;
    }
    const total = kept + added.length;
    if (total > this.#room.flat.length) {
      this.#room.flat = new Uint32Array(Math.ceil(total * 1.5));
      this.#room.flat.set(flat.subarray(0, kept));
    }
    const sorted = sortNewestFirst(Uint32Array.from(added), columns);
    mergeInto(this.#room.flat, kept, sorted, newestFirst(columns));
    this.#flat = this.#room.flat.subarray(0, total);
  }

  #group(): void {
    this.#makeRows();
    this.#arrange();
  }

  /** Puts the rows in an order that is not by date; those that are equal stay newest first. */
  #arrange(): void {
    const { sort, scope } = this.query;
    const byDate = sort === 'newest' || sort === 'oldest';
    const keys =
      sort === 'largest'
        ? this.#sizes()
        : scope.kind === 'snoozed' && byDate
          ? this.#wakings()
          : this.#alphabet?.ranks(this.#leaders);
    if (!keys) return;
    const { values: leader } = sortByKeys(Uint32Array.from(keys.keys()), keys);
    const place = new Uint32Array(leader.length);
    for (let row = 0; row < leader.length; row++) place[leader[row] as number] = row;
    this.#shown = { leader, place };
  }

  /** Of each row, what its messages have in octets, the most first. */
  #sizes(): Uint32Array {
    const { size } = this.#world.columns;
    const keys = new Uint32Array(this.total);
    for (let i = 0; i < keys.length; i++) {
      let sum = size[this.#leaders[i] as number] as number;
      if (this.query.threaded) {
        sum = 0;
        for (let slot = this.#oldest[i] as number; slot >= 0; slot = this.#newer[slot] as number)
          sum += size[slot] as number;
      }
      keys[i] = MAX_KEY - Math.min(sum, MAX_KEY);
    }
    return keys;
  }

  /** Of each row, when its newest message comes back, in seconds since 1970. */
  #wakings(): Uint32Array {
    return this.#leaders.map((slot) => Math.min(this.#world.snoozedUntil(slot) / 1000, MAX_KEY));
  }

  /** One pass over the list: unread count and, when threaded, the rows. */
  #makeRows(): void {
    const { columns, forest } = this.#world;
    const homes = this.#world.homes(this.query);
    const once = homes && eachOnce(this.#flat, columns, homes);
    this.#listed = once ? once.listed : this.#flat;
    this.#listedFor = once ? once.listedFor : NONE;
    const flat = this.#listed;
    let unread = 0;
    for (let i = 0; i < flat.length; i++) {
      if (!((columns.shownFlags[flat[i] as number] as number) & Flag.Seen)) unread++;
    }
    this.unread = unread;
    if (!this.query.threaded) {
      this.#leaders = flat;
      return;
    }
    this.#mergesSeen = forest.merges;
    const room = this.#room;
    if (room.leaders.length < flat.length) {
      room.leaders = new Uint32Array(Math.ceil(flat.length * 1.5));
      room.oldest = new Int32Array(room.leaders.length);
    }
    const { leaders, oldest } = room;
    if (this.#newer.length < columns.length) {
      this.#newer = new Int32Array(Math.ceil(columns.length * 1.25));
      this.#rowOf = new Int32Array(Math.ceil(columns.length * 1.25));
    }
    const rowOfRoot = noRows(forest.size);
    let rows = 0;
    for (let i = 0; i < flat.length; i++) {
      const slot = flat[i] as number;
      const root = forest.root(columns.node[slot] as number);
      let row = rowOfRoot[root] as number;
      if (row < 0) {
        row = rows++;
        rowOfRoot[root] = row;
        leaders[row] = slot;
        this.#newer[slot] = -1;
      } else {
        this.#newer[slot] = oldest[row] as number;
      }
      oldest[row] = slot;
      this.#rowOf[slot] = row;
    }
    this.#leaders = leaders.subarray(0, rows);
    this.#oldest = oldest.subarray(0, rows);
  }
}

let scratch = new Int32Array(0);

/** So many times −1, for whoever is done with it when the next one asks: all views count in one array. */
function noRows(length: number): Int32Array {
  if (scratch.length < length) scratch = new Int32Array(Math.ceil(length * 1.5));
  return scratch.fill(-1, 0, length);
}

function roomFor(old: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (old.length >= length) return old;
  const bigger = new Uint8Array(Math.ceil(length * 1.25));
  bigger.set(old);
  return bigger;
}
