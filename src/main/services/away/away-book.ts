import type { AwayFolder, AwayReport } from '@shared/contract/away';
import type { Fact, KnownColumns, MessagesFact } from '@shared/contract/store-api';
import { Flag } from '@shared/model/flags';
import type { Generation, MailboxId } from '@shared/model/ids';
import type { MailboxRole } from '@shared/model/message';
import { Table } from '@shared/ports/fold';
import { isVaultError, type Journal } from '@shared/ports/vault';
import type { Witness } from '../../sync/witness';

/** Less than this is a glance elsewhere, not an absence. */
const ABSENCE_MS = 10 * 60_000;
/** More messages than this of one folder are counted and no longer followed to where they went. */
const FOLLOWED = 500;

/** What happened in one folder. Hashes of Message-IDs tell a move from a deletion and an arrival. */
interface Entry {
  readonly arrived: number;
  readonly arrivedHashes: readonly number[];
  readonly read: number;
  readonly starred: number;
  readonly gone: number;
  readonly goneHashes: readonly number[];
}

interface Presence {
  /** When somebody looked last. */
  readonly seen: number;
  /** Since when what is collected counts; 0 while nobody was away. */
  readonly since: number;
}

const NOTHING: Entry = { arrived: 0, arrivedHashes: [], read: 0, starred: 0, gone: 0, goneHashes: [] };
/** Folders whose news are somebody's own doing, or a copy of what another folder tells. */
const QUIET: ReadonlySet<MailboxRole> = new Set([
  'sent',
  'drafts',
  'junk',
  'all',
  'flagged',
  'important',
  'outbox',
]);

export interface AwayPorts {
  readonly journal: Journal;
  now(): number;
  roleOf(mailbox: MailboxId): MailboxRole | undefined;
  /** UIDs that the person's own operations name, done or not. */
  ownDoing(mailbox: MailboxId, generation: Generation): (uid: number) => boolean;
  tell(report: AwayReport | null): void;
}

/**
 * What happened while nobody looked, by folder. In the journal, so that it survives a restart; bounded, and gone when
 * the person has read it. A look at a folder that begins before somebody looks and ends after counts as away.
 */
export class AwayBook implements Witness {
  readonly table = new Table<Entry>('away');
  readonly presence = new Table<Presence>('presence');
  #looking = false;
  #lookingSince = 0;
  readonly #lastSynced = new Map<MailboxId, number>();
  readonly #fresh = new Map<MailboxId, Entry>();

  constructor(private readonly ports: AwayPorts) {}

