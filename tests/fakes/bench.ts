import { accountConfig, type AccountConfig } from '@shared/contract/account';
import { engineContract } from '@shared/contract/engine-api';
import type { Operation } from '@shared/contract/operations';
import { MailError } from '@shared/errors/mail-error';
import type { Clock } from '@shared/ports/clock';
import type { Transport } from '@shared/ports/transport';
import type { Crypto } from '@shared/ports/crypto';
import type { Secret } from '@shared/ports/secret';
import type { SecretStore } from '@shared/ports/secret-store';
import { connect } from '@shared/rpc/client';
import { memoryPortPair } from '@shared/rpc/memory-port';
import { connectInMemory } from '@main/demo/listen';
import type { ImapProfile, ImapProfileName } from '@main/demo/imap/profiles';
import { NodeCompression } from '@main/net/node-compression';
import { Engine } from '@main/services/engine';
import { MemoryFiles } from '@main/services/import-export/testing/memory-files';
import { MemoryDisk, openMemoryVault } from '@main/vault';
import { HastyClock, ManualClock } from './clocks';
import { baseline } from './invariants';
import { Life } from './life';
import { type Line, type Link, overLine } from './line';
import { MemoryTraceFiles } from './memory-trace-files';
import { SeededCrypto } from './seeded-crypto';
import { OTHER, Stage, USER } from './stage';
import { localView, serverView } from './views';

export { HastyClock } from './clocks';
export { letter, OTHER, USER } from './stage';

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

export interface BenchOptions {
  /** Adds a second account, on a server with this profile. */
  readonly second?: ImapProfileName;
  readonly clock?: Clock;
  /** Where connections lead in place of the embedded server. */
  readonly dial?: (life: Life) => Promise<Transport>;
  readonly crypto?: Crypto;
  /** Room that the vault wants on its disk. Default: none. */
  readonly limits?: Parameters<typeof openMemoryVault>[2];
}

/** An engine on an embedded server, a vault in memory and the plain store: for everything between them. */
export class Bench extends Stage {
  /** They hear of every start of every bench. */
  static readonly onStart = new Set<(bench: Bench) => void>();
  /** False: every connection attempt fails as without a network. */
  online = true;
  /** What every attempt fails with meanwhile. */
  blocked: MailError | null = null;
  engine!: Engine;
  disk = new MemoryDisk();
  /** The person's own files. */
  readonly files = new MemoryFiles();
  readonly traces = new MemoryTraceFiles();
  /** The engine's present life: what a kill ends. */
  life = new Life();
  readonly line: Line = { up: Infinity, down: Infinity };
  /** What web servers answer to a form; nobody is there unless a test says so. */
  onPost: (url: string, form: string) => Promise<{ readonly status: number }> = () =>
    Promise.reject(new MailError({ kind: 'unreachable', code: 'dns', message: 'no web here' }));
  /** Attempts to connect, also those that failed. */
  dials = 0;
  readonly #links = new Set<Link>();
  readonly #secrets = new MemorySecrets();
  /** One for all lives of the engine: what it draws is never drawn again. */
  readonly #crypto: Crypto;

  constructor(
    public profile: ImapProfileName | ImapProfile = 'everything',
    readonly options: BenchOptions = {},
  ) {
    super(options.clock ?? new HastyClock(), options.second === undefined ? [USER] : [USER, OTHER]);
    this.#crypto = options.crypto ?? new SeededCrypto(1);
  }

  operations(): readonly Operation[] {
    return this.engine.queue.all();
  }
  accounts(): readonly AccountConfig[] {
    return this.engine.accounts.list();
  }

