import { remindAt } from '@shared/contract/snooze';
import type { AccountId } from '@shared/model/ids';
import type { MessageRow } from '@shared/model/message';
import type { JournalRecord } from '@shared/ports/vault';
import { hash53 } from '@shared/util/hash';
import type { StoredMail } from '../../outbox/item';
import { idsOf } from '../../rules/mutes';
import { newGroup } from '../acting';
import type { Engine } from '../engine';
import { untagged } from '../identity-for';
import { answeredIds, isAnswer } from './answer';
import { SnoozeBook } from './snooze-book';
import { Waking } from './waking';

/** What is out of the inbox until a time, and the letters whose answers are waited for. */
export interface Snooze {
  readonly book: SnoozeBook;
  readonly waking: Waking;
  readonly isMine: (address: string) => boolean;
  /** The inbox of an account was looked at. */
  looked(account: AccountId): void;
  /** Records that begin to wait for the answer to a letter that was accepted, where the person wanted that. */
  begun(mail: Pick<StoredMail, 'account' | 'messageId' | 'draft'>): JournalRecord[];
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
  const looked = new Map<AccountId, number>();
  const isMine = (address: string): boolean =>
    engine.accounts
      .list()
      .some(({ identities }) => identities.some((own) => untagged(own.address) === untagged(address)));
  const waking = new Waking({
    book,
    clock,
    journal: vault,
    queue: engine.queue,
    store: () => engine.store?.api ?? null,
    lookedAt: (account) =>
      // A look at a POP3 server is one at all that is there.
      engine.isPop3(account)
        ? (engine.runners.get(account)?.status.lastSync ?? 0)
        : (looked.get(account) ?? 0),
    lookFor: (account) =>
      engine.runners.get(account)?.syncNow(engine.registry.withRole(account, 'inbox')?.id ?? null),
    isMine,
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
    isMine,
    looked: (account) => {
      looked.set(account, clock.now());
      // What was due and not listed yet may be there now.
      waking.look();
    },
    begun: ({ account, messageId, draft }) => {
      const idHash = hash53(messageId);
      // Accepted for some before, and for others now.
      if (!draft?.reminder || book.latest(account, idHash)) return [];
      const sent = clock.now();
      const until = remindAt(draft.reminder, sent);
      return [book.put({ account, idHash, until, back: null, sent, at: sent, ids: [idHash] })];
    },
    awaits: (account) => book.asleep().some((one) => one.account === account) || book.reminders().length > 0,
    answeredBy: (account, rows) => {
      const records = rows.flatMap((row) => {
        const { envelope } = row;
        const own = envelope.messageId === '' ? 0 : hash53(envelope.messageId);
        return [
          ...book.answered(account, idsOf(envelope), own),
          ...(isAnswer(row, isMine) ? book.ended(answeredIds(row)) : []),
        ];
      });
      const seen = new Set<string>();
      return records.filter(({ payload }) => {
        const { id } = payload as unknown as { id: string };
        return !seen.has(id) && seen.add(id);
      });
    },
  };
}
