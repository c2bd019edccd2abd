import { isMailError, MailError } from '@shared/errors/mail-error';
import {
  type AccountId,
  type MailboxId,
  type MessageRef,
  type OperationId,
  type Section,
  THIS_COMPUTER,
} from '@shared/model/ids';
import type { Envelope, MailboxRole, MessageBody } from '@shared/model/message';
import type { Clock } from '@shared/ports/clock';
import type { Crypto } from '@shared/ports/crypto';
import type { Fold } from '@shared/ports/fold';
import { isVaultError, type JournalRecord, type StoredBlob, type Vault } from '@shared/ports/vault';
import { textsOf } from '@shared/search/body-text';
import { formatUids } from '@shared/model/uid-ranges';
import { bodyFromMessage, bodyOf, type ParsedMessage, partOf } from '../../mime/body-from-message';
import { createMessageParser, type MessageParser, type ParserThread } from '../../mime/parse-in-worker';
import { letterHead } from '../../mime/letter-head';
import type { Made } from '../../operations/action-log';
import { childEnded } from '../../operations/execute/transfer';
import { childOf, isTakenBack } from '../../operations/transfer-notes';
import type { Forwarding } from '../../operations/forwarding';
import type { OperationQueue, QueuedOperation } from '../../operations/queue';
import { dueAt } from '../../operations/schedule';
import type { ConnectedStore } from '../../sync/account-runner';
import type { KnownMailbox, MailboxRegistry } from '../../sync/mailbox-registry';
import type { LocalDelivery } from '../../sync/pop3-delivery';
import { headFingerprint } from '../../sync/pop3-fingerprint';
import { Pop3Ledger, restoredKey } from '../../sync/pop3-ledger';
import type { ImportedLetter, Took } from '../import-export/import-letters';
import { Delivery } from './delivery';
import { executeLocally, newMailbox } from './execute';
import { type IndexerThread, ThreadIndexer } from './index-in-thread';
import { indexHere } from './index-message';
import { doneHere, LocalFacts } from './local-facts';
import { LocalSenders } from './local-senders';
import type { CheckedHeader } from '../../sync/header-of';
import { LocalTexts } from './local-texts';
import { LOCAL_GENERATION, type LocalMessage, LocalMessages } from './local-messages';
import { Packs } from './packs';
import { arrivalRecords, transferOut, type TransferContext, withdrawOut } from './transfer-out';

export interface LocalMailPorts {
  readonly vault: Vault;
  readonly registry: MailboxRegistry;
  readonly queue: OperationQueue;
  readonly forwarding: Forwarding;
  readonly clock: Clock;
  readonly crypto: Crypto;
  /** Starts a thread that makes the rows of many messages; otherwise they are made in this one. */
  readonly indexerThread?: () => IndexerThread;
  /** Starts a thread for large messages. */
  readonly parserThread?: () => ParserThread;
  /** The account into whose inbox the mail of a POP3 account goes; undefined: its own. */
  into(account: AccountId): AccountId | undefined;
  /** Messages that an operation has made, for when it is taken back. */
  made?(operation: OperationId, made: Made): void;
  /** Stores what operations are going to need. */
  keep(bytes: Uint8Array): Promise<StoredBlob>;
  /** Another account has operations to run. */
  wake(account: AccountId): void;
  /** The store knows of everything that is here. */
  onTold?(): void;
  /** Something of our own went wrong; it is logged, and nothing is lost by it. */
  onFailure(error: unknown): void;
}

/** What an account has whose mail lives here. Drafts are letters being written, and elsewhere. */
const MAILBOXES: ReadonlyArray<readonly [string, MailboxRole]> = [
  ['INBOX', 'inbox'],
  ['Sent', 'sent'],
  ['Archive', 'archive'],
  ['Junk', 'junk'],
  ['Trash', 'trash'],
];
/** On this computer nothing arrives and nothing is sent; only what the usual keys need is made for people. */
const ON_THIS_COMPUTER: typeof MAILBOXES = [
  ['Archive', 'archive'],
  ['Trash', 'trash'],
];
const LOOK_AGAIN_MS = 60_000;
/** The disk may have room again then. */
const RETRY_MS = 30_000;

