import type { EngineContract } from '@shared/contract/engine-api';
import { isReminder, type SnoozedMessage, type snoozeMethods } from '@shared/contract/snooze';
import { MailError } from '@shared/errors/mail-error';
import type { MessageKey } from '@shared/model/ids';
import type { MessageRow } from '@shared/model/message';
import type { Handlers } from '@shared/rpc/contract';
import { hash53 } from '@shared/util/hash';
import { locator } from '../../operations/locate';
import { idsOf } from '../../rules/mutes';
import { newGroup } from '../acting';
import type { Engine } from '../engine';
import { messagesOf } from './found';
import { endReminders, remind } from './reminders';

/** Message-IDs by which a conversation is known: the message's own, the one that began it, and the newest of those between. */
const NEWEST_IDS = 40;

/** The part of EngineApi about what is out of the inbox until a time, and letters whose answers are waited for. */
export const snoozeHandlers = (
  engine: Engine,
): Pick<Handlers<EngineContract>, keyof typeof snoozeMethods> => ({
  snooze: ({ keys, until }) => snooze(engine, keys, until),
  wake: ({ keys }) => wake(engine, keys),
  remind: ({ keys, until }) => remind(engine, newGroup(engine), keys, until),
  snoozed: () => engine.snooze.book.states(),
});

async function snooze(
  engine: Engine,
  keys: readonly MessageKey[],
  until: number,
): Promise<{ group: string; messages: number; without: number }> {
  const { book } = engine.snooze;
  const locate = locator(engine.queue.all(), engine.forwarding, engine.places);
  const inInbox = keys.filter((key) => engine.registry.get(locate(key))?.role === 'inbox');
  if (inInbox.length === 0)
    throw new MailError({ kind: 'refused', code: 'not-in-inbox', message: 'Nothing of it is in an inbox' });
  const found = await messagesOf(engine, inInbox);
  if (found.length === 0)
    throw new MailError({ kind: 'refused', code: 'gone', message: 'The messages are gone' });
  const at = engine.parts.clock.now();
  const messages = new Map<string, SnoozedMessage>();
  for (const { ref, row } of found) {
    const { messageId } = row.envelope;
    // After the last await: an account that was removed meanwhile has no mailboxes.
    const account = engine.registry.get(ref.mailbox)?.account;
    if (messageId === '' || account === undefined) continue;
    const ids = knownBy(row);
    const idHash = hash53(messageId);
    messages.set(`${account} ${idHash}`, { account, idHash, until, back: null, at, ids });
  }
  if (messages.size === 0)
    throw new MailError({
      kind: 'refused',
      code: 'no-message-id',
      message: 'Nothing tells these messages from others',
    });
  const group = newGroup(engine);
  await engine.parts.vault.appendAll(book.change(group, [...messages.values()]));
  const without = found.filter(({ row }) => row.envelope.messageId === '').length;
  return { group, messages: messages.size, without };
}

/** Brings them back now: on top, where one looks for what one has just called back, and as they are. Ends reminders. */
async function wake(
  engine: Engine,
  keys: readonly MessageKey[],
): Promise<{ group: string; messages: number; ended: number }> {
  const { book } = engine.snooze;
  const found = await messagesOf(engine, keys);
  const back = engine.parts.clock.now();
  const messages = new Map<number, SnoozedMessage>();
  for (const { ref, row } of found) {
    const account = engine.registry.get(ref.mailbox)?.account;
    if (account === undefined || row.envelope.messageId === '') continue;
    const known = book.latest(account, hash53(row.envelope.messageId));
    if (known?.back === null && !isReminder(known)) messages.set(known.idHash, { ...known, back });
  }
  const group = newGroup(engine);
  const ended = await endReminders(engine, found, group, [...messages.values()]);
  return { group, messages: messages.size, ended };
}

function knownBy({ envelope }: MessageRow): number[] {
  const ids = idsOf(envelope);
  return [...new Set([...ids.slice(0, 2), ...ids.slice(-NEWEST_IDS)])];
}

/** Takes back what was snoozed or woken as one group. @returns how many messages; null when the group is no such thing. */
export async function undoSnooze(
  { snooze: { book }, parts, accounts }: Engine,
  group: string,
): Promise<number | null> {
  const records = book.takeBack(group, (account) => accounts.isThere(account));
  if (!records) return null;
  if (records.length > 0) await parts.vault.appendAll(records);
  return records.length;
}
