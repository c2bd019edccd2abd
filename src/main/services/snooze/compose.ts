import type { AccountId } from '@shared/model/ids';
import type { MessageRow } from '@shared/model/message';
import type { JournalRecord } from '@shared/ports/vault';
import { hash53 } from '@shared/util/hash';
import { idsOf } from '../../rules/mutes';
import { newGroup } from '../acting';
import type { Engine } from '../engine';
import { SnoozeBook } from './snooze-book';
import { Waking } from './waking';

/** What is out of the inbox until a time. */
export interface Snooze {
  readonly book: SnoozeBook;
  readonly waking: Waking;
  /** Whether an answer to anything of an account is waited for. */
  awaits(account: AccountId): boolean;
  /** Records that follow from new messages of an inbox; append them in the same turn. */
  answeredBy(account: AccountId, rows: readonly MessageRow[]): JournalRecord[];
}

export function snoozeOf(engine: Engine): Snooze {
  const { vault, clock } = engine.parts;
  let asked = false;
  // Once for all that changes in one turn.
  const book = new SnoozeBook(() => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => {
      asked = false;
      const messages = book.states();
      engine.tell('snoozed', { messages });
      void engine.tellStore([{ kind: 'snoozed', messages }]);
      waking.look();
    });
  });
  const waking = new Waking({
    book,
    clock,
    journal: vault,
    queue: engine.queue,
    store: () => engine.store?.api ?? null,
    have: (days, at) => engine.days.have(days, at),
    newGroup: () => newGroup(engine),
    wake: (account) => engine.operationsWaiting(account),
    announce: (back) => engine.tell('arrived', back),
    onFailure: (error) =>
      engine.notice('snooze-failed', { message: error instanceof Error ? error.message : String(error) }),
  });
  return {
    book,
    waking,
    awaits: (account) => book.asleep().some((one) => one.account === account),
    answeredBy: (account, rows) => {
      const records = rows.flatMap(({ envelope }) => {
        const own = envelope.messageId === '' ? 0 : hash53(envelope.messageId);
        return book.answered(account, idsOf(envelope), own);
      });
      const seen = new Set<string>();
      return records.filter(({ payload }) => {
        const { id } = payload as unknown as { id: string };
        return !seen.has(id) && seen.add(id);
      });
    },
  };
}
