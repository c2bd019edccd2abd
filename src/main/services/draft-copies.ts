import type { AccountConfig, Identity } from '@shared/contract/account';
import type { Draft, DraftContent, DraftCopy } from '@shared/contract/compose';
import type { DraftCopyRef } from '@shared/contract/operations';
import { isMailError } from '@shared/errors/mail-error';
import type { AccountId, DraftId, MailboxId, MessageRef } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { Crypto } from '@shared/ports/crypto';
import { Table } from '@shared/ports/fold';
import { type BlobStore, isVaultError, type Journal, type JournalRecord } from '@shared/ports/vault';
import { buildMessage, newMessageId } from '../mime/build/build-message';
import type { DraftSaved } from '../operations/execute/context';
import type { OperationQueue, QueuedOperation } from '../operations/queue';
import type { BlobShelf } from './blob-shelf';
import type { DraftBook } from './draft-book';
import { draftMessageOf } from './outgoing-of';

/** What the vault knows of a draft's copies on a server. */
interface CopyRecord {
  readonly account: AccountId;
  readonly mailbox: MailboxId;
  /** Everything of this draft that may be on the server, oldest first. */
  readonly copies: readonly DraftCopyRef[];
  /** The draft's version in the newest of them. */
  readonly version: number;
  readonly state: DraftCopy['state'];
  readonly reason: DraftCopy['reason'];
  readonly conflict: DraftCopy['conflict'];
  /** How often it was put there, and when last: decides how long the next time is waited for. */
  readonly saves: number;
  readonly savedAt: number;
  /** Message-IDs of copies that were replaced lately: a list may still show them for a moment. */
  readonly former?: readonly string[];
  /** The copy that somebody else took away or replaced. */
  readonly lost?: DraftCopyRef;
  /** The draft was sent or discarded: its copies are to go. */
  readonly released: boolean;
}

/** A copy that is gone, and nobody knows yet what took its place. */
export interface LostCopy {
  readonly draft: DraftId;
  readonly copy: DraftCopyRef;
  readonly subject: string;
}

export interface DraftCopiesPorts {
  readonly journal: Journal;
  readonly drafts: DraftBook;
  readonly queue: OperationQueue;
  readonly blobs: BlobStore;
  readonly shelf: BlobShelf;
  readonly clock: Clock;
  readonly crypto: Crypto;
  account(id: AccountId): AccountConfig | undefined;
  /** Where drafts of this account go on its server; null when there is no such place. */
  draftsMailbox(account: AccountId): MailboxId | null;
  wake(account: AccountId): void;
  /** Saving failed in a way that is nobody's answer: a full disk. */
  onFailure(error: unknown): void;
}

/** Quiet for this long: saved to the server. */
const QUIET_MS = 60_000;
/** Saves by themselves are this far apart at most, however long a composer stays open (D1). */
const MOST_MS = 20 * 60_000;
/** Drafts with more than this wait until they are closed: each save sends everything again. */
const LARGE = 4 * 1024 * 1024;

/** Under which everything about a draft's copies stands in the queue. */
const groupOf = (id: DraftId): string => `draft-${id}`;

const reasonOf = ({ reason }: Pick<QueuedOperation, 'reason'>): NonNullable<DraftCopy['reason']> => ({
  code: reason?.code ?? '',
  server: reason?.server ?? '',
});

const NO_COPY: DraftCopy = { state: 'none', reason: null, conflict: null };

/**
 * Keeps the server's Drafts in step with the vault's, rarely: when a draft is closed, or after a minute of quiet, less and
 * less often the longer it is being written. The vault is what counts; a copy is a courtesy to the person's other devices.
 */
export class DraftCopies {
  readonly table = new Table<CopyRecord>('draft-copy');
  readonly #timers = new Map<DraftId, () => void>();
  /** Made in this session and never edited: nothing of them is worth a trip, and closing them leaves nothing behind. */
  readonly #untouched = new Set<DraftId>();
  /** Operations that take copies away: who writes is told when they are gone. */
  readonly #leaving = new Set<string>();
  #saving: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(private readonly ports: DraftCopiesPorts) {
    ports.queue.onChange(({ upsert, remove }) => {
      const before = this.#leaving.size;
      for (const id of remove) this.#leaving.delete(id);
      if (this.#leaving.size < before) ports.drafts.onChange?.();
      for (const op of upsert) {
        if (op.intent.kind === 'draft' && op.intent.save === null) this.#leaving.add(op.id);
        if (op.intent.kind === 'draft' && op.state === 'refused')
          void this.#guard(this.#refused(op.intent.draft as DraftId, op));
      }
    });
  }

