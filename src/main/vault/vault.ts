import type {
  Ahead,
  BlobStore,
  JournalRecord,
  JsonValue,
  Recovery,
  Reducer,
  SpaceState,
  Vault,
} from '@shared/ports/vault';
import { FileBlobs } from './blobs';
import { type Computer, thisComputer } from './computer';
import type { Disk } from './disk';
import { asVaultError } from './disk-error';
import { FileJournal } from './journal';
import type { Lock, LockOptions, Processes } from './lock';
import { nodeProcesses, takeLock } from './lock';
import { nodeDisk } from './node-disk';
import { openJournal } from './open-journal';
import { Quarantine } from './quarantine';
import { CURRENT_SCHEMA, type Schema } from './schema';
import type { SpaceLimits } from './space';
import { DEFAULT_LIMITS, Space } from './space';

export interface VaultOptions {
  /** Absolute path; made when it is not there. */
  readonly folder: string;
  /** With `after` it gives signs of life to other computers, and listens for theirs. */
  readonly clock: LockOptions['clock'];
  /** Default: this program's own. */
  readonly schema?: Schema;
  readonly disk?: Disk;
  readonly limits?: Partial<SpaceLimits>;
  readonly processes?: Processes;
  readonly computer?: Computer;
  /** See `LockOptions`. */
  readonly takeOver?: boolean;
  readonly seen?: string;
  readonly onListen?: (computer: string) => void;
}

/**
 * Opens the vault for this process alone, repairing what a crash or the disk did to it (`recovered`).
 *
 *     lock                 who has it open
 *     lock.beat            changes while they do
 *     journal-00000007     the journal, and the generation before it
 *     blobs/<sha-256>      stored files
 *     reserve              room that is given up for the journal on a full disk
 *     quarantine/          bytes that were not what was written
 *
 * @throws VaultError `locked`, `newer-version`, `no-migration`, `no-space`, `io`.
 */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const { clock, disk = nodeDisk, processes = nodeProcesses } = options;
  const folder = options.folder.replaceAll('\\', '/').replace(/\/+$/, '');
  const schema = options.schema ?? CURRENT_SCHEMA;
  try {
    for (const path of [folder, `${folder}/blobs`, `${folder}/quarantine`]) await disk.makeFolder(path);
    const { computer = await thisComputer() } = options;
    const lock = await takeLock({ ...options, disk, folder, processes, computer, clock });
    try {
      const quarantine = new Quarantine(disk, folder);
      const space = new Space(disk, folder, { ...DEFAULT_LIMITS, ...options.limits });
      const blobs = new FileBlobs(disk, folder, space, quarantine);
      const journal = new FileJournal(
        disk,
        folder,
        space,
        await openJournal(disk, folder, schema, quarantine),
      );
      await blobs.clean();
      await space.check();
      return new OpenVault(lock, journal, blobs, space, quarantine);
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    throw asVaultError(error);
  }
}

class OpenVault implements Vault {
  readonly blobs: BlobStore;
  readonly #lock: Lock;
  readonly #journal: FileJournal;
  readonly #space: Space;
  readonly #quarantine: Quarantine;

  constructor(lock: Lock, journal: FileJournal, blobs: BlobStore, space: Space, quarantine: Quarantine) {
    this.#lock = lock;
    this.#journal = journal;
    this.blobs = blobs;
    this.#space = space;
    this.#quarantine = quarantine;
  }

  get recovered(): readonly Recovery[] {
    return this.#quarantine.recovered;
  }

  get space(): SpaceState {
    return this.#space.state;
  }

  get sinceSnapshot(): { readonly bytes: number; readonly records: number } {
    return this.#journal.sinceSnapshot;
  }

  append(type: string, payload: JsonValue): Promise<number> {
    return this.#journal.append(type, payload);
  }

  appendAll(records: readonly JournalRecord[]): Promise<number> {
    return this.#journal.appendAll(records);
  }

  replay(reducer: Reducer, ahead?: Ahead): Promise<() => void> {
    return this.#journal.replay(reducer, ahead);
  }

  snapshot(records: Iterable<JournalRecord>): Promise<void> {
    return this.#journal.snapshot(records);
  }

  onSpace(listener: (state: SpaceState) => void): () => void {
    return this.#space.listen(listener);
  }

  async checkSpace(): Promise<SpaceState> {
    try {
      const state = await this.#space.check();
      return state === 'broken' || (await this.#journal.isOurs()) ? state : this.#space.state;
    } catch (error) {
      throw asVaultError(error);
    }
  }

  async close(): Promise<void> {
    try {
      await this.#journal.close();
    } finally {
      await this.#lock.release();
    }
  }
}
