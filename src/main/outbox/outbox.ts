import type { DraftContent, OutboxItem } from '@shared/contract/compose';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId, OutboxId } from '@shared/model/ids';
import { Table } from '@shared/ports/fold';
import { isVaultError, type JournalRecord, type StoredBlob } from '@shared/ports/vault';
import { filingOf } from './filing';
import {
  draftOf,
  dueAt,
  hasWaitedLong,
  hasWaitedWhile,
  isAsked,
  isMissed,
  isTakeable,
  notFound,
  type OutboxRecipient,
  provesSending,
  publicItem,
  sendNow,
  stateAfterCrash,
  type StoredMail,
  waitedLong,
} from './item';
import {
  afterAnswer,
  afterFailure,
  allAccepted,
  askedAnew,
  isDeferred,
  leftOf,
  withRefusals,
} from './outcome';
import { FromBefore, LOOK_AGAIN_MS, Looks } from './looks';
import type { OutboxPorts, SubmissionResult } from './ports';

/** The ledger remembers this many Message-IDs: ten years of busy correspondence. */
const LEDGER_SIZE = 200_000;

/** When to look again after the disk has refused, in ms. */
const DISK_MS = 30_000;

/** A server that could not be reached for one letter is not asked for the others sooner than this, in ms. */
const REST_MS = 60_000;

/**
 * Messages on their way out (design §4, security.md §4.3). Nothing is sent twice: the phases are durable before their
 * bytes are on the wire, what was lost after the final dot is never sent again by itself, and a ledger of Message-IDs
 * outlives a restored backup.
 */
export class Outbox {
  readonly table = new Table<StoredMail>('outbox');
  readonly ledger = new Table<{ readonly at: number; readonly account: AccountId }>('sent');
  readonly #listeners = new Set<(items: readonly OutboxItem[]) => void>();
  readonly #sending = new Map<AccountId, Promise<void>>();
  readonly #timers = new Map<AccountId, () => void>();
  /** Messages that somebody is changing right now. */
  readonly #claimed = new Set<OutboxId>();
  readonly #looks = new Looks();
  /** Woken while they were being looked at: once more. */
  readonly #again = new Set<AccountId>();
  readonly #fromBefore = new FromBefore();
  #stopped = false;

  constructor(private readonly ports: OutboxPorts) {}

