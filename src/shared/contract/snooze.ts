import { z } from 'zod';
import type { AccountId } from '../model/ids';
import { accountId, empty, messageKeySchema, shape } from './schema';

/** So many messages can be snoozed at once; more would be a list that nobody wakes up to. */
export const MAX_SNOOZED = 5000;

/** What of a snoozed message decides where it is shown. */
export const snoozeState = z.object({
  account: accountId,
  /** hash53 of its Message-ID. */
  idHash: z.number(),
  /** Until when it is out of the inbox, ms since 1970. */
  until: z.number(),
  /** When it came back, ms since 1970: that is its place among others. Null while it sleeps. */
  back: z.number().nullable(),
});
export type SnoozeState = z.output<typeof snoozeState>;

/** A message that is out of the inbox until a time, or came back from there. */
export const snoozedMessage = snoozeState.extend({
  /** When it was snoozed, ms since 1970. */
  at: z.number(),
  /** hash53 of Message-IDs, its own first: a message that names one of them belongs to its conversation. */
  ids: z.array(z.number()).min(1).max(100),
});
export type SnoozedMessage = z.output<typeof snoozedMessage>;

const keys = z.array(messageKeySchema).min(1).max(200_000);

export const snoozeMethods = {
  /**
   * Takes messages out of the inbox until a time; the server is not told. Those that were snoozed get this time. `undo` takes
   * it back. Durable when it resolves. `without`: so many have no Message-ID, by which they would be known again.
   * @throws MailError `not-in-inbox` where none of them is, `no-message-id` where none has one, `gone`,
   * `too-many-snoozed`
   */
  snooze: {
    params: z.object({ keys, until: z.number().positive() }),
    result: z.object({ group: z.string(), messages: z.number(), without: z.number() }),
  },
  /** Brings snoozed messages back now, as they are. `undo` takes it back. */
  wake: { params: z.object({ keys }), result: z.object({ group: z.string(), messages: z.number() }) },
  /** All that is snoozed, and what came back lately. */
  snoozed: { params: empty, result: z.array(shape<SnoozeState>()) },
} as const;

export const snoozeEvents = {
  /** What is snoozed has changed: all of it. */
  snoozed: z.object({ messages: z.array(shape<SnoozeState>()) }),
} as const;

/** By which a snoozed message is known. */
export const snoozeId = (account: AccountId, idHash: number): string => `${account} ${idHash}`;
