import { MailError } from '@shared/errors/mail-error';
import { type Generation, generation, type MailboxId } from '@shared/model/ids';
import { select } from '../imap';
import { keywordsOf, mailboxGone, type OpenMailbox, type SyncContext } from './context';

/**
 * Selects a mailbox for synchronisation, asking for everything that changed where the server has QRESYNC, and decides
 * which generation the answers belong to.
 *
 * The deltas of a QRESYNC SELECT are told once: the caller stores them before anything else is selected.
 */
export async function openMailbox(ctx: SyncContext, id: MailboxId): Promise<OpenMailbox> {
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
      : client.capabilities.has('CONDSTORE') && !ctx.distrusts('CONDSTORE')
        ? { condstore: true }
        : {};
  const selected = await client.run(select({ wire: known.wire }, qresync));
  let current: Generation = generation(known.generation);
  if (selected.uidValidity !== 0) {
    if (known.uidValidity === 0) await ctx.registry.adopt(id, selected.uidValidity);
    else if (known.uidValidity !== selected.uidValidity) {
      // RFC 9051 §2.3.1.1: the old UIDs mean nothing now. A new generation grows beside the one that is shown.
      if (cursor) ctx.keepShowing(id, generation(known.generation));
      current = await ctx.registry.nextGeneration(id, selected.uidValidity);
      ctx.cursors.delete(id);
    }
  }
  return { known: ctx.registry.get(id) ?? known, generation: current, selected, keywords: keywordsOf(ctx, id) };
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
  if (current && view?.wire === known.wire && !view.readOnly && view.uidValidity === known.uidValidity && view.dirty === null) {
    return;
  }
  const selected = await client.run(select({ wire: known.wire }, {}));
  if (!current || (known.uidValidity !== 0 && selected.uidValidity !== 0 && selected.uidValidity !== known.uidValidity)) {
    throw uidsChanged(known.name);
  }
}

export const uidsChanged = (mailbox: string): MailError =>
  new MailError({
    kind: 'refused',
    code: 'uidvalidity-changed',
    message: `The server renumbered the messages of ${mailbox}`,
    details: { mailbox },
  });
