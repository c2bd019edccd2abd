import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { accountConfig, type AccountConfig } from '@shared/contract/account';
import { engineContract } from '@shared/contract/engine-api';
import type { Operation } from '@shared/contract/operations';
import { connect } from '@shared/rpc/client';
import type { Port } from '@shared/rpc/port';
import { type ImapProfile, type ImapProfileName } from '@main/demo/imap/profiles';
import { type ServedWorld, serveWorld } from '@main/demo/listen';
import { NodeCompression } from '@main/net/node-compression';
import { bundled } from '../../bundle';
import { systemClock } from '../../../fakes/clocks';
import { Life, type Step } from '../../../fakes/life';
import { OTHER, Stage, USER } from '../../../fakes/stage';
import { localView, serverView } from '../../../fakes/views';
import type { Subject } from '../subject';
import { type Channel, channel, type Order, type Orders, type Report } from './protocol';

const CHILD = fileURLToPath(new URL('engine-child.ts', import.meta.url));
/** Real time is dear: what is waited for in what a schedule calls minutes may take this, ms … */
const LONGEST_MS = 2_000;
/** … a pause without anything to wait for takes this at most … */
const PAUSE_MS = 40;
/** … an answer that a person waits for may take this, on a busy machine … */
const PATIENCE_MS = 60_000;
/** … and what is waited for is looked at whenever something happened, and anyway after this. */
const LOOK_MS = 25;

