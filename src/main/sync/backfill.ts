import type { MailboxCursor } from '@shared/contract/mailbox';
import { type MailboxId } from '@shared/model/ids';
import { UidSet } from '../imap';
import type { OpenMailbox, SyncContext } from './context';
import { fetchRows, type FetchedRows, rowFacts } from './fetch-rows';
import { uidsBetween } from './list-uids';
import { openMailbox, showWhenWhole } from './open-mailbox';
import { windows } from './pace';
import { prove } from './prove';

/** Windows asked for ahead of the one being stored: hides the round trip without holding much. */
const AHEAD = 2;

/** What remains of a mailbox, so that going on does not ask the server again. */
export interface BackfillPlan {
  /** The server had first words of the messages before: it is asked for those of the next ones. */
  previews: boolean;
  readonly open: OpenMailbox;
  readonly windows: Iterator<number[]>;
}

/**
 * Fetches older messages, newest first, in windows, until the mailbox is whole or `giveWay` says that somebody waits.
 * Each window is one batch with its floor: killed anywhere, it goes on from the last stored one.
 * @returns the plan to go on with, or null when the mailbox is whole.
 */
export async function backfill(
  ctx: SyncContext,
  id: MailboxId,
  plan: BackfillPlan | null,
  giveWay: () => boolean,
): Promise<BackfillPlan | null> {
  const going = plan && isSelected(ctx, plan.open) ? plan : await begin(ctx, id);
  if (!going) return null;
  const { open } = going;
  const ahead: { readonly uids: number[]; readonly rows: Promise<FetchedRows> }[] = [];
  // The newest are looked at as soon as they are here: unpacking them would be the first thing that is done with them.
  let packed = ctx.cursors.get(id)?.exists !== 0;
  const ask = (): void => {
    const next = going.windows.next();
    if (next.done === true) return;
    const rows = fetchRows(ctx, open, UidSet.from(next.value), { previews: going.previews, packed });
    packed = true;
    // Awaited below in order; a failure of a later one must not count as unhandled meanwhile.
    rows.catch(() => undefined);
    ahead.push({ uids: next.value, rows });
  };
  while (ahead.length < AHEAD) {
    const before = ahead.length;
    ask();
    if (ahead.length === before) break;
  }
  for (let window = ahead.shift(); window; window = ahead.shift()) {
    const { fact, previews } = await window.rows;
    going.previews &&= previews;
    const cursor = ctx.cursors.get(id);
    if (cursor?.generation !== open.generation) return null;
    const giving = giveWay();
    if (!giving) ask();
    const next: MailboxCursor = {
      ...cursor,
      floor: window.uids[0] ?? cursor.floor,
      exists: cursor.exists + fact.uids.length,
    };
    await ctx.facts.push(rowFacts(open, fact), [next]);
    ctx.cursors.set(id, next);
    ctx.progress(id, next.exists, ctx.client.view?.exists ?? open.selected.exists);
    if (giving && ahead.length === 0) return going;
  }
  await finish(ctx, open);
  return null;
}

/**
 * Whether the mailbox of a plan is selected still. Otherwise the plan is made anew, from the floor that is stored: something
 * else was selected in between, or the mailbox was renamed and another one has its name by now, whose UIDs mean others.
 */
function isSelected({ client, registry }: SyncContext, { known, selected }: OpenMailbox): boolean {
  const { view } = client;
  return (
    view?.wire === known.wire &&
    view.uidValidity === selected.uidValidity &&
    registry.get(known.id)?.wire === known.wire
  );
}

async function begin(ctx: SyncContext, id: MailboxId): Promise<BackfillPlan | null> {
  const cursor = ctx.cursors.get(id);
  if (!cursor || cursor.floor <= 1) return null;
  const open = await openMailbox(ctx, id);
  const now = ctx.cursors.get(id);
  if (!now || now.generation !== open.generation) return null;
  const uids = await uidsBetween(ctx, 1, now.floor - 1);
  return { open, windows: windows([...uids], ctx.pace)[Symbol.iterator](), previews: true };
}

async function finish(ctx: SyncContext, open: OpenMailbox): Promise<void> {
  const cursor = ctx.cursors.get(open.known.id);
  if (!cursor) return;
  const whole: MailboxCursor = { ...cursor, floor: 1 };
  await ctx.facts.push([], [whole]);
  ctx.cursors.set(whole.mailbox, whole);
  await prove(ctx, open);
  await showWhenWhole(ctx, open.known.id);
}
