import type { Desktop, Note } from '@shared/contract/desk';
import { Flag, flagBit } from '@shared/model/flags';
import type { AccountId, DraftId, MailboxId, MessageKey, OutboxId } from '@shared/model/ids';
import type { AccountStatus } from '@shared/contract/account';
import type { Draft, OutboxItem } from '@shared/contract/compose';
import { type Action, type EngineStatus, type Settings, settingsSchema } from '@shared/contract/engine-api';
import type { Operation } from '@shared/contract/operations';
import { fakeJobs } from './fake-files';
import type { Job } from '@shared/contract/import-export';
import type { RemovedMessage } from '@shared/contract/removed';
import type { MailboxView } from '@shared/contract/view-api';
import { generation } from '@shared/model/ids';
import type { EndedChange } from '@shared/contract/pending';
import type { AwayReport } from '@shared/contract/away';
import type { KeepPolicy, OfflineStatus, Trip } from '@shared/contract/offline';
import { fakeAway, fakeChanges, fakeEnded, fakeOffline } from './fake-panels';
import { fakeAccount, type FakeMailbox, type FakeMessage, fakeMessages } from './fake-data';

export interface WorldOptions {
  /** Accounts to begin with: 0 shows the first screen. */
  readonly accounts?: 0 | 1 | 2;
  /** Messages in the first inbox. */
  readonly inbox?: number;
  readonly online?: boolean;
  readonly settings?: Partial<Settings>;
  /** First sync under way, trouble, an outbox with something to decide … */
  readonly phase?: 'idle' | 'first-sync' | 'trouble' | 'weaker-login' | 'outbox';
  readonly now?: number;
  /** So many changes in all states, and some that ended. */
  readonly changes?: number;
  /** Jobs on files in every state. */
  readonly jobs?: boolean;
  /** Code of something that the engine has to say. */
  readonly notice?: string;
  /** Somebody was away, and things happened. */
  readonly away?: boolean;
}

const FOLDERS: readonly (readonly [string, FakeMailbox['role'], number, string?])[] = [
  ['INBOX', 'inbox', 140],
  ['Drafts', 'drafts', 3],
  ['Sent', 'sent', 60],
  ['Archive', 'archive', 400],
  ['Junk', 'junk', 9],
  ['Trash', 'trash', 5],
  ['Projects', null, 12],
  ['Projects/Harbour extension', null, 48],
  ['Projects/Harbour extension/Tenders and offers 2026', null, 7],
  ['Projects/Regatta', null, 20],
  ['Receipts', null, 33],
  ['Empty shelf', null, 0],
  ['عائلة', null, 4],
];

/** Everything a mail server, engine and store would know, in memory, for looking at the UI and testing it. */
export class FakeWorld {
  accounts: AccountStatus[] = [];
  mailboxes: FakeMailbox[] = [];
  messages: FakeMessage[] = [];
  byKey = new Map<MessageKey, FakeMessage>();
  readonly notice: string | undefined;
  /** From a message's former key to the one that it has now. */
  readonly forwarded = new Map<MessageKey, MessageKey>();
  operations: Operation[] = [];
  ended: EndedChange[] = [];
  readonly policies = new Map<MailboxId, KeepPolicy>();
  trip: Trip | null = null;
  away: AwayReport | null = null;
  /** What a comparison found was put right. */
  repaired = false;
  outbox: OutboxItem[] = [];
  drafts: Draft[] = [];
  /** Jobs on files. */
  jobs: readonly Job[] = [];
  /** What others removed, one of each kind. */
  removed: RemovedMessage[] = [];
  settings: Settings;
  online: boolean;
  workOffline = false;
  /** Null: only a page. */
  desktop: Desktop | null = null;
  readonly notes: Note[] = [];
  mailProgram = false;
  /** Takes back what a group did. */
  readonly undo = new Map<string, () => number>();
  /** Bodies asked for so far. */
  readonly fetched = new Set<MessageKey>();
  readonly now: number;
  #groups = 0;
  #listeners = new Set<(what: 'mail' | 'engine') => void>();

