import type { Operation } from '@shared/contract/operations';
import type { Fact, FactBatch, MessagesFact } from '@shared/contract/store-api';
import { MailError } from '@shared/errors/mail-error';
import { SERVER_FLAGS } from '@shared/model/flags';
import type { AccountId, Generation, MailboxId, MessageKey } from '@shared/model/ids';
import { lineEnds } from '@shared/model/lines';
import { pageOf } from '@shared/model/page';
import { type Folder, nameKeywords } from './catalogue';
import type { TableName, Tables } from './database';
import { Change, cursorKey, type StoreState } from './state';
import { textKeyOf } from './search/text-key';

/** Rows of one page that a batch brings. */
export interface RowsWrite {
  readonly folder: Folder;
  readonly page: number;
  readonly uids: Uint32Array;
  /** As `model/lines`, both; raw DEFLATE of it where they are packed. */
  readonly rows: Uint8Array;
  readonly search: Uint8Array;
  readonly packed: boolean;
  /** Those of `uids` that were known before. */
  readonly updated: number[];
}

export interface PreviewsWrite {
  readonly folder: Folder;
  readonly page: number;
  readonly previews: Map<number, string>;
}

type Write =
  | {
      readonly [T in TableName]: { readonly kind: 'put'; readonly table: T; readonly record: Tables[T] };
    }[TableName]
  | {
      readonly kind: 'delete';
      readonly table: TableName;
      readonly key: string | readonly (string | number)[];
    }
  | { readonly kind: 'range'; readonly table: TableName; readonly prefix: readonly (string | number)[] }
  | { readonly kind: 'clear'; readonly table: TableName };

/** What one batch writes. Made from memory at once, so that it is the batch and nothing that came after it. */
export interface WriteSet {
  /** Simple writes, in the order of the facts. */
  readonly writes: Write[];
  /** Rows of pages that had none: written without looking. */
  readonly fresh: RowsWrite[];
  /** Rows for pages that exist: read, merged, written. */
  readonly merge: RowsWrite[];
  readonly previews: PreviewsWrite[];
  /** Lists change by what is wanted or by which mailboxes there are, not only by what servers say of messages. */
  wishes: boolean;
  /** Mailboxes of a removed account: the bodies that their rows name go too. */
  readonly forgetBodiesOf: MailboxId[];
  /** Text keys of messages whose texts wait to be indexed now. */
  readonly texts: number[];
}

/** Folders whose columns must be in memory before the facts can be taken in. */
export function foldersTouched(state: StoreState, facts: readonly Fact[]): Folder[] {
  const folders = new Set<Folder>();
  for (const fact of facts) {
    if ('generation' in fact && 'uids' in fact)
      folders.add(state.catalogue.folder(fact.mailbox, fact.generation));
    if (fact.kind === 'body') folders.add(state.catalogue.folder(fact.ref.mailbox, fact.ref.generation));
  }
  return [...folders];
}

/** Takes a batch into memory and answers what to write. @throws MailError kind `broken`: the batch is malformed. */
export function takeIn(state: StoreState, batch: FactBatch, now: number): WriteSet {
  // All of it is looked at before any of it counts.
  const ends = batch.facts.map(check);
  const run = new Intake(state, `${batch.epoch}/${batch.number}`, now);
  batch.facts.forEach((fact, i) => run.take(fact, ends[i] ?? NO_LINES));
  for (const cursor of batch.cursors) {
    state.cursors.set(cursorKey(cursor.mailbox, cursor.generation), cursor);
    run.set.writes.push({ kind: 'put', table: 'cursors', record: cursor });
  }
  run.finish();
  return run.set;
}

class Intake {
  readonly set: WriteSet = {
    writes: [],
    fresh: [],
    merge: [],
    previews: [],
    wishes: false,
    forgetBodiesOf: [],
    texts: [],
  };
  readonly #state: StoreState;
  readonly #name: string;
  readonly #now: number;
  readonly #dirtyPages = new Map<Folder, Set<number>>();
  #serial = 0;

  constructor(state: StoreState, name: string, now: number) {
    this.#state = state;
    this.#name = name;
    this.#now = now;
  }