  /** Blobs that waiting operations need. */
  *blobs(): Iterable<string> {
    for (const { intent } of this.ports.queue.all())
      if (intent.kind === 'draft' && intent.save) yield intent.save.blob;
  }

  /** After a start: what was not saved then is now, and what was let go is taken away. */
  start(): void {
    for (const [id, record] of this.table.entries())
      if (record.released) this.#later(() => this.#remove(id as DraftId));
    for (const draft of this.ports.drafts.list()) {
      const record = this.table.get(draft.id);
      if (record && staysHere(draft.content)) this.#later(() => this.save(draft.id));
      else if (draft.version > 1 && (record === undefined || record.version < draft.version))
        this.#wait(draft.id);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    await this.#saving;
  }

  /** A draft was made for the person to write; it is worth nothing until they do. */
  made(id: DraftId): void {
    this.#untouched.add(id);
  }

  /** A draft was saved in the vault. */
  edited(id: DraftId): void {
    this.#untouched.delete(id);
    const content = this.ports.drafts.get(id)?.content;
    // What is to be encrypted from now on is not left there for a minute.
    if (content && staysHere(content) && this.table.get(id)) this.#later(() => this.save(id));
    else this.#wait(id);
  }

  /**
   * The person closed a draft: it goes to the server now; one that nobody wrote anything into goes away.
   * @returns false when it is gone.
   */
  async closed(id: DraftId): Promise<boolean> {
    const { drafts } = this.ports;
    this.#timers.get(id)?.();
    this.#timers.delete(id);
    // Another window may be saving right now.
    if (this.#untouched.delete(id) && (drafts.table.latest(id)?.version ?? 1) === 1) {
      // One that was opened from the server stays there as it is.
      await this.ports.journal.appendAll([...drafts.discard(id), this.table.drop(id)]);
      drafts.onChange?.();
      return false;
    }
    this.#later(() => this.save(id));
    await this.#saving;
    return true;
  }

  /** Records that let go of a draft's copies together with the draft itself; `cleanUp` follows. */
  release(id: DraftId): JournalRecord[] {
    this.#timers.get(id)?.();
    this.#timers.delete(id);
    this.#untouched.delete(id);
    const record = this.table.latest(id);
    return record ? [this.table.put(id, { ...record, released: true })] : [];
  }
  async cleanUp(id: DraftId): Promise<void> {
    if (this.table.get(id)?.released === true) this.#later(() => this.#remove(id));
    await this.#saving;
  }
  forget(account: AccountId): JournalRecord[] {
    return this.table
      .latestEntries()
      .flatMap(([id, r]) => (r.account === account ? [this.table.drop(id)] : []));
  }

  /** Records that bind a draft to the message it was read from. */
  adopt(id: DraftId, account: AccountId, copy: DraftCopyRef, mailbox: MailboxId): JournalRecord {
    return this.table.put(id, {
      account,
      mailbox,
      copies: [copy],
      version: 1,
      state: 'saved',
      reason: null,
      conflict: null,
      saves: 0,
      savedAt: this.ports.clock.now(),
      released: false,
    });
  }

  /** The draft of which this message of the server is a copy. */
  draftOf(account: AccountId, messageId: string, uid: number, generation: number): DraftId | null {
    for (const [id, record] of this.table.entries()) {
      if (record.account !== account || record.released) continue;
      if (record.former?.includes(messageId) === true) return id as DraftId;
      const copy = record.copies.find((one) => one.messageId === messageId);
      if (!copy) continue;
      if (copy.uid === null || (copy.uid === uid && copy.generation === generation)) return id as DraftId;
    }
    return null;
  }

  /** As pages are told. */
  shown(draft: Draft): Draft {
    const record = this.table.get(draft.id);
    if (!record) return { ...draft, copy: this.#leftOf(draft.id) };
    const { state, reason, conflict, version } = record;
    return {
      ...draft,
      copy: { state: state === 'saved' && version < draft.version ? 'waiting' : state, reason, conflict },
    };
  }

  /** What becomes of copies that are nobody's any more. */
  #leftOf(id: DraftId): DraftCopy {
    const op = this.ports.queue.group(groupOf(id)).find(({ intent }) => intent.kind === 'draft');
    if (!op) return NO_COPY;
    const reason = op.state === 'refused' ? reasonOf(op) : null;
    return { ...NO_COPY, state: 'leaving', reason };
  }

  /** The person has seen that there are two versions: theirs goes to the server again when it is no longer there. */
  async settleConflict(id: DraftId): Promise<void> {
    const record = this.table.latest(id);
    if (!record) return;
    const { lost: _lost, ...rest } = record;
    const version = record.copies.length === 0 ? 0 : record.version;
    await this.#change(id, { ...rest, version, conflict: null });
    if (version === 0) this.#wait(id);
  }

  // What others do in Drafts

  isIn(mailbox: MailboxId): boolean {
    for (const record of this.table.values()) if (record.mailbox === mailbox && !record.released) return true;
    return false;
  }
  /** The draft whose newest copy this is; null when that is no copy, or an older one. */
  withNewest(mailbox: MailboxId, generation: number, uid: number): DraftId | null {
    for (const [id, record] of this.table.entries()) {
      const last = record.copies.at(-1);
      if (record.mailbox !== mailbox || record.released || last?.uid !== uid) continue;
      if (last.generation === generation) return id as DraftId;
    }
    return null;
  }
  /** Somebody else changed or deleted the newest copy. */
  async lost(id: DraftId): Promise<void> {
    const record = this.table.latest(id);
    const lost = record?.copies.at(-1);
    if (!record || !lost) return;
    await this.#change(id, {
      ...record,
      copies: record.copies.slice(0, -1),
      lost,
      conflict: { other: null },
    });
  }
  lostIn(mailbox: MailboxId): LostCopy[] {
    return [...this.table.entries()].flatMap(([id, { lost, conflict, mailbox: of }]) => {
      const draft = this.ports.drafts.get(id as DraftId);
      if (of !== mailbox || !lost || !draft || conflict?.other !== null) return [];
      return [{ draft: draft.id, copy: lost, subject: draft.content.subject }];
    });
  }
  async found(id: DraftId, other: MessageRef): Promise<void> {
    const record = this.table.latest(id);
    if (record?.conflict) await this.#change(id, { ...record, conflict: { other } });
  }

  async #change(id: DraftId, record: CopyRecord): Promise<void> {
    await this.ports.journal.appendAll([this.table.put(id, record)]);
    this.ports.drafts.onChange?.();
  }

  /** What an executor achieved; nothing when the draft is gone meanwhile. */
  saved(id: DraftId, { copy, gone, conflict }: DraftSaved): JournalRecord[] {
    const record = this.table.latest(id);
    if (!record) return [];
    const left = record.copies.filter((c) => !gone.includes(c.messageId));
    const copies = left.map((c) => (c.messageId === copy?.messageId ? copy : c));
    if (record.released && copies.length === 0) return [this.table.drop(id)];
    const newest = copies.at(-1)?.messageId === copy?.messageId;
    return [
      this.table.put(id, {
        ...record,
        copies,
        former: [...(record.former ?? []), ...gone].filter((one) => one !== '').slice(-8),
        conflict: conflict ?? record.conflict,
        ...(newest && copy !== null ? { state: 'saved', reason: null } : {}),
      }),
    ];
  }

  /** Puts the newest version on its way to the server, when there is anything new. */
  async save(id: DraftId): Promise<void> {
    const { drafts, queue, clock, crypto, shelf, blobs } = this.ports;
    const draft = drafts.get(id);
    if (!draft || this.#untouched.has(id)) return;
    const { content } = draft;
    if (staysHere(content)) {
      if (this.table.get(id)) await this.#remove(id);
      drafts.onChange?.();
      return;
    }
    if (isEmpty(content)) return;
    const config = this.ports.account(content.account);
    const identity = identityOf(config, content);
    const mailbox = this.ports.draftsMailbox(content.account);
    let record = this.table.get(id);
    if (record && record.account !== content.account) {
      await this.#remove(id);
      record = undefined;
    }
    if (!config || !identity || mailbox === null) return;
    if (record && record.version >= draft.version && record.state !== 'refused') return;
    const messageId = newMessageId({ name: identity.name, address: identity.address }, crypto);
    const message = draftMessageOf(id, content, identity, blobs, { messageId, date: clock.now() });
    const { hash, size } = await shelf.put(buildMessage(message, { bcc: 'keep' }));
    // Building takes a while: another device may have changed the copy, or the draft may have been sent.
    record = this.table.latest(id);
    const latest = drafts.table.latest(id);
    if (latest === undefined || staysHere(latest.content) || record?.released === true) return;
    const waiting = this.#waiting(id);
    const dropped = new Set(
      waiting.map((op) => (op.intent.kind === 'draft' ? op.intent.save?.messageId : '')),
    );
    const ours = (record?.copies ?? []).filter((copy) => !dropped.has(copy.messageId));
    const copy: DraftCopyRef = { messageId, generation: 0, uid: null, adopted: false };
    await queue.accept(
      config.id,
      [
        {
          kind: 'draft',
          to: mailbox,
          draft: id,
          subject: content.subject,
          save: { blob: hash, size, messageId },
          ours,
        },
      ],
      groupOf(id),
      [
        ...waiting.map((op) => queue.table.drop(op.id)),
        this.table.put(id, {
          account: config.id,
          mailbox,
          copies: [...ours, copy],
          version: draft.version,
          state: 'waiting',
          reason: null,
          conflict: record?.conflict ?? null,
          ...(record?.lost ? { lost: record.lost } : {}),
          former: record?.former ?? [],
          saves: (record?.saves ?? 0) + 1,
          savedAt: clock.now(),
          released: false,
        }),
      ],
    );
    drafts.onChange?.();
    this.ports.wake(config.id);
  }

  /** Takes every copy away: the draft was sent, discarded, or goes on in another account. */
  async #remove(id: DraftId): Promise<void> {
    const { queue } = this.ports;
    const record = this.table.latest(id);
    if (!record) return;
    const waiting = this.#waiting(id);
    const unsent = new Set(
      waiting.map((op) => (op.intent.kind === 'draft' ? op.intent.save?.messageId : '')),
    );
    const ours = record.copies.filter((copy) => !unsent.has(copy.messageId));
    const drop = [...waiting.map((op) => queue.table.drop(op.id)), this.table.drop(id)];
    if (ours.length === 0 || !this.ports.account(record.account)) {
      await queue.remove([], drop);
      return;
    }
    await queue.accept(
      record.account,
      [{ kind: 'draft', to: record.mailbox, draft: id, subject: '', save: null, ours: [...ours] }],
      groupOf(id),
      drop,
    );
    this.ports.wake(record.account);
  }

  /** What a newer save makes pointless: saves of which not a byte has gone out, and all that the server refused. */
  #waiting(id: DraftId): QueuedOperation[] {
    const { queue } = this.ports;
    return queue
      .group(groupOf(id))
      .flatMap((op) => queue.latest(op.id) ?? [])
      .filter(
        ({ state, progress, intent }) =>
          state === 'refused' || (intent.kind === 'draft' && state === 'waiting' && progress === null),
      );
  }

  async #refused(id: DraftId, op: { readonly reason: QueuedOperation['reason'] }): Promise<void> {
    const record = this.table.latest(id);
    if (!record) return this.ports.drafts.onChange?.();
    const reason = reasonOf(op);
    await this.ports.journal.appendAll([this.table.put(id, { ...record, state: 'refused', reason })]);
    this.ports.drafts.onChange?.();
  }

  /** A minute of quiet from now, or later when it was saved often already. After a refusal only closing tries again. */
  #wait(id: DraftId): void {
    if (this.#stopped) return;
    this.#timers.get(id)?.();
    const record = this.table.get(id);
    const draft = this.ports.drafts.get(id);
    const size = draft?.content.attachments.reduce((sum, file) => sum + file.size, 0) ?? 0;
    if (record?.state === 'refused' || size > LARGE) return;
    const apart = record ? Math.min(MOST_MS, QUIET_MS * 2 ** Math.min(record.saves, 10)) : 0;
    const due = Math.max(QUIET_MS, (record?.savedAt ?? 0) + apart - this.ports.clock.now());
    this.#timers.set(
      id,
      this.ports.clock.after(due, () => {
        this.#timers.delete(id);
        this.#later(() => this.save(id));
      }),
    );
  }

  /** One after the other: two saves of one draft must not pass each other. */
  #later(work: () => Promise<void>): void {
    this.#saving = this.#saving.then(() => this.#guard(work()));
  }

  async #guard(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      // The draft itself is in the vault; the next save tries again.
      if (!isMailError(error) && !isVaultError(error)) throw error;
      this.ports.onFailure(error);
    }
  }
}

const identityOf = (config: AccountConfig | undefined, content: DraftContent): Identity | undefined =>
  config?.identities.find((i) => i.id === content.identity) ?? config?.identities[0];

/** What is to be encrypted does not lie on a server in the clear before (ADR 10). */
const staysHere = ({ protect }: DraftContent): boolean => protect?.encrypt === true;

/** Nothing that anybody would miss on another device. */
const isEmpty = (content: DraftContent): boolean =>
  content.text.trim() === '' &&
  content.subject.trim() === '' &&
  content.attachments.length === 0 &&
  content.to.length + content.cc.length + content.bcc.length === 0;
