import { accountConfig, type AccountConfig } from '@shared/contract/account';
import { type Action, engineContract } from '@shared/contract/engine-api';
import type { Mailbox } from '@shared/contract/mailbox';
import type { Operation } from '@shared/contract/operations';
import { MailError } from '@shared/errors/mail-error';
import type { MessageKey } from '@shared/model/ids';
import { messageKey, generation, uid } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { Secret } from '@shared/ports/secret';
import type { SecretStore } from '@shared/ports/secret-store';
import { type Client, connect } from '@shared/rpc/client';
import { memoryPortPair } from '@shared/rpc/memory-port';
import { connectInMemory } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import type { ImapProfile, ImapProfileName } from '@main/demo/imap/profiles';
import { Script } from '@main/demo/script';
import type { SpecialUse, WorldMailbox } from '@main/demo/world-model';
import { NodeCompression } from '@main/net/node-compression';
import { NodeCrypto } from '@main/net/node-crypto';
import { Engine } from '@main/services/engine';
import { MemoryDisk, openMemoryVault } from '@main/vault';
import { freezable, type Freezable } from './freezable';
import { PlainStore } from './plain-store';
import { SecondClient } from './second-client';
import { localView, serverView } from './world-state';

/** Real time, but waits never last longer than a blink: backoff and retry schedules run at once. */
export class HastyClock implements Clock {
  offset = 0;
  constructor(private readonly longest = 20) {}
  now = (): number => Date.now() + this.offset;
  monotonic = (): number => performance.now() + this.offset;
  after = (ms: number, run: () => void): (() => void) => {
    // Long waits (polling, IDLE renewal) stay long: only what a failure made wait is hurried.
    const timer = setTimeout(run, ms > 50_000 ? ms : Math.min(ms, this.longest));
    timer.unref();
    return () => clearTimeout(timer);
  };
}

class MemorySecrets implements SecretStore {
  readonly #kept = new Map<string, Secret>();
  get = (key: string): Promise<Secret | null> => Promise.resolve(this.#kept.get(key) ?? null);
  set = (key: string, secret: Secret): Promise<void> => {
    this.#kept.set(key, secret);
    return Promise.resolve();
  };
  delete = (key: string): Promise<void> => {
    this.#kept.delete(key);
    return Promise.resolve();
  };
  status = () => Promise.resolve({ protection: 'secure' as const, backend: 'memory' });
  choose = (): Promise<void> => Promise.resolve();
}

const ROLES: ReadonlyArray<readonly [string, SpecialUse]> = [
  ['Archive', '\\Archive'],
  ['Drafts', '\\Drafts'],
  ['Sent', '\\Sent'],
  ['Junk', '\\Junk'],
  ['Trash', '\\Trash'],
];

export const USER = 'ada@tern.example';

/** A small letter with everything threads and lists need. */
export const letter = (n: number, more = ''): string =>
  `From: Bo Ek <bo@tern.example>\r\nTo: Ada <${USER}>\r\nSubject: Letter ${n}\r\n` +
  `Message-ID: <letter-${n}@tern.example>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n${more}\r\nText of letter ${n}\r\n`;

/** The other account of those benches that have two. */
export const OTHER = 'cy@tern.example';

export interface BenchOptions {
  /** Adds a second account, on a server with this profile. */
  readonly second?: ImapProfileName;
  readonly clock?: Clock;
}

/** An engine on an embedded server, a vault in memory and the plain store: for everything between them. */
export class Bench {
  readonly clock: Clock;
  readonly world: MailWorld;
  readonly imap = new Script();
  readonly smtp = new Script();
  readonly store = new PlainStore();
  /** False: every connection attempt fails as without a network. */
  online = true;
  engine!: Engine;
  ui!: Client<typeof engineContract>;
  account!: AccountConfig;
  disk = new MemoryDisk();
  /** Another client of the same account. */
  readonly elsewhere: SecondClient;
  /** Message-IDs that the person or another client did something to: the others must not change (invariant I2). */
  readonly touched = new Set<string>();
  /** Message-IDs that somebody deleted for good. */
  readonly deleted = new Set<string>();
  /** Message-IDs that somebody copied. */
  readonly copied = new Set<string>();
  /** Attempts to connect, also those that failed. */
  dials = 0;
  readonly #links = new Set<Freezable>();
  readonly #secrets = new MemorySecrets();

  constructor(
    public profile: ImapProfileName | ImapProfile = 'everything',
    readonly options: BenchOptions = {},
  ) {
    this.clock = options.clock ?? new HastyClock();
    this.world = new MailWorld(this.clock);
    for (const user of options.second === undefined ? [USER] : [USER, OTHER]) {
      const account = this.world.addAccount({ user, password: 'secret' });
      for (const [name, use] of ROLES) this.world.createMailbox(account, name, { use });
    }
    this.elsewhere = new SecondClient(this.world, USER);
  }

