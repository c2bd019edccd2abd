import type { MailboxId } from '@shared/model/ids';
import { Table } from '@shared/ports/fold';
import type { Journal, JournalRecord } from '@shared/ports/vault';
import { UidSet } from '../../imap';

/** What is known to be here of one mailbox generation. */
export interface Kept {
  readonly generation: number;
  /** Messages whose text is here whole. */
  readonly texts: UidSet;
  /** Those whose attachments are here too. */
  readonly whole: UidSet;
  /** The text is here and was cut short by the server. */
  readonly cut: UidSet;
  /** Octets of texts and attachments. */
  readonly bytes: number;
  readonly completeAt: number;
}

interface Stored {
  readonly generation: number;
  readonly texts: string;
  readonly whole: string;
  readonly cut: string;
  readonly bytes: number;
  readonly completeAt: number;
}

const nothing = (generation: number): Kept => ({
  generation,
  texts: UidSet.empty,
  whole: UidSet.empty,
  cut: UidSet.empty,
  bytes: 0,
  completeAt: 0,
});

/**
 * Which messages are kept, so that a start does not look at every one of them again. Only a note: a cache that was lost
 * makes it void, and what it says is checked by samples.
 */
export class KeptRecord {
  readonly table = new Table<Stored>('kept-messages');

  constructor(private readonly journal: Journal) {}

  of(mailbox: MailboxId, generation: number): Kept {
    const stored = this.table.get(mailbox);
    if (!stored || stored.generation !== generation) return nothing(generation);
    const set = (text: string): UidSet => (text === '' ? UidSet.empty : (UidSet.parse(text) ?? UidSet.empty));
    return {
      generation,
      texts: set(stored.texts),
      whole: set(stored.whole),
      cut: set(stored.cut),
      bytes: stored.bytes,
      completeAt: stored.completeAt,
    };
  }

  async note(mailbox: MailboxId, kept: Kept): Promise<void> {
    const text = (set: UidSet): string => (set.isEmpty ? '' : set.toString());
    const stored: Stored = {
      generation: kept.generation,
      texts: text(kept.texts),
      whole: text(kept.whole),
      cut: text(kept.cut),
      bytes: kept.bytes,
      completeAt: kept.completeAt,
    };
    await this.journal.appendAll([this.table.put(mailbox, stored)]);
  }

  forget(mailboxes: readonly MailboxId[]): JournalRecord[] {
    return mailboxes.flatMap((id) => (this.table.latest(id) === undefined ? [] : [this.table.drop(id)]));
  }
}
