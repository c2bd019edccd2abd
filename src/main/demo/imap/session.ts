import type { MailWorld, WorldAccount, WorldMailbox, WorldMessage } from '../mail-world';
import { mailboxName } from './format';
import { BadCommand, formatSet, parseSet, type Cursor } from './cursor';
import type { NotifySetting } from './notify';
import { imapProfile, type ImapProfile, type ImapProfileName } from './profiles';

export interface Reply {
  readonly status: 'OK' | 'NO' | 'BAD';
  /** Response code without brackets. */
  readonly code?: string;
  readonly text: string;
}
export const ok = (text: string, code?: string): Reply => ({
  status: 'OK',
  text,
  ...(code === undefined ? {} : { code }),
});
export const no = (text: string, code?: string): Reply => ({
  status: 'NO',
  text,
  ...(code === undefined ? {} : { code }),
});
export const bad = (text: string, code?: string): Reply => ({
  status: 'BAD',
  text,
  ...(code === undefined ? {} : { code }),
});

/** The server waits for a line of the client: what it does with it. */
export interface Pending {
  /** Text after `+ `. */
  readonly prompt: string;
  readonly onLine: (line: string) => Reply | Pending;
}

export interface Command {
  readonly state: 'any' | 'not-authenticated' | 'authenticated' | 'selected';
  /** Unknown to the client unless this is advertised. */
  readonly capability?: string;
  /** @param isUid the command came with the prefix UID. */
  readonly run: (session: ImapSession, cursor: Cursor, isUid: boolean) => Reply | Pending;
}

/** What one session knows of its selected mailbox: sequence numbers are positions in `messages`. */
export class View {
  readonly messages: WorldMessage[];
  /** Changes with a higher MODSEQ have not been told yet. */
  toldModseq: number;
  /** Changes of this session itself, already told or silenced: UID → MODSEQ. */
  readonly told = new Map<number, number>();
  version: number;
  lastUid: number;
  recent: Set<number>;
  constructor(
    readonly mailbox: WorldMailbox,
    readonly readOnly: boolean,
  ) {
    this.messages = [...mailbox.messages];
    this.toldModseq = mailbox.highestModseq;
    this.version = mailbox.version;
    this.lastUid = this.messages.at(-1)?.uid ?? 0;
    this.recent = this.takeRecent();
  }
  takeRecent(): Set<number> {
    const uids = this.messages.filter(({ uid }) => uid >= this.mailbox.recentFrom).map(({ uid }) => uid);
    if (!this.readOnly) this.mailbox.recentFrom = this.mailbox.uidNext;
    return new Set(uids);
  }
  /** 0-based position of a UID, −1 when absent. */
  indexOfUid(uid: number): number {
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
}

export interface ImapOptions {
  readonly profile?: ImapProfileName | ImapProfile;
  /** Advertise STARTTLS while the stream is plain. */
  readonly startTls?: boolean;
  /** LOGINDISABLED while the stream is plain. */
  readonly loginDisabled?: boolean;
  /** The stream is TLS from the start. */
  readonly secure?: boolean;
  /** The whole greeting line without CRLF. */
  readonly greeting?: string;
  /** PREAUTH as this user. */
  readonly preAuth?: string;
  readonly serverId?: Readonly<Record<string, string>>;
  /** In which order EXPUNGE responses come: Exchange says the highest first, Gmail and Cyrus the lowest (quirk M18). */
  readonly expungeOrder?: 'ascending' | 'descending';
  /** What NAMESPACE says, e.g. `(("" NIL)) NIL NIL`. */
  readonly namespace?: string;
  /** False: capabilities only on request, neither in the greeting nor after login. */
  readonly capabilityCodes?: boolean;
}

/** The state of one IMAP connection and its output until the tagged reply. */
export class ImapSession {
  readonly profile: ImapProfile;
  account: WorldAccount | null = null;
  view: View | null = null;
  secure: boolean;
  readonly enabled = new Set<string>();
  idling = false;
  loggingOut = false;
  /** Set by STARTTLS and COMPRESS: done after the tagged OK went out. */
  after: 'starttls' | 'compress' | null = null;
  compressing = false;
  /** SEARCHRES `$`. */
  saved: number[] = [];
  notify: NotifySetting | null = null;
  #output: string[] = [];

  constructor(
    readonly world: MailWorld,
    readonly options: ImapOptions,
    readonly canCompress: boolean,
  ) {
    this.profile = imapProfile(options.profile ?? 'everything');
    this.secure = options.secure ?? false;
  }

  get capabilities(): readonly string[] {
    if (this.account !== null) {
      const compress = this.canCompress && !this.compressing;
      return this.profile.after.filter((word) => compress || word !== 'COMPRESS=DEFLATE');
    }
    const list = [...this.profile.before];
    if (!this.secure && this.options.startTls === true) list.push('STARTTLS');
    if (!this.secure && this.options.loginDisabled === true) list.push('LOGINDISABLED');
    return list;
  }
  /** True when the word, or `word=…`, is advertised now. */
  has(word: string): boolean {
    return this.capabilities.some((known) => known === word || known.startsWith(`${word}=`));
  }
  /** The number of `WORD=n` as it is advertised now. */
  valueOf(word: string): number | null {
    const found = this.capabilities.find((known) => known.startsWith(`${word}=`));
    return found === undefined ? null : Number(found.slice(word.length + 1));
  }
  get isUtf8(): boolean {
    return this.enabled.has('UTF8=ACCEPT') || this.rev2;
  }
  /** IMAP4rev2 was asked for: nothing is \\Recent, searches answer ESEARCH (RFC 9051 appendix E). */
  get rev2(): boolean {
    return this.enabled.has('IMAP4REV2');
  }
  /** No sequence numbers either way (RFC 9586). */
  get uidOnly(): boolean {
    return this.enabled.has('UIDONLY');
  }
  get condstore(): boolean {
    return this.enabled.has('CONDSTORE') || this.enabled.has('QRESYNC');
  }
  get qresync(): boolean {
    return this.enabled.has('QRESYNC');
  }

