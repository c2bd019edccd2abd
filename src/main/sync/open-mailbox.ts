import { MailError } from '@shared/errors/mail-error';
import { type Generation, generation, type MailboxId } from '@shared/model/ids';
import { type Command, select, type SelectedMailbox, type SelectOptions } from '../imap';
import { keywordsOf, mailboxGone, type OpenMailbox, type SyncContext } from './context';
import type { KnownMailbox } from './mailbox-registry';
import { isAnother, probe } from './probe';

/** Selects a mailbox of which nothing is known. */
export const selectNew = (ctx: Trusted, wire: string): Command<SelectedMailbox> =>
  select({ wire }, condstore(ctx));

type Trusted = Pick<SyncContext, 'client' | 'distrusts'>;

const condstore = (ctx: Trusted): SelectOptions =>
  ctx.client.capabilities.has('CONDSTORE') && !ctx.distrusts('CONDSTORE') ? { condstore: true } : {};

/**
 * Selects a mailbox for synchronisation, asking for everything that changed where the server has QRESYNC, and decides
 * which generation the answers belong to.
 *
 * The deltas of a QRESYNC SELECT are told once: the caller stores them before anything else is selected.
 * @param ahead the answer to a SELECT that is under way already.
 */
export async function openMailbox(
  ctx: SyncContext,
  id: MailboxId,
  ahead?: Promise<SelectedMailbox>,
): Promise<OpenMailbox> {
  const known = ctx.registry.get(id);
  if (!known?.selectable) throw mailboxGone(id);
  const { client } = ctx;
  const cursor = ctx.cursors.get(id);
  const qresync =
    client.enabled.has('QRESYNC') &&
    !ctx.distrusts('QRESYNC') &&
    cursor !== undefined &&
    cursor.modseq !== null &&
    cursor.uidValidity === known.uidValidity &&
    cursor.generation === known.generation
      ? { qresync: { uidValidity: cursor.uidValidity, modseq: cursor.modseq } }
      : condstore(ctx);
  const selected = await (ahead ?? client.run(select({ wire: known.wire }, qresync)));
  let current: Generation = generation(known.generation);
  if (selected.uidValidity !== 0) {
    if (known.uidValidity === 0) await ctx.registry.adopt(id, selected.uidValidity);
    else if (await meansOthers(ctx, known, selected)) {
      // RFC 9051 §2.3.1.1: the old UIDs mean nothing now. A new generation grows beside the one that is shown.
      if (cursor) ctx.keepShowing(id, generation(known.generation));
      current = await ctx.registry.nextGeneration(id, selected.uidValidity);
      ctx.cursors.delete(id);
      ctx.scannedAt.delete(id);
      // Nothing of the old one is here to be shown meanwhile; views would go on looking for it.
      if (ctx.shownInstead(id) === undefined) await ctx.show(id, current);
    }
  }
  return {
    known: ctx.registry.get(id) ?? known,
    generation: current,
    selected,
    keywords: keywordsOf(ctx, id),
  };
}

/**
 * Whether the UIDs that are known mean other messages now. A new UIDVALIDITY may be spurious: when the same UIDs carry the
 * same Message-IDs, only the number is taken over (B4). A server restored from a backup may keep UIDVALIDITY and give its
 * UIDs out again: UIDNEXT or HIGHESTMODSEQ going backwards is a reason to look (B6, B8).
 */
async function meansOthers(
  ctx: SyncContext,
  known: KnownMailbox,
  selected: SelectedMailbox,
): Promise<boolean> {
  const cursor = ctx.cursors.get(known.id);
  const current = generation(known.generation);
  if (known.uidValidity !== selected.uidValidity) {
    if (!cursor || cursor.generation !== current || (await probe(ctx, known.id, current)) !== 'same')
      return true;
    await ctx.registry.rebind(known.id, selected.uidValidity);
    // RFC 7162 §3.2.5: MODSEQs of the old UIDVALIDITY are worth nothing; all flags are compared.
    const next = { ...cursor, uidValidity: selected.uidValidity, modseq: null, provenAt: 0 };
    await ctx.facts.push([], [next]);
    ctx.cursors.set(known.id, next);
    ctx.scannedAt.delete(known.id);
    return false;
  }
  if (!cursor) return false;
  if (await isAnother(ctx, known)) return true;
  const { uidNext, highestModSeq } = selected;
  const backwards =
    (uidNext !== 0 && uidNext < cursor.uidNext) ||
    (highestModSeq !== null && cursor.modseq !== null && highestModSeq < cursor.modseq);
  if (!backwards) return false;
  return (await probe(ctx, known.id, current, uidNext === 0 ? undefined : uidNext)) === 'different';
}

/** Lets views change over to the generation that grew, once everything of it is here (H6). */
export async function showWhenWhole(ctx: SyncContext, id: MailboxId): Promise<void> {
  const cursor = ctx.cursors.get(id);
  if (cursor?.floor === 1 && ctx.shownInstead(id) !== undefined) await ctx.show(id, cursor.generation);
}

/**
 * Selects a mailbox to act on messages in it, without taking deltas: those stay for the next synchronisation.
 * @throws MailError `refused` `uidvalidity-changed` when references of `expected` mean nothing any more.
 */
export async function enterMailbox(ctx: SyncContext, id: MailboxId, expected: Generation): Promise<void> {
  const known = ctx.registry.get(id);
  if (!known?.selectable) throw mailboxGone(id);
  const { client } = ctx;
  const current = known.generation === expected;
  const { view } = client;
  if (
    current &&
    view?.wire === known.wire &&
    !view.readOnly &&
    view.uidValidity === known.uidValidity &&
    view.dirty === null
  ) {
    return;
  }
  const selected = await client.run(select({ wire: known.wire }, {}));
  if (
    !current ||
    (known.uidValidity !== 0 && selected.uidValidity !== 0 && selected.uidValidity !== known.uidValidity)
  ) {
    throw uidsChanged(id);
  }
  if (await isAnother(ctx, known)) throw uidsChanged(id);
}

/** What a reference named is not known any more. `details.mailbox` is the id. */
export const uidsChanged = (mailbox: MailboxId): MailError =>
  new MailError({
    kind: 'refused',
    code: 'uidvalidity-changed',
    message: 'The server renumbered the messages of this mailbox',
    details: { mailbox },
  });
