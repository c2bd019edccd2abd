import type { MailboxId } from '@shared/model/ids';
import { type AccountId, type Generation, generation } from '@shared/model/ids';
import type { MailboxRole } from '@shared/model/message';
import type { Crypto } from '@shared/ports/crypto';
import { Table } from '@shared/ports/fold';
import type { Journal, JournalRecord } from '@shared/ports/vault';

/**
 * What Tern remembers of a mailbox outside the cache: its identity. It is in the journal because pending operations
 * and forwarding addresses name mailboxes by id, and must still mean the same after the cache was lost.
 */
export interface KnownMailbox {
  readonly id: MailboxId;
  readonly account: AccountId;
  /** The name as the server wrote it in LIST, one character per octet; '' for local mailboxes. */
  readonly wire: string;
  readonly name: string;
  readonly delimiter: string | null;
  readonly role: MailboxRole;
  /** OBJECTID MAILBOXID, '' when the server has none. Survives renames. */
  readonly objectId: string;
  readonly generation: number;
  /** UIDVALIDITY of `generation`; 0 until it was opened, or told by LIST-STATUS. */
  readonly uidValidity: number;
  readonly selectable: boolean;
  readonly subscribed: boolean;
  readonly local: boolean;
}

/** One mailbox as the server lists it now. */
export interface ListedMailbox {
  readonly wire: string;
  readonly name: string;
  readonly delimiter: string | null;
  readonly role: MailboxRole;
  readonly objectId: string;
  readonly uidValidity: number;
  readonly selectable: boolean;
  readonly subscribed: boolean;
}

/** Every server has it, and spells it like this (RFC 9051 §5.1). */
export const INBOX = 'INBOX';

const sameName = (a: string, b: string): boolean =>
  a === b || (a.toUpperCase() === INBOX && b.toUpperCase() === INBOX);

/** Letters and digits only: ids are parts of names of messages, which `/` holds together. */
export const newMailboxId = (crypto: Pick<Crypto, 'randomBytes'>): MailboxId =>
  [...crypto.randomBytes(9)].map((b) => b.toString(36).padStart(2, '0')).join('') as MailboxId;

type Path = Pick<ListedMailbox, 'name' | 'delimiter'>;

/** Whether two names with different delimiters are the same levels. */
function samePath(a: Path, b: Path): boolean {
  if (!a.delimiter || !b.delimiter || a.delimiter === b.delimiter) return false;
  const [mine, other] = [a.name.split(a.delimiter), b.name.split(b.delimiter)];
  return mine.length === other.length && mine.every((level, i) => sameName(level, other[i] ?? ''));
}

/** Whether all mailboxes but INBOX are below it, or none is; null where that says nothing. */
function layoutOf(all: readonly Path[]): 'below' | 'beside' | null {
  const others = all.filter((m) => !sameName(m.name, INBOX));
  const below = others.filter((m) => withoutInbox(m).length < levelsOf(m).length).length;
  if (others.length === 0 || (below > 0 && below < others.length)) return null;
  return below > 0 ? 'below' : 'beside';
}
const levelsOf = ({ name, delimiter }: Path): string[] => (delimiter ? name.split(delimiter) : [name]);
function withoutInbox(path: Path): string[] {
  const levels = levelsOf(path);
  return levels.length > 1 && levels[0]?.toUpperCase() === INBOX ? levels.slice(1) : levels;
}

/** The way of one layout in the other: `Work` and `INBOX.Work`. */
function sameBelowInbox(a: Path, b: Path): boolean {
  const [mine, other] = [withoutInbox(a), withoutInbox(b)];
  return mine.length === other.length && mine.every((level, i) => level === other[i]);
}

const compatible = (known: KnownMailbox, listed: ListedMailbox): boolean =>
  known.objectId === '' || listed.objectId === '' || known.objectId === listed.objectId;

/** The mailboxes of all accounts, by id. */
export class MailboxRegistry {
  readonly table = new Table<KnownMailbox>('mailbox');
  /** Renamings of our own that are under way or may have happened: what is listed under the new name is the old mailbox. */
  renaming: () => readonly { readonly id: MailboxId; readonly to: string }[] = () => [];

  /** Accounts of which only INBOX is known, because their list is still to be read. */
  readonly #listing = new Map<AccountId, { readonly promise: Promise<void>; readonly resolve: () => void }>();

