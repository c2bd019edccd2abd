import type { MailboxCursor } from '@shared/contract/mailbox';
import type { Fact } from '@shared/contract/store-api';
import { isMailError } from '@shared/errors/mail-error';
import { Flag, SERVER_FLAGS } from '@shared/model/flags';
import {
  type AccountId,
  type BlobHash,
  type MailboxId,
  type MessageKey,
  messageKey,
  type MessageRef,
  type OperationId,
} from '@shared/model/ids';
import { EMPTY_ENVELOPE } from '@shared/model/message';
import { parseUids } from '@shared/model/uid-ranges';
import { type BlobSlice, isVaultError, type Journal, type JsonValue } from '@shared/ports/vault';
import type { Forwarding } from '../../operations/forwarding';
import type { OperationQueue, QueuedOperation } from '../../operations/queue';
import type { ConnectedStore } from '../../sync/account-runner';
import { KeywordTable } from '../../sync/keywords';
import { mailboxFacts } from '../../sync/mailbox-list';
import type { KnownMailbox, MailboxRegistry } from '../../sync/mailbox-registry';
import { type ListedMessage, messagesFact } from '../../sync/rows';
import { LOCAL_GENERATION, type LocalMessage, type LocalMessages, localRef } from './local-messages';
import type { Packs } from './packs';

export interface LocalFactsPorts {
  readonly messages: LocalMessages;
  readonly packs: Packs;
  readonly journal: Journal;
  readonly registry: MailboxRegistry;
  readonly queue: OperationQueue;
  readonly forwarding: Forwarding;
  now(): number;
  /** Operations have settled and left the queue. */
  onRemoved(operations: readonly QueuedOperation[]): Promise<void>;
  /** The store knows of everything that is here. */
  onTold(): void;
  /** Something that is neither the store's nor the vault's fault. */
  onFailure(error: unknown): void;
}

/** Messages told in one fact. */
const AT_ONCE = 1000;
const MAX_UID = 0xffffffff;

/**
 * Keeps the store's picture of local mailboxes equal to the vault. What changed is marked, and told as it is when its
 * turn comes: marks do not pile up, and a store that was replaced is simply compared anew.
 */
export class LocalFacts {
  #store: ConnectedStore | null = null;
  /** The store has not been compared with the vault yet. */
  #compare = false;
  readonly #marked = new Map<MailboxId, Set<number>>();
  readonly #lists = new Set<AccountId>();
  #settling = false;
  #moved: [MessageKey, MessageKey][] = [];
  /** Packs whose rows could not be stored: not tried again for every message. */
  readonly #unkept = new Set<BlobHash>();
  #keywords = new Map<MailboxId, KeywordTable>();
  #pump: Promise<void> | null = null;

  constructor(private readonly ports: LocalFactsPorts) {
    ports.messages.onChange = (mailbox, n) => {
      let marked = this.#marked.get(mailbox);
      if (!marked) this.#marked.set(mailbox, (marked = new Set<number>()));
      marked.add(n);
    };
  }

  /** A store is here (or gone): everything is compared with it. */
  connect(store: ConnectedStore | null): void {
    this.#store = store;
    this.#compare = store !== null;
    if (store) {
      this.#keywords = new Map(store.hello.keywords.map((k) => [k.mailbox, new KeywordTable(k.names)]));
      this.wake();
    }
  }

  mailboxesChanged(account: AccountId): void {
    this.#lists.add(account);
    this.wake();
  }
  /** A message has another UID: who looks at it is led on. */
  moved(from: MessageRef, to: MessageRef): void {
    this.#moved.push([messageKey(from), messageKey(to)]);
  }
  /** Operations have settled: they leave the projection with the facts of what they did. */
  operationsSettled(): void {
    this.#settling = true;
    this.wake();
  }

