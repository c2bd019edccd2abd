import type { MailboxCursor } from '@shared/contract/mailbox';
import type { Fact, KnownColumns, MessagesFact } from '@shared/contract/store-api';
import type { Generation, MailboxId } from '@shared/model/ids';
import type { Facts, StoreApi } from './fact-stream';

/** Hears what synchronisation finds out that others did. What Tern itself did comes with operations, not from here. */
export interface Witness {
  /** Whether anybody wants to know what happens in this mailbox now. */
  watches(mailbox: MailboxId): boolean;
  arrived(mailbox: MailboxId, fact: MessagesFact, from: number): void;
  flagged(
    mailbox: MailboxId,
    generation: Generation,
    before: KnownColumns,
    fact: Fact & { kind: 'flags' },
  ): void;
  gone(mailbox: MailboxId, generation: Generation, before: KnownColumns): void;
  /** A look at the mailbox is over. @param cursor where it stands now. */
  synced(mailbox: MailboxId, cursor: MailboxCursor | undefined): Promise<void>;
}

/** Several witnesses as one; each hears of the mailboxes that it watches. */
export function together(...witnesses: readonly Witness[]): Witness {
  const of = (mailbox: MailboxId): readonly Witness[] => witnesses.filter((one) => one.watches(mailbox));
  return {
    watches: (mailbox) => of(mailbox).length > 0,
    arrived: (mailbox, fact, from) => of(mailbox).forEach((one) => one.arrived(mailbox, fact, from)),
    flagged: (mailbox, generation, before, fact) =>
      of(mailbox).forEach((one) => one.flagged(mailbox, generation, before, fact)),
    gone: (mailbox, generation, before) =>
      of(mailbox).forEach((one) => one.gone(mailbox, generation, before)),
    // Each counts its looks, watched or not.
    synced: async (mailbox, cursor) => {
      for (const one of witnesses) await one.synced(mailbox, cursor);
    },
  };
}

/**
 * A stream of facts that the witness hears before they are sent. What flags were before, and which messages are gone,
 * is asked of the store, and only while somebody wants to know.
 * @param cursor where the mailbox stood before this look; without one everything is new and nothing is news.
 */
export function witnessed(
  facts: Facts,
  store: StoreApi,
  witness: Witness,
  cursor: MailboxCursor | undefined,
): Facts {
  if (!cursor || !witness.watches(cursor.mailbox)) return facts;
  const { mailbox, generation } = cursor;
  const hear = async (fact: Fact): Promise<void> => {
    if (!('mailbox' in fact) || fact.mailbox !== mailbox) return;
    if (!('generation' in fact) || fact.generation !== generation) return;
    if (fact.kind === 'messages') witness.arrived(mailbox, fact, cursor.uidNext);
    if ((fact.kind !== 'flags' && fact.kind !== 'gone') || fact.uids.length === 0) return;
    const before = await store.columns({
      mailbox,
      generation,
      first: fact.uids[0] as number,
      last: fact.uids.at(-1) as number,
    });
    const touched = only(before, fact.uids);
    if (fact.kind === 'flags') witness.flagged(mailbox, generation, touched, fact);
    else witness.gone(mailbox, generation, touched);
  };
  const heard =
    (send: Facts['push']): Facts['push'] =>
    async (batch, cursors) => {
      for (const fact of batch) await hear(fact);
      await send(batch, cursors);
    };
  return {
    push: heard((batch, cursors) => facts.push(batch, cursors)),
    commit: heard((batch, cursors) => facts.commit(batch, cursors)),
    drain: () => facts.drain(),
  };
}

/** The rows of some UIDs. Both ascending. */
function only(columns: KnownColumns, uids: Uint32Array): KnownColumns {
  const wanted = new Set(uids);
  const at = [...columns.uids.keys()].filter((i) => wanted.has(columns.uids[i] as number));
  const pick32 = (from: Uint32Array): Uint32Array => Uint32Array.from(at, (i) => from[i] as number);
  const pick64 = (from: Float64Array): Float64Array => Float64Array.from(at, (i) => from[i] as number);
  return {
    uids: pick32(columns.uids),
    flags: pick32(columns.flags),
    keywords: pick32(columns.keywords),
    sizes: pick32(columns.sizes),
    dates: pick64(columns.dates),
    idHashes: pick64(columns.idHashes),
  };
}
