import { z } from 'zod';
import { accountId, empty, mailboxId, nothing, shape } from './schema';

/** What a place on the disk is wanted for; decides which dialog the system shows. */
const placePurpose = z.enum(['import-file', 'import-folder', 'export', 'backup', 'restore']);
export type PlacePurpose = z.output<typeof placePurpose>;

/** A file or folder that the person chose. Pages name it by its token and only see its name. */
export interface Place {
  readonly token: string;
  /** For people. */
  readonly name: string;
}

/** What was found at a place. */
export interface ImportOffer {
  readonly kind: 'thunderbird' | 'maildir' | 'mbox' | 'files' | 'folder' | 'backup';
  /** What a folder for all of it would be called. */
  readonly name: string;
  readonly mailboxes: readonly {
    /** Outermost first; empty: the place itself. */
    readonly path: readonly string[];
    /** Null when only reading tells. */
    readonly messages: number | null;
    readonly octets: number;
    /** Messages of a backup that were removed at the source before it ended. */
    readonly removed: boolean;
  }[];
  /** Files that are no mail that Tern knows. */
  readonly strange: readonly string[];
  /** What else a backup holds; null for everything that is no backup, and for those of an earlier Tern. */
  readonly kept: readonly { readonly kind: KeptKind; readonly count: number }[] | null;
}

/** What a backup holds besides mail. */
export const KEPT_KINDS = [
  'account',
  'folder',
  'draft',
  'outbox',
  'sent',
  'answer',
  'muted',
  'snoozed',
  'left-list',
  'settings',
  'rule',
  'search',
  'blocked',
  'trusted',
  'tag',
  'template',
] as const;
export type KeptKind = (typeof KEPT_KINDS)[number];

/** So many of a kind were saved or brought back, and so many were there already. */
export interface KeptCount {
  readonly kind: KeptKind;
  readonly done: number;
  readonly already: number;
}

export type JobKind = 'import' | 'export' | 'backup' | 'verify';

/** What was not done, in codes; the UI makes the words. */
export interface JobProblem {
  readonly mailbox: string;
  /** File, or number of the message in its mailbox; '' when it is about the mailbox. */
  readonly which: string;
  readonly code: string;
}

/** Long work on files: what it does now, and in the end what it did. Numbers are true; an unknown end is null. */
export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  /** What it is about: the place's name, or the account's. */
  readonly name: string;
  /** `unfinished`: Tern ended in the middle of it. */
  readonly state: 'running' | 'waiting' | 'done' | 'stopped' | 'failed' | 'unfinished';
  /** The mailbox it is at. */
  readonly at: string;
  readonly messages: { readonly done: number; readonly of: number | null };
  readonly octets: { readonly done: number; readonly of: number | null };
  readonly already: number;
  readonly problems: readonly JobProblem[];
  /** What was saved or brought back besides mail. */
  readonly kept: readonly KeptCount[];
  /** Why it failed. */
  readonly error: { readonly code: string; readonly message: string; readonly server: string } | null;
  /** An unfinished one that `beginJobAgain` can begin again. */
  readonly again: boolean;
  /** ms since 1970. */
  readonly started: number;
  readonly ended: number | null;
}

/** A folder that is there, or a new one on this computer. */
const into = z.union([z.object({ mailbox: mailboxId }), z.object({ folder: z.string().min(1).max(200) })]);
export type ImportInto = z.output<typeof into>;
const token = z.string().regex(/^[0-9a-f]{32}$/);
const job = z.object({ job: z.string() });

export const importExportMethods = {
  /** Asks with the system's dialog. `ask`: there is none here, and the person has to name a path (`namePlace`). */
  choosePlace: {
    params: z.object({ purpose: placePurpose }),
    result: z.object({ place: shape<Place>().nullable(), ask: z.boolean() }),
  },
  /** @throws MailError `no-such-place`; `refused` where the host has dialogs. */
  namePlace: {
    params: z.object({ purpose: placePurpose, path: z.string().min(1).max(4096) }),
    result: shape<Place>(),
  },
  /** Looks what mail there is at a place; reads names and first bytes. @throws MailError `nothing-found`, `unreadable`. */
  inspectImport: { params: z.object({ place: token }), result: shape<ImportOffer>() },
  /**
   * Imports mailboxes of the offer (by index) into folders below `into`, or below a new folder on this computer.
   * `kept`: what else a backup holds is brought back before; nothing that is here is overwritten.
   */
  startImport: {
    params: z.object({
      place: token,
      mailboxes: z.array(z.number().int().min(0)).max(100_000),
      into,
      kept: z.boolean().default(false),
    }),
    result: job,
  },
  /** Imports files that were dropped or uploaded: messages or mbox files. */
  importUploads: {
    params: z.object({
      uploads: z
        .array(z.object({ blob: z.string(), name: z.string().max(1000) }))
        .min(1)
        .max(10_000),
      into,
    }),
    result: job,
  },
  startExport: {
    params: z.object({
      mailboxes: z.array(mailboxId).min(1).max(100_000),
      place: token,
      format: z.enum(['mbox', 'eml']),
    }),
    result: job,
  },
  /** Saves an account (null: this computer) into a folder, continuing what is there. */
  startBackup: {
    params: z.object({ account: accountId.nullable(), place: token }),
    result: job,
  },
  startVerify: { params: z.object({ place: token }), result: job },
  jobs: { params: empty, result: z.array(shape<Job>()) },
  /** What was done stays; most can simply be begun again. */
  stopJob: { params: job, result: nothing },
  /**
   * Begins an unfinished one again, as it was asked for; what is there is not done twice.
   * @throws MailError `nothing-found`, `no-such-job`.
   */
  beginJobAgain: { params: job, result: job },
  /** Takes an ended one off the list. */
  forgetJob: { params: job, result: nothing },
} as const;
