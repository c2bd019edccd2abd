import type { Intent } from '@shared/contract/operations';
import { isMailError, type MailError } from '@shared/errors/mail-error';
import { type AccountId, type MailboxId, messageKey, type OperationId, uid } from '@shared/model/ids';
import { isVaultError } from '@shared/ports/vault';
import { formatUids, parseUidRanges, parseUids, uidTest } from '@shared/model/uid-ranges';
import type { LoggedOperation, Made } from '../operations/action-log';
import type { QueuedOperation } from '../operations/queue';
import { parentOf, stagesOf } from '../operations/transfer-notes';
import { inverse, takeBack } from '../operations/undo';
import type { Engine } from './engine';
import { withdraw } from './withdraw';

/**
 * Takes a group back: what has not run is cancelled, what has begun is taken back as far as it has come, what is done is
 * turned round by new operations, newest first. What can't be taken back any more, because its account was removed, holds
 * up nothing else; what was not come to, because the disk is full, can be taken back later.
 * @throws MailError `refused` when nothing of it can be taken back.
 */
export async function undo(engine: Engine, group: string): Promise<{ undone: number }> {
  const entries = engine.log.take(group);
  let undone = 0;
  let refusal: MailError | null = null;
  for (let entry = entries.pop(); entry; entry = entries.pop()) {
    try {
      undone += await undoOne(engine, entry);
    } catch (error) {
      if (!isMailError(error) || error.kind !== 'refused') {
        engine.log.add(group, [...entries, entry]);
        throw error;
      }
      refusal ??= error;
    }
  }
  if (undone === 0 && refusal) throw refusal;
  return { undone };
}

/**
 * Remembers what an operation has made: for as long as Tern runs, and with what Tern did by itself for as long as that is
 * told of. A disk that does not take it costs the latter only.
 */
export async function rememberMade(engine: Engine, operation: OperationId, made: Made): Promise<void> {
  const { log, queue, automatic, parts } = engine;
  const op = queue.get(operation);
  log.made(operation, made, op?.twinOf);
  const records = op ? automatic.log.made(op.group, { operation: op.twinOf ?? operation, made }) : [];
  try {
    await parts.vault.appendAll(records);
  } catch (error) {
    if (!isVaultError(error)) throw error;
  }
}

async function undoOne(engine: Engine, entry: LoggedOperation): Promise<number> {
  const { queue, log, registry } = engine;
  const { operation, shownIn } = entry;
  let undone = 0;
  const withdrawn: QueuedOperation[] = [];
  let left: Intent | null = operation.intent;
  for (const part of partsInQueue(engine, entry)) {
    if (!(await withdraw(engine, part.id, shownIn, within(entry.back, part.intent)))) continue;
    undone++;
    left = left && without(left, part.intent);
    withdrawn.push(part);
  }
  const over = log.withTwins(operation.id).filter((id) => !withdrawn.some((part) => part.id === id));
  const made = [
    ...withdrawn.flatMap((part) => settledElsewhere(engine, part)),
    ...over.flatMap((id) => log.madeBy(id)),
  ];
  const back = left && turnedRound(entry, left);
  for (const intent of back ?? made.flatMap((set) => takeBack(set, registry) ?? [])) {
    // After a move to another account the messages are that account's.
    const account = accountOf(engine, intent) ?? operation.account;
    await queue.accept(account, [intent], `${operation.group}-undo`);
    engine.operationsWaiting(account);
    if (left) undone++;
  }
  return undone;
}

/** What of an operation is still in the queue: itself, and what was divided from it for another account (`sortOut`). */
function partsInQueue({ queue }: Engine, { operation }: LoggedOperation): QueuedOperation[] {
  const { intent } = operation;
  return queue.group(operation.group).flatMap(({ id }) => {
    const op = queue.latest(id);
    if (!op || parentOf(op) !== null) return [];
    const isPart = id === operation.id || (op.intent.kind === intent.kind && isWithin(op.intent, intent));
    return isPart ? [op] : [];
  });
}

function isWithin(part: Intent, whole: Intent): boolean {
  if (!('messages' in part) || !('messages' in whole)) return false;
  const { mailbox, generation, uids } = part.messages;
  return (
    mailbox === whole.messages.mailbox &&
    generation === whole.messages.generation &&
    parseUids(uids).every(uidTest(whole.messages.uids))
  );
}

/** What is left of an intent without some of its messages; null when that is nothing. */
function without(intent: Intent, part: Intent): Intent | null {
  if (!('messages' in intent) || !('messages' in part) || intent.messages.uids === part.messages.uids)
    return null;
  const taken = new Set(parseUids(part.messages.uids));
  const uids = parseUids(intent.messages.uids).filter((n) => !taken.has(n));
  if (uids.length === 0) return null;
  return { ...intent, messages: { ...intent.messages, uids: formatUids(uids) } };
}

/** Markings that take a marking back exactly, as far as they are about the messages of `intent`. */
function within(back: LoggedOperation['back'], intent: Intent): readonly Intent[] | null {
  if (!back || !('messages' in intent)) return null;
  const isMine = uidTest(intent.messages.uids);
  return back.flatMap((marking) => {
    if (!('messages' in marking)) return [];
    const mine = parseUids(marking.messages.uids).filter(isMine);
    return mine.length === 0
      ? []
      : [{ ...marking, messages: { ...marking.messages, uids: formatUids(mine) } }];
  });
}

/** What turns round what was done, as far as that is `left`; null when only what it made can be taken back. */
function turnedRound(entry: LoggedOperation, left: Intent): readonly Intent[] | null {
  const { operation, shownIn, formerName } = entry;
  const back =
    within(entry.back, left) ??
    inverse({ ...operation, intent: left }, shownIn ?? ('' as MailboxId), formerName);
  return back && [back].flat();
}

/** Copies in another account that the notes of a copy under way don't name any more: only the log knows where they are. */
function settledElsewhere({ log, registry }: Engine, op: QueuedOperation): readonly Made[] {
  if (op.intent.kind !== 'copy' || registry.get(op.intent.to)?.account === op.account) return [];
  const named = stagesOf(op.progress).flatMap(({ stage }) => stage.arrived.map(({ at }) => messageKey(at)));
  return log.madeBy(op.id).filter(({ messages: { mailbox, generation, uids } }) => {
    const [first] = parseUidRanges(uids);
    return !first || !named.includes(messageKey({ mailbox, generation, uid: uid(first[0]) }));
  });
}

function accountOf(engine: Engine, intent: Intent): AccountId | undefined {
  if (!('messages' in intent)) return undefined;
  const { mailbox, generation, uids } = intent.messages;
  const first = parseUidRanges(uids)[0]?.[0];
  if (first === undefined) return undefined;
  return engine.registry.get(engine.forwarding.resolve({ mailbox, generation, uid: uid(first) }).mailbox)
    ?.account;
}
