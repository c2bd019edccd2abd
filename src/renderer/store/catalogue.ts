import type { Mailbox } from '@shared/contract/mailbox';
import type { AccountId, Generation, MailboxId } from '@shared/model/ids';
import type { MessageColumns } from './message-columns';
import { UidIndex } from './uid-index';

/** A mailbox as the store numbers it: one entry for all its generations. */
export interface Box {
  readonly index: number;
  readonly id: MailboxId;
  /** The database has, or may have, something of it from before. */
  readonly stored: boolean;
  /** Null until the server's list names it (an operation or a fact may come first). */
  info: Mailbox | null;
  /**
   * Bit i of the keywords column: the names that the engine has told (`told` of them), and behind those what was wished for
   * and is not known to the server yet.
   */
  keywords: readonly string[];
  /** Names that the engine has told, and the database has. */
  told: number;
  /** Projected counts of what is shown here. */
  total: number;
  unread: number;
  flagged: number;
}

/** The names of a mailbox's keyword bits, as the engine tells them. */
export function nameKeywords(box: Box, names: readonly string[]): void {
  box.keywords = names;
  box.told = names.length;
}

/** One generation of a mailbox: the unit that pages belong to. */
export interface Folder {
  readonly index: number;
  readonly box: Box;
  readonly generation: Generation;
  readonly uids: UidIndex;
  /** Pages that have a record in the database, an empty one included. */
  readonly pages: Set<number>;
  /** Its columns are in memory. */
  loaded: boolean;
  /** Set while they are being read. */
  loading: Promise<void> | null;
  dropped: boolean;
}

/** Numbers mailboxes, folders and accounts, so that columns can hold small integers. Numbers are never reused. */
export class Catalogue {
  readonly boxes: Box[] = [];
  readonly folders: Folder[] = [];
  readonly #columns: MessageColumns;
  readonly #boxes = new Map<MailboxId, Box>();
  readonly #folders = new Map<string, Folder>();
  readonly #accounts = new Map<AccountId, number>();
  #opened = false;

  constructor(columns: MessageColumns) {
    this.#columns = columns;
  }

  /**
   * Every mailbox that the database names, by its record, a cursor or keywords, has a box now. What comes later is new:
   * nothing need be read to know that nothing is there. (Pages that none of them vouches for are as good as none.)
   */
  opened(): void {
    this.#opened = true;
  }

  box(id: MailboxId): Box {
    let box = this.#boxes.get(id);
    if (!box) {
      box = {
        index: this.boxes.length,
        id,
        stored: !this.#opened,
        info: null,
        keywords: [],
        told: 0,
        total: 0,
        unread: 0,
        flagged: 0,
      };
      this.boxes.push(box);
      this.#boxes.set(id, box);
    }
    return box;
  }

  folder(mailbox: MailboxId, generation: Generation): Folder {
    const key = `${mailbox}/${generation}`;
    let folder = this.#folders.get(key);
    if (!folder) {
      const box = this.box(mailbox);
      folder = {
        index: this.folders.length,
        box,
        generation,
        uids: new UidIndex(() => this.#columns.uid),
        pages: new Set(),
        loaded: !box.stored,
        loading: null,
        dropped: false,
      };
      this.folders.push(folder);
      this.#folders.set(key, folder);
    }
    return folder;
  }

  findBox(id: MailboxId): Box | undefined {
    return this.#boxes.get(id);
  }

  findFolder(mailbox: MailboxId, generation: Generation): Folder | undefined {
    return this.#folders.get(`${mailbox}/${generation}`);
  }

  /** Forgets a folder whose pages were dropped; facts for it start a new one. */
  dropFolder(folder: Folder): void {
    folder.dropped = true;
    this.#folders.delete(`${folder.box.id}/${folder.generation}`);
  }

  foldersOf(box: Box): Folder[] {
    return this.folders.filter((folder) => folder.box === box && !folder.dropped);
  }

  /** The folder that views of the mailbox show, undefined while its messages or the mailbox itself are unknown. */
  visible(box: Box): Folder | undefined {
    return box.info ? this.findFolder(box.id, box.info.generation) : undefined;
  }

  account(id: AccountId): number {
    let number = this.#accounts.get(id);
    if (number === undefined) {
      number = this.#accounts.size;
      this.#accounts.set(id, number);
    }
    return number;
  }

  /** The number of a box's account; mailboxes that no list has named yet are an account of their own. */
  accountOf(box: Box): number {
    return this.account(box.info?.account ?? (`?${box.id}` as AccountId));
  }

  mailboxes(): Mailbox[] {
    return this.boxes.flatMap((box) => (box.info ? [box.info] : []));
  }
}