  /** Tells what is marked, now or after what is being told. */
  wake(): void {
    this.#pump ??= this.#run().finally(() => {
      this.#pump = null;
      if (this.#store && this.#work) this.wake();
    });
  }
  /** Resolves when nothing is being told. */
  async idle(): Promise<void> {
    while (this.#pump) await this.#pump;
  }

  get #work(): boolean {
    return this.#compare || this.#settling || this.#marked.size > 0 || this.#lists.size > 0;
  }

  async #run(): Promise<void> {
    while (this.#store && this.#work) {
      const store = this.#store;
      try {
        if (this.#compare) await this.#compareAll(store);
        else await this.#tell(store);
        if (!this.#work) this.ports.onTold();
      } catch (error) {
        // A store that fails is replaced, and its successor compared with the vault.
        if (this.#store === store) this.#store = null;
        if (!isMailError(error)) this.ports.onFailure(error);
      }
    }
  }

  #mailboxes(): KnownMailbox[] {
    return [...this.ports.registry.table.values()].filter((m) => m.local);
  }

  async #compareAll(store: ConnectedStore): Promise<void> {
    const boxes = this.#mailboxes();
    this.#compare = false;
    this.#settling = true;
    await store.facts.push(
      [...new Set(boxes.map((m) => m.account))].map((account) => this.#listFact(account)),
    );
    for (const { id } of boxes) {
      const here = this.ports.messages.in(id);
      const held = await store.api.columns({
        mailbox: id,
        generation: LOCAL_GENERATION,
        first: 1,
        last: MAX_UID,
      });
      const table = this.#tableOf(id);
      const known = new Set<number>();
      const marked = this.#marked.get(id) ?? new Set<number>();
      held.uids.forEach((n, i) => {
        known.add(n);
        const message = here.get(n);
        const now = message ? table.encode(message.flags) : null;
        if (now?.flags !== ((held.flags[i] ?? 0) & SERVER_FLAGS) || now.keywords !== held.keywords[i])
          marked.add(n);
      });
      for (const n of here.keys()) if (!known.has(n)) marked.add(n);
      if (marked.size > 0) this.#marked.set(id, marked);
    }
  }

  async #tell(store: ConnectedStore): Promise<void> {
    const { queue } = this.ports;
    // Taken in one go: operations that have settled are marked together with what they changed.
    const lists = [...this.#lists];
    const marked = [...this.#marked];
    const operations = this.#settling ? this.#settled() : [];
    const moved = this.#moved;
    this.#moved = [];
    this.#lists.clear();
    this.#marked.clear();
    this.#settling = false;
    const last: Fact[] = lists.map((account) => this.#listFact(account));
    const cursors: MailboxCursor[] = [];
    for (const [mailbox, uids] of marked) {
      if (this.ports.registry.get(mailbox)?.local !== true) continue;
      await this.#tellMailbox(
        store,
        mailbox,
        [...uids].sort((a, b) => a - b),
        last,
      );
      cursors.push(this.#cursor(mailbox));
    }
    if (moved.length > 0) {
      last.push({ kind: 'forwarding', from: moved.map(([from]) => from), to: moved.map(([, to]) => to) });
    }
    if (operations.length > 0) {
      const forwarding = this.#forwardingOf(operations);
      if (forwarding) last.push(forwarding);
      last.push({ kind: 'operations', upsert: [], remove: operations });
    }
    if (last.length + cursors.length > 0) await store.facts.commit(last, cursors);
    const leaving = operations.flatMap((id) => queue.get(id) ?? []);
    await queue.remove(operations);
    await this.ports.onRemoved(leaving);
  }

  /** Rows of new messages go out at once when there are many; what ends a message's stay goes with `last`. */
  async #tellMailbox(
    store: ConnectedStore,
    mailbox: MailboxId,
    uids: readonly number[],
    last: Fact[],
  ): Promise<void> {
    const { messages, packs } = this.ports;
    const gone: number[] = [];
    const flags: LocalMessage[] = [];
    const table = this.#tableOf(mailbox);
    const inPack = this.#packsOf(mailbox, uids);
    for (let start = 0; start < uids.length; start += AT_ONCE) {
      const part = uids.slice(start, start + AT_ONCE);
      const first = part[0] ?? 1;
      const held = await store.api.columns({
        mailbox,
        generation: LOCAL_GENERATION,
        first,
        last: part.at(-1) ?? first,
      });
      const known = new Set(held.uids);
      const rows: ListedMessage[] = [];
      for (const n of part) {
        const message = messages.get(mailbox, n);
        if (!message) {
          if (known.has(n)) gone.push(n);
        } else if (known.has(n)) flags.push(message);
        else {
          const entry = await packs.entryOf(message, await this.#indexOf(message.slice.blob, inPack));
          rows.push(listed(message, entry, table));
        }
      }
      const encoded = rows.length > 0 ? [messagesFact(mailbox, LOCAL_GENERATION, rows)] : [];
      const facts: Fact[] = [...this.#keywordFacts(mailbox, table), ...encoded];
      if (uids.length > AT_ONCE) await store.facts.push(facts);
      else last.push(...facts);
    }
    if (flags.length > 0) last.push(flagsFact(mailbox, flags, table));
    last.push(...this.#keywordFacts(mailbox, table));
    if (gone.length > 0) {
      last.push({ kind: 'gone', mailbox, generation: LOCAL_GENERATION, uids: Uint32Array.from(gone) });
    }
  }

  /** The messages that are told by their packs, sorted out when first asked. Not all of the mailbox: an import grows it. */
  #packsOf(mailbox: MailboxId, uids: readonly number[]): (pack: BlobHash) => readonly LocalMessage[] {
    let sorted: Map<BlobHash, LocalMessage[]> | null = null;
    return (pack) => {
      if (!sorted) {
        sorted = new Map();
        for (const n of uids) {
          const message = this.ports.messages.get(mailbox, n);
          if (!message) continue;
          const group = sorted.get(message.slice.blob);
          if (group) group.push(message);
          else sorted.set(message.slice.blob, [message]);
        }
      }
      return sorted.get(pack) ?? [];
    };
  }

  /** Where the rows of a pack are: made now when they are not made yet. A disk that will not keep them costs time only. */
  async #indexOf(
    pack: BlobHash,
    inPack: (pack: BlobHash) => readonly LocalMessage[],
  ): Promise<BlobSlice | null> {
    const { messages, packs, journal } = this.ports;
    const made = messages.indexOf(pack);
    if (made) return made;
    const here = inPack(pack);
    if (here.length < 2 || this.#unkept.has(pack)) return null;
    try {
      const index = await packs.index(pack, here);
      await journal.appendAll([messages.pack(pack, index)]);
      return index;
    } catch (error) {
      if (!isVaultError(error)) throw error;
      this.#unkept.add(pack);
      return null;
    }
  }

  #settled(): OperationId[] {
    return this.ports.queue
      .all()
      .filter((op) => op.state === 'settling' && isDoneHere(op))
      .map((op) => op.id);
  }

  #forwardingOf(ids: readonly OperationId[]): Fact | null {
    const from: MessageKey[] = [];
    const to: MessageKey[] = [];
    for (const id of ids) {
      const intent = this.ports.queue.get(id)?.intent;
      if (intent?.kind !== 'move') continue;
      for (const n of parseUids(intent.messages.uids)) {
        const named = { ...localRef(intent.messages.mailbox, n), generation: intent.messages.generation };
        const now = this.ports.forwarding.resolve(named);
        if (messageKey(now) === messageKey(named)) continue;
        from.push(messageKey(named));
        to.push(messageKey(now));
      }
    }
    return from.length > 0 ? { kind: 'forwarding', from, to } : null;
  }

  #listFact(account: AccountId): Fact {
    const known = this.ports.registry.ofAccount(account);
    const mailboxes = mailboxFacts(known, (id) => {
      const here = [...this.ports.messages.in(id).values()];
      return {
        counters: {
          messages: here.length,
          unseen: here.filter((m) => !m.flags.includes('\\Seen')).length,
          uidNext: this.ports.messages.uidNext(id),
          uidValidity: 1,
          highestModSeq: null,
        },
        trouble: null,
        shown: undefined,
      };
    });
    return { kind: 'mailboxes', account, mailboxes };
  }

  #cursor(mailbox: MailboxId): MailboxCursor {
    const { messages } = this.ports;
    return {
      mailbox,
      generation: LOCAL_GENERATION,
      uidValidity: 1,
      uidNext: messages.uidNext(mailbox),
      floor: 1,
      modseq: null,
      exists: messages.in(mailbox).size,
      provenAt: this.ports.now(),
    };
  }

  #tableOf(mailbox: MailboxId): KeywordTable {
    const table = this.#keywords.get(mailbox) ?? new KeywordTable();
    this.#keywords.set(mailbox, table);
    return table;
  }

  #keywordFacts(mailbox: MailboxId, table: KeywordTable): Fact[] {
    if (!table.grown) return [];
    table.grown = false;
    return [{ kind: 'keywords', mailbox, names: [...table.names] }];
  }
}