  /** The person's clock jumps: asleep, or set by hand. */
  jump(ms: number): void {
    if (!('offset' in this.clock)) throw new TypeError('this clock does not jump');
    (this.clock as { offset: number }).offset += ms;
  }
  /** Connections that are open now carry nothing any more, and nobody is told: sleep, a lost NAT entry. */
  freeze(): void {
    for (const link of this.#links) link.freeze();
    this.#links.clear();
  }
  /** Asks every account that can to look at everything now. */
  ask(): void {
    for (const runner of this.engine.runners.values()) {
      if (['idle', 'syncing', 'offline', 'trouble'].includes(runner.status.phase)) runner.syncNow(null);
    }
  }
  /** Whether nothing is left to do and every mailbox here is as it is there. */
  isQuiet(): boolean {
    return (
      this.engine.queue.all().every((op) => op.state === 'refused') &&
      (this.serverLies !== null || JSON.stringify(localView(this)) === JSON.stringify(serverView(this)))
    );
  }
  /** Resolves when nothing is left to do and every mailbox here is as it is there. */
  async quiet(ms = 8_000): Promise<void> {
    this.ask();
    const asking = setInterval(() => {
      // What waits for a moment would wait for ever under a clock that stands still.
      if (this.clock instanceof ManualClock) this.clock.advance(60);
      this.ask();
    }, 60);
    try {
      await this.store
        .until(() => this.isQuiet(), ms)
        .catch((cause: unknown) => {
          throw new Error(`not quiet: ${this.describe()}`, { cause });
        });
    } finally {
      clearInterval(asking);
    }
  }
  /** Where everything stands, for the message of a test that fails. */
  describe(): string {
    const queue = this.engine.queue
      .all()
      .map((op) => `${op.intent.kind} ${op.state} ${op.reason?.code ?? ''}`);
    const phases = [...this.engine.runners.values()].map(
      (r) => `${r.status.phase} ${r.status.trouble?.code ?? ''}`,
    );
    const last = this.imap.log.slice(-12).map((o) => o.line.slice(0, 90));
    const [here, there] = [localView(this), serverView(this)];
    const differs = Object.keys({ ...here, ...there })
      .filter((name) => JSON.stringify(here[name]) !== JSON.stringify(there[name]))
      .map(
        (name) =>
          `${name}\n  here  ${here[name]?.join(', ') ?? '–'}\n  there ${there[name]?.join(', ') ?? '–'}`,
      );
    return `[${queue.slice(0, 10).join(', ')}] ${phases.join()}\nlast  ${last.join(' | ')}\n${differs.join('\n').slice(0, 5000)}`;
  }

  /** Starts (or after `kill` restarts) the engine and connects the store and one page. */
  async start(): Promise<void> {
    const life = new Life();
    this.life = life;
    this.atStart ??= baseline(this.world);
    for (const hear of Bench.onStart) hear(this);
    const { disk } = this;
    disk.watch = () => life.step('journal');
    life.atTheEnd(() => disk.powerOff());
    this.store.life = life;
    const { vault } = await openMemoryVault(disk, undefined, this.options.limits);
    const servers = {
      imap: {},
      compression: new NodeCompression(),
      scripts: { imap: this.imap, smtp: this.smtp },
    };
    this.engine = new Engine({
      host: 'browser',
      version: '0',
      demo: false,
      clock: life.clock(this.clock),
      crypto: this.#crypto,
      compression: new NodeCompression(),
      dialer: {
        dial: ({ port, host }) => {
          this.dials++;
          if (this.blocked) return Promise.reject(this.blocked);
          if (!this.online || life.dead) {
            return Promise.reject(
              new MailError({ kind: 'unreachable', code: 'refused', message: 'no network' }),
            );
          }
          if (this.options.dial) return this.options.dial(life);
          const profile = host === 'mail.tern.example' ? this.profile : (this.options.second ?? 'everything');
          const link = overLine(
            connectInMemory(this.world, port === 993 ? 'imap' : 'smtp', { ...servers, imap: { profile } }),
            this.line,
            life,
          );
          this.#links.add(link);
          return Promise.resolve(link);
        },
      },
      secrets: this.#secrets,
      vault,
      files: this.files,
      discovery: {
        dialer: { dial: () => Promise.reject(new Error('no')) },
        https: () => Promise.reject(new Error('no')),
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
      traceFiles: this.traces,
      postForm: (url, form) => this.onPost(url, form),
      fetchWeb: () => Promise.reject(new Error('no web here')),
      startDemo: () => Promise.reject(new Error('no demo here')),
    });
    await this.engine.start();
    this.engine.connectStore(this.store.connect());
    const [page, engineEnd] = memoryPortPair();
    this.engine.connectUi(engineEnd);
    this.ui = connect(page, engineContract);
    life.atTheEnd(() => page.close());
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

  /**
   * Ends without a goodbye: connections break, and of what was not fsynced only what luck (0 … 1 by call) has brought to
   * the plate is there.
   */
  kill(luck?: () => number): Promise<void> {
    this.life.end();
    this.disk = this.disk.crash(luck);
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    if (!this.life.dead) await this.engine.stop();
  }

  /** Resolves when the list was read, nothing waits in the queue and the mailboxes hold what the server holds. */
  async settled(...names: string[]): Promise<void> {
    const same = (): boolean =>
      this.engine.queue.all().every((op) => op.state === 'refused') &&
      names.every((name) => JSON.stringify(this.here(name)) === JSON.stringify(this.there(name)));
    await this.store.until(same);
    // A new account's INBOX is there before its list of mailboxes.
    await this.engine.registry.listed();
    await this.store.until(same);
  }
}
