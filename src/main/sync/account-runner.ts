import type { AccountConfig, AccountPhase, AccountStatus } from '@shared/contract/account';
import type { StoreHello } from '@shared/contract/store-api';
import type { DistrustReason } from '@shared/contract/trust';
import { isLoginTrouble } from '@shared/errors/login-trouble';
import { isMailError, MailError } from '@shared/errors/mail-error';
import type { Generation, MailboxId } from '@shared/model/ids';
import type { Arrival, Leaving, SyncContext } from './context';
import type { FactStream, StoreApi } from './fact-stream';
import { AccountMemory } from './account-memory';
import { notConnected, troubleOf } from './account-trouble';
import { Backoff } from './backoff';
import type { HostSlots, Slot, Use } from './host-slots';
import { JobQueue, Priority, type PriorityLevel } from './job-queue';
import type { KnownMailbox, MailboxRegistry } from './mailbox-registry';
import { openSession, type SessionPorts } from './open-session';
import { keepWatch } from './keep-watch';
import type { LoginMemory } from './login-memory';
import { logIn, loginPhase, type SecretSource } from './log-in';
import { Pace } from './pace';
import { isTooMany } from './watcher';
import { Reachability } from './reachability';
import { Rest } from './rest';
import { watchForSleep } from './sleep-watch';
import { type SessionInsight, sessionInsight } from './session-insight';
import type { Witness } from './witness';
import { openAhead, Worker, type WorkerHooks } from './worker';
import type { ImapClient, SelectedMailbox, TraceLine } from '../imap';

/** How far a first synchronisation is, is told so often: each time the pages draw it. */
const PROGRESS_MS = 500;

/** The store as connected now. */
export interface ConnectedStore {
  readonly api: StoreApi;
  readonly facts: FactStream;
  readonly hello: StoreHello;
}

export interface RunnerPorts {
  readonly session: SessionPorts;
  readonly registry: MailboxRegistry;
  readonly secret: SecretSource;
  /** Of the server as the account has it now. */
  logins(config: AccountConfig): LoginMemory;
  /** Null until a store has connected. */
  store(): ConnectedStore | null;
  runOperations: WorkerHooks['runOperations'];
  /** The UIDs of a mailbox were given out anew: leads pending work from the old generation to the new one. */
  rebind(store: ConnectedStore, mailbox: MailboxId, from: Generation, to: Generation): Promise<void>;
  onStatus(status: AccountStatus): void;
  onArrived(arrival: Arrival): void;
  /** Messages are gone from the server: what is here of them is kept. */
  onLeaving(store: StoreApi, messages: Leaving): Promise<void>;
  /** The connections that accounts share by host. */
  readonly slots: HostSlots;
  /** The first look at every mailbox after connecting is done: what waits for a connection may go. */
  onReady(): void;
  /** True while the person wants no connections. */
  isHeld(): boolean;
  /** Folders that the person does not want to see are not looked at. */
  isHidden(mailbox: MailboxId): boolean;
  readonly witness: Witness;
  /** False while the disk has no room for what can be fetched again. */
  mayGrow(): boolean;
  /** Capabilities that this account has seen fail, now or in an earlier run, and what they did. */
  distrusted(): ReadonlyMap<string, DistrustReason>;
  /** One more; to be remembered. */
  onDistrust(capability: string, reason: DistrustReason): void;
  /** For one connection: what takes the lines of its trace while somebody wants them. */
  trace(): () => ((line: TraceLine) => void) | null;
  onSession(client: ImapClient): void;
}

/** Where accounts take turns, one that has let go comes back after so long. */
const TURN_MS = 300_000;

/** Waiting requests of pages: whoever asks for more than this at once is not waiting for the answers. */
const MAX_REQUESTS = 5_000;

/**
 * One IMAP account: connects, lists, synchronises, watches, runs operations; reconnects with backoff. It never gives
 * up by itself, and never asks a server for a login that was refused until something has changed.
 */
export class AccountRunner {
  readonly #jobs = new JobQueue();
  readonly #backoff: Backoff;
  readonly #rest: Rest;
  readonly #memory: AccountMemory;
  readonly #pace = new Pace();
  readonly #reachability: Reachability;
  #slot: Slot | null = null;
  #turnOver = false;
  /** Connected before, and to be again: it is another account's turn. */
  #resting = false;
  /** Connections that are open now. */
  readonly #clients = new Set<ImapClient>();
  #status: AccountStatus;
  #worker: Worker | null = null;
  #ctx: SyncContext | null = null;
  #stopped = false;
  /** The end of the connection was our own doing: no trouble, no waiting. */
  #wished = false;
  #running: Promise<void> | null = null;
  #session: AbortController | null = null;
  #cancelLook: (() => void) | null = null;
  #progressAt = 0;
  #requests = 0;
  /** Requests that wait for their turn. */
  #asked = 0;
  #stopWatching: (() => void) | null = null;

