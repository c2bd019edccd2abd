import type { ImportInto, Job } from '@shared/contract/import-export';
import type { AccountId, MailboxId } from '@shared/model/ids';
import { Table } from '@shared/ports/fold';
import { isVaultError, type Journal, type JournalRecord } from '@shared/ports/vault';

/** What was asked for, so that it can be asked for again. Paths are ones that the person chose. */
export type Asked =
  | {
      readonly kind: 'import';
      readonly path: string;
      readonly mailboxes: readonly { readonly path: readonly string[]; readonly removed: boolean }[];
      readonly into: ImportInto;
      /** With what else a backup holds. */
      readonly kept?: boolean;
    }
  | {
      readonly kind: 'export';
      readonly mailboxes: readonly MailboxId[];
      readonly folder: string;
      readonly format: 'mbox' | 'eml';
      /** What became of each mailbox in an attempt before: its name in the folder, and how many once all of it is there. */
      readonly placed?: Readonly<Record<MailboxId, { readonly name: string; readonly whole: number | null }>>;
    }
  | {
      readonly kind: 'backup';
      readonly account: AccountId | null;
      readonly folder: string;
      /** There is something of it in the folder, if that is the folder that was chosen. */
      readonly begun?: boolean;
    }
  | { readonly kind: 'verify'; readonly folder: string };

/** A job that was asked for and of which nobody has been told how it ended. */
export interface NotedJob extends Pick<Job, 'id' | 'kind' | 'name' | 'started'> {
  /** Null: what it was about is gone (files that a page has sent). */
  readonly asked: Asked | null;
}

/** How far a job had come at a time, ms since 1970. */
export interface JobProgress extends Pick<Job, 'messages' | 'already'> {
  readonly noted: number;
}

/**
 * Jobs under way, in the journal: after a kill somebody has to be told that an import or a backup is not whole. A note that
 * the disk refuses stops no job: mail is brought out of a full disk by one.
 */
export class JobBook {
  readonly table = new Table<NotedJob>('job');
  /** By itself: it is noted often, and what was asked for may name thousands of folders. */
  readonly progress = new Table<JobProgress>('job-progress');

  constructor(private readonly journal: Pick<Journal, 'appendAll'>) {}

  begun(job: NotedJob): Promise<void> {
    return this.#append([this.table.put(job.id, job)]);
  }
  /** What it is asked to do when it is begun again: what has been done is not done twice. */
  async left(id: string, asked: Asked): Promise<void> {
    const job = this.table.latest(id);
    if (job) await this.#append([this.table.put(id, { ...job, asked })]);
  }
  cameTo(id: string, progress: JobProgress): Promise<void> {
    return this.#append([this.progress.put(id, progress)]);
  }
  async drop(id: string): Promise<void> {
    const tables = [this.table, this.progress].filter((table) => table.latest(id) !== undefined);
    if (tables.length > 0) await this.#append(tables.map((table) => table.drop(id)));
  }

  async #append(records: readonly JournalRecord[]): Promise<void> {
    try {
      await this.journal.appendAll(records);
    } catch (error) {
      if (!isVaultError(error)) throw error;
    }
  }
}
