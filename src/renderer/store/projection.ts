import type { Intent, Operation } from '@shared/contract/operations';
import type { SnoozeState } from '@shared/contract/snooze';
import { Flag } from '@shared/model/flags';
import { type AccountId, generation } from '@shared/model/ids';
import { parseUidRanges } from '@shared/model/uid-ranges';
import { hash53 } from '@shared/util/hash';
import type { Box, Catalogue, Folder } from './catalogue';
import { Forwarding, type RefCode, folderOfCode, refCode, uidOfCode } from './forwarding';
import { Asleep, HIDDEN, type MessageColumns } from './message-columns';
import { project, projects } from './project';
import { raisedFrom, Snoozed } from './snoozed';

/** An operation that names messages of one folder, its UID set unpacked for searching. */
interface Active {
  readonly operation: Operation;
  readonly folder: Folder;
  /** [first, last] pairs, ascending and apart. */
  readonly ranges: Uint32Array;
  /** A draft's new copy: its old ones are shown until it is there, so that one of them always is. */
  readonly successor: { readonly idHash: number; slot: number } | null;
}

const MAX_KEYWORDS = 32;

/** `Details`: flags, row, body. `Place`: it came, went, moved or was dated anew. */
export const Change = { Details: 1, Place: 2 } as const;

/**
 * Keeps the shown columns equal to `project(truth, operations)`: whatever changes names the slots it touches, and
 * those are computed anew. Counts follow slot by slot.
 */
export class Projection {
  readonly forwarding: Forwarding;
  readonly operations = new Map<string, Operation>();
  readonly #columns: MessageColumns;
  readonly #catalogue: Catalogue;
  readonly #changed: (slot: number, change: number) => void;
  readonly #snoozed = new Snoozed();
  /** By folder index, in order of acceptance. */
  readonly #active = new Map<number, Active[]>();
  /** Those of them that wait for, or have, a successor. */
  readonly #succeeded = new Set<Active>();
  /**
   * Messages that the server no longer has at their old place while a move away from it is still unsettled: they
   * stay visible in the target until the target's own message is known.
   */
  readonly #leaving = new Map<RefCode, number>();
  readonly #release: (slot: number) => void;

  constructor(
    columns: MessageColumns,
    catalogue: Catalogue,
    changed: (slot: number, change: number) => void,
    release: (slot: number) => void,
  ) {
    this.#columns = columns;
    this.#catalogue = catalogue;
    this.#changed = changed;
    this.#release = release;
    this.forwarding = new Forwarding(catalogue);
  }

