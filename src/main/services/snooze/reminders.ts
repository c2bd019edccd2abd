import { isReminder, type SnoozedMessage, snoozeId } from '@shared/contract/snooze';
import { MailError } from '@shared/errors/mail-error';
import { type AccountId, type MessageKey, messageKey, type MessageRef } from '@shared/model/ids';
import { RpcError } from '@shared/rpc/wire';
import { hash53 } from '@shared/util/hash';
import { locator } from '../../operations/locate';
import { changed, changesBy } from '../changing';
import type { Engine } from '../engine';
import { answeredOf } from './answer';
import { type Found, messagesOf } from './found';
import { marking } from './marking';
import type { Reminder } from './snooze-book';

const READ = { add: ['\\Seen'], remove: [] };

/** Waits for answers to sent letters until a time. One that waits, or came up, gets this time. */
export async function remind(
  engine: Engine,
  group: string,
  keys: readonly MessageKey[],
  until: number,
): Promise<{ group: string; messages: number }> {
  const { snooze, store, registry, parts } = engine;
  const sent = inSent(engine, keys);
  if (sent.length === 0) throw refused('not-sent', 'None of them is a letter in Sent');
  const found = await messagesOf(engine, sent);
  if (!store || found.length === 0) throw refused('gone', 'The messages are gone');
  const named = found.filter(({ row }) => row.envelope.messageId !== '');
  if (named.length === 0) throw refused('no-message-id', 'Nothing tells these messages from others');
  const hashes = named.map(({ row }) => hash53(row.envelope.messageId));
  const answered = await answeredOf(store.api, hashes, snooze.isMine);
  const at = parts.clock.now();
  const letters = new Map<string, SnoozedMessage>();
  for (const { ref, row } of named) {
    const idHash = hash53(row.envelope.messageId);
    // After the last await: an account that was removed meanwhile has no mailboxes.
    const account = registry.get(ref.mailbox)?.account;
    if (account === undefined || answered.has(idHash)) continue;
    const sent = row.envelope.date ?? at;
    letters.set(snoozeId(account, idHash), { account, idHash, until, back: null, sent, at, ids: [idHash] });
  }
  if (letters.size === 0) throw refused('already-answered', 'Somebody has answered all of them');
  await parts.vault.appendAll(snooze.book.change(group, [...letters.values()]));
  return { group, messages: letters.size };
}

/**
 * Ends the reminders of letters; those that came up are read now. One unit an account, to be taken back as a group.
 * @param woken what of the group is woken with them @returns how many reminders
 */
export async function endReminders(
  engine: Engine,
  found: readonly Found[],
  group: string,
  woken: readonly SnoozedMessage[],
): Promise<number> {
  const { snooze, queue, parts } = engine;
  const up = remindersOf(engine, found).filter(({ one }) => one.back !== null);
  const keys = up.map(({ key }) => key);
  const unread = new Set(changed(keys, await changesBy(READ, keys, queue.all(), engine.store)));
  // After the last await.
  const ended = remindersOf(engine, found);
  // Two copies of a letter are one.
  const over = new Map(ended.map(({ one }) => [snoozeId(one.account, one.idHash), one]));
  const records = snooze.book.change(group, woken, [...over.values()]);
  if (records.length === 0) return 0;
  await parts.vault.appendAll(records);
  const refs = new Map<AccountId, MessageRef[]>();
  for (const { key, ref, one } of ended)
    if (unread.has(key)) refs.set(one.account, [...(refs.get(one.account) ?? []), ref]);
  for (const [account, some] of refs) {
    const accepted = await queue.accept(account, marking(some, READ), `${group}-read`);
    // What was unread here is unread again when the end is taken back.
    engine.log.add(
      group,
      accepted.map((operation) => ({ operation, shownIn: null })),
    );
    engine.operationsWaiting(account);
  }
  return over.size;
}

/**
 * What came up in an inbox because nobody answered it leaves it when it is archived: its letter stays in Sent. To be taken
 * back with the group. @returns the other messages
 */
export async function takeDown(
  engine: Engine,
  keys: readonly MessageKey[],
  group: string,
): Promise<readonly MessageKey[]> {
  if (!engine.snooze.book.reminders().some(({ back }) => back !== null)) return keys;
  const found = await messagesOf(engine, inSent(engine, keys)).catch((error: unknown) => {
    // Acting never waits for the cache.
    if (error instanceof RpcError) return [];
    throw error;
  });
  const up = remindersOf(engine, found).filter(({ one }) => one.back !== null);
  await endReminders(engine, up, group, []);
  const down = new Set(up.map(({ key }) => key));
  return keys.filter((key) => !down.has(key));
}

function inSent({ queue, forwarding, places, registry }: Engine, keys: readonly MessageKey[]): MessageKey[] {
  const locate = locator(queue.all(), forwarding, places);
  return keys.filter((key) => registry.get(locate(key))?.role === 'sent');
}

/** The reminders of messages in folders for sent mail; each once. */
function remindersOf(
  { snooze: { book }, registry }: Engine,
  found: readonly Found[],
): (Found & { readonly one: Reminder })[] {
  const seen = new Set<string>();
  return found.flatMap((message) => {
    const { ref, row } = message;
    const account = registry.get(ref.mailbox)?.account;
    if (account === undefined || row.envelope.messageId === '') return [];
    const one = book.latest(account, hash53(row.envelope.messageId));
    const id = messageKey(ref);
    if (!one || !isReminder(one) || seen.has(id)) return [];
    seen.add(id);
    return [{ ...message, one }];
  });
}

const refused = (code: string, message: string): MailError =>
  new MailError({ kind: 'refused', code, message });