let spare: Promise<ChildProcess> | null = null;
/** A process that has loaded the engine and waits for its orders; the one after it is started at once. */
function nextChild(): Promise<ChildProcess> {
  const start = async (): Promise<ChildProcess> =>
    fork(await bundled(CHILD), [], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
  const child = spare ?? start();
  spare = start();
  return child;
}
/** Nobody will need another one. */
export async function endSpareChild(): Promise<void> {
  (await spare)?.kill('SIGKILL');
  spare = null;
}

class RemoteStage extends Stage {
  readonly known = new Map<string, Operation>();
  operations(): readonly Operation[] {
    return [...this.known.values()];
  }
  /** All that Tern has. */
  all: readonly AccountConfig[] = [];
  accounts(): readonly AccountConfig[] {
    return this.all;
  }
}

/** An engine in a process of its own, on real files and sockets, that ends by SIGKILL; the servers and the store are here. */
export class InOwnProcess implements Subject {
  readonly stage: RemoteStage;
  /** Sockets are cut by the servers' scripts. */
  readonly line = { up: Infinity, down: Infinity };
  kills = 0;
  #profile = '';
  #servers: ServedWorld | null = null;
  #child: ChildProcess | null = null;
  #life = new Life();
  #offset = 0;
  #channels = new Map<number, Channel>();
  #next = 1;
  #store: Port | null = null;

  /** @param other whether there is a second account, on the same server. */
  constructor(
    private readonly imapProfile: ImapProfileName | ImapProfile,
    private readonly other: boolean,
  ) {
    this.stage = new RemoteStage(systemClock, other ? [USER, OTHER] : [USER]);
    this.#life.end();
  }
  get dead(): boolean {
    return this.#life.dead;
  }
  get storeConnected(): boolean {
    return this.#store !== null;
  }

  async start(): Promise<void> {
    const { stage } = this;
    if (this.#profile === '') this.#profile = await mkdtemp(`${tmpdir()}/tern-lab-`);
    this.#servers ??= await serveWorld(stage.world, {
      ports: { imap: 0, smtp: 0 },
      imap: { profile: this.imapProfile },
      compression: new NodeCompression(),
      scripts: { imap: stage.imap, smtp: stage.smtp },
    });
    const orders: Orders = {
      profile: this.#profile,
      imapPort: this.#servers.ports.imap,
      smtpPort: this.#servers.ports.smtp,
      offset: this.#offset,
    };
    const life = new Life();
    this.#life = life;
    stage.store.life = life;
    const child = await nextChild();
    this.#child = child;
    life.atTheEnd(() => void child.kill('SIGKILL'));
    child.once('exit', () => {
      life.end();
      for (const port of this.#channels.values()) port.ended();
      this.#channels.clear();
      this.#happened();
    });
    child.send(orders, () => undefined);
    const up = new Promise<void>((resolve) => {
      child.on('message', (report: Report) => {
        if (report.t === 'up') resolve();
        else if (report.t === 'post') this.#channels.get(report.id)?.deliver(report.message);
        else this.#channels.get(report.id)?.ended();
        this.#happened();
      });
    });
    await Promise.race([up, life.died]);
    if (life.dead) return;
    this.#openUi();
    this.connectStore();
    await Promise.race([this.#account(), life.died]).catch((error: unknown) => {
      if (!life.dead) throw error;
    });
  }

  #openUi(): void {
    const { stage } = this;
    stage.ui = connect(this.#open('ui'), engineContract);
    stage.known.clear();
    stage.ui.on('operations', ({ upsert, remove }) => {
      for (const op of upsert) stage.known.set(op.id, op);
      for (const id of remove) stage.known.delete(id);
    });
    stage.ui.on('status', ({ accounts }) => {
      stage.all = accounts.map(({ account }) => account);
    });
  }

  async #account(): Promise<void> {
    const { stage } = this;
    const { api } = stage.ui;
    for (const op of await api.operations({})) stage.known.set(op.id, op);
    const { accounts } = await api.status({});
    stage.all = accounts.map(({ account }) => account);
    const [there] = stage.all;
    if (there) {
      stage.account = there;
      return;
    }
    stage.account = await this.#add(USER);
    if (this.other) await this.#add(OTHER);
  }

  async #add(user: string): Promise<AccountConfig> {
    const server = { host: 'mail.tern.example', tls: 'none' as const, user, auth: 'password' as const };
    const account = accountConfig.parse(
      await this.stage.ui.api.addAccount({
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
    this.stage.all = [...this.stage.all.filter(({ id }) => id !== account.id), account];
    return account;
  }

  #open(kind: 'ui' | 'store'): Port {
    const id = this.#next++;
    const port = channel(id, (order) => this.#tell(order));
    this.#channels.set(id, port);
    this.#tell({ t: 'open', kind, id });
    return port;
  }
  #tell(order: Order): void {
    // What is told to a process in the moment of its death goes nowhere; that it died is told by its exit.
    if (this.#child?.connected === true) this.#child.send(order, () => undefined);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#life.end();
    this.kills++;
    if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  endAt(step: Step, n: number): void {
    if (step === 'batch') this.#life.endAt(step, n);
    else if (Number.isFinite(n)) this.#tell({ t: 'end-at', step, n });
    else {
      this.#life.endAt('batch', n);
      for (const each of ['wire', 'journal'] as const) this.#tell({ t: 'end-at', step: each, n });
    }
  }
  readonly inRealTime = true;
  async pause(ms: number): Promise<void> {
    await this.pass(Math.min(ms, PAUSE_MS), () => this.dead);
  }
  async pass(ms: number, until?: () => boolean): Promise<boolean> {
    const real = until === undefined ? PAUSE_MS : ms >= 600_000 ? PATIENCE_MS : LONGEST_MS;
    const end = Date.now() + Math.min(ms, real);
    for (;;) {
      if (until?.() === true) return true;
      const left = end - Date.now();
      if (left <= 0) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, LOOK_MS));
        this.#happened = () => {
          clearTimeout(timer);
          // What came together is looked at together.
          setImmediate(resolve);
        };
      });
    }
  }
  /** Something came from the engine, or it died. */
  #happened: () => void = () => undefined;
  jump(ms: number): void {
    this.#offset += ms;
    this.#tell({ t: 'jump', ms });
  }
  connectStore(): void {
    const mine = this.stage.store.connect();
    const theirs = this.#open('store');
    this.#store = mine;
    mine.onMessage((message) => theirs.post(message));
    theirs.onMessage((message) => mine.post(message));
    theirs.onClose(() => mine.close());
    mine.onClose(() => {
      theirs.close();
      if (this.#store === mine) this.#store = null;
    });
  }
  ask(): void {
    this.stage.ui.api.syncNow({ account: null, mailbox: null }).catch(() => undefined);
  }
  isQuiet(): boolean {
    return (
      this.stage.operations().every((op) => op.state === 'refused') &&
      JSON.stringify(localView(this.stage)) === JSON.stringify(serverView(this.stage))
    );
  }
  describe(): string {
    const queue = this.stage.operations().map((op) => `${op.intent.kind} ${op.state}`);
    return `[${queue.join(', ')}]\nhere  ${JSON.stringify(localView(this.stage))}\nthere ${JSON.stringify(serverView(this.stage))}`;
  }
  async stop(): Promise<void> {
    await this.kill();
    await this.#servers?.close();
    if (this.#profile !== '') await rm(this.#profile, { recursive: true, force: true });
  }
}