  /** One untagged line; the text may hold literals. */
  untagged(line: string): void {
    this.#output.push('* ', line, '\r\n');
  }
  /** One FETCH response, or UIDFETCH where there are no sequence numbers; `parts` without the UID. */
  tellMessage(index: number, uid: number, parts: readonly string[], withUid: boolean): void {
    if (this.uidOnly) this.untagged(`${uid} UIDFETCH (${parts.join(' ')})`);
    else this.untagged(`${index + 1} FETCH (${[...(withUid ? [`UID ${uid}`] : []), ...parts].join(' ')})`);
  }
  takeOutput(): string {
    const data = this.#output.join('');
    this.#output = [];
    return data;
  }
  name(mailbox: WorldMailbox | string): string {
    return mailboxName(typeof mailbox === 'string' ? mailbox : mailbox.name, this.isUtf8);
  }
  /** The account of a session that is logged in: the dispatcher has checked. */
  get user(): WorldAccount {
    if (this.account === null) throw new BadCommand('not logged in');
    return this.account;
  }
  get selected(): View {
    if (this.view === null) throw new BadCommand('no mailbox selected');
    return this.view;
  }

  /** 0-based positions that a set names: sequence numbers or UIDs. Numbers out of range are left out for UIDs. */
  resolve(set: string, isUid: boolean): number[] {
    const view = this.selected;
    const count = view.messages.length;
    if (set === '$') {
      return this.saved.map((uid) => view.indexOfUid(uid)).filter((index) => index >= 0);
    }
    const found = new Set<number>();
    for (const [low, high] of parseSet(set, isUid ? (view.messages.at(-1)?.uid ?? 0) : count)) {
      if (!isUid) {
        if (high > count) throw new BadCommand('no such message');
        for (let seq = low; seq <= high; seq += 1) found.add(seq - 1);
        continue;
      }
      for (let index = lowerBound(view.messages, low); index < count; index += 1) {
        if ((view.messages[index]?.uid ?? 0) > high) break;
        found.add(index);
      }
    }
    return [...found].sort((a, b) => a - b);
  }

  flagList(message: WorldMessage): string {
    const recent = !this.rev2 && this.view?.recent.has(message.uid) === true ? ['\\Recent'] : [];
    return `(${[...message.flags, ...recent].join(' ')})`;
  }

  /**
   * Tells what happened in the selected mailbox since it was last told.
   * @param expunges false while answering FETCH, STORE and SEARCH by sequence number (RFC 3501 §7.4.1).
   */
  sync(expunges: boolean): void {
    const view = this.view;
    if (view === null || view.version === view.mailbox.version) return;
    const { mailbox } = view;
    const goneLeft = this.#tellExpunged(view, expunges);
    for (let index = 0; index < view.messages.length; index += 1) {
      const message = view.messages[index];
      if (message === undefined || message.modseq <= view.toldModseq) continue;
      if (view.told.get(message.uid) === message.modseq) continue;
      const parts = [`FLAGS ${this.flagList(message)}`];
      if (this.condstore) parts.unshift(`MODSEQ (${message.modseq})`);
      this.tellMessage(index, message.uid, parts, this.qresync);
    }
    const before = view.messages.length;
    for (
      let index = lowerBound(mailbox.messages, view.lastUid + 1);
      index < mailbox.messages.length;
      index += 1
    ) {
      const message = mailbox.messages[index];
      if (message !== undefined) view.messages.push(message);
    }
    view.lastUid = Math.max(view.lastUid, view.messages.at(-1)?.uid ?? 0);
    if (view.messages.length !== before) {
      for (const uid of view.takeRecent()) view.recent.add(uid);
      this.untagged(`${view.messages.length} EXISTS`);
      if (!this.rev2) this.untagged(`${view.recent.size} RECENT`);
    }
    view.toldModseq = mailbox.highestModseq;
    view.told.clear();
    if (!goneLeft) view.version = mailbox.version;
  }

  /** @returns true when messages are gone that could not be told yet. */
  #tellExpunged(view: View, allowed: boolean): boolean {
    const gone: number[] = [];
    let at = 0;
    const kept: WorldMessage[] = [];
    const real = view.mailbox.messages;
    for (const message of view.messages) {
      while (at < real.length && (real[at]?.uid ?? 0) < message.uid) at += 1;
      if (real[at] === message) kept.push(message);
      else gone.push(message.uid);
    }
    if (gone.length === 0) return false;
    if (!allowed) return true;
    if (this.qresync || this.uidOnly) this.untagged(`VANISHED ${formatSet(gone)}`);
    else {
      const missing = new Set(gone);
      const positions = view.messages.flatMap(({ uid }, index) => (missing.has(uid) ? [index + 1] : []));
      // Each EXPUNGE moves those behind it (RFC 3501 §7.4.1), so the order decides the numbers.
      if (this.options.expungeOrder === 'ascending')
        positions.forEach((n, told) => this.untagged(`${n - told} EXPUNGE`));
      else for (const n of positions.reverse()) this.untagged(`${n} EXPUNGE`);
    }
    view.messages.length = 0;
    for (const message of kept) view.messages.push(message);
    return false;
  }
}

/** The first position whose UID is at least this. */
export function lowerBound(messages: readonly WorldMessage[], uid: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.uid ?? 0) < uid) low = middle + 1;
    else high = middle;
  }
  return low;
}