  /** The person's clock jumps: asleep, or set by hand. */
  jump(ms: number): void {
    if (!(this.clock instanceof HastyClock)) throw new TypeError('only a hasty clock jumps');
    this.clock.offset += ms;
  }
  /** Connections that are open now carry nothing any more, and nobody is told: sleep, a lost NAT entry. */
  freeze(): void {
    for (const link of this.#links) link.freeze();
    this.#links.clear();
  }
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
  /** Operations that still want something, and those that were refused. */
  get refused(): Operation[] {
    return this.engine.queue.all().filter((op) => op.state === 'refused');
  }
  /** Resolves when nothing is left to do and every mailbox here is as it is there. */
  async quiet(ms = 8_000): Promise<void> {
    const still = (): boolean =>
      this.engine.queue.all().every((op) => op.state === 'refused') &&
      JSON.stringify(localView(this)) === JSON.stringify(serverView(this));
    const ask = (): void => {
      for (const runner of this.engine.runners.values()) {
        if (['idle', 'syncing', 'offline', 'trouble'].includes(runner.status.phase)) runner.syncNow(null);
      }
    };
    ask();
    const asking = setInterval(ask, 60);
    try {
      await this.store.until(still, ms).catch((cause: unknown) => {
        const queue = this.engine.queue
          .all()
          .map((op) => `${op.intent.kind} ${op.state} ${op.reason?.code ?? ''}`);
        const view = `${JSON.stringify(localView(this)).slice(0, 3000)}\nserver ${JSON.stringify(serverView(this)).slice(0, 3000)}`;
        const phases = [...this.engine.runners.values()].map(
          (r) => `${r.status.phase} ${r.status.trouble?.code ?? ''}`,
        );
        const last = this.imap.log.slice(-12).map((o) => o.line.slice(0, 90));
        throw new Error(
          `not quiet: [${queue.slice(0, 10).join(', ')}] ${phases.join()}\nlast  ${last.join(' | ')}\nlocal  ${view}`,
          { cause },
        );
      });
    } finally {
      clearInterval(asking);
    }
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
  /** The key of the message with this subject as the store holds it now. */
  key(name: string, subject: string): MessageKey {
    const mailbox = this.#mailbox(name);
    for (const [n, m] of this.store.shownOf(mailbox)) {
      if (m.subject === subject && mailbox) {
        return messageKey({ mailbox: mailbox.id, generation: generation(mailbox.generation), uid: uid(n) });
      }
    }
    throw new Error(`${subject} is not in ${name}: ${this.here(name).join(', ')}`);
  }
  #mailbox(name: string): Mailbox | undefined {
    return [...this.store.mailboxes.values()].find((m) => m.name === name && m.account === this.account.id);
  }
  idOf(name: string): ReturnType<() => NonNullable<ReturnType<PlainStore['mailboxes']['get']>>['id']> {
    const mailbox = this.#mailbox(name);
    if (!mailbox) throw new Error(`no mailbox ${name}`);
    return mailbox.id;
  }

  /** Starts (or after `kill` restarts) the engine and connects the store and one page. */
  async start(): Promise<void> {
    const { vault } = await openMemoryVault(this.disk);
    const servers = {
      imap: {},
      compression: new NodeCompression(),
      scripts: { imap: this.imap, smtp: this.smtp },
    };
    this.engine = new Engine({
      host: 'browser',
      version: '0',
      demo: false,
      clock: this.clock,
      crypto: new NodeCrypto(),
      compression: new NodeCompression(),
      dialer: {
        dial: ({ port, host }) => {
          this.dials++;
          if (!this.online) {
            return Promise.reject(
              new MailError({ kind: 'unreachable', code: 'refused', message: 'no network' }),
            );
          }
          const profile = host === 'mail.tern.example' ? this.profile : (this.options.second ?? 'everything');
          const link = freezable(
            connectInMemory(this.world, port === 993 ? 'imap' : 'smtp', { ...servers, imap: { profile } }),
          );
          this.#links.add(link);
          return Promise.resolve(link);
        },
      },
      secrets: this.#secrets,
      vault,
      discovery: {
        dialer: { dial: () => Promise.reject(new Error('no')) },
        https: () => Promise.reject(new Error('no')),
        srv: () => Promise.resolve([]),
        mx: () => Promise.resolve([]),
      },
      fetchImage: () => Promise.reject(new MailError({ kind: 'unreachable', code: 'dns', message: 'no' })),
      shell: {
        openLink: () => Promise.resolve(false),
        openFile: () => Promise.resolve(false),
        saveFile: () => Promise.resolve(null),
      },
      startDemo: () => Promise.reject(new Error('no demo here')),
    });
    await this.engine.start();
    this.engine.connectStore(this.store.connect());
    const [page, engineEnd] = memoryPortPair();
    this.engine.connectUi(engineEnd);
    this.ui = connect(page, engineContract);
    const [known] = this.engine.accounts.list();
    if (known) this.account = known;
    else {
      this.account = await this.#add(USER, 'mail.tern.example');
      if (this.options.second !== undefined) await this.#add(OTHER, 'other.tern.example');
    }
  }

  async #add(user: string, host: string): Promise<AccountConfig> {
    const server = { host, tls: 'none' as const, user, auth: 'password' as const };
    return accountConfig.parse(
      await this.ui.api.addAccount({
        account: {
          label: user,
          fullName: user,
          address: user,
          color: 0,
          incoming: { protocol: 'imap', port: 993, ...server },
          outgoing: { port: 465, ...server },
          password: 'secret',
        },
      }),
    );
  }

  /** Ends without a goodbye: what was not fsynced is gone, connections break. */
  async kill(): Promise<void> {
    const after = this.disk.crash();
    const old = this.engine;
    this.disk = after;
    for (const runner of old.runners.values()) runner.disconnect();
    await old.stop().catch(() => undefined);
  }

  async stop(): Promise<void> {
    await this.engine.stop();
  }

  /** Resolves when nothing waits in the queue and the mailboxes hold what the server holds. */
  settled(...names: string[]): Promise<void> {
    return this.store.until(
      () =>
        this.engine.queue.all().every((op) => op.state === 'refused') &&
        names.every((name) => JSON.stringify(this.here(name)) === JSON.stringify(this.there(name))),
    );
  }
}

/** The Message-ID of a letter or of what the second client delivers, by subject. */
const idOf = (subject: string): string => {
  const n = /^Letter (\d+)$/.exec(subject)?.[1];
  return n === undefined
    ? `<${subject.replace(/[^A-Za-z0-9]+/g, '-')}@tern.example>`
    : `<letter-${n}@tern.example>`;
};
