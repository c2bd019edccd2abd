import { z } from 'zod';
import type { AccountId } from '../model/ids';
import { hourOfDay, MORNING } from '../util/day';
import { accountId, empty, messageKeySchema, shape } from './schema';

/** So many messages can be snoozed or waited for at once; more would be a list that nobody wakes up to. */
export const MAX_SNOOZED = 5000;

/**
 * What of a snoozed message decides where it is shown: of one in an inbox, which is out of it until a time, or of a sent
 * letter, which comes up in the inbox at that time when nobody has answered it.
 */
export const snoozeState = z.object({
  account: accountId,
  /** hash53 of its Message-ID. */
  idHash: z.number(),
  /** Until when it is out of the inbox, or an answer is waited for, ms since 1970. */
  until: z.number(),
  /** When it came back, or up, ms since 1970: that is its place among others. Null while it sleeps or waits. */
  back: z.number().nullable(),
  /** A reminder: the letter went out at this time, ms since 1970, and its answer is waited for. Absent: it is snoozed. */
  sent: z.number().optional(),
});
export type SnoozeState = z.output<typeof snoozeState>;

/** A message that is out of the inbox until a time, or a letter whose answer is waited for; or one that came back from there. */
export const snoozedMessage = snoozeState.extend({
  /** When it was snoozed, ms since 1970. */
  at: z.number(),
  /** hash53 of Message-IDs, its own first: a message that names one of them belongs to its conversation. Of a letter its own. */
  ids: z.array(z.number()).min(1).max(100),
});
export type SnoozedMessage = z.output<typeof snoozedMessage>;

/** A reminder: the answer to a sent letter is waited for, or there was none in time. */
export const isReminder = <T extends SnoozeState>(one: T): one is T & { readonly sent: number } =>
  one.sent !== undefined;

/** When one is reminded of a letter: in the morning so many days after it went out, or at a time, ms since 1970. */
export const remindWhen = z.union([
  z.object({ days: z.number().int().min(1).max(3650) }),
  z.object({ at: z.number().positive() }),
]);
export type RemindWhen = z.output<typeof remindWhen>;

/** Until when an answer is waited for. A time that passed before the letter went out is the morning after. */
export const remindAt = (when: RemindWhen, sent: number): number =>
  'days' in when
    ? hourOfDay(sent, when.days, MORNING)
    : when.at > sent
      ? when.at
      : hourOfDay(sent, 1, MORNING);

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
  /**
   * Brings snoozed messages back now, as they are, and ends reminders: those that wait are called off, and those that came
   * up leave the inbox, read. `undo` takes it back. `ended`: so many reminders.
   */
  wake: {
    params: z.object({ keys }),
    result: z.object({ group: z.string(), messages: z.number(), ended: z.number() }),
  },
  /**
   * Waits for an answer to sent letters; one that nobody has answered at that time comes up in the inbox. A reminder that
   * there is gets this time. Nothing is sent. `undo` takes it back. Durable when it resolves.
   * @throws MailError `not-sent` where none of them is a letter in Sent, `no-message-id` where none has one, `gone`,
   * `already-answered` where all of them are, `too-many-snoozed`
   */
  remind: {
    params: z.object({ keys, until: z.number().positive() }),
    result: z.object({ group: z.string(), messages: z.number() }),
  },
  /** All that is snoozed or waited for, and what came back lately. */
  snoozed: { params: empty, result: z.array(shape<SnoozeState>()) },
} as const;

export const snoozeEvents = {
  /** What is snoozed has changed: all of it. */
  snoozed: z.object({ messages: z.array(shape<SnoozeState>()) }),
} as const;

/** By which a snoozed message is known. */
export const snoozeId = (account: AccountId, idHash: number): string => `${account} ${idHash}`;
