import { isMailError } from '@shared/errors/mail-error';
import { fetch, search, SeqSet, UidSet } from '../imap';
import type { SyncContext } from './context';

/**
 * The UIDs of the selected mailbox, or null when the server's answers do not add up to what it says there is: Yahoo cuts
 * UID SEARCH at 1,000 and folders at 10,000 without a word, and absence there proves nothing.
 */
export async function allUids(ctx: SyncContext): Promise<UidSet | null> {
  const { client } = ctx;
  try {
    const found = await client.run(search({}, { returns: ['ALL'] }));
    if (found.complete && found.uids.size === (client.view?.exists ?? -1)) return found.uids;
  } catch (error) {
    // A server that claims IMAP4rev2 and refuses its SEARCH still answers FETCH.
    if (!isMailError(error) || error.kind !== 'refused') throw error;
  }
  return bySequence(ctx);
}

/**
 * The UIDs of the selected mailbox between two. An answer that names more than there can be (`1:4294967295`, B13) is not
 * believed and never spread out in memory.
 */
export async function uidsBetween(ctx: SyncContext, first: number, last: number): Promise<UidSet> {
  const { client } = ctx;
  const found = await client.run(
    search({ uids: last >= 0xffffffff ? UidSet.startingAt(first) : UidSet.range(first, last) }),
  );
  const inside = found.uids.clip(first, last);
  if (inside.size <= (client.view?.exists ?? 0)) return inside;
  return ((await bySequence(ctx)) ?? UidSet.empty).clip(first, last);
}

/** By sequence number the number of answers is known beforehand, so that a cut shows. */
async function bySequence(ctx: SyncContext): Promise<UidSet | null> {
  const { client } = ctx;
  const exists = client.view?.exists ?? 0;
  if (exists === 0) return UidSet.empty;
  const uids: number[] = [];
  for (let first = 1; first <= exists; first += 1000) {
    const before = uids.length;
    await client.run(
      fetch(SeqSet.range(first, Math.min(exists, first + 999)), ['FLAGS'], {}, (message) => {
        if (message.uid !== null) uids.push(message.uid);
      }),
    );
    // Nothing where a thousand should be: the count itself is not true.
    if (uids.length === before) return null;
  }
  const set = UidSet.from(uids.sort((a, b) => a - b));
  return set.size === (client.view?.exists ?? -1) ? set : null;
}
