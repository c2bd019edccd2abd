import type { JournalRecord, StoredRecord } from '@shared/ports/vault';
import { VaultError } from '@shared/ports/vault';

/** Turns one record of a version into records of the next one; none, when the record has become meaningless. */
export type Migration = (record: StoredRecord) => readonly JournalRecord[];

/** The meaning of the records, as the program knows it. */
export interface Schema {
  /** 1, 2, 3 … */
  readonly version: number;
  /** `migrations[n]` leads from version n to n + 1. */
  readonly migrations: Readonly<Record<number, Migration>>;
}

/** What this Tern writes. A vault of each version before it is kept in `tests/corpora/vault`. */
export const CURRENT_SCHEMA: Schema = { version: 1, migrations: {} };

/** @throws VaultError `newer-version` when a later Tern wrote the journal; nothing has been touched then. */
export function refuseNewer(found: number, schema: Schema): void {
  if (found <= schema.version) return;
  throw new VaultError('newer-version', 'This profile was written by a newer Tern.', {
    found,
    known: schema.version,
  });
}

/** The record as the present version writes it; what comes out keeps its number. */
export function migrate(record: StoredRecord, from: number, schema: Schema): readonly StoredRecord[] {
  let records: readonly StoredRecord[] = [record];
  for (let version = from; version < schema.version; version++) {
    const step = schema.migrations[version];
    if (!step) {
      throw new VaultError('no-migration', 'This profile is too old for this Tern.', { found: version });
    }
    records = records.flatMap((old) => step(old).map((next) => ({ ...next, seq: old.seq })));
  }
  return records;
}