  /** The slot of a reference exactly as named, −1 when it is not known. */
  slotOf(code: RefCode): number {
    const folder = this.#catalogue.folders[folderOfCode(code)];
    const slot = folder ? folder.uids.find(uidOfCode(code)) : -1;
    return slot >= 0 ? slot : (this.#leaving.get(code) ?? -1);
  }

  /** The slot of a reference, forwarding followed as far as messages are known. */
  resolve(code: RefCode): number {
    if (!this.forwarding.isEmpty) {
      const onward = this.forwarding.onward(code);
      for (let i = onward.length - 1; i >= 0; i--) {
        const slot = this.slotOf(onward[i] as RefCode);
        if (slot >= 0) return slot;
      }
    }
    return this.slotOf(code);
  }

  codeOf(slot: number): RefCode {
    return refCode(this.#columns.folder[slot] as number, this.#columns.uid[slot] as number);
  }

  /** Takes over operations, or what changed of them, and projects the messages they name or named. */
  setOperations(upsert: readonly Operation[], remove: Iterable<string>): void {
    const touched = new Set<number>();
    for (const id of remove) this.#forget(id, touched);
    for (const operation of upsert) {
      this.#forget(operation.id, touched);
      this.operations.set(operation.id, operation);
      const active = this.#compile(operation);
      if (!active) continue;
      const list = this.#active.get(active.folder.index) ?? [];
      const at = list.findLastIndex((other) => other.operation.seq <= operation.seq) + 1;
      list.splice(at, 0, active);
      this.#active.set(active.folder.index, list);
      if (active.successor) this.#succeeded.add(active);
      this.#collect(active, touched);
    }
    for (const slot of touched) this.refresh(slot, Change.Details);
  }

  /** Takes over all that is snoozed. @returns whether anything is different. */
  setSnoozed(all: readonly SnoozeState[]): boolean {
    const changed = this.#snoozed.replace(all, (account) => this.#catalogue.account(account));
    if (changed.size === 0) return false;
    this.#refreshNamed(changed);
    return true;
  }

  /** Computes what is snoozed anew: which mailboxes are inboxes, or for sent mail, changed. */
  refreshSnoozed(): void {
    if (!this.#snoozed.isEmpty) this.#refreshNamed(this.#snoozed.hashes);
  }

  #refreshNamed(changed: { has(hash: number): boolean }): void {
    const { idHash } = this.#columns;
    for (const folder of this.#catalogue.folders) {
      if (folder.dropped) continue;
      for (const slot of folder.uids.slots())
        if (changed.has(idHash[slot] as number)) this.refresh(slot, Change.Details);
    }
    for (const slot of this.#leaving.values())
      if (changed.has(idHash[slot] as number)) this.refresh(slot, Change.Details);
  }

  /** Folders from which inboxes list letters as well. */
  raisedFrom(): Folder[] {
    return this.#snoozed.isEmpty ? [] : raisedFrom(this.#catalogue, this.#snoozed.states);
  }

  /** Until when a message is snoozed or waits, ms since 1970; 0 when it does not. */
  snoozedUntil(slot: number): number {
    return this.#columns.asleep[slot] !== Asleep.No ? (this.#snoozeOf(slot)?.until ?? 0) : 0;
  }

  addForwarding(pairs: Iterable<readonly [RefCode, RefCode]>): void {
    for (const [from, to] of pairs) {
      this.forwarding.add(from, to);
      for (const code of [from, to]) {
        const slot = this.slotOf(code);
        if (slot >= 0) this.refresh(slot, Change.Details);
      }
    }
  }

  /** A message that came: it may settle a move, so the slots of its former references are looked at again. */
  arrived(slot: number): void {
    const own = this.codeOf(slot);
    const stale = this.#leaving.get(own);
    if (stale !== undefined) {
      this.#leaving.delete(own);
      this.#hide(stale);
    }
    this.refresh(slot, Change.Place);
    this.#successorIs(slot, -1, slot);
    if (this.forwarding.isEmpty) return;
    for (const code of this.forwarding.former(own)) {
      const former = this.slotOf(code);
      if (former >= 0) this.refresh(former, Change.Place);
    }
  }

  /** The server no longer has the message there; it is already out of the folder's index. */
  departed(slot: number): void {
    const code = this.codeOf(slot);
    if (this.#operationsOn(code).some((operation) => operation.intent.kind === 'move')) {
      this.#leaving.set(code, slot);
      this.refresh(slot, Change.Place);
    } else {
      this.#hide(slot);
    }
    this.#successorIs(slot, slot, -1);
    if (this.forwarding.isEmpty) return;
    for (const former of this.forwarding.former(code)) {
      const other = this.slotOf(former);
      if (other >= 0) this.refresh(other, Change.Place);
    }
  }

  /** Computes a slot anew; `change` says what is known to have changed whatever the projection comes to. */
  refresh(slot: number, change: number): void {
    const columns = this.#columns;
    const folder = this.#catalogue.folders[columns.folder[slot] as number] as Folder;
    const code = this.codeOf(slot);
    const leaving = this.#leaving.get(code) === slot;
    const visible = folder.box.info?.generation === folder.generation && !folder.dropped;
    const moved = !this.forwarding.isEmpty && this.forwarding.onward(code).some((to) => this.slotOf(to) >= 0);

    if (this.#active.size === 0 && !leaving) {
      const place = visible && !moved ? folder.box.index : HIDDEN;
      this.#set(slot, place, columns.flags[slot] as number, columns.keywords[slot] as number, 0, change);
      return;
    }
    const operations = this.#operationsOn(code);
    const shown = project(
      {
        mailbox: leaving ? null : folder.box.id,
        flags: columns.flags[slot] as number,
        keywords: columns.keywords[slot] as number,
      },
      operations,
      (name) => this.keywordBit(folder.box, name),
    );
    if (leaving && (shown.mailbox === null || moved || !visible)) {
      this.#leaving.delete(code);
      this.#hide(slot);
      return;
    }
    let place = HIDDEN;
    if (visible && !moved && shown.mailbox !== null) {
      // A target that no list names (deleted elsewhere) would show the message nowhere: it stays where it is.
      const target = this.#catalogue.findBox(shown.mailbox);
      place = target?.info ? target.index : folder.box.index;
    }
    this.#set(slot, place, shown.flags, shown.keywords, Math.min(shown.pending, 255), change);
  }

  /** Everything of a folder computed anew: its generation became visible, or no longer is. */
  refreshFolder(folder: Folder): void {
    for (const slot of folder.uids.slots()) this.refresh(slot, Change.Details);
    for (const [code, slot] of this.#leaving) {
      if (folderOfCode(code) === folder.index) this.refresh(slot, Change.Details);
    }
  }

  /** Computes anew what operations shape: a target mailbox came or went, or a keyword table changed. */
  refreshActive(): void {
    const touched = new Set<number>();
    for (const list of this.#active.values()) for (const active of list) this.#collect(active, touched);
    for (const slot of touched) this.refresh(slot, Change.Details);
  }

  /** The bit of a keyword; one that the server has not named yet gets the next free one until it does. */
  keywordBit(box: Box, name: string): number {
    const lower = name.toLowerCase();
    let index = box.keywords.findIndex((known) => known.toLowerCase() === lower);
    if (index < 0) {
      if (box.keywords.length >= MAX_KEYWORDS) return 0;
      index = box.keywords.length;
      box.keywords = [...box.keywords, name];
    }
    return (1 << index) >>> 0;
  }

  #compile(operation: Operation): Active | null {
    const { intent } = operation;
    if (!projects(operation)) return null;
    if (intent.kind === 'draft') return this.#compileDraft(operation, intent);
    if (!('messages' in intent)) return null;
    const { mailbox, generation, uids } = intent.messages;
    const ranges = parseUidRanges(uids).sort((a, b) => a[0] - b[0]);
    return {
      operation,
      folder: this.#catalogue.folder(mailbox, generation),
      ranges: Uint32Array.from(ranges.flat()),
      successor: null,
    };
  }

  /** The old copies of a draft, where their UIDs are known: of the newest generation, older ones are no longer shown. */
  #compileDraft(operation: Operation, { to, ours, save }: Intent & { kind: 'draft' }): Active | null {
    const newest = ours.at(-1)?.generation;
    const uids = ours.flatMap(({ generation: of, uid }) => (of === newest && uid !== null ? [uid] : []));
    if (newest === undefined || uids.length === 0) return null;
    const folder = this.#catalogue.folder(to, generation(newest));
    const ranges = Uint32Array.from(uids.sort((a, b) => a - b).flatMap((uid) => [uid, uid]));
    if (!save) return { operation, folder, ranges, successor: null };
    const idHash = hash53(save.messageId);
    const slots = [...folder.uids.slots()];
    const slot = slots.find((one) => this.#columns.idHash[one] === idHash) ?? -1;
    return { operation, folder, ranges, successor: { idHash, slot } };
  }

  /** A message came or went that may be the new copy of a draft. */
  #successorIs(slot: number, before: number, now: number): void {
    for (const active of this.#succeeded) {
      const { successor, folder } = active;
      if (successor?.slot !== before || successor.idHash !== this.#columns.idHash[slot]) continue;
      if (this.#columns.folder[slot] !== folder.index) continue;
      successor.slot = now;
      const touched = new Set<number>();
      this.#collect(active, touched);
      for (const old of touched) this.refresh(old, Change.Details);
    }
  }

  #forget(id: string, touched: Set<number>): void {
    const old = this.operations.get(id);
    if (!old) return;
    this.operations.delete(id);
    for (const [index, list] of this.#active) {
      const at = list.findIndex((active) => active.operation === old);
      if (at < 0) continue;
      this.#collect(list[at] as Active, touched);
      this.#succeeded.delete(list[at] as Active);
      list.splice(at, 1);
      if (list.length === 0) this.#active.delete(index);
      return;
    }
  }

  /** The slots that an operation names: by the folder's own index, so that a set of "1:4294967295" costs no more. */
  #collect({ folder, ranges }: Active, touched: Set<number>): void {
    const single = ranges.length === 2 && ranges[0] === ranges[1];
    const own = single ? [folder.uids.find(ranges[0] as number)] : folder.uids.slots();
    for (const slot of own) {
      if (slot >= 0 && (single || inRanges(ranges, this.#columns.uid[slot] as number))) touched.add(slot);
    }
    const named = (code: RefCode): boolean =>
      folderOfCode(code) === folder.index && inRanges(ranges, uidOfCode(code));
    for (const [code, slot] of this.#leaving) if (named(code)) touched.add(slot);
    for (const code of this.forwarding.sources()) {
      if (!named(code)) continue;
      const led = this.resolve(code);
      if (led >= 0) touched.add(led);
    }
  }

  /** Operations that name the message by this or a former reference, in order of acceptance. */
  #operationsOn(code: RefCode): Operation[] {
    const out: Operation[] = [];
    this.#named(code, out);
    if (this.forwarding.isEmpty) return out;
    const former = this.forwarding.former(code);
    for (const other of former) this.#named(other, out);
    if (former.length > 0) out.sort((a, b) => a.seq - b.seq);
    return out;
  }

  #named(code: RefCode, out: Operation[]): void {
    const list = this.#active.get(folderOfCode(code));
    if (!list) return;
    const uid = uidOfCode(code);
    for (const { ranges, successor, operation } of list) {
      if (successor?.slot !== -1 && inRanges(ranges, uid)) out.push(operation);
    }
  }

  #hide(slot: number): void {
    this.#set(slot, HIDDEN, 0, 0, 0, Change.Place);
    this.#release(slot);
  }

  #set(slot: number, place: number, flags: number, keywords: number, pending: number, change: number): void {
    const columns = this.#columns;
    const oldPlace = columns.shownIn[slot] as number;
    const snooze = this.#snoozed.isEmpty ? undefined : this.#snoozeOf(slot);
    const { asleep, raisedIn } = snooze ? this.#away(snooze, place) : NOT_AWAY;
    const date = snooze?.back ?? columns.date[slot] ?? 0;
    let what = change;
    if (oldPlace !== place || columns.shownDate[slot] !== date) what |= Change.Place;
    this.#count(slot, -1);
    columns.asleep[slot] = asleep;
    columns.raisedIn[slot] = raisedIn;
    columns.shownDate[slot] = date;
    columns.shownIn[slot] = place;
    columns.shownFlags[slot] = flags;
    columns.shownKeywords[slot] = keywords;
    columns.pending[slot] = pending;
    this.#count(slot, 1);
    this.#changed(slot, what);
  }

  /** Of a message that is snoozed, or a letter that is waited for, where it is listed beside its place, or not there. */
  #away({ sent, back }: SnoozeState, place: number): { readonly asleep: number; readonly raisedIn: number } {
    const info = place === HIDDEN ? null : (this.#catalogue.boxes[place]?.info ?? null);
    if (sent === undefined)
      return back === null && info?.role === 'inbox' ? { asleep: Asleep.Out, raisedIn: HIDDEN } : NOT_AWAY;
    if (info?.role !== 'sent') return NOT_AWAY;
    return back === null
      ? { asleep: Asleep.Waits, raisedIn: HIDDEN }
      : { asleep: Asleep.No, raisedIn: this.#inboxOf(info.account) };
  }

  /** An account's inbox, else any: POP3 may have its mail in another account's. */
  #inboxOf(account: AccountId): number {
    const inboxes = this.#catalogue.boxes.filter(({ info }) => info?.role === 'inbox');
    return (inboxes.find(({ info }) => info?.account === account) ?? inboxes[0])?.index ?? HIDDEN;
  }

  #snoozeOf(slot: number): SnoozeState | undefined {
    const { idHash, folder } = this.#columns;
    return this.#snoozed.of(idHash[slot] as number, () =>
      this.#catalogue.accountOf((this.#catalogue.folders[folder[slot] as number] as Folder).box),
    );
  }

