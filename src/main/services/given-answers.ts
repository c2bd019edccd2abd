import type { GivenAnswer } from '@shared/contract/compose';
import type { AccountId, OutboxId } from '@shared/model/ids';
import { Table } from '@shared/ports/fold';
import type { JournalRecord } from '@shared/ports/vault';

/** An answer to an invitation, and the message that carries it. */
interface Given extends Pick<GivenAnswer, 'participation' | 'at' | 'sequence'> {
  readonly account: AccountId;
  readonly outbox: OutboxId;
  readonly messageId: string;
  /** The answer that this one replaces, for when it is taken back. */
  readonly before?: Given;
}

/** Which event: its UID, and which of a series (RFC 5545 §3.8.4.4, §3.8.4.7). */
export interface EventName {
  readonly uid: string;
  readonly recurrence: string;
}

/** More events than anybody still looks at. */
const KEPT = 2000;

/** What the person answered to which event. Kept, as nothing on a server says it. */
export class GivenAnswers {
  readonly table = new Table<Given>('answer');

  constructor(
    private readonly outbox: { has(id: OutboxId): boolean },
    private readonly sent: { has(messageId: string): boolean },
  ) {}

  /** Records that remember an answer; an earlier one to the same event is replaced. */
  give(event: EventName, given: Given): JournalRecord[] {
    const key = keyOf(given.account, event);
    const replaced = this.table.latest(key);
    const oldest = [...this.table.entries()].slice(0, Math.max(0, this.table.size - KEPT));
    return [
      ...oldest.map(([old]) => this.table.drop(old)),
      this.table.put(key, replaced ? { ...given, before: withoutBefore(replaced) } : given),
    ];
  }

  /** The last answer that went out or still may; null when there is none. */
  of(account: AccountId, event: EventName): GivenAnswer | null {
    const last = this.table.get(keyOf(account, event));
    const given = [last, last?.before].find(
      (one) => one && (this.#waits(one) || this.sent.has(one.messageId)),
    );
    if (!given) return null;
    const { participation, at, sequence } = given;
    return { participation, at, sequence, waiting: this.#waits(given) };
  }

  #waits({ outbox }: Given): boolean {
    return this.outbox.has(outbox);
  }

  forget(account: AccountId): JournalRecord[] {
    return this.table
      .latestEntries()
      .flatMap(([key, given]) => (given.account === account ? [this.table.drop(key)] : []));
  }
}

const keyOf = (account: AccountId, { uid, recurrence }: EventName): string =>
  JSON.stringify([account, uid, recurrence]);

/** One step back is enough: what was taken back twice was never sent. */
function withoutBefore({ before: _before, ...given }: Given): Given {
  return given;
}