  constructor(options: WorldOptions = {}) {
    this.now = options.now ?? Date.now();
    this.notice = options.notice;
    this.online = options.online ?? true;
    this.settings = { ...settingsSchema.parse({}), ...options.settings };
    const accounts = options.accounts ?? 2;
    if (accounts > 0) this.addAccount(0, 'Jana', 'jana@example.com', options.inbox ?? 140);
    if (accounts > 1) this.addAccount(1, 'Harbour office', 'office@harbour.example', 80);
    if (options.phase) this.#dress(options.phase);
    if (options.jobs === true) this.jobs = fakeJobs;
    this.removed = (['whole', 'texts', 'none'] as const).flatMap((content, i) => {
      const box = this.mailboxes.find(({ role }) => role === 'inbox');
      if (!box) return [];
      return {
        id: `r/${i}`,
        account: box.account,
        mailbox: box.id,
        folder: box.name,
        removedAt: this.now - (i + 1) * 3_600_000,
        keptUntil: this.now + 14 * 86_400_000,
        from: ['Bo Ek', 'Harbour Office', 'Šárka Dvořáková'][i] ?? '',
        subject:
          ['Keys to the boat house', 'Tender, with drawings', 'Regatta: who brings the cake?'][i] ?? '',
        date: this.now - (i + 2) * 86_400_000,
        size: 4000,
        content,
        missing: content === 'texts' ? 2 : 0,
      };
    });
    if (options.away === true) this.away = fakeAway(this);
    if (options.changes !== undefined) {
      this.operations = fakeChanges(this, options.changes);
      this.ended = fakeEnded(this, Math.min(40, options.changes));
    }
  }

