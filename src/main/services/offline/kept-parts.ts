import type { BlobHash } from '@shared/model/ids';
import { Table } from '@shared/ports/fold';
import type { BlobStore, Journal } from '@shared/ports/vault';

/** Stands where a section does for a message as the server has it, every byte. */
export const WHOLE_MESSAGE = 'whole';

/** A part that is here whole, decoded. */
export interface KeptPart {
  readonly blob: BlobHash;
  /** Octets of the file. */
  readonly size: number;
  /** When it came, ms since 1970. */
  readonly at: number;
}

/**
 * Parts of messages that are kept for reading without a connection, by the message's identity and the section: a copy
 * or a move of the message finds them too. In the journal, because the files are; what was cut short is never here.
 */
export class KeptParts {
  readonly table = new Table<KeptPart>('kept-part');

  constructor(
    private readonly journal: Journal,
    private readonly blobs: BlobStore,
  ) {}

  /** Files that must not be swept. */
  *owned(): Iterable<string> {
    for (const part of this.table.values()) yield part.blob;
  }

  has(identity: string, section: string): boolean {
    return this.table.has(keyOf(identity, section));
  }

  /** The part, if its file is really there. */
  async find(identity: string, section: string): Promise<KeptPart | null> {
    const kept = this.table.get(keyOf(identity, section));
    return kept && (await this.blobs.has(kept.blob)) ? kept : null;
  }

  async keep(identity: string, section: string, part: KeptPart): Promise<void> {
    await this.journal.appendAll([this.table.put(keyOf(identity, section), part)]);
  }

  /** Forgets what has been here since before `at`; the files go with the next sweep. @returns how many. */
  async release(at: number): Promise<number> {
    const old = [...this.table.entries()].filter(([, part]) => part.at < at);
    if (old.length > 0) await this.journal.appendAll(old.map(([key]) => this.table.drop(key)));
    return old.length;
  }
}

const keyOf = (identity: string, section: string): string => `${section}@${identity}`;
