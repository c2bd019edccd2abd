import type { Clock } from '@shared/ports/clock';
import { fromBytes, toBytes, utf8 } from './bytes';
import { field, parseMime } from './mime-walk';
import {
  canonicalName,
  Content,
  SYSTEM_FLAGS,
  WorldAccount,
  WorldMailbox,
  WorldMessage,
  type AccountOptions,
  type MailboxOptions,
} from './world-model';

export {
  Content,
  WorldAccount,
  WorldMailbox,
  WorldMessage,
  type AccountOptions,
  type MailboxOptions,
  type SpecialUse,
} from './world-model';

/** What a second client or a delivery says when it adds a message. */
export interface AppendOptions {
  readonly flags?: Iterable<string>;
  /** ms since 1970; the clock's now by default. */
  readonly internalDate?: number;
}

export type WorldEvent =
  | { readonly kind: 'changed'; readonly account: WorldAccount; readonly mailbox: WorldMailbox }
  | {
      readonly kind: 'created' | 'deleted' | 'subscription';
      readonly account: WorldAccount;
      readonly mailbox: WorldMailbox;
    }
  | {
      readonly kind: 'renamed';
      readonly account: WorldAccount;
      readonly mailbox: WorldMailbox;
      readonly from: string;
    }
  | { readonly kind: 'uidvalidity'; readonly account: WorldAccount; readonly mailbox: WorldMailbox };

/** A message that an SMTP server of the world accepted. */
export interface AcceptedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly at: number;
  readonly user: string | null;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * An in-memory world of mail: accounts, mailboxes, messages and what the servers over it accepted. Everything is
 * readable for assertions; the methods are what "another client" does. Deterministic: ids count up, time is the
 * injected clock's.
 */
export class MailWorld {
  readonly accounts = new Map<string, WorldAccount>();
  readonly accepted: AcceptedMail[] = [];
  /** Accepted, but for addresses that nobody here has. */
  readonly undeliverable: Array<{ readonly to: string; readonly mail: AcceptedMail }> = [];
  readonly #listeners = new Set<(event: WorldEvent) => void>();
  readonly #acceptedListeners = new Set<(mail: AcceptedMail) => void>();
  readonly #threads = new Map<string, string>();
  #ids = 0;
  #uidValidity = 1_700_000_000;

  constructor(readonly clock: Clock) {}

