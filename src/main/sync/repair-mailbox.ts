import type { DifferenceKind } from '@shared/contract/audit';
import type { MailboxCursor } from '@shared/contract/mailbox';
import type { Fact, KnownColumns } from '@shared/contract/store-api';
import { MailError } from '@shared/errors/mail-error';
import type { MailboxId } from '@shared/model/ids';
import { fetch, UidSet } from '../imap';
import { FlagCollector } from './collect-flags';
import { keywordsOf, mailboxGone, type SyncContext } from './context';
import { fetchRows, keywordFacts, rowFacts, type Rows } from './fetch-rows';
import { allUids } from './list-uids';
import { enterMailbox } from './open-mailbox';
import { changedFlags } from './reconcile';
import { syncMailbox } from './sync-mailbox';
import { takeAway } from './take-away';

/**
 * Puts one kind of difference right in the cache, by what the server says now: an audit may be old. The server is not
 * changed. @returns messages put right.
 * @throws MailError `refused` `server-hides-mail` when the server's list proves nothing.
 */
export async function repairMailbox(
  ctx: SyncContext,
  id: MailboxId,
  kind: DifferenceKind,
  wanted: UidSet,
): Promise<number> {
  // What changed since is no matter of repair; and the numbers below are those of now.
  await syncMailbox(ctx, id);
  const known = ctx.registry.get(id);
  const cursor = ctx.cursors.get(id);
  if (!known || !cursor) throw mailboxGone(id);
  const rows: Rows = { known, generation: cursor.generation, keywords: keywordsOf(ctx, id) };
  await enterMailbox(ctx, id, cursor.generation);
  await ctx.facts.drain();
  const here = await ctx.store.columns({
    mailbox: id,
    generation: cursor.generation,
    first: 1,
    last: 0xffffffff,
  });
  switch (kind) {
    case 'missing-here':
      return fetchAgain(ctx, rows, wanted.difference(UidSet.from(here.uids)), here, cursor);
    case 'size':
      return fetchAgain(ctx, rows, wanted.intersection(UidSet.from(here.uids)), here, cursor);
    case 'missing-there':
      return dropGone(ctx, rows, wanted, here, cursor);
    case 'flags':
      return takeFlags(ctx, rows, wanted, here, cursor);
    case 'count':
      return recount(ctx, id, here, cursor);
    case 'uidvalidity':
      // Synchronising has decided whether the numbers still mean the same messages.
      return 1;
  }
}

/** Rows as the server has them now. Those that were here before are replaced. */
async function fetchAgain(
  ctx: SyncContext,
  rows: Rows,
  set: UidSet,
  here: KnownColumns,
  cursor: MailboxCursor,
): Promise<number> {
  let rest = set;
  let count = 0;
  let { exists } = cursor;
  const held = new Set(here.uids);
  while (!rest.isEmpty) {
    const { newest, rest: older } = rest.splitNewest(ctx.pace.window);
    rest = older;
    for (const chunk of newest.chunks(4000)) {
      const { fact } = await fetchRows(ctx, rows, chunk);
      count += fact.uids.length;
      exists += fact.uids.filter((uid) => !held.has(uid)).length;
      await put(ctx, rowFacts(rows, fact), { ...cursor, exists });
    }
  }
  return count;
}

/** Drops what the server's own complete list does not have (design §2.5: deletion only on proof). */
async function dropGone(
  ctx: SyncContext,
  rows: Rows,
  wanted: UidSet,
  here: KnownColumns,
  cursor: MailboxCursor,
): Promise<number> {
  const there = await allUids(ctx);
  if (there === null) {
    throw new MailError({
      kind: 'refused',
      code: 'server-hides-mail',
      message: 'The server lists fewer messages than it counts; nothing was dropped',
    });
  }
  const gone = here.uids.filter((uid) => wanted.has(uid) && !there.has(uid));
  if (gone.length === 0) return 0;
  // What is here of them is kept for some days, as of any message that others removed.
  const facts = await takeAway(ctx, rows, gone, here.uids.length);
  await put(ctx, facts, { ...cursor, exists: Math.max(0, cursor.exists - gone.length) });
  return gone.length;
}

async function takeFlags(
  ctx: SyncContext,
  rows: Rows,
  wanted: UidSet,
  here: KnownColumns,
  cursor: MailboxCursor,
): Promise<number> {
  const collected = new FlagCollector(rows.keywords, cursor.uidNext);
  for (const chunk of wanted.intersection(UidSet.from(here.uids)).chunks(8000)) {
    await ctx.client.run(fetch(chunk, ['FLAGS'], {}, collected.take));
  }
  const flags = changedFlags(here, collected.columns());
  if (flags.uids.length === 0) return 0;
  await put(
    ctx,
    [...keywordFacts(rows), { kind: 'flags', mailbox: rows.known.id, generation: rows.generation, ...flags }],
    cursor,
  );
  return flags.uids.length;
}

/** The count is set to what is held; synchronising then finds by itself what is missing or left over. */
async function recount(
  ctx: SyncContext,
  id: MailboxId,
  here: KnownColumns,
  cursor: MailboxCursor,
): Promise<number> {
  if (here.uids.length === cursor.exists) return 0;
  await put(ctx, [], { ...cursor, exists: here.uids.length, provenAt: 0 });
  await syncMailbox(ctx, id);
  return 1;
}

async function put(ctx: SyncContext, facts: readonly Fact[], cursor: MailboxCursor): Promise<void> {
  await ctx.facts.commit(facts, [cursor]);
  ctx.cursors.set(cursor.mailbox, cursor);
}