  /** Counts a message as it is shown now, or no longer. */
  #count(slot: number, by: 1 | -1): void {
    const { boxes } = this.#catalogue;
    const place = this.#columns.shownIn[slot] as number;
    if (place === HIDDEN) return;
    const flags = this.#columns.shownFlags[slot] as number;
    const box = boxes[place] as Box;
    box.total += by;
    const unread = unreadIn(this.#columns, slot);
    if (unread !== HIDDEN) (boxes[unread] as Box).unread += by;
    if (flags & Flag.Flagged) box.flagged += by;
  }
}

const NOT_AWAY = { asleep: Asleep.No, raisedIn: HIDDEN } as const;

/** The mailbox that counts a message as unread, `HIDDEN` for none: what came up is to be read where it came up. */
function unreadIn(columns: MessageColumns, slot: number): number {
  // Nobody has to look at what is out of its inbox now.
  if ((columns.shownFlags[slot] as number) & Flag.Seen || columns.asleep[slot] === Asleep.Out) return HIDDEN;
  const raised = columns.raisedIn[slot] as number;
  return raised === HIDDEN ? (columns.shownIn[slot] as number) : raised;
}

function inRanges(ranges: Uint32Array, uid: number): boolean {
  let low = 0;
  let high = ranges.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (uid < (ranges[middle * 2] as number)) high = middle - 1;
    else if (uid > (ranges[middle * 2 + 1] as number)) low = middle + 1;
    else return true;
  }
  return false;
}

/** Counts from the columns alone, for comparison with the ones that are kept. */
export function recount(columns: MessageColumns, boxes: number): { total: number[]; unread: number[] } {
  const total = new Array<number>(boxes).fill(0);
  const unread = new Array<number>(boxes).fill(0);
  for (let slot = 0; slot < columns.length; slot++) {
    const place = columns.shownIn[slot] as number;
    if (place === HIDDEN) continue;
    total[place] = (total[place] ?? 0) + 1;
    const at = unreadIn(columns, slot);
    if (at !== HIDDEN) unread[at] = (unread[at] ?? 0) + 1;
  }
  return { total, unread };
}