  list(): OutboxItem[] {
    return [...this.table.values()].map(publicItem);
  }
  onChange(listener: (items: readonly OutboxItem[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** After the journal was replayed: settles what a crash left, then sends what is due. */
  async start(): Promise<void> {
    const accounts = new Set([...this.table.values()].map((mail) => mail.account));
    this.#fromBefore.add([...this.table.values()].map(({ id }) => id));
    try {
      for (const account of accounts) await this.#settleInterrupted(this.#interrupted(account));
    } catch (error) {
      // The disk refuses: nothing goes out before that is settled, and it is tried again (`wake`).
      if (!isVaultError(error)) throw error;
    }
    for (const account of accounts) this.wake(account);
  }

  /** Lets a running attempt come to its end; nothing new begins. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    await Promise.all(this.#sending.values());
    await this.ports.close();
  }

  /**
   * Freezes a message. It is durable when this resolves, and goes out at `at` unless it is taken back before.
   * @throws MailError `refused` `account-gone`: its account went while it was made.
   * @param extra records that must become durable with it (the draft's removal).
   */
  async enqueue(
    mail: {
      readonly id: OutboxId;
      readonly account: AccountId;
      readonly subject: string;
      readonly messageId: string;
      readonly from: string;
      readonly to: readonly string[];
      readonly wire: StoredBlob;
      readonly filed: StoredBlob;
      readonly draft: DraftContent | null;
      readonly scheduled?: number;
      readonly marks?: StoredMail['marks'];
      readonly filedId?: string;
      readonly unfiled?: boolean;
      readonly eightBit?: boolean;
    },
    at: number,
    extra: readonly JournalRecord[],
  ): Promise<void> {
    if (!this.ports.isKnown(mail.account)) throw withdrawn();
    await this.#put(
      {
        id: mail.id,
        account: mail.account,
        state: 'held',
        subject: mail.subject,
        messageId: mail.messageId,
        envelopeFrom: mail.from,
        recipients: mail.to.map((address): OutboxRecipient => ({ address, state: 'waiting', server: '' })),
        blob: mail.wire.hash,
        size: mail.wire.size,
        filedBlob: mail.filed.hash,
        filedSize: mail.filed.size,
        created: this.ports.clock.now(),
        at,
        tries: 0,
        reason: null,
        draft: mail.draft,
        ...(mail.scheduled === undefined ? {} : { scheduled: mail.scheduled }),
        ...(mail.marks === undefined ? {} : { marks: mail.marks }),
        ...(mail.filedId === undefined ? {} : { filedId: mail.filedId }),
        ...(mail.unfiled === true ? { unfiled: true } : {}),
        ...(mail.eightBit === true ? { eightBit: true } : {}),
      },
      extra,
    );
    this.wake(mail.account);
  }

  /**
   * Takes in a letter out of a backup. It may have gone out since, so it never goes by itself: it is looked for in Sent, and
   * the person is asked (E11): `wake`, once there is somebody to be asked. @returns false: it is here already, or the ledger
   * knows that it went out.
   * @throws MailError `refused` `account-gone`.
   */
  async bringBack(mail: StoredMail): Promise<boolean> {
    if (!this.ports.isKnown(mail.account)) throw withdrawn();
    const { id, messageId } = mail;
    const known = this.table.latestValues().some((one) => one.id === id || one.messageId === messageId);
    if (known || this.ledger.latest(messageId) !== undefined) return false;
    await this.#put({ ...mail, state: 'uncertain', at: null, reason: { code: 'restored', server: '' } });
    return true;
  }

  /**
   * Takes a message back that has not begun to go out. Those who have it already keep it: the draft is for the others.
   * @returns `taken` false when it is too late; `draft` null when there is nothing to edit.
   */
  async undo(
    id: OutboxId,
    extra: (draft: DraftContent) => readonly JournalRecord[],
  ): Promise<{ readonly taken: boolean; readonly draft: DraftContent | null }> {
    const mail = this.#claim(id);
    if (!mail) return TOO_LATE;
    try {
      if (!isTakeable(mail)) return TOO_LATE;
      const draft = draftOf(mail);
      await this.#append([this.table.drop(id), ...(draft ? extra(draft) : [])]);
      return { taken: true, draft };
    } finally {
      this.#claimed.delete(id);
    }
  }

  /** Tries now what waits, whatever its schedule says; of several recipients only those who don't have it yet. */
  async retry(id: OutboxId): Promise<void> {
    const mail = this.#claim(id);
    if (!mail) return;
    try {
      if (!isTakeable(mail)) return;
      // The person asked: what the ledger says about an earlier attempt no longer holds this one back.
      this.#fromBefore.insist(id);
      await this.#put(this.#sendNow(mail), [this.ledger.drop(mail.messageId)]);
    } finally {
      this.#claimed.delete(id);
    }
    this.wake(mail.account);
  }

  /**
   * The person looks for mail now: what waits for its next try does not wait any longer, and what may have gone out is
   * looked for once more. Nothing else about it changes.
   */
  async hurry(account: AccountId): Promise<void> {
    const now = this.ports.clock.now();
    const ids = [...this.table.values()].flatMap((mail) => (mail.account === account ? [mail.id] : []));
    for (const id of ids) {
      this.#looks.forget(id);
      await this.#change(id, (mail) =>
        mail.state === 'retry' ? { ...mail, at: Math.min(mail.at ?? now, now) } : null,
      );
    }
    this.wake(account);
  }

  /** Another time for a message that has not begun to go out. */
  async reschedule(id: OutboxId, at: number): Promise<void> {
    const mail = this.#claim(id);
    if (!mail) return;
    try {
      if (isTakeable(mail)) await this.#put({ ...this.#sendNow(mail), state: 'held', at, scheduled: at });
    } finally {
      this.#claimed.delete(id);
    }
    this.wake(mail.account);
  }

  /** The person decided about an uncertain, refused or missed message. */
  async resolve(
    id: OutboxId,
    as: 'sent' | 'send-again' | 'to-draft' | 'discard',
    extra: (draft: DraftContent) => readonly JournalRecord[],
  ): Promise<DraftContent | null> {
    const mail = this.#claim(id);
    if (!mail) return null;
    try {
      if (mail.state !== 'uncertain' && !isTakeable(mail)) return null;
      this.#looks.forget(id);
      switch (as) {
        case 'sent':
          if (mail.state === 'uncertain') await this.#accepted(allAccepted(mail));
          return null;
        case 'send-again':
          this.#fromBefore.insist(id);
          await this.#put(this.#sendNow(mail), [this.ledger.drop(mail.messageId)]);
          return null;
        case 'to-draft': {
          const draft = draftOf(mail);
          await this.#append([this.table.drop(id), ...(draft ? extra(draft) : [])]);
          return draft;
        }
        case 'discard':
          await this.#append([this.table.drop(id)]);
          return null;
      }
    } finally {
      this.#claimed.delete(id);
      this.wake(mail.account);
    }
  }

  #sendNow(mail: StoredMail): StoredMail {
    this.#looks.forget(mail.id);
    return sendNow(mail, this.ports.clock.now());
  }

