import {
  isReminder,
  MAX_SNOOZED,
  snoozedMessage,
  type SnoozedMessage,
  snoozeId,
  type SnoozeState,
} from '@shared/contract/snooze';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId } from '@shared/model/ids';
import { Table } from '@shared/ports/fold';
import type { JournalRecord } from '@shared/ports/vault';

/** What came back keeps its place for so many days; what never came back because it is in no inbox is let go of then. */
const KEPT_DAYS = 60;
/** A letter that came up is in the inbox by its reminder alone, which nobody but a person should end; not for ever, if it is gone. */
const REMINDED_DAYS = 366;
/** Groups that can be taken back. */
const MAX_GROUPS = 50;

/** One message as it was before it was snoozed, woken or let go of; null: not snoozed. */
interface Former {
  readonly account: AccountId;
  readonly id: string;
  readonly before: SnoozedMessage | null;
  /** It was let go of: there is nothing of it until that is taken back. */
  readonly dropped: boolean;
}

export type Reminder = SnoozedMessage & { readonly sent: number };

const idOf = ({ account, idHash }: SnoozedMessage): string => snoozeId(account, idHash);

/**
 * What is snoozed or waited for, in the journal, by account and Message-ID: so it is known again in another mailbox, after a
 * renumbering and after the cache was rebuilt. A record that this build cannot read counts as none: its message is shown.
 */
export class SnoozeBook {
  readonly table = new Table<unknown>('snoozed');
  #read: readonly SnoozedMessage[] | null = null;
  /** What can be taken back until Tern ends, oldest first. */
  readonly #groups = new Map<string, readonly Former[]>();

  constructor(onChange: () => void) {
    this.table.onChange = () => {
      this.#read = null;
      onChange();
    };
  }

  /** All that is snoozed or waits, or came back lately. */
  list(): readonly SnoozedMessage[] {
    return (this.#read ??= [...this.table.values()].flatMap(readable));
  }

  /** The same for those who only show it. */
  states(): SnoozeState[] {
    return this.list().map(({ at: _, ids: __, ...state }) => state);
  }

  /** A message as it will be once everything that was accepted is on the disk; null when it is not snoozed then. */
  latest(account: AccountId, idHash: number): SnoozedMessage | null {
    return readable(this.table.latest(snoozeId(account, idHash)))[0] ?? null;
  }

  /** Those that sleep or wait, once everything that was accepted is on the disk. */
  asleep(): SnoozedMessage[] {
    return this.#latest().filter(({ back }) => back === null);
  }

  /** Letters whose answer is waited for, those that came up among them, in the same sense. */
  reminders(): Reminder[] {
    return this.#latest().filter(isReminder);
  }

  #latest(): SnoozedMessage[] {
    return this.table.latestValues().flatMap(readable);
  }

  put(message: SnoozedMessage): JournalRecord {
    return this.table.put(idOf(message), message);
  }

  drop(message: SnoozedMessage): JournalRecord {
    return this.table.drop(idOf(message));
  }

  /**
   * Records that put messages to sleep, wake them or let go of them, to be taken back as one group. Append them in the same
   * turn.
   * @throws MailError `too-many-snoozed`
   */
  change(
    group: string,
    messages: readonly SnoozedMessage[],
    dropped: readonly SnoozedMessage[] = [],
  ): JournalRecord[] {
    const ids = new Set(messages.map(idOf));
    const asleep = this.asleep().filter((one) => !ids.has(idOf(one))).length;
    if (asleep + messages.filter(({ back }) => back === null).length > MAX_SNOOZED)
      throw new MailError({ kind: 'refused', code: 'too-many-snoozed', message: 'Too much is snoozed' });
    this.#groups.set(
      group,
      [...messages, ...dropped].map((one) => ({
        account: one.account,
        id: idOf(one),
        before: this.latest(one.account, one.idHash),
        dropped: dropped.includes(one),
      })),
    );
    for (const old of [...this.#groups.keys()].slice(0, -MAX_GROUPS)) this.#groups.delete(old);
    return [...messages.map((one) => this.put(one)), ...dropped.map((one) => this.drop(one))];
  }

  /** Records that take a group back, once; null when it is none of these. @param isThere whether an account still is */
  takeBack(group: string, isThere: (account: AccountId) => boolean): JournalRecord[] | null {
    const formers = this.#groups.get(group);
    if (!formers) return null;
    this.#groups.delete(group);
    return formers.flatMap(({ account, id, before, dropped }) => {
      // Answered meanwhile, or gone with its account: there is nothing to take back. Or wanted anew.
      if (!isThere(account) || (this.table.latest(id) === undefined) !== dropped) return [];
      return [before ? this.put(before) : this.table.drop(id)];
    });
  }

  /**
   * Records that wake the conversation which a new message belongs to: it brings it back by itself, so nothing of it is
   * snoozed any more. Append them in the same turn.
   * @param ids hashes of Message-IDs that the new message names. @param own of its own, 0 for none: it is no answer to itself
   */
  answered(account: AccountId, ids: readonly number[], own: number): JournalRecord[] {
    const left = this.asleep().filter(
      (one) => one.account === account && one.idHash !== own && !isReminder(one),
    );
    const known = new Set(ids);
    const woken: SnoozedMessage[] = [];
    for (let before = -1; before !== woken.length;) {
      before = woken.length;
      for (const one of left) {
        if (woken.includes(one) || !one.ids.some((id) => known.has(id))) continue;
        woken.push(one);
        for (const id of one.ids) known.add(id);
      }
    }
    return woken.map((one) => this.drop(one));
  }

  /** Records that end the reminders of letters which an answer names. @param ids hashes of Message-IDs that it names */
  ended(ids: readonly number[]): JournalRecord[] {
    return this.reminders()
      .filter(({ idHash }) => ids.includes(idHash))
      .map((one) => this.drop(one));
  }

  /** Records that let go of what nobody looks for any more. @param have whether something of a time is so many days old */
  outdated(have: (days: number, at: number) => boolean): JournalRecord[] {
    return this.table
      .latestValues()
      .flatMap(readable)
      .filter((one) => have(isReminder(one) ? REMINDED_DAYS : KEPT_DAYS, one.back ?? one.until))
      .map((one) => this.drop(one));
  }

  /** Records that forget an account, also what this build cannot read of it. */
  forget(account: AccountId): JournalRecord[] {
    return this.table
      .latestEntries()
      .filter(([id]) => id.startsWith(`${account} `))
      .map(([id]) => this.table.drop(id));
  }
}

function readable(value: unknown): SnoozedMessage[] {
  const { data } = snoozedMessage.safeParse(value);
  return data ? [data] : [];
}
