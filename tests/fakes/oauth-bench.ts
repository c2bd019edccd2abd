import {
  accountConfig,
  type AccountConfig,
  type NewAccount,
  type OAuthSettings,
} from '@shared/contract/account';
import { engineContract } from '@shared/contract/engine-api';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId } from '@shared/model/ids';
import type { Protection, SecretStore, SecretStoreStatus } from '@shared/ports/secret-store';
import { SecretStoreError } from '@shared/ports/secret-store';
import type { Secret } from '@shared/ports/secret';
import type { Transport } from '@shared/ports/transport';
import { type Client, connect } from '@shared/rpc/client';
import { memoryPortPair } from '@shared/rpc/memory-port';
import { connectInMemory } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import { NodeCompression } from '@main/net/node-compression';
import { NodeCrypto } from '@main/net/node-crypto';
import { Engine } from '@main/services/engine';
import { MemoryFiles } from '@main/services/import-export/testing/memory-files';
import { AuthorizationServer } from '@main/services/oauth/testing/authorization-server';
import { MemoryDisk, openMemoryVault } from '@main/vault';
import { HastyClock } from './bench';
import { MemoryTraceFiles } from './memory-trace-files';
import { PlainStore } from './plain-store';

/** A secret store whose keys can be looked at. */
class OpenSecrets implements SecretStore {
  protection: Protection | 'undecided' = 'secure';
  readonly #kept = new Map<string, Secret>();
  keys = (): string[] => [...this.#kept.keys()];
  get = (key: string): Promise<Secret | null> => Promise.resolve(this.#kept.get(key) ?? null);
  set = (key: string, secret: Secret): Promise<void> => {
    if (this.protection === 'undecided')
      return Promise.reject(new SecretStoreError('needs-consent', 'no keyring'));
    this.#kept.set(key, secret);
    return Promise.resolve();
  };
  delete = (key: string): Promise<void> => {
    this.#kept.delete(key);
    return Promise.resolve();
  };
  status = (): Promise<SecretStoreStatus> =>
    Promise.resolve({ protection: this.protection, backend: 'memory' });
  choose = (protection: 'weak' | 'session'): Promise<void> => {
    this.protection = protection;
    return Promise.resolve();
  };
}

/** An engine, an authorization server, and mail servers that take its tokens and no password. */
export class OAuthBench {
  readonly user = 'ada@tern.example';
  readonly clock = new HastyClock();
  readonly world = new MailWorld(this.clock);
  readonly secrets = new OpenSecrets();
  readonly pages: Array<{ url: string; opened: boolean }> = [];
  engine!: Engine;
  ui!: Client<typeof engineContract>;
  readonly #store = new PlainStore();
  readonly #links = new Set<Transport>();

  private constructor(
    readonly auth: AuthorizationServer,
    readonly protocol: 'imap' | 'pop3',
  ) {}

  static async start(protocol: 'imap' | 'pop3'): Promise<OAuthBench> {
    const auth = await AuthorizationServer.start();
    auth.publish();
    const bench = new OAuthBench(auth, protocol);
    await bench.#start();
    return bench;
  }

  async close(): Promise<void> {
    await this.engine.stop();
    await this.auth.stop();
  }

  get oauth(): OAuthSettings {
    return { provider: AuthorizationServer.origin, clientId: 'tern-test', scopes: ['mail', 'offline'] };
  }
  get newAccount(): NewAccount {
    const { user, oauth, protocol } = this;
    const server = { host: 'mail.tern.example', tls: 'none' as const, user, auth: 'oauth' as const };
    return {
      label: 'Ada',
      fullName: 'Ada',
      address: user,
      color: 0,
      incoming: { protocol, port: protocol === 'imap' ? 993 : 995, ...server },
      outgoing: { port: 465, ...server },
      password: '',
      oauth,
    };
  }

  /** A person who signs in where Tern says, in a browser. */
  async signIn(account: AccountId | null = null): Promise<string> {
    const off = this.ui.on('signInPage', ({ url }) => void fetch(this.auth.consent(url)));
    try {
      const { grant } = await this.ui.api.signIn({ oauth: this.oauth, user: this.user, account });
      return grant;
    } finally {
      off();
    }
  }

  async add(grant: string, secrets: Protection = 'secure'): Promise<AccountConfig> {
    return accountConfig.parse(
      await this.ui.api.addAccount({ account: { ...this.newAccount, grant }, secrets }),
    );
  }

  /** The mail servers take no token that was given out so far. */
  expireTokens(): void {
    this.world.account(this.user).tokens = [];
  }
  revokeAll(): void {
    this.expireTokens();
    this.auth.revokeAll();
  }
  /** Every connection is cut; the engine connects anew. */
  reconnect(): void {
    for (const link of this.#links) link.close();
    this.#links.clear();
    this.engine.resume();
  }
  async send(subject: string): Promise<void> {
    const draft = await this.ui.api.newDraft({ account: null, to: 'bo@tern.example' });
    await this.ui.api.send({ id: draft.id, base: draft.version, content: { ...draft.content, subject } });
  }

  /** Every phase from now on, as the page hears of it. */
  watchPhases(): string[] {
    const phases: string[] = [];
    this.ui.on('status', ({ accounts }) => phases.push(...accounts.map(({ phase }) => phase)));
    return phases;
  }
  /** Resolves when the account is in this phase after everything that is under way. */
  async phase(phase: string): Promise<void> {
    await this.until(() => this.engine.status().accounts[0]?.phase === phase);
  }
  async until(test: () => boolean | Promise<boolean>, ms = 8_000): Promise<void> {
    const end = performance.now() + ms;
    while (!(await test())) {
      if (performance.now() > end)
        throw new Error(`in vain: ${test.toString()} ${JSON.stringify(this.engine.status().accounts)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async #start(): Promise<void> {
    const account = this.world.addAccount({ user: this.user, password: 'not this way' });
    this.world.createMailbox(account, 'Sent', { use: '\\Sent' });
    this.world.addAccount({ user: 'bo@tern.example', password: 'secret' });
    this.auth.onToken = (token) => (account.tokens = [...account.tokens, token]);
    const { vault } = await openMemoryVault(new MemoryDisk());
    const nothing = (): Promise<never> =>
      Promise.reject(new MailError({ kind: 'unreachable', code: 'dns', message: 'no' }));
    const capabilities = ['IMAP4rev1', 'SASL-IR', 'IDLE', 'UIDPLUS', 'SPECIAL-USE', 'AUTH=OAUTHBEARER'];
    this.engine = new Engine({
      host: 'browser',
      version: '0',
      demo: false,
      clock: this.clock,
      crypto: new NodeCrypto(),
      compression: new NodeCompression(),
      dialer: {
        dial: ({ port }) => {
          const kind = port === 993 ? 'imap' : port === 995 ? 'pop3' : 'smtp';
          const link = connectInMemory(this.world, kind, {
            imap: { profile: { before: capabilities, after: capabilities } },
            smtp: { mechanisms: ['XOAUTH2'] },
            pop3: { mechanisms: ['OAUTHBEARER'] },
          });
          this.#links.add(link);
          return Promise.resolve(link);
        },
      },
      secrets: this.secrets,
      vault,
      discovery: { dialer: { dial: nothing }, https: nothing, srv: nothing, mx: nothing },
      files: new MemoryFiles(),
      traceFiles: new MemoryTraceFiles(),
      fetchImage: nothing,
      postForm: () => Promise.reject(new Error('no web here')),
      fetchWeb: this.auth.fetch,
      shell: {
        showMenu: () => undefined,
        showBadge: () => undefined,
        openLink: () => Promise.resolve(false),
        openSignIn: () => Promise.resolve(false),
        openFile: () => Promise.resolve(false),
        saveFile: () => Promise.resolve(null),
        dragFile: () => Promise.resolve(false),
      },
      startDemo: nothing,
    });
    await this.engine.start();
    this.engine.connectStore(this.#store.connect());
    const [page, engineEnd] = memoryPortPair();
    this.engine.connectUi(engineEnd);
    this.ui = connect(page, engineContract);
    this.ui.on('signInPage', (shown) => this.pages.push(shown));
    await this.ui.api.updateSettings({ undoSendSeconds: 0 });
  }
}
