import { accountConfig, type AccountConfig } from '@shared/contract/account';
import { engineContract } from '@shared/contract/engine-api';
import { MailError } from '@shared/errors/mail-error';
import type { MessageKey } from '@shared/model/ids';
import { messageKey, generation, uid } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import { Secret } from '@shared/ports/secret';
import type { SecretStore } from '@shared/ports/secret-store';
import { type Client, connect } from '@shared/rpc/client';
import { memoryPortPair } from '@shared/rpc/memory-port';
import { connectInMemory } from '@main/demo/listen';
import { MailWorld } from '@main/demo/mail-world';
import type { ImapProfileName } from '@main/demo/imap/profiles';
import { Script } from '@main/demo/script';
import type { SpecialUse, WorldMailbox } from '@main/demo/world-model';
import { NodeCompression } from '@main/net/node-compression';
import { NodeCrypto } from '@main/net/node-crypto';
import { Engine } from '@main/services/engine';
import { MemoryDisk, openMemoryVault } from '@main/vault';
import { PlainStore } from './plain-store';

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

/** An engine on an embedded server, a vault in memory and the plain store: for everything between them. */
export class Bench {
  readonly clock = new HastyClock();
  readonly world = new MailWorld(this.clock);
  readonly imap = new Script();
  readonly smtp = new Script();
  readonly store = new PlainStore();
  /** False: every connection attempt fails as without a network. */
  online = true;
  engine!: Engine;
  ui!: Client<typeof engineContract>;
  account!: AccountConfig;
  disk = new MemoryDisk();
  readonly #secrets = new MemorySecrets();

  constructor(readonly profile: ImapProfileName = 'everything') {
    const account = this.world.addAccount({ user: USER, password: 'secret', address: USER, name: 'Ada' } as never);
    for (const [name, use] of ROLES) this.world.createMailbox(account, name, { use });
  }

  box(name: string): WorldMailbox {
    return this.world.mailbox(USER, name);
  }
  /** Puts letters into a mailbox as another client or the delivery would. */
  deliver(name: string, from: number, to = from, more = ''): void {
    for (let n = from; n <= to; n++) this.world.append(this.world.account(USER), this.box(name), letter(n, more));
  }
  /** Subjects of a mailbox on the server, in order. */
  there(name: string): string[] {
    return this.box(name).messages.map((m) => /Subject: (.*?)\r\n/.exec(m.content.raw)?.[1] ?? '');
  }
  /** Subjects of a mailbox in the store. */
  here(name: string): string[] {
    return [...this.store.shown(name).values()].map((m) => m.subject);
  }
  /** The key of the message with this subject as the store holds it now. */
  key(name: string, subject: string): MessageKey {
    const mailbox = [...this.store.mailboxes.values()].find((m) => m.name === name);
    for (const [n, m] of this.store.shown(name)) {
      if (m.subject === subject && mailbox) {
        return messageKey({ mailbox: mailbox.id, generation: generation(mailbox.generation), uid: uid(n) });
      }
    }
    throw new Error(`${subject} is not in ${name}: ${this.here(name).join(', ')}`);
  }
  idOf(name: string): ReturnType<() => NonNullable<ReturnType<PlainStore['mailboxes']['get']>>['id']> {
    const mailbox = [...this.store.mailboxes.values()].find((m) => m.name === name);
    if (!mailbox) throw new Error(`no mailbox ${name}`);
    return mailbox.id;
  }

  /** Starts (or after `kill` restarts) the engine and connects the store and one page. */
  async start(): Promise<void> {
    const { vault } = await openMemoryVault(this.disk);
    const servers = {
      imap: { profile: this.profile },
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
        dial: ({ port }) =>
          this.online
            ? Promise.resolve(connectInMemory(this.world, port === 993 ? 'imap' : 'smtp', servers))
            : Promise.reject(new MailError({ kind: 'unreachable', code: 'refused', message: 'no network' })),
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
      const server = { host: 'mail.tern.example', tls: 'none' as const, user: USER, auth: 'password' as const };
      this.account = accountConfig.parse(
        await this.ui.api.addAccount({
          account: {
            label: 'Ada',
            fullName: 'Ada',
            address: USER,
            color: 0,
            incoming: { protocol: 'imap', port: 993, ...server },
            outgoing: { port: 465, ...server },
            password: 'secret',
          },
        }),
      );
    }
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
