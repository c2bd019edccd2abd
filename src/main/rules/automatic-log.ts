import type { AutomaticEntry } from '@shared/contract/automatic';
import { Table } from '@shared/ports/fold';
import type { JournalRecord } from '@shared/ports/vault';
import type { OperationId } from '@shared/model/ids';
import type { LoggedOperation, Made } from '../operations/action-log';

/** An entry with what takes it back, also after a restart. */
export interface KeptEntry extends AutomaticEntry {
  readonly operations: readonly LoggedOperation[];
  /** The copies that came of them so far. */
  readonly made?: readonly MadeBy[];
}

interface MadeBy {
  /** One of the entry's operations. */
  readonly operation: OperationId;
  readonly made: Made;
}

/** Older ones are history. */
const KEPT = 200;

/** What Tern did by itself lately, in the journal beside the operations that do it. */
export class AutomaticLog {
  readonly table = new Table<KeptEntry>('automatic');

  /** Records of new entries, and of the oldest ones' end. */
  add(entries: readonly KeptEntry[]): JournalRecord[] {
    const known = this.table.latestValues();
    const old = known.sort((a, b) => a.at - b.at).slice(0, Math.max(0, known.length + entries.length - KEPT));
    return [
      ...entries.slice(-KEPT).map((entry) => this.table.put(entry.id, entry)),
      ...old.map(({ id }) => this.table.drop(id)),
    ];
  }

  /** Records of copies that came of an entry's operation; none where the group is no entry. */
  made(group: string, by: MadeBy): JournalRecord[] {
    const entry = this.table.latest(group);
    return entry ? [this.table.put(group, { ...entry, made: [...(entry.made ?? []), by] })] : [];
  }

  /** Newest first. */
  list(): AutomaticEntry[] {
    return [...this.table.values()]
      .sort((a, b) => b.at - a.at || (b.id < a.id ? -1 : 1))
      .map(({ operations: _operations, made: _made, ...entry }) => entry);
  }

  forget(account: string): JournalRecord[] {
    return this.table
      .latestValues()
      .filter((entry) => entry.account === account)
      .map(({ id }) => this.table.drop(id));
  }
}
