import type { AccountConfig } from '@shared/contract/account';
import type { Action, EngineContract } from '@shared/contract/engine-api';
import type { Mailbox } from '@shared/contract/mailbox';
import type { Operation } from '@shared/contract/operations';
import { Flag } from '@shared/model/flags';
import type { MailboxId, MessageKey } from '@shared/model/ids';
import { generation, messageKey, uid } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { Client } from '@shared/rpc/client';
import { MailWorld } from '@main/demo/mail-world';
import { Script } from '@main/demo/script';
import type { SpecialUse, WorldMailbox } from '@main/demo/world-model';
import type { Baseline } from './invariants';
import { PlainStore } from './plain-store';
import { SecondClient } from './second-client';

const ROLES: ReadonlyArray<readonly [string, SpecialUse]> = [
  ['Archive', '\\Archive'],
  ['Drafts', '\\Drafts'],
  ['Sent', '\\Sent'],
  ['Junk', '\\Junk'],
  ['Trash', '\\Trash'],
];

export const USER = 'ada@tern.example';

/** The other account of those benches that have two. */
export const OTHER = 'cy@tern.example';

/** A small letter with everything threads and lists need. */
export const letter = (n: number, more = ''): string =>
  `From: Bo Ek <bo@tern.example>\r\nTo: Ada <${USER}>\r\nSubject: Letter ${n}\r\n` +
  `Message-ID: <letter-${n}@tern.example>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n${more}\r\nText of letter ${n}\r\n`;

/**
 * What is around an engine, wherever it runs: a world with an account or two, another client of the first, the plain
 * store, and what the person did so far.
 */
export abstract class Stage {
  readonly world: MailWorld;
  readonly imap = new Script();
  readonly smtp = new Script();
  readonly store = new PlainStore();
  ui!: Client<EngineContract>;
  account!: AccountConfig;
  /** Another client of the same account. */
  readonly elsewhere: SecondClient;
  /** Message-IDs that the person or another client did something to: the others must not change (invariant I2). */
  readonly touched = new Set<string>();
  /** Message-IDs that somebody deleted for good. */
  readonly deleted = new Set<string>();
  /** Message-IDs that somebody copied. */
  readonly copied = new Set<string>();
  /** Names of mailboxes whose deletion somebody asked for: what is in them goes with them. */
  readonly doomed = new Set<string>();
  /** Why what is here can't be what is there: the server lies and goes on lying. Null: they must agree (I5). */
  serverLies: string | null = null;
  /** The world when the engine was first started. */
  atStart: Baseline | null = null;
  /** Message-IDs of everything that was ever in a mailbox. */
  readonly existed = new Set<string>();

  constructor(
    readonly clock: Clock,
    readonly users: readonly string[] = [USER],
  ) {
    this.world = new MailWorld(clock);
    for (const user of users) {
      const account = this.world.addAccount({ user, password: 'secret' });
      for (const [name, use] of ROLES) this.world.createMailbox(account, name, { use });
    }
    this.elsewhere = new SecondClient(this.world, USER, (what, messageId) => {
      this.touched.add(messageId);
      if (what === 'deleted') this.deleted.add(messageId);
    });
    this.world.listen((event) => {
      if (event.kind === 'renamed' && this.doomed.has(event.from)) this.doomed.add(event.mailbox.name);
      if (event.kind !== 'deleted' || !this.doomed.has(event.mailbox.name)) return;
      for (const { content } of event.mailbox.messages) {
        const id = content.header('message-id').trim();
        this.deleted.add(id);
        this.touched.add(id);
      }
    });
    const seen = new WeakMap<WorldMailbox, number>();
    this.world.listen(({ kind, mailbox }) => {
      if (kind === 'uidvalidity') seen.delete(mailbox);
      for (let at = mailbox.messages.length - 1; at >= 0; at--) {
        const message = mailbox.messages[at] as (typeof mailbox.messages)[number];
        if (message.uid < (seen.get(mailbox) ?? 0)) break;
        // A draft on a server is a copy of one in the vault; the next version takes its place.
        if (!message.has('\\Draft')) this.existed.add(message.content.header('message-id').trim());
      }
      seen.set(mailbox, mailbox.uidNext);
    });
  }

