import { accountConfig, type AccountConfig } from '@shared/contract/account';
import { engineContract } from '@shared/contract/engine-api';
import { MailError } from '@shared/errors/mail-error';
import { Flag } from '@shared/model/flags';
import {
  type AccountId,
  generation,
  type MailboxId,
  type MessageKey,
  messageKey,
  type MessageRef,
  parseMessageKey,
  uid,
} from '@shared/model/ids';
import type { Secret } from '@shared/ports/secret';
import type { SecretStore } from '@shared/ports/secret-store';
import { type Client, connect } from '@shared/rpc/client';
import { memoryPortPair } from '@shared/rpc/memory-port';
import { connectInMemory } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import type { Pop3Options } from '@main/demo/pop3-server';
import { Script } from '@main/demo/script';
import type { WorldMailbox } from '@main/demo/world-model';
import { findOctets } from '@main/net/find-octets';
import { NodeCompression } from '@main/net/node-compression';
import { NodeCrypto } from '@main/net/node-crypto';
import { Engine } from '@main/services/engine';
import { MemoryFiles } from '@main/services/import-export/testing/memory-files';
import { MemoryDisk, openMemoryVault } from '@main/vault';
import { HastyClock, letter, USER } from './bench';
import { MemoryTraceFiles } from './memory-trace-files';
import { PlainStore } from './plain-store';
import { Pop3History } from './pop3-history';

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

/** An engine with one POP3 account on the embedded server, a vault in memory and the plain store. */
export class Pop3Bench {
  readonly clock = new HastyClock();
  readonly world = new MailWorld(this.clock);
  readonly pop3 = new Script();
  readonly smtp = new Script();
  store = new PlainStore();
  online = true;
  options: Pop3Options = {};
  engine!: Engine;
  ui!: Client<typeof engineContract>;
  account!: AccountConfig;
  disk = new MemoryDisk();
  /** The person's own files. */
  readonly files = new MemoryFiles();
  /** Every bench is told of when its engine is first started: the invariants' hook. */
  static readonly onStart = new Set<(bench: Pop3Bench) => void>();
  /** What there was, and who did what to it: what the invariants are judged by. */
  readonly history = new Pop3History(this.world);
  #started = false;
  /** Connections to the POP3 server so far, and how often something was sent over them. */
  sessions = 0;
  turns = 0;
  readonly #secrets = new MemorySecrets();

  constructor() {
    this.world.addAccount({ user: USER, password: 'secret' });
  }

  get inbox(): WorldMailbox {
    return this.world.mailbox(USER, 'INBOX');
  }
  deliver(from: number, to = from, more = ''): void {
    for (let n = from; n <= to; n++) this.world.append(this.world.account(USER), this.inbox, letter(n, more));
  }
  /** One letter for another account of `addPop3`. */
  deliverTo(user: string, n: number): void {
    this.world.append(this.world.account(user), this.world.mailbox(user, 'INBOX'), letter(n));
  }
  /** Another client deletes a message on the server. */
  deleteElsewhere(n: number): void {
    const message = this.inbox.messages.find((m) => m.uid === n);
    if (message) this.history.note('deleted', message.content.header('message-id').trim());
    this.world.expunge(this.world.account(USER), this.inbox, [n]);
  }
  /** Subjects on the server, in order. */
  there(): string[] {
    return this.inbox.messages.map((m) => m.subject);
  }
  /** Subjects of a local mailbox in the store. */
  here(name = 'INBOX'): string[] {
    return [...this.store.shown(name).values()].map((m) => m.subject);
  }
  /** Subjects of a local mailbox as the vault has them, each read from its bytes. */
  kept(name = 'INBOX'): Promise<string[]> {
    return this.keptIn(this.idOf(name));
  }
  async keptIn(mailbox: MailboxId): Promise<string[]> {
    const out: string[] = [];
    const held = [...this.engine.local.messages.in(mailbox).keys()].sort((a, b) => a - b);
    for (const n of held) {
      const bytes = await this.engine.local.bytes(this.ref(mailbox, n));
      out.push(/Subject: (.*?)\r\n/.exec(Buffer.from(bytes).toString('latin1'))?.[1] ?? '');
    }
    return out;
  }
  ref = (mailbox: MailboxId, n: number): MessageRef => ({ mailbox, generation: generation(0), uid: uid(n) });
  idOf(name: string): MailboxId {
    const known = this.engine.registry.byName(this.account.id, name);
    if (!known) throw new Error(`no mailbox ${name}`);
    return known.id;
  }
  key(name: string, subject: string): MessageKey {
    for (const [n, m] of this.store.shown(name)) {
      if (m.subject === subject) return messageKey(this.ref(this.idOf(name), n));
    }
    throw new Error(`${subject} is not in ${name}: ${this.here(name).join(', ')}`);
  }

