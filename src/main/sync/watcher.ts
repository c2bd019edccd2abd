import { sleep } from '@shared/ports/clock';
import { isMailError, type MailError } from '@shared/errors/mail-error';
import type { Clock } from '@shared/ports/clock';
import { type ImapClient, select } from '../imap';

/** NAT tables forget silent connections after five to fifteen minutes (protocols.md §2.10). */
const IDLE_MS = 9 * 60_000;

/**
 * Keeps a connection of its own in IDLE on one mailbox and says when something happened there. What happened is found
 * out by the worker, so that all facts of an account come over one connection, in order.
 * @throws MailError when the connection ends; returns when `signal` is aborted.
 */
export async function watch(
  client: ImapClient,
  wire: string,
  clock: Clock,
  onChange: () => void,
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
        onChange();
        return;
      default:
    }
  });
  const end = (): void => client.close();
  signal.addEventListener('abort', end, { once: true });
  try {
    await client.run(select({ wire }, { readOnly: true }));
    // What arrived between the worker's look and this SELECT would otherwise wait for the next change.
    onChange();
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
