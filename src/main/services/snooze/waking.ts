import type { EngineContract } from '@shared/contract/engine-api';
import { isReminder, type SnoozedMessage } from '@shared/contract/snooze';
import { isMailError } from '@shared/errors/mail-error';
import { type AccountId, messageKey } from '@shared/model/ids';
import type { MessageRow } from '@shared/model/message';
import type { Clock } from '@shared/ports/clock';
import { isVaultError, type Journal } from '@shared/ports/vault';
import type { EventOf } from '@shared/rpc/contract';
import { RpcError } from '@shared/rpc/wire';
import type { OperationQueue } from '../../operations/queue';
import type { StoreApi } from '../../sync/fact-stream';
import { answeredOf } from './answer';
import { marking } from './marking';
import type { Reminder, SnoozeBook } from './snooze-book';

/** The clock is looked at no less often than this: it may be set, and machines sleep. ms */
const LOOK_MS = 30_000;
/** So long the mail of an account is waited for, that an answer may be among, before it is said that there is none, ms. */
const MAIL_MS = 120_000;
/** Mail that is waited for is looked for so often, ms. */
const MAIL_LOOK_MS = 2000;

export interface WakingPorts {
  readonly book: SnoozeBook;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly queue: OperationQueue;
  store(): Pick<StoreApi, 'inRole' | 'naming' | 'rows'> | null;
  /** When the inbox of an account was last looked at, ms since 1970; 0: not yet. */
  lookedAt(account: AccountId): number;
  /** The mail of an account is to be looked at now. */
  lookFor(account: AccountId): void;
  readonly isMine: (address: string) => boolean;
  /** Whether something of a time (ms since 1970) is so many days old. */
  readonly have: (days: number, at: number) => boolean;
  readonly newGroup: () => string;
  /** Operations wait for an account. */
  wake(account: AccountId): void;
  /** Tells people that something is in the inbox again. */
  announce(back: EventOf<EngineContract, 'arrived'>): void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Brings what is snoozed back at its time: on top of its inbox, unread, and told like new mail. That it is back and that it is
 * to be unread become durable together, once. What is in no inbox – moved by another program, or not listed here yet – waits
 * until it is in one again. A letter that nobody has answered at its time comes up in the same way, from Sent; one that
 * somebody has is let go of without a word.
 */
export class Waking {
  #cancel: (() => void) | null = null;
  #work: Promise<void> = Promise.resolve();
  #stopped = false;
  /** Since when (ms of the monotonic clock) mail is waited for before reminders of an account come up, due at `until`. */
  readonly #waiting = new Map<AccountId, { readonly until: number; readonly since: number }>();

  constructor(private readonly ports: WakingPorts) {}

  /** Something may be due: it is a time to look, or there is news of an inbox, a store or of what is snoozed. */
  look(): void {
    if (this.#stopped) return;
    this.#cancel?.();
    this.#cancel = null;
    const { book, clock } = this.ports;
    const asleep = book.asleep();
    if (asleep.length === 0) return;
    const next = asleep.reduce((soonest, { until }) => Math.min(soonest, until), Infinity) - clock.now();
    const isWaiting = [...this.#waiting.values()].some(({ since }) => clock.monotonic() - since < MAIL_MS);
    const wait = isWaiting ? MAIL_LOOK_MS : LOOK_MS;
    this.#cancel = clock.after(next > 0 ? Math.min(next, LOOK_MS) : wait, () => this.look());
    if (next <= 0) this.#work = this.#work.then(() => this.#wakeDue()).catch(this.ports.onFailure);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#work;
  }

  async #wakeDue(): Promise<void> {
    const { book, clock, journal } = this.ports;
    if (!this.ports.store()) return;
    const outdated = book.outdated(this.ports.have);
    if (outdated.length > 0) await journal.appendAll(outdated);
    const due = book.asleep().filter(({ until }) => until <= clock.now());
    for (const account of new Set(due.map((one) => one.account))) {
      try {
        const here = due.filter((one) => one.account === account);
        await this.#wakeIn(
          account,
          'inbox',
          here.filter((one) => !isReminder(one)),
        );
        await this.#remind(account, here.filter(isReminder));
      } catch (error) {
        // The store, the disk or the account went away: what is due is woken with the next look.
        if (!isMailError(error) && !isVaultError(error) && !(error instanceof RpcError)) throw error;
      }
    }
  }

  async #remind(account: AccountId, due: readonly Reminder[]): Promise<void> {
    const { book, journal, isMine } = this.ports;
    const store = this.ports.store();
    if (!store || due.length === 0 || !this.#hasMail(account, due)) return;
    const hashes = due.map(({ idHash }) => idHash);
    const answered = await answeredOf(store, hashes, isMine);
    const over = this.#still(due).filter(({ idHash }) => answered.has(idHash));
    if (over.length > 0) await journal.appendAll(over.map((one) => book.drop(one)));
    await this.#wakeIn(account, 'sent', this.#still(due));
  }

  /** Whether the inbox was looked at since these were due; asks for it, and after a while does without: it may be offline. */
  #hasMail(account: AccountId, due: readonly Reminder[]): boolean {
    const now = this.ports.clock.monotonic();
    const until = Math.max(...due.map((one) => one.until));
    if (this.ports.lookedAt(account) >= until) {
      this.#waiting.delete(account);
      return true;
    }
    const waiting = this.#waiting.get(account);
    if (waiting?.until === until) return now - waiting.since >= MAIL_MS;
    this.#waiting.set(account, { until, since: now });
    this.ports.lookFor(account);
    return false;
  }

  /** Those that were not woken, put off, let go of or taken back meanwhile: that counts. */
  #still<T extends SnoozedMessage>(due: readonly T[]): T[] {
    return due.filter(({ account, idHash, until }) => {
      const now = this.ports.book.latest(account, idHash);
      return now?.back === null && now.until === until;
    });
  }

  async #wakeIn(account: AccountId, role: 'inbox' | 'sent', due: readonly SnoozedMessage[]): Promise<void> {
    const { book, clock, queue } = this.ports;
    const store = this.ports.store();
    if (!store || this.#stopped || due.length === 0) return;
    const places = await store.inRole({
      account,
      role,
      hashes: Float64Array.from(due, ({ idHash }) => idHash),
    });
    const there = due.flatMap((one, i) => {
      const refs = places[i] ?? [];
      return refs.length > 0 ? [{ one, refs }] : [];
    });
    const [first] = there.flatMap(({ refs }) => refs);
    if (!first) return;
    const [row] = await store.rows({ refs: [first] });
    const awaited = new Set(this.#still(there.map(({ one }) => one)));
    const still = there.filter(({ one }) => awaited.has(one));
    if (still.length === 0 || this.#stopped) return;
    const back = clock.now();
    await queue.accept(
      account,
      marking(
        still.flatMap(({ refs }) => refs),
        { add: [], remove: ['\\Seen'] },
      ),
      this.ports.newGroup(),
      still.map(({ one }) => book.put({ ...one, back })),
    );
    this.ports.wake(account);
    const sent = still[0]?.one.sent;
    const letter = {
      message: messageKey(first),
      ...wordsOf(row ?? null),
      ...(sent !== undefined && { unansweredSince: sent }),
    };
    this.ports.announce({ account, mailbox: first.mailbox, count: still.length, letters: [letter] });
  }
}

function wordsOf(row: MessageRow | null): { from: string; subject: string } {
  const [author] = row?.envelope.from ?? [];
  return {
    from: author ? author.name || author.address : '',
    subject: row?.envelope.subject ?? '',
  };
}
