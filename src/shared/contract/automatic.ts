import { z } from 'zod';
import type { AccountId, MailboxId } from '../model/ids';
import type { Action } from './engine-api';
import { empty, messageKeySchema, nothing, shape } from './schema';

/** So many can be blocked; more would be a list that nobody can look through. */
export const MAX_BLOCKED = 2000;

/** An address in lower case, or `@` and a domain, which stands for all addresses at it and below it. */
const blockEntry = z
  .string()
  .max(320)
  .regex(/^[^\s@<>,;]*@[^\s@<>,;]+$/)
  .transform((entry) => entry.toLowerCase());

const blockedSender = z.object({
  entry: blockEntry,
  /** ms since 1970. */
  at: z.number(),
});
export type BlockedSender = z.output<typeof blockedSender>;

/** Whose mail goes to Junk as it arrives, newest last. One that this build cannot read takes none of the others with it. */
export const blockedSenders = z
  .array(blockedSender.nullable().catch(null))
  .max(MAX_BLOCKED)
  .default([])
  .transform((all) => all.filter((one) => one !== null));

/** Why Tern did something to a message by itself. */
export type Cause =
  | { readonly kind: 'blocked' }
  | { readonly kind: 'muted' }
  /** By name; `run`: asked for by hand, on a folder. */
  | { readonly kind: 'rules'; readonly names: readonly string[]; readonly run: boolean };

/** A conversation whose later messages arrive read, archived and without a word. */
export interface MutedConversation {
  readonly id: string;
  readonly account: AccountId;
  /** As it was when it was muted, for people. */
  readonly subject: string;
  /** ms since 1970. */
  readonly at: number;
  /** hash53 of the Message-IDs of its messages and of those that they answer. */
  readonly ids: readonly number[];
}

/** What Tern did by itself to messages that arrived, one after the other: a line of the log in Activity. */
export interface AutomaticEntry {
  readonly id: string;
  /** ms since 1970. */
  readonly at: number;
  readonly account: AccountId;
  /** Where the messages were. */
  readonly mailbox: MailboxId;
  readonly cause: Cause;
  readonly actions: readonly Action[];
  readonly count: number;
  /** Of one of them, for people. */
  readonly from: string;
  readonly subject: string;
  readonly undone: boolean;
}

export const automaticMethods = {
  /** Puts mail from this sender or domain to Junk from now on. Durable when it resolves. @throws MailError `too-many-blocked` */
  block: { params: z.object({ entry: blockEntry }), result: nothing },
  unblock: { params: z.object({ entries: z.array(blockEntry).min(1).max(MAX_BLOCKED) }), result: nothing },
  /**
   * Mutes the conversation that these messages are of. Durable when it resolves.
   * @throws MailError `no-message-id` where nothing says what answers them, `gone`
   */
  mute: {
    params: z.object({ keys: z.array(messageKeySchema).min(1).max(200) }),
    result: z.object({ id: z.string() }),
  },
  unmute: { params: z.object({ ids: z.array(z.string()).min(1).max(300) }), result: nothing },
  /** What is muted, newest first. */
  mutes: { params: empty, result: z.array(shape<MutedConversation>()) },
  /** What Tern did by itself lately, newest first. */
  automaticLog: { params: empty, result: z.array(shape<AutomaticEntry>()) },
  /** Takes one entry of the log back, also after a restart; once. */
  undoAutomatic: { params: z.object({ id: z.string() }), result: z.object({ undone: z.number() }) },
} as const;

export const automaticEvents = {
  /** What is muted has changed: all of it. */
  mutes: z.object({ mutes: z.array(shape<MutedConversation>()) }),
  /** The log has changed: newest first. */
  automaticLog: z.object({ entries: z.array(shape<AutomaticEntry>()) }),
} as const;
