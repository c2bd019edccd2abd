import { type EngineContract, engineContract, type EngineStatus } from '@shared/contract/engine-api';
import { type AccountId, type MailboxId, type MessageRef, THIS_COMPUTER } from '@shared/model/ids';
import { isLoginTrouble } from '@shared/errors/login-trouble';
import { MailError } from '@shared/errors/mail-error';
import { openFolds, Table } from '@shared/ports/fold';
import { isVaultError } from '@shared/ports/vault';
import type { EventOf } from '@shared/rpc/contract';
import type { Port } from '@shared/rpc/port';
import { serve, type Server } from '@shared/rpc/server';
import { hex } from '@shared/util/hex';
import { ActionLog } from '../operations/action-log';
import { Forwarding } from '../operations/forwarding';
import { Places } from '../operations/places';
import { OperationQueue, publicOperation } from '../operations/queue';
import { renamings } from '../operations/renamings';
import type { Outbox } from '../outbox/outbox';
import type { ConnectedStore } from '../sync/account-runner';
import type { FactStream } from '../sync/fact-stream';
import { HostSlots } from '../sync/host-slots';
import { rehearse } from '../sync/rehearse';
import type { Runner } from '../sync/runner';
import { together, type Witness } from '../sync/witness';
import { MailboxRegistry } from '../sync/mailbox-registry';
import type { ImportExport } from './import-export/import-export';
import { importExportOf, recoverJobs } from './import-export/compose';
import type { Answers } from './answers';
import { GivenAnswers } from './given-answers';
import { AccountBook } from './account-book';
import { type Announcer, announcerOf } from './announcer';
import { blobOwnersOf } from './blob-owners';
import { BlobShelf } from './blob-shelf';
import { CacheWatch } from './cache-watch';
import { Compaction } from './compaction';
import { DiskWatch } from './disk-watch';
import { DraftBook } from './draft-book';
import { DaysPassed } from './days-passed';
import { EndedChanges } from './pending/ended-changes';
import { KeptParts } from './offline/kept-parts';
import type { DraftCopies } from './draft-copies';
import { draftCopiesOf, draftWitnessOf } from './engine-drafts';
import { DemoAccount } from './demo-account';
import type { AwayBook } from './away/away-book';
import { awayOf, ownDoingOf } from './engine-away';
import { type Keeping, keepingOf } from './engine-keeper';
import type { EngineHost, EngineParts } from './engine-host';
import { engineStatus } from './engine-status';
import { FileDesk } from './file-desk';
import { LocalMail } from './local-mail';
import { LastWords, type Speaker } from './last-words';
import { OpenLetters } from './open-letters';
import { Openings } from './openings';
import { type KeyRing, keyRingOf } from './openpgp';
import { Reading } from './reading';
import { eraseAccount } from './remove-account';
import { removedMail, type RemovedMail } from './removed-mail';
import { atMost } from './at-most';
import { SecretKeys } from './secret-keys';
import { signInOf } from './secret-source';
import { type Snooze, snoozeOf } from './snooze/compose';
import { SettingsBook } from './settings-book';
import { answersOf, outboxOf, writingOf } from './engine-outbox';
import { imapRunner, pop3Runner } from './engine-runners';
import type { SignIn } from './sign-in';
import { type TemplateBook, templatesOf } from './templates';
import { type Automatic, automaticOf } from './automatic/compose';
import { rememberMade } from './taking-back';
import { StoreDoor } from './store-door';
import { tidyUp } from './tidy-up';
import { TraceDesk } from './trace/trace-desk';
import { LoginBook } from './trust/login-book';
import { TrustBook } from './trust/trust-book';
import { uiHandlers } from './ui-handlers';
import { type Unsubscriber, unsubscriberOf } from './unsubscribe';
import type { Writing } from './writing';

/** How far accounts are is told no more often than somebody could see. */
const STATUS_EVERY_MS = 40;

/** Until then a process that has begun has other things to do. */
const REHEARSAL_MS = 500;

type UiServer = Server<typeof engineContract>;