  constructor(
    private readonly journal: Journal,
    private readonly crypto: Crypto,
  ) {}

  get(id: MailboxId): KnownMailbox | undefined {
    return this.table.get(id);
  }
  /** Whether it is known and nothing that was accepted takes it away: decides for what is written in the same turn. */
  isThere(id: MailboxId): boolean {
    return this.table.latest(id) !== undefined;
  }
  ofAccount(account: AccountId): KnownMailbox[] {
    return [...this.table.values()].filter((m) => m.account === account);
  }
  withRole(account: AccountId, role: MailboxRole): KnownMailbox | undefined {
    return this.ofAccount(account).find((m) => m.role === role && m.selectable);
  }
  byName(account: AccountId, name: string): KnownMailbox | undefined {
    return this.ofAccount(account).find((m) => sameName(m.name, name));
  }

  /** No mailbox of the account's server is known. */
  isBlank(account: AccountId): boolean {
    return this.ofAccount(account).every((m) => m.local);
  }

  /**
   * INBOX of an account of which no LIST was read yet: every server has one (RFC 9051 §5.1), and it can be read before the
   * list is. Null when mailboxes are known.
   */
  async beginWithInbox(account: AccountId): Promise<KnownMailbox | null> {
    if (!this.isBlank(account)) return null;
    const inbox: KnownMailbox = {
      id: newMailboxId(this.crypto),
      account,
      wire: INBOX,
      name: INBOX,
      delimiter: null,
      role: 'inbox',
      objectId: '',
      generation: 0,
      uidValidity: 0,
      selectable: true,
      subscribed: true,
      local: false,
    };
    let resolve = (): void => undefined;
    const promise = new Promise<void>((done) => (resolve = done));
    this.#listing.set(account, { promise, resolve });
    await this.journal.appendAll([this.table.put(inbox.id, inbox)]);
    return inbox;
  }

  /**
   * Whether of this mailbox's account nothing but the INBOX it began with is known: its list was never read, perhaps
   * because the first connection broke. A list tells the delimiter.
   */
  isBeginning({ account, local, delimiter }: KnownMailbox): boolean {
    return !local && delimiter === null && this.ofAccount(account).length === 1;
  }