/** Mail whose only copy is here: mailboxes, messages, and what people do to them. Needs no network. */
export class LocalMail {
  readonly messages = new LocalMessages();
  readonly ledger = new Pop3Ledger();
  readonly folds: readonly Fold[] = [this.messages, this.ledger];
  /** What POP3 fetches comes in here. */
  readonly delivery: LocalDelivery;
  readonly #packs: Packs;
  readonly #facts: LocalFacts;
  readonly #texts: LocalTexts;
  readonly #senders: LocalSenders;
  readonly #parser: MessageParser | null;
  readonly #indexer: ThreadIndexer | null;
  #work: Promise<void> = Promise.resolve();
  #adding: Promise<void> = Promise.resolve();
  readonly #waiting = new Set<AccountId>();
  #stopped = false;
  /** When what an account could not do is tried again. */
  readonly #retries = new Map<AccountId, () => void>();

  constructor(private readonly ports: LocalMailPorts) {
    const { vault, crypto, registry, queue, forwarding, clock } = ports;
    const { parserThread: spawn, indexerThread } = ports;
    this.#parser = spawn ? createMessageParser({ spawn, clock }) : null;
    this.#indexer = indexerThread ? new ThreadIndexer(indexerThread, clock) : null;
    this.messages.onFetched = (account, at, letter) => this.ledger.take(account, at, letter);
    this.#packs = new Packs(vault.blobs, crypto, this.#indexer ?? indexHere);
    this.#facts = new LocalFacts({
      messages: this.messages,
      packs: this.#packs,
      journal: vault,
      registry,
      queue,
      forwarding,
      now: () => clock.now(),
      onRemoved: (operations) => this.#ended(operations),
      onTold: () => {
        this.#texts.wake();
        ports.onTold?.();
      },
      onFailure: (error) => ports.onFailure(error),
    });
    this.#senders = new LocalSenders(this.messages, this.#packs, registry);
    this.#texts = new LocalTexts({
      clock,
      mailboxes: () => [...registry.table.values()].flatMap(({ id, local }) => (local ? [id] : [])),
      textsOf: async (ref) => {
        // Of the rest there is nothing to be found.
        if (this.#message(ref).octetsThere !== undefined) return null;
        return textsOf((await this.#open(ref)).body);
      },
      onFailure: (error) => ports.onFailure(error),
    });
    this.delivery = new Delivery({
      journal: vault,
      crypto,
      clock,
      registry,
      messages: this.messages,
      ledger: this.ledger,
      packs: this.#packs,
      forwarding,
      into: (account) => ports.into(account),
      moved: (from, to) => this.#facts.moved(from, to),
      changed: () => this.#facts.wake(),
    });
  }

  /** Makes the mailboxes that an account of local mail has; those that are there stay. */
  async openAccount(account: AccountId): Promise<void> {
    const { registry, vault, crypto } = this.ports;
    const wanted = account === THIS_COMPUTER ? ON_THIS_COMPUTER : MAILBOXES;
    const missing = wanted
      .filter(([name, role]) => !registry.withRole(account, role) && !registry.byName(account, name))
      .map(([name, role]) => newMailbox(account, name, role, crypto));
    if (missing.length > 0) await vault.appendAll(missing.map((m) => registry.table.put(m.id, m)));
    this.#facts.mailboxesChanged(account);
  }

  /** Mailboxes were made by somebody else's records. */
  mailboxesChanged(account: AccountId): void {
    this.#facts.mailboxesChanged(account);
  }

  /** Records that end an account here. The messages' files are deleted by `clean`. */
  forget(account: AccountId): JournalRecord[] {
    const mailboxes = this.ports.registry.ofAccount(account).filter((m) => m.local);
    return [...mailboxes.flatMap((m) => this.messages.forget(m.id)), ...this.ledger.forget(account)];
  }

  /** Messages of an account that are nowhere else. */
  count(account: AccountId): number {
    const mailboxes = this.ports.registry.ofAccount(account).filter((m) => m.local);
    return mailboxes.reduce((sum, m) => sum + this.messages.in(m.id).size, 0);
  }

  /** A store has connected, or (null) went away. */
  connectStore(store: ConnectedStore | null): void {
    this.#texts.connect(store);
    this.#facts.connect(store);
  }

  /** Does what waits for an account of local mail. Never throws. */
  runOperations(account: AccountId): void {
    if (this.#waiting.has(account) || this.#stopped) return;
    this.#waiting.add(account);
    this.#work = this.#work.then(async () => {
      this.#waiting.delete(account);
      try {
        await this.#runAll(account);
      } catch (error) {
        this.ports.onFailure(error);
        this.#retryLater(account, RETRY_MS);
      }
    });
  }

  /** Deletes the files that no message is in any more. */
  async clean(): Promise<void> {
    for (const pack of this.messages.unused()) {
      const index = this.messages.indexOf(pack);
      await this.ports.vault.appendAll([this.messages.dropPack(pack)]);
      await this.#packs.delete(pack, index);
    }
  }

  /** Resolves when all that was accepted is done and told. */
  async idle(): Promise<void> {
    await this.#work;
    await this.#facts.idle();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#retries.values()) cancel();
    this.#texts.connect(null);
    await this.#texts.idle();
    this.#parser?.close();
    this.#indexer?.close();
    await this.#work;
    this.#facts.connect(null);
    await this.#facts.idle();
  }

  // Reading

  serves(mailbox: MailboxId): boolean {
    return this.ports.registry.get(mailbox)?.local === true;
  }

  /** The whole message. @throws MailError `message-gone`; VaultError `missing`, `corrupt`. */
  bytes(ref: MessageRef): Promise<Uint8Array> {
    return this.#packs.bytes(this.#message(ref).slice);
  }

  /** The header of a message, with all that is behind it here, and whose results on top of it count. */
  async header(ref: MessageRef): Promise<CheckedHeader> {
    const message = this.#message(ref);
    const [bytes, checker] = await Promise.all([this.bytes(ref), this.#senders.checkerFor(message)]);
    return { bytes, checker };
  }

  /** Puts the texts of a message into the store. */
  async fetchBody(ref: MessageRef, store: ConnectedStore): Promise<void> {
    const message = this.#message(ref);
    const { slice, octetsThere, origin } = message;
    if (octetsThere !== undefined) {
      const entry = origin && this.ledger.of(origin.account).get(origin.key);
      const gone = !entry || entry.missingSince !== 0;
      const notice = gone ? 'rest-gone' : entry.wanted === true ? 'rest-wanted' : 'headers-only';
      const body = { identity: `l:${slice.check}`, parts: [], notices: [notice] };
      await store.facts.commit([{ kind: 'body', ref, body }]);
      return;
    }
    const { bytes, envelope, body } = await this.#open(ref);
    const sender = await this.#senders.check(message, bytes, envelope);
    await store.facts.commit([{ kind: 'body', ref, body: sender === null ? body : { ...body, sender } }]);
  }

  /** A message that is here whole, and what the reader shows of its text. */
  async #open(ref: MessageRef): Promise<{ bytes: Uint8Array; envelope: Envelope; body: MessageBody }> {
    const { slice } = this.#message(ref);
    const bytes = await this.#packs.bytes(slice);
    const parsed = await this.parse(bytes);
    return { bytes, envelope: parsed.envelope, body: bodyOf(parsed, `l:${slice.check}`) };
  }

  /**
   * Asks for the rest of a message of which only the header is here; it comes with the account's next session.
   * @returns the account to look after. @throws MailError `rest-unavailable`
   */
  async wantRest(ref: MessageRef): Promise<AccountId> {
    const { origin } = this.#message(ref);
    const records = origin ? this.ledger.wanted(origin.account, origin.key) : [];
    if (!origin || records.length === 0) {
      throw new MailError({
        kind: 'refused',
        code: 'rest-unavailable',
        message: 'Nothing more of this message can be fetched',
      });
    }
    await this.ports.vault.appendAll(records);
    return origin.account;
  }

  /** One part, decoded; the message itself for ''. @throws MailError `part-missing` */
  async part(
    ref: MessageRef,
    section: Section,
  ): Promise<{ readonly bytes: Uint8Array; readonly name: string; readonly type: string }> {
    return partOf(await this.bytes(ref), section);
  }

  /** Whether a message with this Message-ID is in one of an account's local mailboxes of these roles. */
  contains(account: AccountId, roles: readonly MailboxRole[], messageId: string): boolean {
    const plain = messageId.replace(/^<|>$/g, '');
    return this.ports.registry
      .ofAccount(account)
      .filter((m) => m.local && roles.includes(m.role))
      .some((m) => [...this.messages.in(m.id).values()].some((message) => message.messageId === plain));
  }

  /**
   * Adds letters to a local mailbox (an import); durable when it resolves. What is there already, byte for byte, is not
   * added again, also when two imports come at once: they are added one after the other.
   * @param onEach hears of each letter, in order, once it is durable.
   * @param fetchedBy the account from whose backup they are: what its server lists of them does not come again. @throws MailError `mailbox-gone`; VaultError
   */
  async add(
    mailbox: MailboxId,
    letters: readonly ImportedLetter[],
    onEach: (took: Took) => void = () => undefined,
    fetchedBy: AccountId | null = null,
  ): Promise<void> {
    const before = this.#adding;
    const adding = before.then(() => this.#add(mailbox, letters, onEach, fetchedBy));
    this.#adding = adding.catch(() => undefined);
    await adding;
  }

  async #add(
    mailbox: MailboxId,
    letters: readonly ImportedLetter[],
    onEach: (took: Took) => void,
    fetchedBy: AccountId | null,
  ): Promise<void> {
    const { vault, crypto, clock, registry } = this.ports;
    assertThere(registry.get(mailbox));
    const coming = new Set<string>();
    const isFresh = letters.map(({ bytes }) => {
      const hash = crypto.sha256Hex(bytes);
      if (coming.has(hash) || this.messages.holds(mailbox, hash)) return false;
      coming.add(hash);
      return true;
    });
    const told = (): void => isFresh.forEach((added) => onEach(added ? 'added' : 'already'));
    const fresh = letters.filter((_, i) => isFresh[i]);
    if (fresh.length === 0) {
      told();
      return;
    }
    const slices = await this.#packs.store(fresh.map(({ bytes }) => bytes));
    const first = this.messages.reserve(mailbox, fresh.length);
    const now = clock.now();
    const records = fresh.map(({ bytes, flags, date }, entry) => {
      const slice = slices[entry];
      if (!slice) throw new RangeError('a letter was not stored');
      const head = letterHead(bytes);
      return this.messages.put({
        mailbox,
        uid: first + entry,
        slice,
        entry,
        flags,
        internalDate: date ?? head.date ?? now,
        messageId: head.messageId,
        fingerprint: headFingerprint(head, crypto),
        origin: fetchedBy && this.#restoredBy(fetchedBy, slice.check),
      });
    });
    assertThere(registry.get(mailbox));
    await vault.appendAll(records);
    this.#facts.wake();
    told();
  }

  /** One letter of those that are the same stands for what the server has. */
  #restoredBy(account: AccountId, check: string): LocalMessage['origin'] {
    const key = restoredKey(check);
    return this.messages.byOrigin(account, key) ? null : { account, key };
  }

  // Inside

  /** Takes a whole message apart, in a thread of its own where there are threads. */
  parse(bytes: Uint8Array): Promise<ParsedMessage> {
    return this.#parser?.parse(bytes) ?? Promise.resolve(bodyFromMessage(bytes));
  }

  #message(ref: MessageRef): LocalMessage {
    const message = this.messages.get(ref.mailbox, ref.uid);
    if (message) return message;
    throw new MailError({ kind: 'refused', code: 'message-gone', message: 'The message is no longer here' });
  }

  async #runAll(account: AccountId): Promise<void> {
    const { queue, clock } = this.ports;
    for (;;) {
      const now = clock.now();
      const due = queue.open(account).filter((op) => dueAt(op, now) === null);
      if (due.length === 0 || this.#stopped) break;
      for (const op of due) if (!this.#stopped) await this.#runOne(op);
    }
    const now = clock.now();
    const later = queue.open(account).flatMap((op) => dueAt(op, now) ?? []);
    if (later.length > 0) this.#retryLater(account, Math.min(...later) - now);
    this.#facts.operationsSettled();
    await this.clean();
  }

  /** What it does and its end are one group in the journal: it happens once, whenever the power goes. */
  async #runOne({ id }: QueuedOperation): Promise<void> {
    const { vault, registry, queue, forwarding, clock, crypto } = this.ports;
    // Taken back while the one before it ran.
    const op = queue.latest(id);
    if (!op) return;
    const context: TransferContext = {
      messages: this.messages,
      packs: this.#packs,
      blobs: vault.blobs,
      keep: (bytes) => this.ports.keep(bytes),
      registry,
      forwarding,
      queue,
      ledger: this.ledger,
      crypto,
      now: () => clock.now(),
      wake: (account) => this.ports.wake(account),
    };
    try {
      const { intent } = op;
      if (isTakenBack(op)) {
        await this.#takeBack(context, op);
        return;
      }
      const abroad = intent.kind === 'move' || intent.kind === 'copy' ? registry.get(intent.to) : undefined;
      if (abroad?.local === false) {
        const end = await transferOut(context, op, abroad);
        const late = queue.latest(op.id);
        // Taken back meanwhile: what came true is looked into next.
        if (late && isTakenBack(late)) {
          await queue.update(op.id, { state: 'verifying', nextTry: null });
          return;
        }
        const change =
          end === 'done'
            ? { state: 'settling' as const, progress: doneHere(null) }
            : { state: 'waiting' as const };
        // A child that ends wakes this; the time is for one that a person took away.
        await queue.update(op.id, {
          ...change,
          nextTry: end === 'done' ? null : clock.now() + LOOK_AGAIN_MS,
        });
        return;
      }
      const { records, relist, uid, made } = await executeLocally(context, intent);
      const arrival = uid === undefined ? [] : arrivalRecords(queue, op, uid);
      const done = { state: 'settling' as const, progress: doneHere(op.progress), reason: null };
      await queue.update(op.id, done, [...records, ...arrival]);
      if (made && made.uids.length > 0) {
        const messages = { mailbox: made.mailbox, generation: LOCAL_GENERATION, uids: formatUids(made.uids) };
        this.ports.made?.(childOf(op)?.parent ?? op.id, { messages, label: false });
      }
      if (relist !== undefined) this.#facts.mailboxesChanged(relist);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = isMailError(error) || isVaultError(error) ? error.code : 'internal';
      const reason = { code, message, server: null };
      if (isVaultError(error) && error.code !== 'missing' && error.code !== 'corrupt') {
        await queue.update(op.id, { nextTry: clock.now() + RETRY_MS, reason, tries: op.tries + 1 });
      } else if (!isTakenBack(op) && isTakenBack(queue.latest(op.id) ?? op)) {
        await queue.update(op.id, { state: 'verifying', nextTry: null });
      } else {
        await queue.update(op.id, { state: 'refused', nextTry: null, reason });
        await childEnded({ queue, blobs: vault.blobs, wake: (account) => this.ports.wake(account) }, op);
      }
      if (!isMailError(error) && !isVaultError(error)) this.ports.onFailure(error);
    }
  }

  /** A move or copy to a server that was taken back goes on as one to where the messages are wanted. */
  async #takeBack(context: TransferContext, op: QueuedOperation): Promise<void> {
    const { queue, clock } = this.ports;
    if (await withdrawOut(context, op)) return;
    await queue.update(op.id, { state: 'waiting', nextTry: clock.now() + LOOK_AGAIN_MS });
  }

  /** Operations have left the queue: what was waiting for one of them may go on. */
  async #ended(operations: readonly QueuedOperation[]): Promise<void> {
    const { queue, vault } = this.ports;
    const wake = (account: AccountId): void => this.ports.wake(account);
    for (const op of operations) await childEnded({ queue, blobs: vault.blobs, wake }, op);
  }

  #retryLater(account: AccountId, ms: number): void {
    this.#retries.get(account)?.();
    if (this.#stopped) return;
    const run = (): void => this.runOperations(account);
    this.#retries.set(account, this.ports.clock.after(ms + 50, run));
  }
}

function assertThere(known: KnownMailbox | undefined): asserts known {
  if (known) return;
  throw new MailError({
    kind: 'refused',
    code: 'mailbox-gone',
    message: 'The folder is not there any more',
  });
}