/** Opens the vault's state, starts the accounts, and is ready for a store and for pages. */
export async function startEngine(parts: EngineParts): Promise<EngineHost> {
  const engine = new Engine(parts);
  await engine.start();
  const { clock, crypto, compression } = parts;
  if (engine.accounts.list().length === 0) {
    // Somebody is about to add the first, and will look at its mail. Nothing depends on it.
    clock.after(REHEARSAL_MS, () => void rehearse(clock, crypto, compression).catch(() => undefined));
  }
  return engine;
}

/** Composition: who knows whom. What they do is in their own files. */
export class Engine implements EngineHost {
  readonly accounts: AccountBook;
  readonly settings: SettingsBook;
  readonly registry: MailboxRegistry;
  readonly queue: OperationQueue;
  readonly forwarding = new Forwarding();
  readonly places = new Places(this.forwarding);
  readonly log = new ActionLog();
  readonly ended: EndedChanges;
  readonly keptParts: KeptParts;
  readonly demo = new DemoAccount(this);
  /** What is kept for reading without a connection. */
  readonly keeping: Keeping;
  /** What others did while nobody looked. */
  readonly away: AwayBook;
  readonly outbox: Outbox;
  readonly drafts: DraftBook;
  readonly templates: TemplateBook;
  /** What the servers' Drafts have of them. */
  readonly copies: DraftCopies;
  readonly witness: Witness;
  /** What Tern does by itself to mail that arrives. */
  readonly automatic: Automatic;
  readonly snooze: Snooze;
  /** Tells the pages of new mail. */
  readonly announcer: Announcer;
  readonly files: FileDesk;
  readonly shelf: BlobShelf;
  readonly openings: Openings;
  readonly secrets: SecretKeys;
  readonly signIn: SignIn;
  readonly trust: TrustBook;
  readonly logins: LoginBook;
  readonly traces: TraceDesk;
  readonly reading: Reading;
  readonly writing: Writing;
  readonly answers: Answers;
  readonly given: GivenAnswers;
  readonly unsubscriber: Unsubscriber;
  readonly keyRing: KeyRing;
  /** Mail that lives here: POP3 accounts. */
  readonly local: LocalMail;
  readonly letters: OpenLetters;
  /** For what is thrown away after some days. */
  readonly days: DaysPassed;
  /** What others removed from servers lately. */
  readonly removed: RemovedMail;
  readonly importExport: ImportExport;
  readonly runners = new Map<AccountId, Runner>();
  /** Whether there is room for more than what must be kept. */
  readonly space: DiskWatch;
  readonly #compaction: Compaction;
  readonly slots: HostSlots;
  readonly #meta = new Table<string>('meta');
  readonly #ui = new Set<UiServer>();
  readonly #cache: CacheWatch;
  readonly #door: StoreDoor;
  #folds: { snapshot: () => Promise<void>; close: () => void } | null = null;
  #notices: EngineStatus['notices'] = [];
  readonly #lastWords: LastWords;
  readonly #tellStatus: () => void;
  #stopped = false;

