import type { Clock } from '@shared/ports/clock';
import type { ImapClient } from '../imap';
import { Priority } from './job-queue';
import type { KnownMailbox } from './mailbox-registry';
import { pause } from './pause';
import { isTooMany, watch, type Watched } from './watcher';
import type { Worker } from './worker';

/** Mailboxes that nothing watches are looked at this often … */
const POLL_MS = 300_000;
/** … and those that the server tells of, in case it forgot to. */
const POLL_WATCHED_MS = 1_800_000;
/** INBOX, where the server has no IDLE. */
const POLL_INBOX_MS = 60_000;
/** A watching connection that fails this often in a row is given up for a clock. */
const MAX_FAILURES = 5;
/** While older mail of INBOX comes for the first time, watching begins this much later at most. */
const BUSY_MS = 10_000;
/** Yandex ends IDLE at random: one that lasted this long is no failure in a row. */
const LONG_ENOUGH_MS = 60_000;

/**
 * The second connection, in IDLE on INBOX, told of all other mailboxes where the server has NOTIFY; without it, or where
 * it is refused, a clock (C11: never a loop of logins).
 * Ends with `signal`.
 * It begins when the worker has looked at INBOX once and, within seconds, has all of it: logging in and opening a large
 * mailbox a second time costs the server as much as a look, which people wait for (a sixth of what Dovecot needs for
 * 100,000 headers). What came meanwhile is told when it is opened.
 */
export async function keepWatch(
  clock: Clock,
  inbox: KnownMailbox | undefined,
  worker: Worker,
  open: () => Promise<ImapClient>,
  signal: AbortSignal,
): Promise<void> {
  /** The server tells of every mailbox. */
  let all = false;
  const poll = (async () => {
    while (!signal.aborted) {
      for (let waited = 0; waited < (all ? POLL_WATCHED_MS : POLL_MS) && !signal.aborted; waited += POLL_MS)
        await pause(clock, POLL_MS, signal);
      if (!signal.aborted) worker.askPoll();
    }
  })();
  let failures = 0;
  // The last events of a connection can come after its session: they must not put work of the old one into the new.
  const look = (): void => {
    if (!signal.aborted && inbox) worker.askSync(inbox.id, Priority.NewMail);
  };
  const watched: Watched = {
    opened: ({ exists, uidNext, uidValidity, highestModSeq, noModSeq }) => {
      if (signal.aborted || !inbox) return;
      worker.noticed({
        wire: inbox.wire,
        messages: exists,
        ...(uidNext === 0 ? {} : { uidNext }),
        ...(uidValidity === 0 ? {} : { uidValidity }),
        ...(highestModSeq === null || noModSeq ? {} : { highestModSeq }),
      });
    },
    changed: look,
    counters: (status) => {
      if (!signal.aborted) worker.noticed(status);
    },
    listChanged: () => {
      if (!signal.aborted) worker.askPoll();
    },
    covers: (every) => {
      all = every;
    },
  };
  await Promise.race([worker.looked, ended(signal)]);
  const calm = new AbortController();
  await Promise.race([worker.inboxWhole, pause(clock, BUSY_MS, AbortSignal.any([signal, calm.signal]))]);
  calm.abort();
  while (!signal.aborted && inbox) {
    try {
      const client = await open();
      if (!client.capabilities.has('IDLE')) {
        client.close();
        break;
      }
      const since = clock.monotonic();
      try {
        await watch(client, inbox.wire, clock, watched, signal);
      } finally {
        all = false;
        if (clock.monotonic() - since > LONG_ENOUGH_MS) failures = 0;
      }
    } catch (error) {
      if (signal.aborted || isTooMany(error) || ++failures > MAX_FAILURES) break;
      await pause(clock, Math.min(60_000, 2_000 * 2 ** failures), signal);
    }
  }
  while (!signal.aborted && inbox) {
    await pause(clock, POLL_INBOX_MS, signal);
    look();
  }
  await poll;
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