  constructor(
    private readonly ports: RunnerPorts,
    config: AccountConfig,
  ) {
    this.#backoff = new Backoff(ports.session.crypto);
    this.#rest = new Rest(ports.session.clock);
    this.#memory = new AccountMemory(config.id, ports);
    this.#reachability = new Reachability(
      ports.session.clock,
      () => ports.registry.ofAccount(config.id).length > 0,
    );
    this.#status = notConnected(config);
  }

  get status(): AccountStatus {
    return this.#status;
  }
  get config(): AccountConfig {
    return this.#status.account;
  }

  /** What the sync inspector shows. */
  insight(): SessionInsight {
    return sessionInsight({
      worker: this.#ctx?.client ?? null,
      clients: this.#clients,
      distrusted: this.ports.distrusted(),
      mailboxes: this.ports.registry.ofAccount(this.config.id),
      cursors: this.#memory.cursors,
      counters: this.#worker?.counters ?? new Map(),
      troubles: this.#memory.troubles,
    });
  }

  start(): void {
    this.#running ??= this.#loop();
    this.#stopWatching ??= watchForSleep(this.ports.session.clock, () => this.resume());
  }

  /** Ends the connection and resolves when nothing of this account runs any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopWatching?.();
    this.#session?.abort(new Error('stopped'));
    this.kick();
    this.#cancelLook?.();
    this.#jobs.failAll(offline());
    await this.#running;
  }

  /** New settings, a new password, the network is back, the person asked: try now. */
  kick(): void {
    this.#backoff.reset();
    this.#rest.end();
    this.#jobs.wake();
  }

  /** The machine woke up or the network changed: sockets may be dead without knowing it (C9). Reconnects at once. */
  resume(): void {
    this.disconnect();
    this.kick();
  }

  update(config: AccountConfig): void {
    const reconnect = JSON.stringify(config.incoming) !== JSON.stringify(this.config.incoming);
    this.#report({ account: config });
    if (reconnect) this.disconnect();
    this.kick();
  }

  /** Drops the connection; the loop decides what is next (resume from sleep, store gone, paused). */
  disconnect(): void {
    this.#wished = this.#ctx !== null;
    this.#session?.abort(new MailError({ kind: 'unreachable', code: 'closed', message: 'Disconnected' }));
  }

  /** Operations were accepted. */
  operationsWaiting(): void {
    this.#worker?.askOperations();
  }

  syncNow(mailbox: MailboxId | null): void {
    if (mailbox !== null) this.#worker?.askSync(mailbox, Priority.User);
    else this.#worker?.askPoll();
    this.kick();
  }

  /**
   * Runs something that a person waits for over this account's connection; everybody gets an answer of their own.
   * @throws MailError `unreachable` `offline` when there is none, `busy` when thousands wait already, or what the work
   *   throws.
   */
  request<T>(
    key: string,
    work: (ctx: SyncContext) => Promise<T>,
    priority: PriorityLevel = Priority.User,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (!this.#ctx) {
        reject(offline());
        // Somebody waits for an account that has let others go first.
        if (this.#resting) this.kick();
        return;
      }
      if (this.#asked >= MAX_REQUESTS) {
        reject(tooMuchAtOnce(this.config.incoming.host));
        return;
      }
      this.#asked += 1;
      this.#jobs.add({
        key: `${key}#${++this.#requests}`,
        priority,
        fail: (error) => {
          this.#asked -= 1;
          reject(error);
        },
        run: async () => {
          this.#asked -= 1;
          const ctx = this.#ctx;
          if (!ctx) {
            reject(offline());
            return;
          }
          try {
            resolve(await work(ctx));
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
            if (!isMailError(error)) return;
            if (error.kind !== 'refused') throw error;
          }
        },
      });
    });
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      this.#rest.begin();
      const store = this.ports.store();
      if (this.config.paused || this.ports.isHeld() || !store) {
        this.#report({
          phase: this.config.paused ? 'paused' : 'offline',
          trouble: null,
          retryAt: null,
          progress: null,
        });
        await this.#rest.wait(null);
        continue;
      }
      try {
        if ((await this.ports.secret()) === null) {
          this.#report({ phase: 'needs-password', retryAt: null, progress: null });
          await this.#rest.wait(null);
          continue;
        }
        // Another store took over meanwhile: what the old one said it holds is not true of it (lab seeds 56, 1094).
        if (this.#stopped || store !== this.ports.store()) continue;
        this.#report({ phase: 'connecting', retryAt: null });
        await this.#connectAndServe(store);
      } catch (error) {
        if (this.#stopped) break;
        await this.#failed(error);
      }
    }
  }

  async #failed(error: unknown): Promise<void> {
    const { offline: unreachable, code } = this.#reachability.judge(error);
    const trouble = { ...troubleOf(error), code };
    if (isMailError(error) && isLoginTrouble(error)) {
      // Trying again with the same password only gets the account locked.
      this.#report({ phase: loginPhase(this.config), trouble, retryAt: null, progress: null });
      await this.#rest.wait(null);
      return;
    }
    // Our own wish, or the store's end, is no trouble of the server's.
    if (this.#wished) {
      this.#wished = false;
      if (!this.#turnOver) return;
      this.#turnOver = false;
      this.#report({ phase: 'idle', progress: null });
      this.#resting = true;
      await this.#rest.wait(TURN_MS);
      this.#resting = false;
      return;
    }
    const wanted = isMailError(error) && error.retry.kind === 'later' ? (error.retry.afterMs ?? 0) : 0;
    const wait = this.#backoff.next(wanted);
    this.#report({
      phase: unreachable ? 'offline' : 'trouble',
      trouble,
      retryAt: this.ports.session.clock.now() + wait,
      progress: null,
    });
    await this.#rest.wait(wait);
  }

  async #connectAndServe(store: ConnectedStore): Promise<void> {
    const controller = new AbortController();
    this.#session = controller;
    const { signal } = controller;
    let ahead: Promise<SelectedMailbox> | undefined;
    const client = await this.#open(signal, 'worker', (entered) => {
      if (this.ports.registry.isBlank(this.config.id)) ahead = openAhead(this.#trusted(entered));
    });
    this.#reachability.reached();
    this.#rest.begin();
    const end = (): void => {
      client.close();
      this.#jobs.wake();
    };
    signal.addEventListener('abort', end, { once: true });
    client.listen((event) => {
      if (event.type === 'closed') this.#jobs.wake();
    });
    try {
      // What an earlier session left behind would run over its dead connection.
      this.#jobs.failAll(offline());
      const ctx = this.#context(client, store);
      const worker = new Worker(this.config.id, ctx, this.#jobs, this.#hooks());
      this.#ctx = ctx;
      this.#worker = worker;
      this.#report({ phase: 'syncing', trouble: null });
      await worker.beginWithInbox(ahead);
      await worker.relist();
      this.ports.registry.endListing(this.config.id);
      worker.syncChanged(true);
      worker.askOperations();
      this.#jobs.add({
        key: 'ready',
        priority: Priority.Counts,
        fail: () => undefined,
        run: () => {
          // Only now is the connection worth something: a server that hangs up after login is not asked ever faster.
          this.#backoff.reset();
          this.ports.onReady();
          return Promise.resolve();
        },
      });
      await Promise.all([
        // Whatever ends the work ends the watching, also when nobody else has said so.
        worker
          .serve(() => signal.aborted || this.#stopped)
          .finally(() => controller.abort(new Error('over'))),
        keepWatch(
          this.ports.session.clock,
          this.ports.registry.withRole(this.config.id, 'inbox'),
          worker,
          () => this.#open(signal, 'watcher'),
          signal,
        ),
      ]);
    } finally {
      this.#ctx = null;
      this.#worker = null;
      signal.removeEventListener('abort', end);
      this.ports.registry.endListing(this.config.id);
      controller.abort(new Error('over'));
      client.close();
      this.#jobs.failAll(offline());
    }
  }

  /** A session in a slot of its own: what a server allows is shared with the other accounts it serves (C11). */
  async #open(signal: AbortSignal, use: Use, onEntered?: (client: ImapClient) => void): Promise<ImapClient> {
    let client: ImapClient | null = null;
    const yieldUp = (): void => {
      if (use === 'watcher') client?.close();
      else if (this.#status.phase === 'idle') this.#letGo();
    };
    const { host } = this.config.incoming;
    const slot = await this.ports.slots.take(host, use, yieldUp, signal, () =>
      this.#report({ trouble: { code: 'limit', server: '', details: { host } } }),
    );
    try {
      client = await this.#logIn(signal, onEntered);
    } catch (error) {
      if (isTooMany(error)) slot.refused();
      slot.release();
      throw error;
    }
    slot.opened();
    if (use === 'worker') this.#slot = slot;
    client.listen((event) => {
      if (event.type === 'closed') slot.release();
    });
    if (client.closed) slot.release();
    return client;
  }

  /** Others wait for this connection, and nothing is to be done over it: its turn comes again. */
  #letGo(): void {
    this.#turnOver = true;
    this.disconnect();
  }

  /** The token of an hour ago is none for a second connection: each asks for what is good now. */
  async #logIn(signal: AbortSignal, onEntered?: (client: ImapClient) => void): Promise<ImapClient> {
    const { incoming } = this.config;
    const client = await logIn(incoming, this.ports.secret, (secret) =>
      openSession(incoming, secret, this.ports.session, {
        learnt: [...this.ports.distrusted().keys()],
        logins: this.ports.logins(this.config),
        signal,
        ...(onEntered ? { onEntered } : {}),
        trace: this.ports.trace(),
        onEvent: (event) => {
          if (event.type === 'quirk') this.ports.onDistrust(event.id, { code: event.reason, details: {} });
        },
      }),
    );
    this.#clients.add(client);
    this.ports.onSession(client);
    client.listen((event) => {
      if (event.type === 'closed') this.#clients.delete(client);
    });
    return client;
  }

  #trusted(client: ImapClient): Pick<SyncContext, 'client' | 'distrusts'> {
    return { client, distrusts: (capability) => this.ports.distrusted().has(capability) };
  }

  #context(client: ImapClient, store: ConnectedStore): SyncContext {
    const memory = this.#memory;
    memory.begin(store);
    const { clock, crypto, compression } = this.ports.session;
    return {
      account: this.config.id,
      ...this.#trusted(client),
      store: store.api,
      facts: store.facts,
      registry: this.ports.registry,
      cursors: memory.cursors,
      keywords: memory.keywords,
      scannedAt: new Map(),
      pace: this.#pace,
      earned: new Set(),
      checkers: new Map(),
      clock,
      crypto,
      compression,
      distrust: (capability, reason) => this.ports.onDistrust(capability, reason),
      trouble: (mailbox, code, server) => memory.trouble(mailbox, code, server),
      arrived: (arrival) => this.ports.onArrived(arrival),
      mayGrow: () => this.ports.mayGrow(),
      leaving: (messages) => this.ports.onLeaving(store.api, messages),
      progress: (mailbox, done, total) => this.#progress(mailbox, done, total),
      keepShowing: (mailbox, generation) => memory.keepShowing(mailbox, generation),
      shownInstead: (mailbox) => memory.shownInstead(mailbox),
      show: async (mailbox, next) => {
        await memory.show(store, mailbox, next);
        await this.#tellMailboxes(store);
        this.#worker?.askOperations();
      },
    };
  }

  /** Told a few times a second at most: every telling draws part of the window anew. The end is always told. */
  #progress(mailbox: MailboxId, done: number, total: number): void {
    const now = this.ports.session.clock.monotonic();
    if (done < total && this.#status.progress && now - this.#progressAt < PROGRESS_MS) return;
    this.#progressAt = now;
    const name = this.ports.registry.get(mailbox)?.name ?? '';
    this.#report({ phase: 'syncing', progress: done >= total ? null : { mailbox: name, done, total } });
  }

  #hooks(): WorkerHooks {
    const { clock } = this.ports.session;
    return {
      runOperations: this.ports.runOperations,
      isHidden: (mailbox) => this.ports.isHidden(mailbox),
      witness: this.ports.witness,
      mailboxesChanged: async () => {
        const store = this.ports.store();
        if (store) await this.#tellMailboxes(store);
      },
      mailboxesGone: (gone: readonly KnownMailbox[]) => {
        for (const m of gone) this.#memory.cursors.delete(m.id);
      },
      synced: (mailbox) => {
        this.#memory.settled(mailbox);
        this.#report({ lastSync: clock.now() });
      },
      rested: async () => {
        const store = this.ports.store();
        if (this.#memory.troublesChanged && store) await this.#tellMailboxes(store);
        // Not while the list of mailboxes is still to be read, nor after the connection's end.
        if (this.#status.phase === 'syncing') this.#report({ phase: 'idle', progress: null });
        if (this.#slot?.wanted === true) this.#letGo();
      },
      lookAgain: (at) => {
        this.#cancelLook?.();
        this.#cancelLook = clock.after(Math.max(50, at - clock.now()), () => this.#worker?.askOperations());
      },
    };
  }

  async #tellMailboxes(store: ConnectedStore): Promise<void> {
    const labels = this.#ctx?.client.capabilities.has('X-GM-EXT-1') ?? false;
    await this.#memory.tell(store, this.#worker?.counters ?? new Map(), labels);
  }

  #report(change: Partial<AccountStatus> & { phase?: AccountPhase }): void {
    this.#status = { ...this.#status, ...change };
    this.ports.onStatus(this.#status);
  }
}

const tooMuchAtOnce = (host: string): MailError =>
  new MailError({
    kind: 'unreachable',
    code: 'busy',
    message: 'Too much is asked for at once',
    details: { host },
    retry: { kind: 'later' },
  });

const offline = (): MailError =>
  new MailError({
    kind: 'unreachable',
    code: 'offline',
    message: 'There is no connection to the server now',
  });