  async start(pop3?: AccountConfig['pop3']): Promise<void> {
    const { vault } = await openMemoryVault(this.disk);
    const nothing = (): Promise<never> => Promise.reject(new Error('no'));
    this.engine = new Engine({
      host: 'browser',
      version: '0',
      demo: false,
      clock: this.clock,
      crypto: new NodeCrypto(),
      compression: new NodeCompression(),
      find: findOctets,
      dialer: {
        dial: ({ port }) => {
          if (!this.online) {
            return Promise.reject(
              new MailError({ kind: 'unreachable', code: 'refused', message: 'no network' }),
            );
          }
          if (port === 995) this.sessions += 1;
          const scripts = { pop3: this.pop3, smtp: this.smtp };
          const transport = connectInMemory(
            this.world,
            port === 995 ? 'pop3' : port === 993 ? 'imap' : 'smtp',
            { pop3: this.options, scripts },
          );
          const send = transport.send.bind(transport);
          transport.send = (bytes) => {
            this.turns += 1;
            return send(bytes);
          };
          return Promise.resolve(transport);
        },
      },
      secrets: this.#secrets,
      vault,
      files: this.files,
      discovery: {
        dialer: { dial: nothing },
        https: nothing,
        srv: () => Promise.resolve([]),
        mx: () => Promise.resolve([]),
      },
      fetchImage: () => Promise.reject(new MailError({ kind: 'unreachable', code: 'dns', message: 'no' })),
      shell: {
        openSignIn: () => Promise.resolve(false),
        showMenu: () => undefined,
        showBadge: () => undefined,
        openLink: () => Promise.resolve(false),
        openFile: () => Promise.resolve(false),
        saveFile: () => Promise.resolve(null),
        dragFile: () => Promise.resolve(false),
      },
      traceFiles: new MemoryTraceFiles(),
      postForm: () => Promise.reject(new Error('no web here')),
      fetchWeb: () => Promise.reject(new Error('no web here')),
      startDemo: () => Promise.reject(new Error('no demo here')),
    });
    if (!this.#started) for (const told of Pop3Bench.onStart) told(this);
    this.#started = true;
    this.history.watch(this.engine);
    await this.engine.start();
    this.engine.connectStore(this.store.connect());
    const before = this.store.batches;
    await this.store.until(() => this.engine.store !== null && this.store.batches > before);
    const [page, engineEnd] = memoryPortPair();
    this.engine.connectUi(engineEnd);
    this.ui = connect(page, engineContract);
    const [known] = this.engine.accounts.list();
    if (known) this.account = known;
    else {
      const server = {
        host: 'mail.tern.example',
        tls: 'none' as const,
        user: USER,
        auth: 'password' as const,
      };
      this.account = accountConfig.parse(
        await this.ui.api.addAccount({
          account: {
            label: 'Ada',
            fullName: 'Ada',
            address: USER,
            color: 0,
            incoming: { protocol: 'pop3', port: 995, ...server },
            outgoing: { port: 465, ...server },
            password: 'secret',
          },
        }),
      );
    }
    if (pop3) await this.configure(pop3);
  }

  /** What the reader is told about a message beside its text. */
  async notices(key: MessageKey): Promise<readonly string[]> {
    const ref = this.refOf(key);
    await this.ui.api.fetchBody({ ref });
    const row = this.engine.local.messages.get(ref.mailbox, ref.uid);
    return this.store.bodies.get(`l:${row?.slice.check ?? ''}`)?.notices ?? ['no body'];
  }
  refOf = (key: MessageKey): MessageRef => parseMessageKey(key);
  async act(action: Parameters<typeof this.ui.api.act>[0]['action'], key: MessageKey): Promise<void> {
    const { mailbox, uid: n } = this.refOf(key);
    const id = `<${this.engine.local.messages.get(mailbox, n)?.messageId ?? ''}>`;
    this.history.note('touched', id);
    if (action.kind === 'copy') this.history.note('copied', id);
    if (action.kind === 'destroy') this.history.note('deleted', id);
    await this.ui.api.act({ action, keys: [key] });
    await this.engine.local.idle();
  }
  flagged(subject: string): boolean {
    const shown = [...this.store.shown('INBOX').values()].find((m) => m.subject === subject);
    return ((shown?.flags ?? 0) & Flag.Flagged) !== 0;
  }

  /** A second POP3 account on the same server. */
  async addPop3(user: string): Promise<AccountConfig> {
    this.world.addAccount({ user, password: 'secret' });
    const server = { host: 'mail.tern.example', tls: 'none' as const, user, auth: 'password' as const };
    return accountConfig.parse(
      await this.ui.api.addAccount({
        account: {
          label: user,
          fullName: user,
          address: user,
          color: 2,
          incoming: { protocol: 'pop3', port: 995, ...server },
          outgoing: { port: 465, ...server },
          password: 'secret',
        },
      }),
    );
  }
  /** Resolves when a session of one account that was asked for now has ended well. */
  async pollAccount(id: AccountId): Promise<void> {
    const runner = this.engine.runners.get(id);
    if (!runner) throw new Error('no runner');
    const { lastSync } = runner.status;
    this.clock.offset += 1;
    const done = this.until(() => runner.status.phase === 'idle' && runner.status.lastSync !== lastSync);
    await this.ui.api.syncNow({ account: id, mailbox: null });
    await done;
    await this.engine.local.idle();
  }

  /** A second account, on the IMAP server: INBOX and Archive. */
  async addImap(): Promise<AccountConfig> {
    const user = 'cid@tern.example';
    const account = this.world.addAccount({ user, password: 'secret' });
    this.world.createMailbox(account, 'Keep');
    const server = { host: 'mail.tern.example', tls: 'none' as const, user, auth: 'password' as const };
    return accountConfig.parse(
      await this.ui.api.addAccount({
        account: {
          label: 'Cid',
          fullName: 'Cid',
          address: user,
          color: 1,
          incoming: { protocol: 'imap', port: 993, ...server },
          outgoing: { port: 465, ...server },
          password: 'secret',
        },
      }),
    );
  }

  async configure(pop3: NonNullable<AccountConfig['pop3']>): Promise<void> {
    this.account = await this.ui.api.updateAccount({ account: { ...this.account, pop3 } });
  }

  /** Resolves when a session that was asked for now has ended well, whatever it found. */
  async poll(): Promise<void> {
    const { lastSync } = this.runner.status;
    this.clock.offset += 1;
    const done = this.until(
      () =>
        this.runner.status.phase === 'idle' &&
        this.runner.status.lastSync !== lastSync &&
        this.runner.status.lastSync !== null,
    );
    await this.ui.api.syncNow({ account: null, mailbox: null });
    await done;
    await this.engine.local.idle();
  }

  get runner() {
    const runner = this.engine.runners.get(this.account.id);
    if (!runner) throw new Error('no runner');
    return runner;
  }

  /** Resolves when `test` holds, looking at every status that the engine tells. */
  until(test: () => boolean, ms = 6_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (work: () => void): void => {
        clearTimeout(timer);
        off();
        work();
      };
      const timer = setTimeout(() => {
        end(() => reject(new Error(`not reached: ${test.toString()} ${JSON.stringify(this.runner.status)}`)));
      }, ms);
      const off = this.ui.on('status', () => {
        if (test()) end(resolve);
      });
      if (test()) end(resolve);
    });
  }

  /** Ends without a goodbye: what was not fsynced is gone, connections break. */
  async kill(luck?: () => number): Promise<void> {
    const after = this.disk.crash(luck);
    const old = this.engine;
    this.disk = after;
    for (const runner of old.runners.values()) runner.disconnect();
    await old.stop().catch(() => undefined);
  }

  async stop(): Promise<void> {
    await this.engine.stop();
  }
}
