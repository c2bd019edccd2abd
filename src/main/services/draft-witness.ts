import type { KnownColumns } from '@shared/contract/store-api';
import { type DraftId, generation, type Generation, type MailboxId, uid } from '@shared/model/ids';
import type { MessageRef } from '@shared/model/ids';
import { baseSubject } from '@shared/model/subject';
import type { StoreApi } from '../sync/fact-stream';
import type { Witness } from '../sync/witness';
import type { DraftCopies, LostCopy } from './draft-copies';

export interface DraftWitnessPorts {
  readonly copies: DraftCopies;
  store(): StoreApi | null;
  /** UIDs that the person's own operations name, done or not. */
  ownDoing(mailbox: MailboxId, generation: Generation): (uid: number) => boolean;
}

/** What takes a copy's place comes about when the copy goes; older messages are not looked through for it. */
const NEWEST = 300;
const MAX_UID = 0xffffffff;

/**
 * Sees that a draft's copy was changed or taken away on another device when that is synchronised, and not only when the
 * draft is saved the next time (scenario D3).
 */
export class DraftWitness implements Witness {
  readonly #missing = new Map<MailboxId, Set<DraftId>>();
  readonly #news = new Set<MailboxId>();

  constructor(private readonly ports: DraftWitnessPorts) {}

  watches(mailbox: MailboxId): boolean {
    return this.ports.copies.isIn(mailbox);
  }
  arrived(mailbox: MailboxId): void {
    this.#news.add(mailbox);
  }
  flagged(): void {
    // Flags are nobody's words.
  }

  gone(mailbox: MailboxId, of: Generation, { uids }: KnownColumns): void {
    const own = this.ports.ownDoing(mailbox, of);
    const missing = this.#missing.get(mailbox) ?? new Set();
    this.#missing.set(mailbox, missing);
    for (const n of uids) {
      const draft = own(n) ? null : this.ports.copies.withNewest(mailbox, Number(of), n);
      if (draft) missing.add(draft);
    }
  }

  /** The other version may have come before the old one went, or it comes with a later look. */
  async synced(mailbox: MailboxId): Promise<void> {
    const { copies } = this.ports;
    const missing = this.#missing.get(mailbox) ?? new Set();
    const news = this.#news.delete(mailbox);
    this.#missing.delete(mailbox);
    for (const draft of missing) await copies.lost(draft);
    if (missing.size === 0 && !news) return;
    for (const lost of copies.lostIn(mailbox)) {
      const other = await this.#takesPlaceOf(mailbox, lost);
      if (other) await copies.found(lost.draft, other);
    }
  }

  async #takesPlaceOf(mailbox: MailboxId, { copy, subject }: LostCopy): Promise<MessageRef | null> {
    const store = this.ports.store();
    if (!store) return null;
    const of = generation(copy.generation);
    const { uids } = await store.columns({
      mailbox,
      generation: of,
      first: (copy.uid ?? 0) + 1,
      last: MAX_UID,
    });
    const refs = [...uids.slice(-NEWEST)]
      .filter((n) => this.ports.copies.withNewest(mailbox, copy.generation, n) === null)
      .map((n) => ({ mailbox, generation: of, uid: uid(n) }));
    const rows = await store.rows({ refs });
    const isIt = (same: (id: string, name: string) => boolean): number =>
      rows.findLastIndex(
        (row) => row !== null && same(row.envelope.messageId, baseSubject(row.envelope.subject)),
      );
    const name = baseSubject(subject);
    const byId = isIt((id) => id === copy.messageId);
    return refs[byId >= 0 ? byId : isIt((_, called) => called === name && name !== '')] ?? null;
  }
}
