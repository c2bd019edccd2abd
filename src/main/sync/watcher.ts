import { sleep } from '@shared/ports/clock';
import { isMailError, type MailError } from '@shared/errors/mail-error';
import type { Clock } from '@shared/ports/clock';
import {
  type ImapClient,
  type MailboxStatus,
  type NotifyEvent,
  notifySet,
  select,
  type SelectedMailbox,
} from '../imap';

/** NAT tables forget silent connections after five to fifteen minutes (protocols.md §2.10). */
const IDLE_MS = 9 * 60_000;

/** What a watching connection tells. */
export interface Watched {
  /** The mailbox is watched from now on, and stands like this: what came since it was looked at last is told by nothing else. */
  opened(now: SelectedMailbox): void;
  /** Something happened in the mailbox that is watched. */
  changed(): void;
  /** Another mailbox has other counters now (NOTIFY). */
  counters(status: MailboxStatus): void;
  /** Mailboxes were made, renamed, deleted or (un)subscribed; or the server stopped telling, and all must be looked at. */
  listChanged(): void;
  /** Whether all mailboxes are watched, or the one alone. */
  covers(all: boolean): void;
}

const OF_MESSAGES: readonly NotifyEvent[] = ['MessageNew', 'MessageExpunge', 'FlagChange'];

/**
 * Asks to be told of every mailbox of the person (RFC 5465): one connection in place of a clock.
 * @returns false where the server does not, or refuses.
 */
async function askForAll(client: ImapClient, watched: Watched): Promise<boolean> {
  if (!client.capabilities.has('NOTIFY')) return false;
  try {
    const groups = [
      { which: 'selected', events: OF_MESSAGES },
      { which: 'personal', events: [...OF_MESSAGES, 'MailboxName', 'SubscriptionChange'] },
    ] as const;
    // With their counters: what happened between the last look and now would otherwise wait for the next change.
    for (const status of await client.run(notifySet(groups, true))) watched.counters(status);
    return true;
  } catch (error) {
    // What it can't tell of (BADEVENT) or does not want to is found out by looking.
    if (isMailError(error) && error.kind === 'refused') return false;
    throw error;
  }
}

/**
 * Keeps a connection of its own in IDLE on one mailbox and says when something happened there. What happened is found
 * out by the worker, so that all facts of an account come over one connection, in order.
 * @throws MailError when the connection ends; returns when `signal` is aborted.
 */
export async function watch(
  client: ImapClient,
  wire: string,
  clock: Clock,
  watched: Watched,
  signal: AbortSignal,
): Promise<void> {
  const stop = client.listen((event) => {
    switch (event.type) {
      case 'exists':
      case 'expunge':
      case 'vanished':
      case 'fetch':
      case 'dirty':
      case 'uidvalidity':
        watched.changed();
        return;
      case 'status':
        watched.counters(event.status);
        return;
      case 'list':
        watched.listChanged();
        return;
      case 'notification-overflow':
        watched.covers(false);
        watched.listChanged();
        return;
      default:
    }
  });
  const end = (): void => client.close();
  signal.addEventListener('abort', end, { once: true });
  try {
    watched.opened(await client.run(select({ wire }, { readOnly: true })));
    watched.covers(await askForAll(client, watched));
    while (!signal.aborted) {
      const idling = client.idle();
      const timeout = new AbortController();
      try {
        await Promise.race([idling.done, sleep(clock, IDLE_MS, timeout.signal).then(() => idling.stop())]);
      } finally {
        timeout.abort(new Error('done'));
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    stop();
    signal.removeEventListener('abort', end);
    client.close();
  }
}

/** Whether a server refused because there are already too many connections: then one has to do (C11). */
export const isTooMany = (error: unknown): error is MailError =>
  isMailError(error) &&
  (error.code === 'limit' || /too many|simultaneous|maximum number of connections/i.test(error.server ?? ''));