  constructor(readonly parts: EngineParts) {
    const { vault, clock, crypto } = parts;
    this.#tellStatus = atMost(clock, STATUS_EVERY_MS, () => this.tell('status', this.status()));
    this.#lastWords = new LastWords(clock);
    this.space = new DiskWatch(vault, clock, this);
    this.#cache = new CacheWatch(clock, this);
    this.#door = new StoreDoor(this, this.#cache);
    this.#compaction = new Compaction(vault, clock, async () => this.#folds?.snapshot());
    this.accounts = new AccountBook(vault, crypto);
    this.settings = new SettingsBook(vault);
    this.registry = new MailboxRegistry(vault, crypto);
    this.slots = new HostSlots(clock);
    this.queue = new OperationQueue(vault, clock, (account) => this.accounts.isThere(account));
    this.registry.renaming = () => renamings(this.queue);
    this.ended = new EndedChanges(
      () => clock.now(),
      ({ group }) => this.log.has(group),
    );
    this.keptParts = new KeptParts(vault, vault.blobs);
    this.drafts = new DraftBook(vault, clock, crypto);
    this.templates = templatesOf(this);
    this.shelf = new BlobShelf(vault.blobs, vault, () => clock.now());
    this.files = new FileDesk(vault.blobs, this.shelf, crypto);
    this.keeping = keepingOf(this);
    const ownDoing = ownDoingOf(this);
    this.away = awayOf(this, ownDoing);
    this.openings = new Openings(this.files, () => this.#ui.forEach((ui) => ui.emit('opening', {})));
    this.copies = draftCopiesOf(this);
    this.secrets = new SecretKeys(parts.secrets);
    this.keyRing = keyRingOf(this);
    this.signIn = signInOf(parts, this.secrets.store);
    this.traces = new TraceDesk(parts.traceFiles);
    this.trust = new TrustBook(vault, () => clock.now());
    this.logins = new LoginBook(vault);
    this.local = new LocalMail({
      vault,
      registry: this.registry,
      queue: this.queue,
      forwarding: this.forwarding,
      clock,
      crypto,
      wake: (account) => this.operationsWaiting(account),
      keep: (bytes) => this.shelf.put(bytes),
      ...(parts.parserThread && { parserThread: parts.parserThread }),
      ...(parts.indexerThread && { indexerThread: parts.indexerThread }),
      made: (operation, made) => void rememberMade(this, operation, made),
      into: (account) => this.accounts.get(account)?.pop3?.into,
      onTold: () => this.automatic.fetched.told(),
      onFailure: (error) => this.localMailFailed(error),
    });
    this.snooze = snoozeOf(this);
    this.announcer = announcerOf(this);
    this.automatic = automaticOf(this, ownDoing);
    this.witness = together(this.away, draftWitnessOf(this, ownDoing), this.automatic.witness);
    this.days = new DaysPassed(vault, clock);
    this.removed = removedMail(this);
    this.outbox = outboxOf(this);
    this.letters = new OpenLetters({
      shelf: this.shelf,
      parse: (bytes) => this.local.parse(bytes),
      now: () => clock.now(),
    });
    this.reading = new Reading({
      registry: this.registry,
      shelf: this.shelf,
      files: this.files,
      kept: this.keptParts,
      now: () => clock.now(),
      runnerOf: (ref) => this.runnerOf(ref.mailbox),
      local: this.local,
      letters: this.letters,
      syncNow: (account) => this.runners.get(account)?.syncNow(null),
      store: () => this.store,
      resolve: (ref) => this.forwarding.resolve(ref),
      onProgress: (ref, section, received, total) =>
        this.tell('partProgress', { ref, section, received, total }),
      fetchImage: (url) => parts.fetchImage(url),
    });
    this.writing = writingOf(this);
    this.importExport = importExportOf(this, (jobs) => this.tell('jobs', { jobs: [...jobs] }));
    this.given = new GivenAnswers(this.outbox.table, this.outbox.ledger);
    this.answers = answersOf(this);
    this.unsubscriber = unsubscriberOf(this);
  }

  /** Accounts whose outgoing server refused the login, or offered none that may be used. */
  readonly outgoingRefused = new Map<AccountId, MailError>();

  /** Everybody who may still need a blob that was put on the shelf. */
  readonly blobOwners = blobOwnersOf(this);

  /** What tells this profile from every other. */
  get mark(): string {
    return this.#meta.get('marker') ?? '';
  }

  get store(): ConnectedStore | null {
    return this.#door.connected;
  }

  /** Whether what can be fetched again, and can wait, is fetched: there is room on the disk and in the cache. */
  mayGrow(): boolean {
    return this.space.mayGrow() && this.#cache.mayGrow();
  }

  async start(): Promise<void> {
    const { vault } = this.parts;
    const folds = [
      this.#meta,
      this.days.table,
      this.accounts.table,
      this.settings.table,
      this.registry.table,
      this.queue.table,
      this.forwarding,
      this.outbox.table,
      this.outbox.ledger,
      this.given.table,
      this.drafts.table,
      this.drafts.history,
      this.templates.table,
      this.copies.table,
      this.shelf.table,
      this.removed.table,
      this.trust.table,
      this.logins.table,
      this.keptParts.table,
      this.keeping.policies.table,
      this.keeping.record.table,
      this.away.table,
      this.away.presence,
      ...this.local.folds,
      ...this.automatic.folds,
      this.snooze.book.table,
      this.keyRing.table,
      this.importExport.book.table,
      this.importExport.book.progress,
    ];
    this.#folds = await openFolds(vault, folds);
    await this.#compaction.quiet();
    this.#compaction.start();
    if (this.#meta.get('marker') === undefined) {
      await vault.appendAll([this.#meta.put('marker', hex(this.parts.crypto.randomBytes(16)))]);
    }
    if (vault.recovered.length > 0) this.notice('vault-repaired', { count: vault.recovered.length });
    this.parts.shell.desktop?.apply(this.settings.get());
    recoverJobs(this);
    this.automatic.fetched.begin();
    await this.days.note();
    await tidyUp(this);
    // A demo account that is still here could not be erased.
    for (const account of this.accounts.list()) if (!account.demo) this.startRunner(account.id);
    this.operationsWaiting(THIS_COMPUTER);

    this.ended.begin(this.queue.all().map(publicOperation));
    this.queue.onChange((change) => {
      this.ended.changed(change);
      for (const ui of this.#ui)
        ui.emit('operations', { upsert: [...change.upsert], remove: [...change.remove] });
      // Removals reach the store with the facts that justify them; cancelled ones have none and are told here.
      void this.tellStore([{ kind: 'operations', upsert: [...change.upsert], remove: [...change.remove] }]);
      this.statusChanged();
    });
    this.outbox.onChange((items) => {
      for (const ui of this.#ui) ui.emit('outbox', { items: [...items] });
      this.statusChanged();
    });
    this.drafts.onChange = () => {
      const drafts = this.drafts.list().map((draft) => this.copies.shown(draft));
      for (const ui of this.#ui) ui.emit('drafts', { drafts });
    };
    this.space.start();
    this.days.start(() => this.removed.expire());
    await this.outbox.start();
    this.copies.start();
    if (this.parts.demo) await this.demo.add();
  }

  connectUi(port: Port): void {
    let speaker: Speaker | null = null;
    const ui: UiServer = serve(
      port,
      engineContract,
      uiHandlers(this, {
        onStep: (step) => ui.emit('discovery', step),
        onSignInPage: (page) => ui.emit('signInPage', page),
        onWords: () => {
          speaker ??= this.#lastWords.join(() => ui.emit('closing', {}));
        },
        onLastWords: () => speaker?.spoken(),
      }),
    );
    this.#ui.add(ui);
    ui.onClose(() => {
      this.#ui.delete(ui);
      speaker?.gone();
      if (this.#ui.size === 0 && !this.#stopped) this.away.lookAway();
    });
    ui.emit('status', this.status());
  }

  connectStore(port: Port): void {
    this.#door.connect(port);
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    try {
      await this.#drain();
    } finally {
      // Whatever could not be finished: what is in the vault is, and the next start finds it closed.
      await this.parts.vault.close();
    }
  }

  async #drain(): Promise<void> {
    await this.#lastWords.hear();
    await this.importExport.jobs.end();
    this.space.stop();
    this.#cache.stop();
    this.days.stop();
    await Promise.all([...this.runners.values()].map((runner) => runner.stop()));
    await this.copies.stop();
    await this.keeping.keeper.stop();
    await this.outbox.stop();
    await this.local.stop();
    await this.automatic.fetched.idle();
    await this.snooze.waking.stop();
    for (const ui of this.#ui) ui.close();
    this.#door.close();
    await this.demo.close();
    this.#compaction.stop();
    await this.#compaction.quiet();
    this.#folds?.close();
  }

  /** The machine woke up, or the network is another one: every account connects anew at once (C9). */
  resume(): void {
    for (const runner of this.runners.values()) {
      runner.disconnect();
      runner.kick();
    }
  }

  /** Runs a command of the page's, chosen in a menu. */
  runCommand(id: string): void {
    for (const ui of this.#ui) ui.emit('command', { id });
  }

  /** The person chose something outside the pages. */
  chosen(choice: EventOf<EngineContract, 'deskChosen'>): void {
    this.tell('deskChosen', choice);
  }

  startRunner(id: AccountId): void {
    const config = this.accounts.get(id);
    if (!config) return;
    const runner = config.incoming.protocol === 'pop3' ? pop3Runner(this, config) : imapRunner(this, config);
    this.runners.set(id, runner);
    runner.start();
  }

  /** What an account's server is trusted to do is another thing now: the connection begins anew with it. */
  trustChanged(account: AccountId): void {
    const runner = this.runners.get(account);
    runner?.disconnect();
    runner?.kick();
  }

  /** Something of our own went wrong with mail that lives here. */
  localMailFailed(error: unknown): void {
    this.notice('local-mail-failed', { message: error instanceof Error ? error.message : String(error) });
  }

  isPop3(account: AccountId): boolean {
    return this.accounts.get(account)?.incoming.protocol === 'pop3';
  }

  /**
   * Stops and removes an account with everything Tern knows of it.
   * @param mayGo asked in the moment of its removal; the account stays when it throws.
   */
  async removeAccount(id: AccountId, mayGo: () => void): Promise<void> {
    await this.runners.get(id)?.stop();
    this.runners.delete(id);
    try {
      mayGo();
    } catch (error) {
      this.startRunner(id);
      throw error;
    }
    const demo = this.accounts.get(id)?.demo === true;
    await eraseAccount(this, id);
    if (demo) await this.demo.close();
    await this.tellStore([{ kind: 'remove-account', account: id }]);
    this.statusChanged();
  }

  /** Operations were accepted for an account, or for this computer, where there is no server to wait for. */
  operationsWaiting(account: AccountId): void {
    if (account === THIS_COMPUTER) this.local.runOperations(account);
    else this.runners.get(account)?.operationsWaiting();
  }

  runnerOf(mailbox: MailboxId): Runner | undefined {
    const account = this.registry.get(mailbox)?.account;
    return account === undefined ? undefined : this.runners.get(account);
  }

  async row(named: MessageRef): Promise<Awaited<ReturnType<ConnectedStore['api']['rows']>>[number]> {
    const [row] = this.store ? await this.store.api.rows({ refs: [this.forwarding.resolve(named)] }) : [];
    return row ?? null;
  }

  status(): EngineStatus {
    return engineStatus(this, this.outgoingRefused, this.#notices);
  }

  /** Tells the pages. */
  statusChanged(): void {
    this.#tellStatus();
  }

  /** Tells every page. */
  tell<K extends keyof EngineContract['events']>(event: K, data: EventOf<EngineContract, K>): void {
    for (const ui of this.#ui) ui.emit(event, data);
  }

  settingsChanged(): void {
    this.parts.shell.desktop?.apply(this.settings.get());
    for (const ui of this.#ui) ui.emit('settings', this.settings.get());
    this.statusChanged();
  }

  outgoingFixed(id: AccountId): void {
    this.outgoingRefused.delete(id);
    this.outbox.rest(id);
    this.outbox.wake(id);
  }

  notice(code: string, details: Readonly<Record<string, string | number>>): void {
    this.#notices = [...this.#notices.filter((n) => n.code !== code), { code, details }].slice(-10);
    this.statusChanged();
  }

  /** What a notice was about is over, or has been looked at. */
  unnotice(code: string): void {
    if (!this.#notices.some((n) => n.code === code)) return;
    this.#notices = this.#notices.filter((n) => n.code !== code);
    this.statusChanged();
  }

  maySend(id: AccountId): boolean {
    const config = this.accounts.get(id);
    if (!config || config.paused || this.#stopped || this.settings.get().workOffline) return false;
    const refused = this.outgoingRefused.get(id);
    return !refused || !isLoginTrouble(refused);
  }

  /** The text of a message, fetched when it is not here; null when that is not possible now. */
  async body(ref: MessageRef, identity: string): ReturnType<ConnectedStore['api']['body']> {
    if (!this.store) return null;
    const held = await this.store.api.body({ identity });
    if (held) return held;
    try {
      await this.reading.fetchBody(ref);
    } catch (error) {
      // Offline: one can answer all the same, without the quotation.
      if (!(error instanceof MailError)) throw error;
      return null;
    }
    // Fetching may have told the rest of what the identity is made of.
    return this.store.api.body({ identity: (await this.row(ref))?.identity ?? identity });
  }

  async tellStore(facts: Parameters<FactStream['push']>[0]): Promise<void> {
    try {
      await this.store?.facts.push(facts);
    } catch (error) {
      // A store that fails is replaced, and told everything again when it says hello.
      if (!(error instanceof MailError) && !isVaultError(error)) throw error;
    }
  }
}