/**
 * What an operation that is done here and waits to be told has in its notes, beside what it says about the transfer that
 * it may be a part of.
 */
export const doneHere = (notes: JsonValue): JsonValue => ({ ...(notes as object | null), doneHere: true });
const isDoneHere = ({ progress }: QueuedOperation): boolean =>
  progress !== null && typeof progress === 'object' && 'doneHere' in progress;

function listed(
  message: LocalMessage,
  entry: Awaited<ReturnType<Packs['entryOf']>>,
  table: KeywordTable,
): ListedMessage {
  const { flags, keywords } = table.encode(message.flags);
  return {
    uid: message.uid,
    flags: (flags | (entry?.bits ?? Flag.Unreadable)) >>> 0,
    keywords,
    date: message.internalDate,
    size: message.octetsThere ?? message.slice.size,
    idHash: entry?.idHash ?? 0,
    refHashes: entry?.refHashes ?? [],
    row: entry?.row ?? unreadableRow(message),
    search: entry?.search ?? '',
  };
}

/** The bytes are damaged: the message keeps its place and says so. */
const unreadableRow = ({ slice }: LocalMessage): string =>
  JSON.stringify({
    envelope: EMPTY_ENVELOPE,
    structure: null,
    preview: '',
    identity: `l:${slice.check}`,
  });

function flagsFact(mailbox: MailboxId, messages: readonly LocalMessage[], table: KeywordTable): Fact {
  const encoded = messages.map((m) => table.encode(m.flags));
  return {
    kind: 'flags',
    mailbox,
    generation: LOCAL_GENERATION,
    uids: Uint32Array.from(messages, (m) => m.uid),
    flags: Uint32Array.from(encoded, (e) => e.flags),
    keywords: Uint32Array.from(encoded, (e) => e.keywords),
  };
}