  subscribe(listener: (what: 'mail' | 'engine') => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  changed(what: 'mail' | 'engine'): void {
    for (const listener of this.#listeners) listener(what);
  }

  addAccount(n: number, label: string, address: string, inbox: number, demo = false): void {
    const account = fakeAccount(n, label, address, { demo });
    this.accounts.push({
      account,
      phase: this.online ? 'idle' : 'offline',
      progress: null,
      trouble: null,
      retryAt: null,
      lastSync: this.now - 90_000,
    });
    const ids = new Map<string, MailboxId>();
    FOLDERS.forEach(([name, role, count], i) => {
      if (n > 0 && i > 6 && i !== 10) return;
      const id = `mb-${n}-${i}` as MailboxId;
      ids.set(name, id);
      const cut = name.lastIndexOf('/');
      const mailbox: FakeMailbox = {
        id,
        account: account.id,
        name,
        leaf: name.slice(cut + 1),
        parent: cut < 0 ? null : (ids.get(name.slice(0, cut)) ?? null),
        role,
        trouble: null,
      };
      this.mailboxes.push(mailbox);
      const me = { name: 'Jana Nováková', address };
      const made = fakeMessages(mailbox, role === 'inbox' ? inbox : count, me, 17 + n * 100 + i, this.now);
      for (const message of made) {
        this.messages.push(message);
        this.byKey.set(message.key, message);
      }
    });
    this.messages.sort((a, b) => b.date - a.date);
  }

  status(): EngineStatus {
    return {
      host: 'browser',
      version: '0.1.0',
      accounts: this.accounts,
      online: this.online,
      workOffline: this.workOffline,
      waiting: this.operations.filter(({ state }) => state === 'waiting' || state === 'running').length,
      unseenTrouble: this.operations.filter(({ state }) => state === 'refused' || state === 'uncertain')
        .length,
      outbox: this.outbox.length,
      secrets: 'session',
      notices: this.notice === undefined ? [] : [{ code: this.notice, details: {} }],
    };
  }

  offline(): OfflineStatus {
    return fakeOffline(this);
  }

  mailboxViews(): MailboxView[] {
    const counts = new Map<MailboxId, { total: number; unread: number; flagged: number }>();
    for (const message of this.messages) {
      const count = counts.get(message.mailbox) ?? { total: 0, unread: 0, flagged: 0 };
      counts.set(message.mailbox, count);
      count.total++;
      if ((message.flags & Flag.Seen) === 0) count.unread++;
      if ((message.flags & Flag.Flagged) !== 0) count.flagged++;
    }
    return this.mailboxes.map((mailbox) => {
      const { total, unread, flagged } = counts.get(mailbox.id) ?? { total: 0, unread: 0, flagged: 0 };
      return {
        ...mailbox,
        delimiter: '/',
        selectable: true,
        subscribed: true,
        generation: generation(1),
        serverTotal: total,
        serverUnseen: unread,
        label: false,
        flagged,
        local: false,
        total,
        unread,
        cursor: null,
      };
    });
  }

  role(account: AccountId, role: FakeMailbox['role']): MailboxId | undefined {
    return this.mailboxes.find((mailbox) => mailbox.account === account && mailbox.role === role)?.id;
  }

  act(action: Action, keys: readonly MessageKey[]): { group: string; operations: number } {
    const group = `group-${++this.#groups}`;
    const before: [FakeMessage, MailboxId, number][] = [];
    const gone: FakeMessage[] = [];
    for (const key of keys) {
      const message = this.byKey.get(key);
      if (!message) continue;
      before.push([message, message.mailbox, message.flags]);
      if (action.kind === 'flag') {
        for (const name of action.add) message.flags |= flagBit(name);
        for (const name of action.remove) message.flags &= ~flagBit(name);
      } else if (action.kind === 'destroy') gone.push(message);
      else if (action.kind !== 'copy') message.mailbox = this.#target(action, message);
    }
    for (const message of gone) this.byKey.delete(message.key);
    if (gone.length > 0) this.messages = this.messages.filter((message) => this.byKey.has(message.key));
    this.undo.set(group, () => {
      for (const [message, mailbox, flags] of before) Object.assign(message, { mailbox, flags });
      this.changed('mail');
      return before.length;
    });
    this.changed('mail');
    return { group, operations: 1 };
  }

  #target(action: Action, message: FakeMessage): MailboxId {
    if (action.kind === 'move') return action.to;
    const roles = { archive: 'archive', delete: 'trash', junk: 'junk', 'not-junk': 'inbox' } as const;
    const role = action.kind in roles ? roles[action.kind as keyof typeof roles] : 'archive';
    return this.role(message.account, role) ?? message.mailbox;
  }

  /** A message arrives in the first inbox. */
  arrive(subject: string, from = { name: 'Tom Baker', address: 'tom@baker.example' }): void {
    const inbox = this.mailboxes.find(({ role }) => role === 'inbox');
    if (!inbox) return;
    const [made] = fakeMessages(inbox, 1, { name: '', address: '' }, this.messages.length, Date.now());
    if (!made) return;
    const n = this.messages.length + 1000;
    const message = {
      ...made,
      key: `${inbox.id}/1/${n}` as MessageKey,
      ref: { ...made.ref, uid: n as never },
      subject,
      from: [from],
      flags: 0,
      thread: `new-${n}`,
      date: Date.now(),
    };
    this.messages.unshift(message);
    this.byKey.set(message.key, message);
    this.changed('mail');
  }

  /** The server gives a message another UID where it is. */
  renumber(key: MessageKey): MessageKey {
    const at = this.messages.findIndex((message) => message.key === key);
    const old = this.messages[at];
    if (!old) throw new Error(`no message ${key}`);
    const n = this.messages.length + 5000;
    const to = `${old.ref.mailbox}/1/${n}` as MessageKey;
    this.messages[at] = { ...old, key: to, ref: { ...old.ref, uid: n as never } };
    this.byKey.delete(key);
    this.byKey.set(to, this.messages[at]);
    this.forwarded.set(key, to);
    this.changed('mail');
    return to;
  }

  draft(to = '', content: Partial<Draft['content']> = {}): Draft {
    const [first] = this.accounts;
    const id = `draft-${this.drafts.length + 1}` as DraftId;
    const draft: Draft = {
      id,
      version: 1,
      savedAt: this.now,
      content: {
        account: first?.account.id ?? ('' as AccountId),
        identity: first?.account.identities[0]?.id ?? '',
        to: to ? [{ name: '', address: to }] : [],
        cc: [],
        bcc: [],
        subject: '',
        text: '',
        html: null,
        quote: null,
        inReplyTo: [],
        references: [],
        relates: null,
        attachments: [],
        ...content,
      },
    };
    this.drafts.push(draft);
    return draft;
  }

  #dress(phase: NonNullable<WorldOptions['phase']>): void {
    const [first, second] = this.accounts;
    if (phase === 'first-sync' && first) {
      this.accounts[0] = {
        ...first,
        phase: 'syncing',
        progress: { mailbox: 'INBOX', done: 12_400, total: 100_000 },
        lastSync: null,
      };
    }
    if (phase === 'trouble' && second) {
      this.accounts[1] = {
        ...second,
        phase: 'trouble',
        trouble: {
          code: 'tls-wrong-host',
          server: '',
          details: {
            host: 'imap.example.com',
            port: 993,
            names: 'DNS:mail.hoster.example',
            fingerprint: 'ab129f330c715e88214d90fa6bc40277ab129f330c715e88214d90fa6bc40277',
            subject: 'mail.hoster.example',
            issuer: 'Hoster Test CA',
            validTo: 'Mar  1 12:00:00 2027 GMT',
          },
        },
        retryAt: this.now + 120_000,
      };
      this.operations.push(
        this.#operation(1, 'refused', 'no-permission'),
        this.#operation(2, 'waiting', null),
      );
    }
    if (phase === 'weaker-login' && second) {
      this.accounts[1] = {
        ...second,
        phase: 'trouble',
        trouble: {
          code: 'mechanism-downgrade',
          server: '',
          details: {
            host: 'imap.example.com',
            before: 'SCRAM-SHA-256',
            mechanism: 'PLAIN',
            direction: 'incoming',
          },
        },
        retryAt: this.now + 600_000,
      };
    }
    if (phase === 'outbox' && first) {
      const item = (n: number, over: Partial<OutboxItem>): OutboxItem => ({
        id: `out-${n}` as OutboxId,
        account: first.account.id,
        state: 'queued',
        subject: 'Invoice 42',
        from: 'jana@example.com',
        to: ['bob@example.com', 'anna@example.com', 'tom@baker.example'],
        messageId: `${n}@example.com`,
        size: 48_200,
        created: this.now - n * 600_000,
        at: null,
        tries: 0,
        reason: null,
        recipients: [],
        ...over,
      });
      this.outbox = [
        item(1, { state: 'held', at: this.now + 9000, subject: 'Lunch on Thursday?' }),
        item(2, {
          state: 'refused',
          reason: { code: 'some-refused', server: '552 5.2.2 Mailbox full' },
          recipients: [
            {
              address: 'bob@example.com',
              state: 'refused',
              server: '552 5.2.2 <bob@example.com>: Mailbox full',
              code: 'mailbox-full',
            },
            { address: 'anna@example.com', state: 'accepted', server: '250 2.1.5 Ok' },
            { address: 'tom@baker.example', state: 'accepted', server: '250 2.1.5 Ok' },
          ],
          tries: 1,
        }),
        item(5, {
          state: 'held',
          at: this.now + 57_600_000,
          scheduled: this.now + 57_600_000,
          subject: '次の会議の議題について — إلى الجميع',
        }),
        item(7, {
          state: 'missed',
          subject: 'Before the holidays',
          created: this.now - 9 * 86_400_000,
          reason: { code: 'waited-long', server: '' },
        }),
        item(8, {
          state: 'uncertain',
          subject: 'From a backup',
          went: this.now - 40 * 86_400_000,
          reason: { code: 'already-sent', server: '' },
        }),
        item(6, { state: 'missed', scheduled: this.now - 7_200_000, subject: 'Happy birthday, Tomáš' }),
        item(3, {
          state: 'retry',
          at: this.now + 300_000,
          tries: 2,
          subject: 'Minutes of the committee meeting',
          reason: { code: 'greylisted', server: '451 4.7.1 Greylisting in action, please come back later' },
        }),
        item(4, {
          state: 'uncertain',
          tries: 1,
          subject: 'Berth 14 contract',
          reason: { code: 'timeout', server: '' },
        }),
      ];
    }
  }

  #operation(seq: number, state: Operation['state'], code: string | null): Operation {
    const message = this.messages[seq];
    const mailbox = message?.mailbox ?? ('' as MailboxId);
    return {
      id: `op-${seq}` as Operation['id'],
      account: (message?.account ?? '') as AccountId,
      seq,
      intent: {
        kind: 'move',
        messages: { mailbox, generation: generation(1), uids: '3:5' },
        to: this.mailboxes[3]?.id ?? mailbox,
      },
      state,
      created: this.now - 3_600_000,
      tries: 3,
      nextTry: state === 'waiting' ? this.now + 60_000 : null,
      reason: code ? { code, message: '', server: '[NOPERM] Permission denied' } : null,
      group: `g-${seq}`,
    };
  }
}