  /** @param ends of its lines, where it has any. */
  take(fact: Fact, ends: LineEnds): void {
    const { projection, catalogue } = this.#state;
    switch (fact.kind) {
      case 'messages':
        this.#messages(fact, ends);
        break;
      case 'flags':
        this.#flags(fact);
        break;
      case 'gone':
        this.#gone(fact.mailbox, fact.generation, fact.uids);
        break;
      case 'mailboxes':
        this.#mailboxes(fact.account, fact.mailboxes);
        break;
      case 'keywords': {
        const box = catalogue.box(fact.mailbox);
        this.#wish(!equal(box.keywords, fact.names));
        nameKeywords(box, fact.names);
        projection.refreshActive();
        this.#put('keywords', { mailbox: fact.mailbox, names: fact.names });
        break;
      }
      case 'previews':
        this.#previews(fact.mailbox, fact.generation, fact.uids, fact.previews);
        break;
      case 'body':
        this.#put('bodies', fact.body);
        // A body that only says that the text is elsewhere is none that was looked at.
        if (fact.body.parts.length > 0 || fact.body.notices.length === 0)
          this.#text(fact.ref, fact.ref.uid, fact.body.identity, '');
        break;
      case 'texts':
        fact.uids.forEach((uid, i) => this.#text(fact, uid, '', fact.texts[i] ?? ''));
        break;
      case 'operations':
        this.#wish(fact.upsert.length + fact.remove.length > 0);
        projection.setOperations(fact.upsert, fact.remove);
        for (const id of fact.remove) this.set.writes.push({ kind: 'delete', table: 'operations', key: id });
        for (const operation of fact.upsert) this.#put('operations', operation);
        this.#state.touchMailboxes();
        break;
      case 'all-operations': {
        // Told at every connection; most of the time nothing waits, or the same as before.
        this.#wish(!equal([...projection.operations.values()].sort(bySeq), fact.operations.toSorted(bySeq)));
        const keep = new Set<string>(fact.operations.map((operation) => operation.id));
        projection.setOperations(
          fact.operations,
          [...projection.operations.keys()].filter((id) => !keep.has(id)),
        );
        this.set.writes.push({ kind: 'clear', table: 'operations' });
        for (const operation of fact.operations) this.#put('operations', operation);
        this.#state.touchMailboxes();
        break;
      }
      case 'snoozed': {
        // Told at every connection; most of the time it is the same as before.
        if (projection.setSnoozed(fact.messages)) {
          this.#wish(true);
          this.#state.touchMailboxes();
        }
        this.#put('meta', { key: 'snoozed', messages: fact.messages });
        break;
      }
      case 'forwarding':
        this.#forwarding(fact.from, fact.to);
        break;
      case 'drop-generation':
        this.#dropGeneration(fact.mailbox, fact.generation);
        break;
      case 'remove-account':
        for (const { id, info } of catalogue.boxes) {
          if (info?.account === fact.account) this.set.forgetBodiesOf.push(id);
        }
        this.#mailboxes(fact.account, []);
        break;
    }
  }

  /** Records of every page that changed, as they are now. */
  finish(): void {
    for (const [folder, pages] of this.#dirtyPages) {
      if (folder.dropped) continue;
      for (const page of pages) this.#put('columns', this.#state.pageRecord(folder, page));
    }
  }

  #messages(fact: MessagesFact, ends: LineEnds): void {
    const { columns, catalogue } = this.#state;
    const folder = catalogue.folder(fact.mailbox, fact.generation);
    const account = catalogue.accountOf(folder.box);
    const more = Math.max(fact.uids.length, expected(folder));
    columns.reserve(more, fact.refHashes.length);
    folder.uids.reserve(more);
    this.#state.forest.reserve(account, more);
    const { packed } = fact;
    let pages = 0;
    for (let first = 0, end = 0; first < fact.uids.length; first = end) {
      const page = pageOf(fact.uids[first] as number);
      while (end < fact.uids.length && pageOf(fact.uids[end] as number) === page) end++;
      const write: RowsWrite = {
        folder,
        page,
        uids: fact.uids.slice(first, end),
        rows: own(packed?.rows[pages]) ?? cut(fact.rows, ends.rows, first, end),
        search: own(packed?.search[pages]) ?? cut(fact.search, ends.search, first, end),
        packed: packed !== undefined,
        updated: [],
      };
      pages++;
      this.#writeRows(write);
      for (let i = first; i < end; i++) this.#message(folder, account, fact, i, write.updated);
    }
  }

