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
    }
  | {
      readonly kind: 'export';
      readonly mailboxes: readonly MailboxId[];
      readonly folder: string;
      readonly format: 'mbox' | 'eml';
    }
  | { readonly kind: 'backup'; readonly account: AccountId | null; readonly folder: string }
  | { readonly kind: 'verify'; readonly folder: string };

/** A job that has begun and of which nobody has been told how it ended. */
export interface NotedJob extends Pick<Job, 'id' | 'kind' | 'name' | 'messages' | 'already' | 'started'> {
  /** How far it had come then, ms since 1970. */
  readonly noted: number;
  /** Null: what it was about is gone (files that a page has sent). */
  readonly asked: Asked | null;
}

/**
 * Jobs under way, in the journal: after a kill somebody has to be told that an import or a backup is not whole. A note that
 * the disk refuses stops no job: mail is brought out of a full disk by one.
 */
export class JobBook {
  readonly table = new Table<NotedJob>('job');

  constructor(private readonly journal: Pick<Journal, 'appendAll'>) {}

  note(job: NotedJob): Promise<void> {
    return this.#append(this.table.put(job.id, job));
  }
  async drop(id: string): Promise<void> {
    if (this.table.latest(id)) await this.#append(this.table.drop(id));
  }

  async #append(record: JournalRecord): Promise<void> {
    try {
      await this.journal.appendAll([record]);
    } catch (error) {
      if (!isVaultError(error)) throw error;
    }
  }
}