  /** Operations that are not yet done, or were refused. */
  abstract operations(): readonly Operation[];
  abstract accounts(): readonly AccountConfig[];

  /** Marks messages as somebody's business, by subject. */
  touch(...subjects: string[]): this {
    for (const subject of subjects) this.touched.add(idOf(subject));
    return this;
  }
  /** Does something to messages of a mailbox as the person would, by subject. @returns the group. */
  async act(action: Action, mailbox: string, ...subjects: string[]): Promise<string> {
    for (const subject of subjects) {
      this.touched.add(idOf(subject));
      if (action.kind === 'copy') this.copied.add(idOf(subject));
      if (action.kind === 'destroy') this.deleted.add(idOf(subject));
    }
    const { group } = await this.ui.api.act({ action, keys: subjects.map((s) => this.key(mailbox, s)) });
    return group;
  }
  async offline(offline: boolean): Promise<void> {
    await this.ui.api.setWorkOffline({ offline });
  }
  /** Operations that were refused. */
  get refused(): readonly Operation[] {
    return this.operations().filter((op) => op.state === 'refused');
  }
  /** Commands that reached the server, in order: verbs. */
  verbs(...only: string[]): string[] {
    return this.imap.log.map((o) => o.verb).filter((v) => only.length === 0 || only.includes(v));
  }

  box(name: string, user = USER): WorldMailbox {
    return this.world.mailbox(user, name);
  }
  /** Puts letters into a mailbox as another client or the delivery would. */
  deliver(name: string, from: number, to = from, more = ''): void {
    for (let n = from; n <= to; n++)
      this.world.append(this.world.account(USER), this.box(name), letter(n, more));
  }
  /** Subjects of a mailbox on the server, in order. */
  there(name: string): string[] {
    return this.box(name).messages.map((m) => /Subject: (.*?)\r\n/.exec(m.content.raw)?.[1] ?? '');
  }
  /** Subjects of a mailbox in the store. */
  here(name: string): string[] {
    return [...this.store.shownOf(this.#mailbox(name)).values()].map((m) => m.subject);
  }
  /** Those of them that are not marked as deleted. */
  alive(name: string): string[] {
    return [...this.store.shownOf(this.#mailbox(name)).values()].filter(isAlive).map((m) => m.subject);
  }
  /** The key of the message with this subject as the store holds it now; of several one that is not marked as deleted. */
  key(name: string, subject: string): MessageKey {
    const mailbox = this.#mailbox(name);
    const found = [...this.store.shownOf(mailbox)].filter(([, m]) => m.subject === subject);
    const [n] = found.find(([, m]) => isAlive(m)) ?? found[0] ?? [];
    if (n !== undefined && mailbox) {
      return messageKey({ mailbox: mailbox.id, generation: generation(mailbox.generation), uid: uid(n) });
    }
    throw new Error(`${subject} is not in ${name}: ${this.here(name).join(', ')}`);
  }
  #mailbox(name: string): Mailbox | undefined {
    return [...this.store.mailboxes.values()].find((m) => m.name === name && m.account === this.account.id);
  }
  idOf(name: string): MailboxId {
    const mailbox = this.#mailbox(name);
    if (!mailbox) throw new Error(`no mailbox ${name}`);
    return mailbox.id;
  }
}

const isAlive = ({ flags }: { readonly flags: number }): boolean => (flags & Flag.Deleted) === 0;

/** The Message-ID of a letter or of what the second client delivers, by subject. */
export const idOf = (subject: string): string => {
  const n = /^Letter (\d+)$/.exec(subject)?.[1];
  return n === undefined
    ? `<${subject.replace(/[^A-Za-z0-9]+/g, '-')}@tern.example>`
    : `<letter-${n}@tern.example>`;
};
