import type { MailboxCursor } from '@shared/contract/mailbox';
import { type MailboxId, messageKey, uid } from '@shared/model/ids';
import { fromLines } from '@shared/model/lines';
import { readRow } from '@shared/model/row-text';
import type { MessagesFact } from '@shared/contract/store-api';
import { type SelectedMailbox, SeqSet, UidSet } from '../imap';
import { applyChanges } from './changes';
import { MAX_TOLD, type NewLetter, type OpenMailbox, type SyncContext } from './context';
import { fetchRows, rowFacts } from './fetch-rows';
import { uidsBetween } from './list-uids';
import { openMailbox, showWhenWhole } from './open-mailbox';
import { windows } from './pace';
import { prove } from './prove';
import { isUnread } from './reconcile';

/** The first screen, in one round trip: threads fold messages together, so fifty rows are a hundred messages or so. */
export const FIRST_SCREEN = 128;

/**
 * Brings one mailbox up to date: new mail first, then changes, then the proof that nothing is missing or left over
 * (protocols.md §2.4). Watermarks advance only in the batch that stores what they vouch for.
 * @param ahead the answer to a SELECT of it that is under way already.
 * @returns whether older messages remain to be fetched by `backfill`.
 */
export async function syncMailbox(
  ctx: SyncContext,
  id: MailboxId,
  ahead?: Promise<SelectedMailbox>,
): Promise<{ backfill: boolean }> {
  const open = await openMailbox(ctx, id, ahead);
  const before = ctx.cursors.get(id);
  if (before?.generation !== open.generation) {
    await firstScreen(ctx, open);
  } else {
    await fetchNew(ctx, open, before);
    await applyChanges(ctx, open, before);
    await prove(ctx, open);
  }
  await showWhenWhole(ctx, id);
  return { backfill: (ctx.cursors.get(id)?.floor ?? 1) > 1 };
}

/**
 * The newest messages of a mailbox that was never seen, by sequence number: one command, whatever the UIDs are. Of a
 * mailbox that does not fit on the first screen they are only shown, without their sizes, which servers are slow to tell;
 * the cursor vouches for none of them, and the backfill begins with them.
 */
async function firstScreen(ctx: SyncContext, open: OpenMailbox): Promise<void> {
  const { selected, known } = open;
  const cursor = (change: Partial<MailboxCursor>): MailboxCursor => ({
    mailbox: known.id,
    generation: open.generation,
    uidValidity: selected.uidValidity,
    uidNext: Math.max(1, selected.uidNext),
    floor: 1,
    modseq: selected.noModSeq ? null : selected.highestModSeq,
    exists: 0,
    provenAt: 0,
    ...change,
  });
  if (selected.exists === 0) {
    await store(ctx, cursor({ provenAt: ctx.clock.now() }), []);
    return;
  }
  const first = Math.max(1, selected.exists - Math.min(FIRST_SCREEN, ctx.pace.window) + 1);
  const whole = first === 1;
  const { fact } = await fetchRows(ctx, open, SeqSet.range(first, selected.exists), { sizes: whole });
  const next = Math.max(selected.uidNext, (fact.uids.at(-1) ?? 0) + 1);
  await store(
    ctx,
    cursor({
      uidNext: next,
      floor: whole ? 1 : next,
      exists: whole ? fact.uids.length : 0,
      // A mailbox that fits on the first screen has been seen whole.
      provenAt: fact.uids.length === selected.exists ? ctx.clock.now() : 0,
    }),
    rowFacts(open, fact),
  );
  ctx.progress(known.id, fact.uids.length, selected.exists);
}

/** Messages at or above the watermark. It moves only after every one of them is stored (C1). */
async function fetchNew(ctx: SyncContext, open: OpenMailbox, before: MailboxCursor): Promise<number> {
  const { uidNext } = open.selected;
  if (uidNext !== 0 && uidNext <= before.uidNext) return 0;
  // A server that doesn't tell UIDNEXT (163, Winmail) is asked; `n:*` always answers with one message, at least an echo.
  const set = uidNext === 0 ? UidSet.startingAt(before.uidNext) : UidSet.range(before.uidNext, uidNext - 1);
  const { window } = ctx.pace;
  const large =
    uidNext === 0 ? open.selected.exists - before.exists > window : uidNext - before.uidNext > window;
  let added = 0;
  let highest = before.uidNext - 1;
  const take = (fact: MessagesFact): void => {
    added += fact.uids.length;
    highest = Math.max(highest, fact.uids.at(-1) ?? 0);
    announce(ctx, open, fact);
  };
  const next = (): MailboxCursor => ({
    ...(ctx.cursors.get(open.known.id) ?? before),
    uidNext: Math.max(uidNext, highest + 1),
    exists: before.exists + added,
  });
  if (!large) {
    const { fact } = await fetchRows(ctx, open, set, { from: before.uidNext });
    take(fact);
    await store(ctx, next(), rowFacts(open, fact));
    return added;
  }
  const there = await uidsBetween(ctx, before.uidNext, uidNext === 0 ? 0xffffffff : uidNext - 1);
  // An earlier attempt that broke off has left its rows: they are not asked for again (C2).
  const held = await ctx.store.columns({
    mailbox: open.known.id,
    generation: open.generation,
    first: before.uidNext,
    last: 0xffffffff,
  });
  const stored = there.intersection(UidSet.from(held.uids));
  added += stored.size;
  highest = Math.max(highest, stored.max ?? 0);
  for (const uids of windows([...there.difference(stored)], ctx.pace)) {
    const { fact } = await fetchRows(ctx, open, UidSet.from(uids), { from: before.uidNext });
    take(fact);
    await ctx.facts.push(rowFacts(open, fact));
  }
  await store(ctx, next(), []);
  return added;
}

async function store(
  ctx: SyncContext,
  cursor: MailboxCursor,
  facts: ReturnType<typeof rowFacts>,
): Promise<void> {
  await ctx.facts.push(facts, [cursor]);
  ctx.cursors.set(cursor.mailbox, cursor);
}

function announce(ctx: SyncContext, open: OpenMailbox, fact: MessagesFact): void {
  const unread = [...fact.flags.keys()].filter((i) => isUnread(fact.flags[i] ?? 0));
  if (unread.length === 0) return;
  const { id: mailbox } = open.known;
  const lines = fromLines(fact.rows);
  const letters = unread
    .slice(-MAX_TOLD)
    .reverse()
    .map((i): NewLetter => {
      const { envelope } = readRow(lines[i] ?? '');
      const ref = { mailbox, generation: open.generation, uid: uid(fact.uids[i] ?? 0) };
      return {
        message: messageKey(ref),
        from: envelope.from[0] ?? null,
        subject: envelope.subject,
        date: fact.dates[i] ?? 0,
      };
    });
  ctx.arrived({ mailbox, count: unread.length, letters });
}