  #message(folder: Folder, account: number, fact: MessagesFact, i: number, updated: number[]): void {
    const { columns, projection } = this.#state;
    const uid = fact.uids[i] as number;
    const slot = folder.uids.find(uid);
    if (slot < 0) {
      this.#state.enterMessage(folder, account, fact, i);
      return;
    }
    if (columns.linksElse(slot, fact, i)) this.#state.loosen(slot);
    columns.set(slot, fact, i);
    this.#state.thread(slot, account, fact, i);
    this.#state.rows.forget(slot);
    updated.push(uid);
    projection.refresh(slot, Change.Details | Change.Place);
  }

  /** Queues a text for the index, in the transaction that brings it. */
  #text(
    { mailbox, generation }: { mailbox: MailboxId; generation: Generation },
    uid: number,
    identity: string,
    text: string,
  ): void {
    const slot = this.#state.catalogue.findFolder(mailbox, generation)?.uids.find(uid) ?? -1;
    if (slot < 0) return;
    const key = textKeyOf(this.#state.columns, slot);
    this.#put('textQueue', { key: String(key), identity, text });
    this.set.texts.push(key);
  }

  /** A page without a record is written without reading first. */
  #writeRows(write: RowsWrite): void {
    const { folder, page } = write;
    (folder.pages.has(page) ? this.set.merge : this.set.fresh).push(write);
    folder.pages.add(page);
    this.#dirty(folder, page);
  }

  #flags(fact: Extract<Fact, { kind: 'flags' }>): void {
    const { columns, catalogue, projection } = this.#state;
    const folder = catalogue.folder(fact.mailbox, fact.generation);
    for (let i = 0; i < fact.uids.length; i++) {
      const uid = fact.uids[i] as number;
      const slot = folder.uids.find(uid);
      if (slot < 0) continue;
      const old = columns.flags[slot] as number;
      const flags = ((old & ~SERVER_FLAGS) | ((fact.flags[i] as number) & SERVER_FLAGS)) >>> 0;
      const keywords = fact.keywords[i] as number;
      if (flags === old && keywords === columns.keywords[slot]) continue;
      columns.flags[slot] = flags;
      columns.keywords[slot] = keywords;
      projection.refresh(slot, Change.Details);
      this.#dirty(folder, pageOf(uid));
    }
  }

  #gone(mailbox: MailboxId, generation: Generation, uids: Uint32Array): void {
    const folder = this.#state.catalogue.folder(mailbox, generation);
    const gone: number[] = [];
    const idHashes: number[] = [];
    for (const uid of uids) {
      const slot = folder.uids.find(uid);
      if (slot < 0) continue;
      gone.push(uid);
      idHashes.push(this.#state.columns.idHash[slot] as number);
      this.#state.removeMessage(folder, slot);
      this.#dirty(folder, pageOf(uid));
    }
    if (gone.length === 0) return;
    this.#put('tombstones', {
      id: this.#id(),
      mailbox,
      generation,
      uids: Uint32Array.from(gone),
      idHashes: Float64Array.from(idHashes),
      at: this.#now,
    });
  }

  #previews(
    mailbox: MailboxId,
    generation: Generation,
    uids: Uint32Array,
    previews: readonly string[],
  ): void {
    const folder = this.#state.catalogue.folder(mailbox, generation);
    const pages = new Map<number, PreviewsWrite>();
    uids.forEach((uid, i) => {
      const slot = folder.uids.find(uid);
      const preview = previews[i];
      if (slot < 0 || preview === undefined) return;
      const page = pageOf(uid);
      const write = pages.get(page) ?? { folder, page, previews: new Map<number, string>() };
      write.previews.set(uid, preview);
      pages.set(page, write);
      this.#state.rows.forget(slot);
    });
    this.set.previews.push(...pages.values());
  }

  #forwarding(from: readonly MessageKey[], to: readonly MessageKey[]): void {
    const { forwarding } = this.#state.projection;
    // The engine tells all it knows at every connection: only what is new here is kept once more.
    const fresh: { from: MessageKey; to: MessageKey; pair: readonly [number, number] }[] = [];
    from.forEach((key, i) => {
      const target = to[i];
      if (target === undefined) return;
      const pair = [forwarding.code(key), forwarding.code(target)] as const;
      if (!forwarding.leads(...pair)) fresh.push({ from: key, to: target, pair });
    });
    if (fresh.length === 0) return;
    this.#state.projection.addForwarding(fresh.map(({ pair }) => pair));
    this.#put('forwarding', {
      id: this.#id(),
      from: fresh.map((entry) => entry.from),
      to: fresh.map((entry) => entry.to),
      at: this.#now,
    });
  }

  #mailboxes(account: AccountId, mailboxes: readonly Tables['mailboxes'][]): void {
    const { catalogue, projection } = this.#state;
    const listed = new Set(mailboxes.map((mailbox) => mailbox.id));
    /** Something else may be the inbox, or for sent mail, now. */
    let roles = false;
    for (const box of catalogue.boxes) {
      if (box.info?.account !== account || listed.has(box.id)) continue;
      this.#wish(true);
      roles ||= box.info.role !== null;
      for (const folder of catalogue.foldersOf(box)) this.#dropFolder(folder);
      for (const table of ['columns', 'rows', 'search', 'cursors'] as const) {
        this.set.writes.push({ kind: 'range', table, prefix: [box.id] });
      }
      this.set.writes.push({ kind: 'delete', table: 'mailboxes', key: box.id });
      this.set.writes.push({ kind: 'delete', table: 'keywords', key: box.id });
      box.info = null;
    }
    for (const mailbox of mailboxes) {
      const box = catalogue.box(mailbox.id);
      const before = box.info;
      box.info = mailbox;
      this.#wish(!before || !equal(listedBy(before), listedBy(mailbox)));
      this.#put('mailboxes', mailbox);
      roles ||= before?.role !== mailbox.role;
      if (before?.generation === mailbox.generation && before.role === mailbox.role) continue;
      if (!before) this.#state.adopt(box);
      // The swap: the old generation leaves the lists and the new one enters them in the same flush. And what is snoozed
      // is left out in inboxes only.
      for (const folder of catalogue.foldersOf(box)) projection.refreshFolder(folder);
    }
    projection.refreshActive();
    if (roles) projection.refreshSnoozed();
    const due = this.#state.dropping.filter(
      ({ mailbox, generation }) => catalogue.findBox(mailbox)?.info?.generation !== generation,
    );
    if (due.length > 0) {
      this.#setDropping(this.#state.dropping.filter((entry) => !due.includes(entry)));
      for (const entry of due) this.#dropGeneration(entry.mailbox, entry.generation);
    }
    this.#state.touchMailboxes();
  }

  #dropGeneration(mailbox: MailboxId, generation: Generation): void {
    const box = this.#state.catalogue.findBox(mailbox);
    if (box?.info?.generation === generation) {
      // Still on show: it goes when the mailbox shows another one, so that no list is empty on the way.
      this.#setDropping([...this.#state.dropping, { mailbox, generation }]);
      return;
    }
    const folder = this.#state.catalogue.findFolder(mailbox, generation);
    if (folder) this.#dropFolder(folder);
    for (const table of ['columns', 'rows', 'search'] as const) {
      this.set.writes.push({ kind: 'range', table, prefix: [mailbox, generation] });
    }
    this.set.writes.push({ kind: 'delete', table: 'cursors', key: [mailbox, generation] });
  }

  #dropFolder(folder: Folder): void {
    this.#state.removeFolder(folder);
    this.#dirtyPages.delete(folder);
    for (const list of [this.set.fresh, this.set.merge, this.set.previews]) {
      for (let i = list.length - 1; i >= 0; i--) if (list[i]?.folder === folder) list.splice(i, 1);
    }
  }

  #setDropping(generations: { mailbox: MailboxId; generation: Generation }[]): void {
    this.#state.dropping = generations;
    this.#put('meta', { key: 'dropping', generations });
  }

  #wish(changed: boolean): void {
    if (changed) this.set.wishes = true;
  }

  #dirty(folder: Folder, page: number): void {
    const pages = this.#dirtyPages.get(folder);
    if (pages) pages.add(page);
    else this.#dirtyPages.set(folder, new Set([page]));
  }

  #put<T extends TableName>(table: T, record: Tables[T]): void {
    this.set.writes.push({ kind: 'put', table, record } as unknown as Write);
  }

  #id(): string {
    return `${this.#name}/${this.#serial++}`;
  }
}

