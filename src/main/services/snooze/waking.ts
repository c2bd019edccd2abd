import type { EngineContract } from '@shared/contract/engine-api';
import type { SnoozedMessage } from '@shared/contract/snooze';
import type { Intent } from '@shared/contract/operations';
import { isMailError } from '@shared/errors/mail-error';
import { type AccountId, messageKey, type MessageRef } from '@shared/model/ids';
import type { MessageRow } from '@shared/model/message';
import { formatUids } from '@shared/model/uid-ranges';
import type { Clock } from '@shared/ports/clock';
import { isVaultError, type Journal } from '@shared/ports/vault';
import type { EventOf } from '@shared/rpc/contract';
import { RpcError } from '@shared/rpc/wire';
import type { OperationQueue } from '../../operations/queue';
import type { StoreApi } from '../../sync/fact-stream';
import type { SnoozeBook } from './snooze-book';

/** The clock is looked at no less often than this: it may be set, and machines sleep. ms */
const LOOK_MS = 30_000;

export interface WakingPorts {
  readonly book: SnoozeBook;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly queue: OperationQueue;
  store(): Pick<StoreApi, 'inInbox' | 'rows'> | null;
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
 * until it is in one again.
 */
export class Waking {
  #cancel: (() => void) | null = null;
  #work: Promise<void> = Promise.resolve();
  #stopped = false;

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
    this.#cancel = clock.after(next > 0 ? Math.min(next, LOOK_MS) : LOOK_MS, () => this.look());
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
        await this.#wakeIn(
          account,
          due.filter((one) => one.account === account),
        );
      } catch (error) {
        // The store, the disk or the account went away: what is due is woken with the next look.
        if (!isMailError(error) && !isVaultError(error) && !(error instanceof RpcError)) throw error;
      }
    }
  }

  async #wakeIn(account: AccountId, due: readonly SnoozedMessage[]): Promise<void> {
    const { book, clock, queue } = this.ports;
    const store = this.ports.store();
    if (!store || this.#stopped) return;
    const places = await store.inInbox({
      account,
      hashes: Float64Array.from(due, ({ idHash }) => idHash),
    });
    const there = due.flatMap((one, i) => {
      const refs = places[i] ?? [];
      return refs.length > 0 ? [{ one, refs }] : [];
    });
    const [first] = there.flatMap(({ refs }) => refs);
    if (!first) return;
    const [row] = await store.rows({ refs: [first] });
    // Woken, snoozed again or taken back meanwhile: that counts.
    const still = there.filter(({ one }) => {
      const now = book.latest(account, one.idHash);
      return now?.back === null && now.until === one.until;
    });
    if (still.length === 0 || this.#stopped) return;
    const back = clock.now();
    await queue.accept(
      account,
      unread(still.flatMap(({ refs }) => refs)),
      this.ports.newGroup(),
      still.map(({ one }) => book.put({ ...one, back })),
    );
    this.ports.wake(account);
    const letter = { message: messageKey(first), ...wordsOf(row ?? null) };
    this.ports.announce({ account, mailbox: first.mailbox, count: still.length, letters: [letter] });
  }
}

function unread(refs: readonly MessageRef[]): Intent[] {
  const folders = new Map<string, MessageRef[]>();
  for (const ref of refs) {
    const key = `${ref.mailbox}/${ref.generation}`;
    folders.set(key, [...(folders.get(key) ?? []), ref]);
  }
  return [...folders.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const { mailbox, generation } = first;
    const uids = formatUids(same.map(({ uid }) => uid as number).sort((a, b) => a - b));
    return [{ kind: 'flags' as const, messages: { mailbox, generation, uids }, add: [], remove: ['\\Seen'] }];
  });
}

function wordsOf(row: MessageRow | null): { from: string; subject: string } {
  const [author] = row?.envelope.from ?? [];
  return {
    from: author ? author.name || author.address : '',
    subject: row?.envelope.subject ?? '',
  };
}