  get #state(): Presence {
    return this.presence.latest('me') ?? { seen: 0, since: 0 };
  }

  /** The person looks, or looks away. */
  async look(looking: boolean): Promise<void> {
    const { ports } = this;
    const now = ports.now();
    const was = this.#looking;
    const { seen, since } = this.#state;
    this.#looking = looking;
    if (looking && !was) this.#lookingSince = now;
    // Back from an absence: what was collected since counts from when somebody looked last.
    const away = looking && !was && seen > 0 && now - seen >= ABSENCE_MS;
    const next: Presence = { seen: now, since: since > 0 ? since : away ? seen : 0 };
    try {
      await ports.journal.appendAll([this.presence.put('me', next)]);
      if (looking && !was && next.since === 0) await this.#clear();
    } catch (error) {
      // The disk refuses: then the last time that was told counts.
      if (!isVaultError(error)) throw error;
    }
    if (looking && !was) ports.tell(this.report());
  }

  /** The last page was closed. */
  lookAway(): void {
    void this.look(false);
  }

  async seen(): Promise<void> {
    await this.#clear();
    await this.ports.journal.appendAll([this.presence.put('me', { seen: this.ports.now(), since: 0 })]);
    this.ports.tell(null);
  }

  async #clear(): Promise<void> {
    this.#fresh.clear();
    const ids = [...this.table.entries()].map(([id]) => id);
    if (ids.length > 0) await this.ports.journal.appendAll(ids.map((id) => this.table.drop(id)));
  }

  /** Null when nobody was away or nothing happened. */
  report(): AwayReport | null {
    const { since } = this.#state;
    if (since === 0) return null;
    const folders = this.#folders();
    return folders.length > 0 ? { since, folders } : null;
  }

  #folders(): AwayFolder[] {
    const gone = new Map<number, MailboxId>();
    for (const [id, { goneHashes }] of this.table.entries())
      for (const hash of goneHashes) gone.set(hash, id as MailboxId);
    const movedIn = new Map<MailboxId, number>();
    const movedOut = new Map<MailboxId, number>();
    const deleted = new Map<MailboxId, number>();
    const count = (map: Map<MailboxId, number>, id: MailboxId): Map<MailboxId, number> =>
      map.set(id, (map.get(id) ?? 0) + 1);
    for (const [key, { arrivedHashes }] of this.table.entries()) {
      const id = key as MailboxId;
      for (const hash of arrivedHashes) {
        const from = gone.get(hash);
        if (from === undefined || from === id) continue;
        gone.delete(hash);
        count(movedIn, id);
        // Into the trash is how people delete.
        count(this.ports.roleOf(id) === 'trash' ? deleted : movedOut, from);
      }
    }
    const folders: AwayFolder[] = [];
    for (const [key, entry] of this.table.entries()) {
      const mailbox = key as MailboxId;
      const role = this.ports.roleOf(mailbox);
      if (role === undefined || QUIET.has(role)) continue;
      const cameBy = movedIn.get(mailbox) ?? 0;
      const went = (movedOut.get(mailbox) ?? 0) + (deleted.get(mailbox) ?? 0);
      const folder: AwayFolder = {
        mailbox,
        arrived: Math.max(0, entry.arrived - cameBy),
        read: entry.read,
        starred: entry.starred,
        movedIn: role === 'trash' ? 0 : cameBy,
        movedOut: movedOut.get(mailbox) ?? 0,
        deleted: Math.max(0, entry.gone - went) + (deleted.get(mailbox) ?? 0),
      };
      const { arrived, read, starred, movedOut: out, deleted: dead } = folder;
      if (arrived + read + starred + folder.movedIn + out + dead > 0) folders.push(folder);
    }
    return folders.sort((a, b) => b.arrived - a.arrived || sum(b) - sum(a));
  }

  watches(mailbox: MailboxId): boolean {
    if (this.#state.seen === 0) return false;
    if (!this.#looking) return true;
    // Somebody is back, but this folder was last looked at before.
    return this.#state.since > 0 && (this.#lastSynced.get(mailbox) ?? 0) < this.#lookingSince;
  }

  arrived(mailbox: MailboxId, { uids, idHashes, generation }: MessagesFact, from: number): void {
    const own = this.ports.ownDoing(mailbox, generation);
    const at = [...uids.keys()].filter((i) => (uids[i] as number) >= from && !own(uids[i] as number));
    this.#add(mailbox, (entry) => ({
      ...entry,
      arrived: entry.arrived + at.length,
      arrivedHashes: follow(
        entry.arrivedHashes,
        at.map((i) => idHashes[i] as number),
      ),
    }));
  }

  flagged(
    mailbox: MailboxId,
    generation: Generation,
    before: KnownColumns,
    fact: Fact & { kind: 'flags' },
  ): void {
    const own = this.ports.ownDoing(mailbox, generation);
    const now = new Map([...fact.uids.keys()].map((i) => [fact.uids[i] as number, fact.flags[i] as number]));
    let read = 0;
    let starred = 0;
    before.uids.forEach((uid, i) => {
      if (own(uid)) return;
      const added = (now.get(uid) ?? 0) & ~(before.flags[i] as number);
      if (added & Flag.Seen) read++;
      if (added & Flag.Flagged) starred++;
    });
    this.#add(mailbox, (entry) => ({ ...entry, read: entry.read + read, starred: entry.starred + starred }));
  }

  gone(mailbox: MailboxId, generation: Generation, { uids, idHashes }: KnownColumns): void {
    const own = this.ports.ownDoing(mailbox, generation);
    const at = [...uids.keys()].filter((i) => !own(uids[i] as number));
    this.#add(mailbox, (entry) => ({
      ...entry,
      gone: entry.gone + at.length,
      goneHashes: follow(
        entry.goneHashes,
        at.map((i) => idHashes[i] as number),
      ),
    }));
  }

  async synced(mailbox: MailboxId): Promise<void> {
    this.#lastSynced.set(mailbox, this.ports.now());
    const fresh = this.#fresh.get(mailbox);
    if (!fresh) return;
    this.#fresh.delete(mailbox);
    try {
      await this.ports.journal.appendAll([this.table.put(mailbox, fresh)]);
    } catch (error) {
      if (!isVaultError(error)) throw error;
      // No reason to stop reading mail: it is told with what comes next. What came meanwhile counts from there already.
      if (!this.#fresh.has(mailbox)) this.#fresh.set(mailbox, fresh);
      return;
    }
    if (this.#looking) this.ports.tell(this.report());
  }

  #add(mailbox: MailboxId, change: (entry: Entry) => Entry): void {
    const before = this.#fresh.get(mailbox) ?? this.table.latest(mailbox) ?? NOTHING;
    const after = change(before);
    if (sumOf(after) !== sumOf(before)) this.#fresh.set(mailbox, after);
  }
}

/** 0 is no Message-ID, and follows nobody. */
const follow = (known: readonly number[], more: readonly number[]): readonly number[] =>
  [...known, ...more.filter((hash) => hash !== 0)].slice(0, FOLLOWED);

const sumOf = ({ arrived, read, starred, gone }: Entry): number => arrived + read + starred + gone;

const sum = ({ arrived, read, starred, movedIn, movedOut, deleted }: AwayFolder): number =>
  arrived + read + starred + movedIn + movedOut + deleted;