const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const bySeq = (a: Operation, b: Operation): number => a.seq - b.seq;

/** What of a mailbox decides which lists show its messages, and how. */
const listedBy = ({ account, generation, role, label }: Tables['mailboxes']) => ({
  account,
  generation,
  role,
  label,
});

/** Where each line of a fact ends. */
interface LineEnds {
  readonly rows: Uint32Array;
  readonly search: Uint32Array;
}
const NO_LINES: LineEnds = { rows: new Uint32Array(0), search: new Uint32Array(0) };

/** Lines `from` ≤ i < `to`, as octets of their own: what a page is stored with keeps no batch alive. */
const cut = (lines: Uint8Array, ends: Uint32Array, from: number, to: number): Uint8Array =>
  lines.slice(from === 0 ? 0 : ends[from - 1], ends[to - 1]);

/** A view into something larger would be stored, and kept alive, with all of it. */
const own = (octets: Uint8Array | undefined): Uint8Array | undefined =>
  octets && octets.byteLength < octets.buffer.byteLength ? octets.slice() : octets;

/** Room is made for at most so many messages because a server says that it has them. */
const MAX_EXPECTED = 1 << 17;

/** Messages that are still to come, by the server's word: making room for them once costs less than growing again and again. */
const expected = ({ box, uids }: Folder): number =>
  Math.min((box.info?.serverTotal ?? 0) - uids.size, MAX_EXPECTED);

