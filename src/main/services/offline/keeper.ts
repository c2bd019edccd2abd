import type { AccountStatus } from '@shared/contract/account';
import type { OfflineFolder, OfflineStatus, Trip } from '@shared/contract/offline';
import { isMailError } from '@shared/errors/mail-error';
import { type AccountId, generation, type MailboxId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import { isVaultError, type Vault } from '@shared/ports/vault';
import { RpcError } from '@shared/rpc/wire';
import { UidSet } from '../../imap';
import type { ConnectedStore } from '../../sync/account-runner';
import { Priority } from '../../sync/job-queue';
import type { KnownMailbox, MailboxRegistry } from '../../sync/mailbox-registry';
import type { Runner } from '../../sync/runner';
import type { BlobShelf } from '../blob-shelf';
import { clipped, keepMailbox, wantedOf, type Wanted } from './keep-mailbox';
import type { Kept, KeptRecord } from './kept-record';
import type { KeptParts } from './kept-parts';
import { type KeepPolicies, type Want, wantOf } from './policies';

export interface KeeperPorts {
  readonly clock: Clock;
  readonly vault: Pick<Vault, 'space' | 'onSpace'>;
  readonly registry: MailboxRegistry;
  readonly policies: KeepPolicies;
  readonly record: KeptRecord;
  readonly parts: KeptParts;
  readonly shelf: BlobShelf;
  accounts(): readonly AccountId[];
  runner(account: AccountId): Runner | undefined;
  store(): ConnectedStore | null;
  /** The person works offline. */
  isHeld(): boolean;
  /** How things stand has changed; told at most twice a second. */
  tell(status: OfflineStatus): void;
  onFailure(error: unknown): void;
}

/** Folders that nobody takes on a journey. */
const LEFT_BEHIND = new Set(['junk', 'trash', 'all', 'flagged', 'important', 'drafts']);
/** Important ones first. */
const ORDER = ['inbox', 'sent', 'archive', null, 'drafts', 'all', 'trash', 'junk'];
const TELL_MS = 500;
const DAY_MS = 86_400_000;
/** So many of those noted as here are looked up after a start. */
const SAMPLE = 200;

/** How one folder stood when it was last looked at. */
interface Look {
  readonly wanted: Wanted;
  readonly kept: Kept;
  readonly failed: number;
  readonly listing: boolean;
  /** What it was looked at for; equal and complete means that there is nothing to do. */
  readonly seen: string;
  readonly complete: boolean;
}

/**
 * Keeps here what people want to read without a connection: texts and attachments by each folder's policy, and the last
 * days of everything for a journey. Works account by account when nothing else wants the connection, gives way between
 * messages and within large attachments, goes on where it was, and rests while the disk is low.
 */
export class Keeper {
  readonly #looks = new Map<MailboxId, Look>();
  readonly #failed = new Map<MailboxId, Set<number>>();
  readonly #checked = new Set<MailboxId>();
  readonly #runs = new Map<AccountId, Promise<void>>();
  readonly #again = new Set<AccountId>();
  readonly #lastRest = new Map<AccountId, number | null>();
  /** Once it is over its numbers stay as they were. */
  #trip: { readonly since: number; readonly state: 'running' } | Trip | null = null;
  #telling: (() => void) | null = null;
  #stopped = false;

  constructor(private readonly ports: KeeperPorts) {
    ports.vault.onSpace(() => this.wakeAll());
  }

  /** Something may be to do for an account: it came to rest, its folders or wishes changed. */
  wake(account: AccountId): void {
    if (this.#stopped) return;
    if (this.#runs.has(account)) {
      this.#again.add(account);
      return;
    }
    const run = this.#run(account)
      .catch((error: unknown) => this.#unlessPassing(error))
      .finally(() => {
        this.#runs.delete(account);
        if (this.#again.delete(account)) this.wake(account);
      });
    this.#runs.set(account, run);
  }

  wakeAll(): void {
    for (const account of this.ports.accounts()) this.wake(account);
  }

  /** Another cache is connected: what was noted is looked up again. */
  storeChanged(): void {
    this.#checked.clear();
    this.wakeAll();
  }

  /** An account that came to rest after a look leaves the connection to this; what failed is tried once more. */
  noticed({ account: { id: account }, phase, lastSync }: AccountStatus): void {
    if (phase !== 'idle' || lastSync === this.#lastRest.get(account)) return;
    this.#lastRest.set(account, lastSync);
    for (const { id } of this.ports.registry.ofAccount(account)) this.#failed.delete(id);
    this.wake(account);
  }

  takeAlong(days: number): void {
    this.#trip = { since: this.ports.clock.now() - days * DAY_MS, state: 'running' };
    this.wakeAll();
    this.#tell();
  }

  stopTaking(): void {
    const trip = this.status().trip;
    this.#trip = trip?.state === 'running' ? { ...trip, state: 'stopped' } : null;
    // What the journey wanted is no longer wanted.
    this.wakeAll();
    this.#tell();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#telling?.();
    await Promise.all(this.#runs.values());
  }

  status(): OfflineStatus {
    const { ports } = this;
    const mailboxes = ports
      .accounts()
      .flatMap((account) => ports.registry.ofAccount(account))
      .filter(({ selectable }) => selectable);
    return {
      folders: mailboxes.map((known) => this.#folder(known)),
      defaults: ports.accounts().map((account) => ({ account, policy: ports.policies.ofAccount(account) })),
      paused: ports.vault.space !== 'ok' ? 'disk' : ports.isHeld() ? 'offline' : null,
      trip: this.#tripStatus(mailboxes),
    };
  }

  #folder(known: KnownMailbox): OfflineFolder {
    const { policies, clock } = this.ports;
    const effective = policies.effective(known);
    const want = wantOf(effective, clock.now());
    const look = this.#looks.get(known.id);
    const wanted = want?.attachments === true ? look?.wanted.whole : look?.wanted.texts;
    const here = want?.attachments === true ? look?.kept.whole : look?.kept.texts;
    const of = want === null || !wanted ? UidSet.empty : wanted;
    return {
      mailbox: known.id,
      account: known.account,
      policy: policies.own(known.id),
      effective,
      wanted: of.size,
      kept: here ? of.intersection(here).size : 0,
      bytes: look?.kept.bytes ?? 0,
      listing: look?.listing ?? true,
      cut: look ? of.intersection(look.kept.cut).size : 0,
      failed: look?.failed ?? 0,
      completeAt: look?.kept.completeAt ?? 0,
      local: known.local,
    };
  }

  #tripStatus(mailboxes: readonly KnownMailbox[]): Trip | null {
    if (!this.#trip) return null;
    if ('wanted' in this.#trip) return this.#trip;
    const looks = mailboxes.filter(goesAlong).flatMap(({ id }) => this.#looks.get(id) ?? []);
    const sum = (of: (look: Look) => number): number => looks.reduce((n, look) => n + of(look), 0);
    return {
      ...this.#trip,
      wanted: sum(({ wanted }) => wanted.whole.size),
      kept: sum(({ wanted, kept }) => wanted.whole.intersection(kept.whole).size),
      bytes: sum(({ kept }) => kept.bytes),
      failed: sum(({ failed }) => failed),
    };
  }

  async #run(account: AccountId): Promise<void> {
    const { registry } = this.ports;
    const mailboxes = registry
      .ofAccount(account)
      .filter(({ selectable, local }) => selectable && !local)
      .sort((a, b) => rank(a) - rank(b));
    for (const known of mailboxes) {
      if (this.#stopped) return;
      await this.#keep(known);
    }
    this.#endTrip();
    this.#tell();
  }

  async #keep(known: KnownMailbox): Promise<void> {
    const { ports } = this;
    const store = ports.store();
    const runner = ports.runner(known.account);
    const wants = this.#wants(known);
    if (!store || !runner) return;
    if (wants.length === 0) {
      this.#looks.delete(known.id);
      return;
    }
    const cursor = runner.insight?.().cursors.get(known.id);
    const seen = JSON.stringify([known.generation, cursor?.uidNext, cursor?.exists, cursor?.floor, wants]);
    const was = this.#looks.get(known.id);
    if (was?.complete === true && was.seen === seen && this.#checked.has(known.id)) {
      const completeAt = runner.status.lastSync ?? was.kept.completeAt;
      this.#looks.set(known.id, { ...was, kept: { ...was.kept, completeAt } });
      return;
    }
    const place = generation(known.generation);
    const columns = await store.api.columns({
      mailbox: known.id,
      generation: place,
      first: 1,
      last: 0xffffffff,
    });
    const wanted = wantedOf(columns, wants);
    const noted = clipped(ports.record.of(known.id, known.generation), UidSet.from(columns.uids));
    const before = await this.#check(store, known, noted);
    const failed = this.#failed.get(known.id) ?? new Set<number>();
    this.#failed.set(known.id, failed);
    const listing = (): boolean => (runner.insight?.().cursors.get(known.id)?.floor ?? 2) > 1;
    const look = (kept: Kept, complete = false): void => {
      this.#looks.set(known.id, { wanted, kept, failed: failed.size, listing: listing(), seen, complete });
      this.#tell();
    };
    look(before);
    let last = before;
    const kept = await keepMailbox(
      {
        store,
        runner,
        parts: ports.parts,
        shelf: ports.shelf,
        now: () => ports.clock.now(),
        mayFetch: () => !ports.isHeld() && ports.vault.space === 'ok' && runner.status.phase === 'idle',
        stopped: () => this.#stopped || this.#again.has(known.account),
        failed,
        progress: async (now) => {
          // Noted for what it cost to find out, not for every look.
          if (now !== last) await ports.record.note(known.id, now);
          last = now;
          look(now);
        },
        priority: this.#trip?.state === 'running' ? Priority.Backfill : Priority.Ahead,
      },
      known,
      wanted,
      before,
    );
    const complete =
      !listing() &&
      wanted.texts.difference(kept.texts).isEmpty &&
      wanted.whole.difference(kept.whole).isEmpty;
    if (complete && runner.status.phase === 'idle') {
      const done = { ...kept, completeAt: runner.status.lastSync ?? ports.clock.now() };
      // Once a minute is often enough for a note of the time.
      if (done.completeAt - noted.completeAt > 60_000) await ports.record.note(known.id, done);
      look(done, true);
    } else look(kept);
  }

  /** After a start, or with another cache: a sample of what is noted must be there, or the note is void. */
  async #check(store: ConnectedStore, known: KnownMailbox, noted: Kept): Promise<Kept> {
    if (this.#checked.has(known.id)) return noted;
    this.#checked.add(known.id);
    const sample = [...noted.texts.splitNewest(SAMPLE).newest];
    if (sample.length === 0) return noted;
    const place = generation(known.generation);
    const rows = await store.api.rows({
      refs: sample.map((uid) => ({ mailbox: known.id, generation: place, uid })),
    });
    const identities = rows.flatMap((row) => (row ? [row.identity] : []));
    const present = await store.api.bodiesPresent({ identities });
    if (present.length === sample.length && present.every(Boolean)) return noted;
    return {
      ...noted,
      texts: UidSet.empty,
      whole: UidSet.empty,
      cut: UidSet.empty,
      bytes: 0,
      completeAt: 0,
    };
  }

  #wants(known: KnownMailbox): Want[] {
    const { policies, clock } = this.ports;
    const want = wantOf(policies.effective(known), clock.now());
    const trip = this.#trip?.state === 'running' && goesAlong(known) && !policies.isHidden(known.id);
    return [
      ...(want ? [want] : []),
      ...(trip && this.#trip ? [{ since: this.#trip.since, attachments: true }] : []),
    ];
  }

  /** The journey's list is through when every account is. */
  #endTrip(): void {
    if (this.#trip?.state !== 'running' || this.#runs.size > 1 || this.#again.size > 0) return;
    const { trip } = this.status();
    if (!trip) return;
    const { wanted, kept, failed } = trip;
    const listing = [...this.#looks.values()].some((look) => look.listing);
    if (!listing && kept + failed >= wanted && this.#everyoneWasThere())
      this.#trip = { ...trip, state: 'done' };
  }

  #everyoneWasThere(): boolean {
    const { ports } = this;
    return ports
      .accounts()
      .flatMap((account) => ports.registry.ofAccount(account))
      .filter((known) => known.selectable && goesAlong(known) && !ports.policies.isHidden(known.id))
      .every(({ id }) => this.#looks.has(id));
  }

  /** A line that broke, a full disk or a page that went away: it goes on the next time. */
  #unlessPassing(error: unknown): void {
    this.#tell();
    if (isMailError(error) || error instanceof RpcError) return;
    if (isVaultError(error) && (error.code === 'space-low' || error.code === 'no-space')) return;
    this.ports.onFailure(error);
  }

  #tell(): void {
    if (this.#stopped || this.#telling) return;
    this.#telling = this.ports.clock.after(TELL_MS, () => {
      this.#telling = null;
      if (!this.#stopped) this.ports.tell(this.status());
    });
  }
}

const goesAlong = ({ role, local }: KnownMailbox): boolean => !local && !LEFT_BEHIND.has(role ?? '');

const rank = ({ role }: KnownMailbox): number => {
  const at = ORDER.indexOf(role);
  return at < 0 ? ORDER.length : at;
};
