import { z } from 'zod';
import type { MailboxId } from '../model/ids';
import { empty, nothing, shape } from './schema';

/** What others (another client, a filter, the delivery) did in one folder while nobody looked. Messages. */
export interface AwayFolder {
  readonly mailbox: MailboxId;
  readonly arrived: number;
  readonly read: number;
  readonly starred: number;
  readonly movedIn: number;
  readonly movedOut: number;
  readonly deleted: number;
}

export interface AwayReport {
  /** When somebody looked last, ms since 1970. */
  readonly since: number;
  /** Only folders where something happened; the one with most news first. */
  readonly folders: readonly AwayFolder[];
}

export const awayMethods = {
  /** Null when nothing happened, or nobody was away. */
  awayReport: { params: empty, result: shape<AwayReport>().nullable() },
  /** The person has read it. */
  awaySeen: { params: empty, result: nothing },
  /** Whether the person has Tern in front of them: told at each change, and now and then while they do. */
  presence: { params: z.object({ looking: z.boolean() }), result: nothing },
} as const;

export const awayEvents = { away: z.object({ report: shape<AwayReport>().nullable() }) } as const;
