import { z } from 'zod';
import type { MailboxId, MessageKey } from '../model/ids';
import { shape } from './schema';
import { viewQuery } from './view-api';

/** What became of one mailbox in a search on the server. */
export interface SearchedMailbox {
  readonly mailbox: MailboxId;
  readonly name: string;
  /** `here`: all its mail is on this computer, no server has more of it. `no`: see `why`. */
  readonly searched: 'yes' | 'here' | 'no';
  readonly why: { readonly code: string; readonly server: string } | null;
  /** Messages found beyond those that are shown: too many to fetch. */
  readonly more: number;
}

export interface ServerSearchReport {
  readonly mailboxes: readonly SearchedMailbox[];
  readonly found: number;
}

export interface ServerSearchProgress {
  /** As the caller named the run. */
  readonly run: string;
  /** Mailboxes done, of so many. */
  readonly done: number;
  readonly mailboxes: number;
  /** What is searched now, '' between two. */
  readonly mailbox: string;
  /** Messages found since the last progress; listed in the store by now. */
  readonly found: readonly MessageKey[];
}

/** Looking for what is not on this computer. */
export const searchMethods = {
  /**
   * Asks the servers for what the query names, mailbox by mailbox, newest mail first; changes nothing there. Messages
   * that are found and not listed here are fetched (headers only). Emits `searchProgress`. Cancelling the call stops it.
   * @returns what became of each mailbox; one that fails does not stop the others.
   */
  searchServer: {
    params: z.object({ run: z.string().max(100), text: z.string().max(4000), scope: viewQuery.shape.scope }),
    result: shape<ServerSearchReport>(),
  },
} as const;

export const searchEvents = { searchProgress: shape<ServerSearchProgress>() } as const;