  listen(listener: (event: WorldEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  /** Hears of every message an SMTP server accepted, after it was delivered. */
  onAccepted(listener: (mail: AcceptedMail) => void): () => void {
    this.#acceptedListeners.add(listener);
    return () => this.#acceptedListeners.delete(listener);
  }
  #emit(event: WorldEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  addAccount(options: AccountOptions): WorldAccount {
    const account = new WorldAccount(options);
    this.accounts.set(account.user, account);
    this.createMailbox(account, 'INBOX');
    return account;
  }
  /** The account of a user name. @throws when a test names one that is not there. */
  account(user: string): WorldAccount {
    const account = this.accounts.get(user);
    if (account === undefined) throw new Error(`no account ${user} in this world`);
    return account;
  }
  /** A mailbox that must be there. */
  mailbox(user: string, name: string): WorldMailbox {
    const mailbox = this.account(user).mailbox(name);
    if (mailbox === undefined) throw new Error(`no mailbox ${name} in the account ${user}`);
    return mailbox;
  }

  createMailbox(account: WorldAccount, name: string, options: MailboxOptions = {}): WorldMailbox {
    this.#ids += 1;
    this.#uidValidity += 1;
    const mailbox = new WorldMailbox(canonicalName(name), `F${this.#ids}`, this.#uidValidity, options);
    account.mailboxes.set(mailbox.name, mailbox);
    this.#emit({ kind: 'created', account, mailbox });
    return mailbox;
  }
  deleteMailbox(account: WorldAccount, name: string): void {
    const mailbox = account.mailbox(name);
    if (mailbox === undefined) return;
    account.mailboxes.delete(mailbox.name);
    mailbox.version += 1;
    this.#emit({ kind: 'deleted', account, mailbox });
  }
  /** Renames a mailbox and those below it. */
  renameMailbox(account: WorldAccount, from: string, to: string): void {
    const below = `${from}${account.delimiter}`;
    for (const mailbox of [...account.mailboxes.values()]) {
      if (mailbox.name !== canonicalName(from) && !mailbox.name.startsWith(below)) continue;
      const old = mailbox.name;
      account.mailboxes.delete(old);
      mailbox.name = old === canonicalName(from) ? to : `${to}${account.delimiter}${old.slice(below.length)}`;
      account.mailboxes.set(mailbox.name, mailbox);
      this.#emit({ kind: 'renamed', account, mailbox, from: old });
    }
  }
  setSubscribed(account: WorldAccount, mailbox: WorldMailbox, subscribed: boolean): void {
    mailbox.subscribed = subscribed;
    this.#emit({ kind: 'subscription', account, mailbox });
  }

  content(raw: string | Uint8Array): Content {
    const binary = typeof raw === 'string' ? utf8(raw) : fromBytes(raw);
    this.#ids += 1;
    const header = parseMime(binary.slice(0, Math.min(binary.length, 64 * 1024))).header;
    const ids = ['references', 'in-reply-to', 'message-id'].flatMap(
      (name) => (field(header, name) ?? '').match(/<[^<>\s]+>/g) ?? [],
    );
    const threadId = ids.map((id) => this.#threads.get(id)).find((id) => id !== undefined) ?? `T${this.#ids}`;
    for (const id of ids) this.#threads.set(id, threadId);
    return new Content(binary, `M${this.#ids}`, threadId);
  }

  /** Adds a message (text is taken as UTF-8). In a Gmail account it is in All Mail as well. */
  append(
    account: WorldAccount,
    mailbox: WorldMailbox,
    raw: string | Uint8Array | Content,
    options: AppendOptions = {},
  ): WorldMessage {
    const content = raw instanceof Content ? raw : this.content(raw);
    const now = this.clock.now();
    const flags = new Set<string>();
    for (const flag of options.flags ?? []) this.#addFlag(mailbox, flags, flag);
    const message = new WorldMessage(mailbox.uidNext, content, flags, options.internalDate ?? now, now);
    mailbox.uidNext += 1;
    message.modseq = mailbox.touch();
    mailbox.messages.push(message);
    this.#emit({ kind: 'changed', account, mailbox });
    if (account.gmail) {
      const all = account.byUse('\\All');
      const outside = mailbox.use === '\\Trash' || mailbox.use === '\\Junk' || mailbox === all;
      if (all !== undefined && !outside && !all.messages.some((other) => other.content === content)) {
        this.append(account, all, content, options);
      }
    }
    return message;
  }
  /** Many messages at once, one event: for large fixtures. */
  appendMany(
    account: WorldAccount,
    mailbox: WorldMailbox,
    messages: Iterable<{ raw: string | Uint8Array } & AppendOptions>,
  ): void {
    const now = this.clock.now();
    for (const { raw, flags, internalDate } of messages) {
      const message = new WorldMessage(
        mailbox.uidNext,
        this.content(raw),
        new Set(flags),
        internalDate ?? now,
        now,
      );
      mailbox.uidNext += 1;
      message.modseq = mailbox.touch();
      mailbox.messages.push(message);
    }
    this.#emit({ kind: 'changed', account, mailbox });
  }

  /**
   * Adds, removes or replaces flags. In a Gmail account every copy of the message changes.
   * @returns the messages that really changed in this mailbox.
   */
  setFlags(
    account: WorldAccount,
    mailbox: WorldMailbox,
    uids: Iterable<number>,
    mode: 'add' | 'remove' | 'replace',
    flags: readonly string[],
  ): WorldMessage[] {
    const changed: WorldMessage[] = [];
    for (const uid of uids) {
      const message = mailbox.find(uid);
      if (message === undefined) continue;
      if (this.#changeFlags(mailbox, message, mode, flags)) changed.push(message);
      if (!account.gmail) continue;
      for (const other of account.mailboxes.values()) {
        const copy =
          other === mailbox ? undefined : other.messages.find(({ content }) => content === message.content);
        if (copy !== undefined && this.#changeFlags(other, copy, mode, flags)) {
          this.#emit({ kind: 'changed', account, mailbox: other });
        }
      }
    }
    if (changed.length > 0) this.#emit({ kind: 'changed', account, mailbox });
    return changed;
  }
  #changeFlags(
    mailbox: WorldMailbox,
    message: WorldMessage,
    mode: 'add' | 'remove' | 'replace',
    flags: readonly string[],
  ): boolean {
    const before = [...message.flags].sort().join(' ');
    if (mode === 'replace') message.flags.clear();
    if (mode === 'remove') {
      const gone = new Set(flags.map((flag) => flag.toLowerCase()));
      for (const flag of [...message.flags]) if (gone.has(flag.toLowerCase())) message.flags.delete(flag);
    } else for (const flag of flags) this.#addFlag(mailbox, message.flags, flag);
    if ([...message.flags].sort().join(' ') === before) return false;
    message.modseq = mailbox.touch();
    return true;
  }
  #addFlag(mailbox: WorldMailbox, flags: Set<string>, flag: string): void {
    const system = SYSTEM_FLAGS.find((known) => known.toLowerCase() === flag.toLowerCase());
    if (system !== undefined) flags.add(system);
    else if (mailbox.keywords && flag.toLowerCase() !== '\\recent') {
      if (![...flags].some((known) => known.toLowerCase() === flag.toLowerCase())) flags.add(flag);
    }
  }

  /** Removes messages for good and remembers that they went. @returns the UIDs that were there. */
  expunge(account: WorldAccount, mailbox: WorldMailbox, uids: Iterable<number>): number[] {
    const wanted = new Set(uids);
    const gone = mailbox.messages.filter((message) => wanted.has(message.uid)).map((message) => message.uid);
    if (gone.length === 0) return [];
    const modseq = mailbox.touch();
    for (const uid of gone) mailbox.expunged.push({ uid, modseq });
    const kept = mailbox.messages.filter((message) => !wanted.has(message.uid));
    mailbox.messages.length = 0;
    for (const message of kept) mailbox.messages.push(message);
    this.#emit({ kind: 'changed', account, mailbox });
    return gone;
  }
  /** @returns pairs of old and new UID, in the order of the old ones. */
  copy(
    account: WorldAccount,
    from: WorldMailbox,
    uids: Iterable<number>,
    to: WorldMailbox,
  ): Array<[number, number]> {
    const pairs: Array<[number, number]> = [];
    for (const uid of uids) {
      const source = from.find(uid);
      if (source === undefined) continue;
      // Gmail: a label that the message already has; there is one message, whatever is copied where.
      const there = account.gmail ? to.messages.find(({ content }) => content === source.content) : undefined;
      if (there !== undefined) {
        pairs.push([uid, there.uid]);
        continue;
      }
      const copy = this.append(account, to, source.content, {
        flags: source.flags,
        internalDate: source.internalDate,
      });
      pairs.push([uid, copy.uid]);
    }
    return pairs;
  }
  move(
    account: WorldAccount,
    from: WorldMailbox,
    uids: Iterable<number>,
    to: WorldMailbox,
  ): Array<[number, number]> {
    const list = [...uids];
    const contents = list.map((uid) => from.find(uid)?.content);
    const pairs = this.copy(account, from, list, to);
    // Gmail: what leaves All Mail for a label stays in All Mail; only Trash and Spam are places of their own.
    const label = account.gmail && from.use === '\\All' && to.use !== '\\Trash' && to.use !== '\\Junk';
    if (!label) this.expunge(account, from, list);
    // Gmail: Trash and Spam take the message out of every other mailbox, All Mail included (quirk G12).
    if (account.gmail && (to.use === '\\Trash' || to.use === '\\Junk')) {
      for (const other of account.mailboxes.values()) {
        if (other === to) continue;
        this.expunge(
          account,
          other,
          other.messages.filter(({ content }) => contents.includes(content)).map(({ uid }) => uid),
        );
      }
    }
    return pairs;
  }

  /** A genuine UIDVALIDITY change: the same messages under new UIDs, without history. */
  bumpUidValidity(account: WorldAccount, mailbox: WorldMailbox, firstUid = 1): void {
    this.#uidValidity += 1;
    mailbox.uidValidity = this.#uidValidity;
    const old = mailbox.messages.splice(0, mailbox.messages.length);
    mailbox.expunged.length = 0;
    mailbox.uidNext = firstUid;
    for (const message of old) {
      const renumbered = new WorldMessage(
        mailbox.uidNext,
        message.content,
        message.flags,
        message.internalDate,
        message.saveDate,
      );
      renumbered.modseq = mailbox.touch();
      mailbox.messages.push(renumbered);
      mailbox.uidNext += 1;
    }
    this.#emit({ kind: 'uidvalidity', account, mailbox });
  }
  /** A server restored from a backup: messages from `uid` on are forgotten and UIDNEXT goes back (scenario B6). */
  rollbackUidNext(account: WorldAccount, mailbox: WorldMailbox, uid: number): void {
    const kept = mailbox.messages.filter((message) => message.uid < uid);
    mailbox.messages.length = 0;
    for (const message of kept) mailbox.messages.push(message);
    mailbox.uidNext = uid;
    mailbox.version += 1;
    this.#emit({ kind: 'uidvalidity', account, mailbox });
  }
  /** HIGHESTMODSEQ goes backwards, as after a restore (scenario B8). */
  rollbackModseq(account: WorldAccount, mailbox: WorldMailbox, modseq: number): void {
    mailbox.highestModseq = modseq;
    for (const message of mailbox.messages) message.modseq = Math.min(message.modseq, modseq);
    for (let i = mailbox.expunged.length - 1; i >= 0; i -= 1) {
      if ((mailbox.expunged[i]?.modseq ?? 0) > modseq) mailbox.expunged.splice(i, 1);
    }
    mailbox.version += 1;
    this.#emit({ kind: 'changed', account, mailbox });
  }

  /** The account that an address belongs to; `name+detail@` goes to `name@`. */
  route(address: string): WorldAccount | undefined {
    const plain = address.toLowerCase().replace(/\+[^@]*@/, '@');
    return [...this.accounts.values()].find((account) => account.addresses.includes(plain));
  }
  /** Keeps a message that an SMTP server accepted and delivers it to the accounts of its recipients. */
  accept(mail: AcceptedMail): void {
    this.accepted.push(mail);
    for (const to of mail.to) {
      const account = this.route(to);
      const inbox = account?.mailbox('INBOX');
      if (account === undefined || inbox === undefined) this.undeliverable.push({ to, mail });
      else
        this.append(
          account,
          inbox,
          toBytes(`Return-Path: <${mail.from}>\r\nDelivered-To: ${to}\r\n${mail.raw}`),
        );
    }
    for (const listener of [...this.#acceptedListeners]) listener(mail);
  }
}
