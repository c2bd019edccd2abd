import { z } from 'zod';
import { accountId, nothing, shape } from './schema';

/** What a server did against its word. */
export interface DistrustReason {
  /**
   * `list-refused`, `list-empty`: LIST with RETURN; `vanished-contradicted`: messages were told as gone (`count`) that
   * are there; `copyuid-contradicted`, `appenduid-contradicted`: it named other messages than those that arrived;
   * `examination`, `other`: see `detail`.
   */
  readonly code:
    | 'list-refused'
    | 'list-empty'
    | 'vanished-contradicted'
    | 'copyuid-contradicted'
    | 'appenduid-contradicted'
    | 'examination'
    | 'other';
  /** For the sentence; `detail` is technical, in English, as in the doctor's report. */
  readonly details: Readonly<Record<string, string | number>>;
}

/** A capability that a server claims and an account does not use, because it did not do what it claims. */
export interface Distrust {
  /** As on the wire, upper case; `COPYUID` and `APPENDUID` for the response codes that UIDPLUS promises. */
  readonly capability: string;
  readonly reason: DistrustReason;
  /** ms since 1970. */
  readonly since: number;
  /** Found out in use, or by an examination. */
  readonly by: 'use' | 'examination';
}

/** What an examination of the incoming server found (`tern doctor` for an account that is set up). */
export interface ServerExamination {
  readonly checks: readonly {
    readonly capability: string;
    readonly outcome: 'held' | 'failed' | 'unclear' | 'not-tried';
    readonly detail: string;
  }[];
  readonly roundTripMs: number;
  /** The whole report as plain text, to be read or sent to somebody who can help. */
  readonly text: string;
  /** What is not trusted after it. */
  readonly distrusted: readonly Distrust[];
}

/** What went over the wire, with secrets and content gone before it was kept. */
export interface AccountTrace {
  readonly lines: readonly {
    /** Which connection, from 1. */
    readonly connection: number;
    /** Milliseconds, monotonic. */
    readonly at: number;
    readonly direction: 'sent' | 'received' | 'note';
    /** Octets on the wire. */
    readonly octets: number;
    readonly text: string;
  }[];
  /** Every line goes to `file` too. */
  readonly recording: boolean;
  readonly file: string | null;
  /** The file could not be written any more. */
  readonly failed: boolean;
}

export const trustMethods = {
  /**
   * Looks by reading only whether the server does what it claims, over a connection of its own. What fails is not used
   * any more; what an earlier examination had found failing and holds now is used again.
   * @throws MailError of every kind; `refused` `not-imap` for other accounts.
   */
  examineServer: { params: z.object({ account: accountId }), result: shape<ServerExamination>() },
  /** What is not trusted, and why. */
  distrusted: { params: z.object({ account: accountId }), result: z.array(shape<Distrust>()) },
  /** The last lines of the account's connections, oldest first. */
  trace: { params: z.object({ account: accountId }), result: shape<AccountTrace>() },
  /** Writes every line to a file in the profile, from now until Tern ends or it is switched off. Two files at most. */
  recordTrace: { params: z.object({ account: accountId, on: z.boolean() }), result: shape<AccountTrace>() },
  /**
   * The person accepts that a server offers a weaker login than before (`mechanism-downgrade`): tried at once, and what
   * is used then is the least from now on.
   */
  allowWeakerLogin: {
    params: z.object({ account: accountId, direction: z.enum(['incoming', 'outgoing']) }),
    result: nothing,
  },
  /** Uses a capability again; the account connects anew. */
  trustAgain: {
    params: z.object({ account: accountId, capability: z.string().max(200) }),
    result: nothing,
  },
} as const;