  /** Resolves when of every account that began with INBOX the list was read too, or is not to be had for now. */
  async listed(): Promise<void> {
    if (this.#listing.size > 0) await Promise.all([...this.#listing.values()].map(({ promise }) => promise));
  }

  /** The list was read, or the connection it was to come over has ended. */
  endListing(account: AccountId): void {
    this.#listing.get(account)?.resolve();
    this.#listing.delete(account);
  }

  /**
   * Takes over a complete LIST. A mailbox keeps its id when its MAILBOXID is known (rename, swap), else when its name
   * is; a name that now carries another MAILBOXID is another mailbox (deleted and created anew, B11).
   * @param whole every line of it was understood: only then is one that is missing gone.
   * @returns the mailboxes that are gone.
   */
  async update(account: AccountId, listed: readonly ListedMailbox[], whole = true): Promise<KnownMailbox[]> {
    const before = this.ofAccount(account).filter((m) => !m.local);
    const free = new Set(before);
    const records: JournalRecord[] = [];
    const claim = (found: KnownMailbox | undefined): KnownMailbox | undefined => {
      if (found) free.delete(found);
      return found;
    };
    const matched = new Map<ListedMailbox, KnownMailbox | undefined>();
    for (const l of listed) {
      if (l.objectId === '') continue;
      const same = claim([...free].find((m) => m.objectId === l.objectId));
      if (same) matched.set(l, same);
    }
    // Without MAILBOXID the UIDVALIDITY tells a renamed mailbox, where only one mailbox ever had it (B10; B3 forbids more).
    const alone = (all: readonly { readonly uidValidity: number }[], n: number): boolean =>
      n !== 0 && all.filter((m) => m.uidValidity === n).length === 1;
    for (const l of listed) {
      if (matched.has(l) || !alone(listed, l.uidValidity) || !alone(before, l.uidValidity)) continue;
      const same = claim([...free].find((m) => m.uidValidity === l.uidValidity && compatible(m, l)));
      if (same) matched.set(l, same);
    }
    for (const { from, to } of this.#renamed(before, listed)) {
      const l = listed.find((m) => !matched.has(m) && m.name === to && compatible(from, m));
      if (l && free.has(from)) matched.set(l, claim(from));
    }
    for (const l of listed) {
      if (!matched.has(l))
        matched.set(l, claim([...free].find((m) => sameName(m.name, l.name) && compatible(m, l))));
    }
    // The server was moved to another layout: the same way through the folders, written otherwise.
    for (const [l, known] of matched) {
      if (!known) matched.set(l, claim([...free].find((m) => samePath(m, l) && compatible(m, l))));
    }
    // Or to another prefix (RFC 2342): everything below INBOX now, or no longer.
    const [was, is] = [layoutOf(before), layoutOf(listed)];
    const turned = was !== null && is !== null && was !== is;
    for (const [l, known] of turned ? matched : []) {
      if (!known) matched.set(l, claim([...free].find((m) => sameBelowInbox(m, l) && compatible(m, l))));
    }
    for (const [l, known] of matched) {
      const next: KnownMailbox = {
        id: known?.id ?? newMailboxId(this.crypto),
        account,
        wire: l.wire,
        name: l.name,
        delimiter: l.delimiter,
        role: l.role,
        objectId: l.objectId === '' ? (known?.objectId ?? '') : l.objectId,
        generation: known?.generation ?? 0,
        // What LIST-STATUS tells counts until it is opened: a mailbox that is renamed before is known by it (A12).
        uidValidity: known?.uidValidity || l.uidValidity,
        selectable: l.selectable,
        subscribed: l.subscribed,
        local: false,
      };
      if (!known || JSON.stringify(known) !== JSON.stringify(next))
        records.push(this.table.put(next.id, next));
    }
    // RFC 9051 §5.1: everybody has an INBOX. A list without it is not the whole list, and proves nobody's absence.
    const gone = whole && listed.some((l) => sameName(l.name, 'INBOX')) ? [...free] : [];
    for (const m of gone) records.push(this.table.drop(m.id));
    if (records.length > 0) await this.journal.appendAll(records);
    return gone;
  }

  /** Mailboxes that our own renamings took to another name, with those inside of them. */
  #renamed(
    before: readonly KnownMailbox[],
    listed: readonly ListedMailbox[],
  ): { readonly from: KnownMailbox; readonly to: string }[] {
    return this.renaming().flatMap(({ id, to }) => {
      const mailbox = before.find((m) => m.id === id);
      // Still under its old name: not done, or not yet.
      if (!mailbox || listed.some((l) => l.name === mailbox.name)) return [];
      const inside = mailbox.delimiter === null ? null : mailbox.name + mailbox.delimiter;
      return before
        .filter((m) => m === mailbox || (inside !== null && m.name.startsWith(inside)))
        .map((from) => ({ from, to: to + from.name.slice(mailbox.name.length) }));
    });
  }

  /** Records the UIDVALIDITY of the current generation when a mailbox is opened for the first time. */
  async adopt(id: MailboxId, uidValidity: number): Promise<void> {
    const known = this.table.latest(id);
    if (known && known.uidValidity === 0 && uidValidity !== 0) {
      await this.journal.appendAll([this.table.put(id, { ...known, uidValidity })]);
    }
  }

  /** A genuine UIDVALIDITY change: references of the old generation stay readable but are never sent to the server. */
  async nextGeneration(id: MailboxId, uidValidity: number): Promise<Generation> {
    const known = this.table.latest(id);
    if (!known) throw new RangeError(`unknown mailbox ${id}`);
    const next = known.generation + 1;
    await this.journal.appendAll([this.table.put(id, { ...known, uidValidity, generation: next })]);
    return generation(next);
  }

  /** The UIDVALIDITY changed but the UIDs still mean the same messages (B4): the generation goes on. */
  async rebind(id: MailboxId, uidValidity: number): Promise<void> {
    const known = this.table.latest(id);
    if (known) await this.journal.appendAll([this.table.put(id, { ...known, uidValidity })]);
  }

  forget(account: AccountId): JournalRecord[] {
    const mine = this.table.latestValues().filter((m) => m.account === account);
    return mine.map((m) => this.table.drop(m.id));
  }
}