/** Columns of one fact must have one length: the schema checks types, not that. */
function check(fact: Fact): LineEnds {
  if (!('uids' in fact)) return NO_LINES;
  const n = fact.uids.length;
  if (lengthsOf(fact).some((length) => length !== n) || fact.uids.includes(0)) throw uneven(fact);
  if (fact.kind !== 'messages') return NO_LINES;
  if (fact.packed) {
    const pages = pagesOf(fact.uids);
    if (fact.packed.rows.length !== pages || fact.packed.search.length !== pages) throw uneven(fact);
    return NO_LINES;
  }
  const rows = lineEnds(fact.rows, n);
  const search = lineEnds(fact.search, n);
  if (rows === null || search === null) throw uneven(fact);
  return { rows, search };
}

/** Pages that ascending UIDs are of. */
function pagesOf(uids: Uint32Array): number {
  let pages = 0;
  for (let i = 0, last = -1; i < uids.length; i++) {
    const page = pageOf(uids[i] as number);
    if (page !== last) pages++;
    last = page;
  }
  return pages;
}

function lengthsOf(fact: Extract<Fact, { readonly uids: Uint32Array }>): number[] {
  switch (fact.kind) {
    case 'messages':
      return [fact.flags, fact.keywords, fact.dates, fact.sizes, fact.idHashes, fact.refEnds].map(
        (column) => column.length,
      );
    case 'flags':
      return [fact.flags.length, fact.keywords.length];
    case 'previews':
      return [fact.previews.length];
    case 'texts':
      return [fact.texts.length];
    case 'gone':
      return [];
  }
}

const uneven = ({ kind }: Fact): MailError =>
  new MailError({ kind: 'broken', code: 'bad-batch', message: `a ${kind} fact has uneven columns` });
