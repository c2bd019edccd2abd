import type { MailboxCursor } from '@shared/contract/mailbox';
import type { Fact } from '@shared/contract/store-api';
import { UidSet } from '../imap';
import type { OpenMailbox, SyncContext } from './context';
import { fetchRows, rowFacts } from './fetch-rows';
import { allUids } from './list-uids';
import { compareUids } from './reconcile';
import { takeAway } from './take-away';

/**
 * Closes a synchronisation: when the count here equals the server's, what is held is what is there, because everything
 * the server has was either known before or just fetched. When it does not, the UIDs themselves are compared.
 * Only a mailbox that is covered down to its first message can be proved.
 */
export async function prove(ctx: SyncContext, open: OpenMailbox): Promise<void> {
  const cursor = ctx.cursors.get(open.known.id);
  if (!cursor) return;
  const regressed = open.selected.uidNext !== 0 && open.selected.uidNext < cursor.uidNext;
  if (cursor.floor > 1 && !regressed) return;
  const exists = ctx.client.view?.exists ?? open.selected.exists;
  if (cursor.exists === exists && !regressed) {
    if (cursor.provenAt !== 0 && ctx.clock.now() - cursor.provenAt < 60_000) return;
    const proven: MailboxCursor = { ...cursor, provenAt: ctx.clock.now() };
    await ctx.facts.push([], [proven]);
    ctx.cursors.set(cursor.mailbox, proven);
    return;
  }
  await enumerate(ctx, open, new Uint32Array(0));
}

/**
 * Compares every UID here with every UID there. What is missing here is fetched; what is gone there is dropped, but only
 * when the server's list is provably whole (protocols.md §2.4 `complete`).
 * @param claimed UIDs that the server said were gone.
 * @returns `contradicted`: some of the claimed ones are still there.
 */
export async function enumerate(
  ctx: SyncContext,
  open: OpenMailbox,
  claimed: Uint32Array,
): Promise<{ contradicted: boolean }> {
  const cursor = ctx.cursors.get(open.known.id);
  if (!cursor) return { contradicted: false };
  const there = await allUids(ctx);
  if (there === null) {
    ctx.trouble(open.known.id, 'server-hides-mail', '');
    return { contradicted: false };
  }
  const known = await ctx.store.columns({
    mailbox: open.known.id,
    generation: open.generation,
    first: cursor.floor,
    last: 0xffffffff,
  });
  const { gone, missing } = compareUids(known.uids, there.clip(cursor.floor, 0xffffffff).ranges());
  const facts: Fact[] = await takeAway(ctx, open, gone, known.uids.length);
  let fetched = 0;
  let highest = 0;
  if (missing.length > 0) {
    const set = UidSet.fromPairs(missing.flat());
    for (const chunk of portions(set, ctx.pace.window)) {
      const { fact } = await fetchRows(ctx, open, chunk);
      fetched += fact.uids.length;
      highest = Math.max(highest, fact.uids.at(-1) ?? 0);
      await ctx.facts.push(rowFacts(open, fact));
    }
  }
  const next: MailboxCursor = {
    ...cursor,
    uidNext: Math.max(open.selected.uidNext, highest + 1, (there.max ?? 0) + 1),
    exists: known.uids.length - gone.length + fetched,
    provenAt: cursor.floor === 1 ? ctx.clock.now() : cursor.provenAt,
  };
  await ctx.facts.push(facts, [next]);
  ctx.cursors.set(next.mailbox, next);
  const goneSet = new Set(gone);
  return { contradicted: claimed.some((uid) => !goneSet.has(uid)) };
}

/** At most so many messages each, so that one command stays one batch. */
function* portions(set: UidSet, size: number): Iterable<UidSet> {
  let rest = set;
  while (!rest.isEmpty) {
    const { newest, rest: older } = rest.splitNewest(size);
    yield* newest.chunks(4000);
    rest = older;
  }
}