  /** One of several changes: each looks at its message anew, which may have been sent or taken back meanwhile. */
  async #change(id: OutboxId, what: (mail: StoredMail) => StoredMail | null): Promise<void> {
    const mail = this.#claim(id);
    if (!mail) return;
    try {
      const next = what(mail);
      if (next) await this.#put(next);
    } finally {
      this.#claimed.delete(id);
    }
  }

  /** Whoever changes a message has it alone: what is taken back for editing can't begin to go out meanwhile (E4). */
  #claim(id: OutboxId): StoredMail | null {
    const mail = this.table.latest(id);
    if (!mail || this.#claimed.has(id)) return null;
    this.#claimed.add(id);
    return mail;
  }

  /** Something changed for the better (network, password, time): looks what is due. */
  wake(account: AccountId): void {
    if (this.#stopped) return;
    if (this.#sending.has(account)) {
      this.#again.add(account);
      return;
    }
    const run = this.#drain(account).then(
      (rests) => {
        this.#sending.delete(account);
        if (this.#again.delete(account)) this.wake(account);
        else if (rests) this.#wakeAfter(account, REST_MS);
        else this.#schedule(account);
      },
      () => {
        // The journal did not take what happened. What it last said holds; it is looked at again when the disk may be
        // better.
        this.#sending.delete(account);
        this.#again.delete(account);
        this.#wakeAfter(account, DISK_MS);
      },
    );
    this.#sending.set(account, run);
  }

  forget(account: AccountId): JournalRecord[] {
    this.#timers.get(account)?.();
    this.ports.rest(account);
    return this.#of(account).map((m) => this.table.drop(m.id));
  }

  /** How many messages of this account wait here, those that are being frozen among them. */
  unsent(account: AccountId): number {
    return this.#of(account).length;
  }
  #of(account: AccountId): StoredMail[] {
    return this.table.latestValues().filter((mail) => mail.account === account);
  }

  /** Whatever is kept for the next message of this account is given up. */
  rest(account: AccountId): void {
    this.ports.rest(account);
  }

  /** When nothing is being sent, a state on the way is one that a crash or the disk has cut short. */
  #interrupted(account: AccountId): OutboxId[] {
    const cut = ({ state }: StoredMail): boolean => stateAfterCrash(state) !== state;
    return [...this.table.values()].flatMap((mail) =>
      mail.account === account && cut(mail) ? [mail.id] : [],
    );
  }
  async #settleInterrupted(ids: readonly OutboxId[]): Promise<void> {
    for (const id of ids) await this.#change(id, (mail) => ({ ...mail, state: stateAfterCrash(mail.state) }));
  }

  /** @returns whether the account should rest before anything else is tried. */
  async #drain(account: AccountId): Promise<boolean> {
    const interrupted = this.#interrupted(account);
    if (interrupted.length > 0) await this.#settleInterrupted(interrupted);
    const looked = new Set<OutboxId>();
    for (;;) {
      const due = this.#due(account, looked);
      if (!due || this.#stopped) return false;
      const late = isMissed(due, this.ports.clock.now());
      if (!late && !this.ports.mayConnect(account)) return false;
      if (due.state === 'uncertain') {
        looked.add(due.id);
        await this.#verify(due);
        continue;
      }
      // Looking takes a while; a person may decide meanwhile.
      const doubted = this.#fromBefore.has(due.id) || hasWaitedWhile(due, this.ports.clock.now());
      const looks = doubted && !late && due.state !== 'accepted';
      const found = looks ? await this.#isInSent(due) : false;
      if (this.table.latest(due.id) !== due) continue;
      if (found === null && this.#fromBefore.inVain(due.id, this.ports.clock.monotonic())) {
        looked.add(due.id);
        continue;
      }
      const mail = this.#claim(due.id);
      if (!mail) return false;
      if (looks && found !== null) this.#fromBefore.delete(due.id);
      try {
        if (late) await this.#put({ ...mail, state: 'missed', at: null });
        else if (mail.state === 'accepted') await this.#accepted(mail);
        else if (found === true) await this.#accepted(allAccepted(mail));
        else if (hasWaitedLong(mail, this.ports.clock.now())) await this.#put(waitedLong(mail));
        else if (!(await this.#attempt(mail))) return true;
      } finally {
        this.#claimed.delete(due.id);
      }
    }
  }

  /** The next message of this account with something to do now, oldest first. */
  #due(account: AccountId, looked: ReadonlySet<OutboxId>): StoredMail | null {
    const now = this.ports.clock.now();
    for (const mail of this.table.values()) {
      if (mail.account !== account || this.#claimed.has(mail.id) || looked.has(mail.id)) continue;
      if (mail.state === 'accepted' || mail.state === 'queued') return mail;
      const due = dueAt(mail, now);
      if (due !== null && due <= now) return mail;
      // An uncertain one is looked for once a round, by itself; the answer may be a question to the person.
      if (mail.state === 'uncertain' && this.#looks.isDue(mail.id, now)) return mail;
    }
    return null;
  }

  #schedule(account: AccountId): void {
    this.#timers.get(account)?.();
    this.#timers.delete(account);
    if (this.#stopped) return;
    const now = this.ports.clock.now();
    const times = [...this.table.values()].flatMap((mail) =>
      mail.account !== account ? [] : (this.#next(mail, now) ?? []),
    );
    if (times.length === 0) return;
    const wait = Math.max(10, Math.min(...times) - now);
    if (wait === 10 && !this.ports.mayConnect(account)) return;
    this.#wakeAfter(account, wait);
  }

  /** When there is something to do for a message, by the clock (ms since 1970). */
  #next(mail: StoredMail, now: number): number | null {
    if (mail.state === 'uncertain') return this.#looks.next(mail.id);
    return this.#fromBefore.waits(mail.id) ? now + LOOK_AGAIN_MS : dueAt(mail, now);
  }

  #wakeAfter(account: AccountId, ms: number): void {
    this.#timers.get(account)?.();
    if (this.#stopped) return;
    this.#timers.set(
      account,
      this.ports.clock.after(Math.min(ms, 0x7fffffff), () => {
        this.#timers.delete(account);
        this.wake(account);
      }),
    );
  }

  /** @returns false when the account should rest before anything else is tried. */
  async #attempt(mail: StoredMail): Promise<boolean> {
    const known = this.ledger.latest(mail.messageId);
    if (known) {
      // A restored backup brought back what the ledger says went out already (E11).
      await this.#put({
        ...mail,
        state: 'uncertain',
        at: null,
        went: known.at,
        reason: { code: 'already-sent', server: '' },
      });
      return true;
    }
    const to = mail.recipients.filter((r) => r.state === 'waiting').map((r) => r.address);
    const recipients = askedAnew(mail.recipients);
    await this.#put({ ...mail, recipients, state: 'connecting', at: null, tries: mail.tries + 1 });
    let result: SubmissionResult;
    try {
      result = await this.ports.submit({
        account: mail.account,
        from: mail.envelopeFrom,
        to,
        message: this.ports.blobs.openStream(mail.blob),
        size: mail.size,
        eightBit: mail.eightBit === true,
        reports: mail.draft?.receipts?.delivery === true ? mail.id : null,
        requireTls: mail.draft?.requireTls === true,
        subject: mail.draft?.subject ?? '',
        onPhase: async (phase, refused) => {
          // Gone with its account: not a byte more of it goes out.
          const now = this.table.latest(mail.id);
          if (!now) throw withdrawn();
          await this.#put({ ...now, state: phase, recipients: withRefusals(now.recipients, refused) });
        },
      });
    } catch (error) {
      return this.#failed(mail.id, error);
    }
    await this.#settle(mail.id, result);
    return true;
  }

  async #failed(id: OutboxId, error: unknown): Promise<boolean> {
    const mail = this.table.latest(id);
    if (!mail) return true;
    const { next, goOn, login } = afterFailure(mail, error, this.ports.clock.now());
    await this.#put(next);
    if (login) this.ports.onAuthFailure(mail.account, login);
    return goOn;
  }

  async #settle(id: OutboxId, result: SubmissionResult): Promise<void> {
    const mail = this.table.latest(id);
    if (!mail) return;
    const { next, accepted } = afterAnswer(mail, result, this.ports.clock.now());
    if (accepted) await this.#accepted(next);
    else await this.#put(next);
  }

  /**
   * Accepted by the server for somebody: the copy into the filing queue, and once nobody waits any more into the ledger and
   * out of the outbox – one journal group. Who waits may be refused or given up yet: the copy does not wait for that.
   */
  async #accepted(mail: StoredMail): Promise<void> {
    const now = this.ports.clock.now();
    const after = leftOf(mail, now);
    const goesOn = mail.recipients.some(isDeferred);
    const ledger = goesOn ? [] : [this.ledger.put(mail.messageId, { at: now, account: mail.account })];
    if (mail.state !== 'accepted') {
      await this.#append([
        this.table.put(mail.id, { ...mail, state: 'accepted', reason: null, at: null }),
        ...ledger,
      ]);
    }
    const old = [...this.ledger.entries()].slice(0, Math.max(0, this.ledger.size - LEDGER_SIZE));
    const trim = old.map(([id]) => this.ledger.drop(id));
    const { intents, records } = this.ports.afterAcceptance(mail);
    await this.ports.accept(
      mail.account,
      [...filingOf(mail, this.ports.sentMailbox(mail.account)), ...intents],
      [after ? this.table.put(mail.id, after) : this.table.drop(mail.id), ...ledger, ...trim, ...records],
    );
    this.#emit();
  }

  /** Null: nobody can be asked now. */
  async #isInSent(mail: StoredMail): Promise<boolean | null> {
    return provesSending(mail) ? await this.ports.findSent(mail.account, mail.messageId) : false;
  }

  async #verify(asked: StoredMail): Promise<void> {
    const found = await this.#isInSent(asked);
    // Gone with its account, or a person has decided meanwhile.
    if (this.table.latest(asked.id) !== asked) return;
    const mail = this.#claim(asked.id);
    if (!mail) return;
    try {
      if (found === false) this.#looks.inVain(mail.id, this.ports.clock.now());
      else this.#looks.forget(mail.id);
      if (found === true) await this.#accepted(allAccepted(mail));
      // Not there: only a person may decide to send it again. Some servers file late: it is looked for a little longer.
      else if (found === false && !isAsked(mail)) await this.#put(notFound(mail));
    } finally {
      this.#claimed.delete(mail.id);
    }
  }

  async #put(mail: StoredMail, extra: readonly JournalRecord[] = []): Promise<void> {
    await this.#append([this.table.put(mail.id, mail), ...extra]);
  }
  async #append(records: readonly JournalRecord[]): Promise<void> {
    await this.ports.journal.appendAll(records);
    this.#emit();
  }
  #emit(): void {
    const items = this.list();
    for (const listener of this.#listeners) listener(items);
  }
}

const withdrawn = (): MailError =>
  new MailError({ kind: 'refused', code: 'account-gone', message: 'The message is not here any more' });

const TOO_LATE = { taken: false, draft: null } as const;
