import { toBytes } from './bytes';
import { field, parseMime, type MimePart } from './mime-walk';

/** The octets of a message and what is derived from them; shared by every copy in every mailbox. */
export class Content {
  #mime: MimePart | undefined;
  constructor(
    /** The message as a binary string. */
    readonly raw: string,
    /** OBJECTID EMAILID, e.g. `M42`. X-GM-MSGID is its number. */
    readonly emailId: string,
    readonly threadId: string,
  ) {}
  get mime(): MimePart {
    this.#mime ??= parseMime(this.raw);
    return this.#mime;
  }
  get bytes(): Uint8Array {
    return toBytes(this.raw);
  }
  /** The first value of a header field (lower-case name), as it came, '' when absent. */
  header(name: string): string {
    return field(this.mime.header, name) ?? '';
  }
}

export class WorldMessage {
  modseq = 1;
  constructor(
    readonly uid: number,
    readonly content: Content,
    /** As stored: system flags in RFC spelling, keywords in the spelling first used. */
    readonly flags: Set<string>,
    /** INTERNALDATE in ms since 1970. */
    readonly internalDate: number,
    readonly saveDate: number,
  ) {}
  has(flag: string): boolean {
    return this.flags.has(flag);
  }
  get subject(): string {
    return this.content.header('subject');
  }
}

export type SpecialUse =
  '\\All' | '\\Archive' | '\\Drafts' | '\\Flagged' | '\\Junk' | '\\Sent' | '\\Trash' | '\\Important';

export interface MailboxOptions {
  readonly use?: SpecialUse;
  readonly noSelect?: boolean;
  readonly readOnly?: boolean;
  readonly subscribed?: boolean;
  /** False: PERMANENTFLAGS has no `\*`, and new keywords are dropped. */
  readonly keywords?: boolean;
  readonly uidValidity?: number;
  readonly uidNext?: number;
}

export class WorldMailbox {
  readonly messages: WorldMessage[] = [];
  /** Every UID that ever went, with the MODSEQ of its going, for QRESYNC. */
  readonly expunged: Array<{ readonly uid: number; readonly modseq: number }> = [];
  uidValidity: number;
  uidNext: number;
  highestModseq = 1;
  /** Counts every change of anything, so that a connection knows cheaply that nothing happened. */
  version = 0;
  subscribed: boolean;
  readonly use: SpecialUse | undefined;
  readonly noSelect: boolean;
  readOnly: boolean;
  readonly keywords: boolean;
  /** UIDs from here on have not been seen by a session that selected the mailbox (`\Recent`). */
  recentFrom = 1;
  readonly metadata = new Map<string, string>();

  constructor(
    public name: string,
    /** OBJECTID MAILBOXID; survives a rename. */
    readonly mailboxId: string,
    uidValidity: number,
    options: MailboxOptions,
  ) {
    this.uidValidity = options.uidValidity ?? uidValidity;
    this.uidNext = options.uidNext ?? 1;
    this.use = options.use;
    this.noSelect = options.noSelect ?? false;
    this.readOnly = options.readOnly ?? false;
    this.subscribed = options.subscribed ?? true;
    this.keywords = options.keywords ?? true;
  }
  find(uid: number): WorldMessage | undefined {
    const index = this.indexOf(uid);
    return index < 0 ? undefined : this.messages[index];
  }
  /** Binary search; −1 when there is no such UID. */
  indexOf(uid: number): number {
    let low = 0;
    let high = this.messages.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = this.messages[middle]?.uid ?? 0;
      if (at === uid) return middle;
      if (at < uid) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
  get unseen(): number {
    return this.messages.reduce((count, message) => count + (message.flags.has('\\Seen') ? 0 : 1), 0);
  }
  get size(): number {
    return this.messages.reduce((sum, message) => sum + message.content.raw.length, 0);
  }
  /** The next MODSEQ; every change takes one. */
  touch(): number {
    this.version += 1;
    this.highestModseq += 1;
    return this.highestModseq;
  }
}

export interface AccountOptions {
  readonly user: string;
  readonly password: string;
  /** Addresses whose mail is delivered here; the user name when it is an address. */
  readonly addresses?: readonly string[];
  readonly delimiter?: string;
  /** STORAGE limit in octets for QUOTA and OVERQUOTA. */
  readonly quota?: number;
  /** Gmail's model: one message, shared flags, labels are mailboxes, everything also in All Mail. */
  readonly gmail?: boolean;
  /** Tokens that XOAUTH2 and OAUTHBEARER accept. */
  readonly tokens?: readonly string[];
}

export class WorldAccount {
  readonly mailboxes = new Map<string, WorldMailbox>();
  readonly metadata = new Map<string, string>();
  readonly user: string;
  password: string;
  readonly addresses: readonly string[];
  readonly delimiter: string;
  quota: number | undefined;
  readonly gmail: boolean;
  tokens: readonly string[];
  constructor(options: AccountOptions) {
    this.user = options.user;
    this.password = options.password;
    this.addresses = (options.addresses ?? [options.user]).map((address) => address.toLowerCase());
    this.delimiter = options.delimiter ?? '/';
    this.quota = options.quota;
    this.gmail = options.gmail ?? false;
    this.tokens = options.tokens ?? [];
  }
  /** A mailbox by name; INBOX in any case. */
  mailbox(name: string): WorldMailbox | undefined {
    return this.mailboxes.get(canonicalName(name));
  }
  byUse(use: SpecialUse): WorldMailbox | undefined {
    return [...this.mailboxes.values()].find((mailbox) => mailbox.use === use);
  }
  get used(): number {
    const seen = new Set<Content>();
    for (const mailbox of this.mailboxes.values())
      for (const { content } of mailbox.messages) seen.add(content);
    return [...seen].reduce((sum, content) => sum + content.raw.length, 0);
  }
}

export const canonicalName = (name: string): string => (name.toUpperCase() === 'INBOX' ? 'INBOX' : name);

export const SYSTEM_FLAGS = ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft'] as const;
