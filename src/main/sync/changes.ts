import type { MailboxCursor } from '@shared/contract/mailbox';
import type { Fact } from '@shared/contract/store-api';
import { fetch, UidSet } from '../imap';
import { FlagCollector } from './collect-flags';
import type { OpenMailbox, SyncContext } from './context';
import { keywordFacts } from './fetch-rows';
import { enumerate } from './prove';
import { changedFlags, isMassDeletion } from './reconcile';
import { takeAway } from './take-away';

/** Without CONDSTORE: flags of this many newest messages at every look … */
const SHALLOW = 400;
/** … and of all of them this often, monotonic ms. */
const FULL_SCAN_MS = 600_000;

/**
 * Changes to messages below the watermark, by the best strategy that holds: QRESYNC told them with SELECT, CONDSTORE is
 * asked for what changed since, and without either the flags themselves are compared.
 */
export async function applyChanges(
  ctx: SyncContext,
  open: OpenMailbox,
  before: MailboxCursor,
): Promise<void> {
  const { selected } = open;
  const modseq = selected.noModSeq ? null : selected.highestModSeq;
  const asked = ctx.client.enabled.has('QRESYNC') && before.modseq !== null && !ctx.distrusts('QRESYNC');
  // A number below the checkpoint, or none: what was told since is about another history (B8).
  if (asked && modseq !== null && modseq >= (before.modseq ?? 0n)) await applyTold(ctx, open, before, modseq);
  else if (modseq !== null && before.modseq !== null && !ctx.distrusts('CONDSTORE')) {
    // Going backwards: the server was restored from a backup, or does not mean what it says (B8).
    if (modseq < before.modseq) await compareFlags(ctx, open, before, modseq, before.floor);
    else if (modseq > before.modseq) await askChanged(ctx, open, before, modseq);
  } else await scan(ctx, open, before, modseq);
}

/** QRESYNC: VANISHED and FETCH that came with SELECT (RFC 7162 §3.2.5). */
async function applyTold(
  ctx: SyncContext,
  open: OpenMailbox,
  before: MailboxCursor,
  modseq: bigint | null,
): Promise<void> {
  const { selected, known } = open;
  const facts: Fact[] = [];
  const collected = new FlagCollector(open.keywords, before.uidNext);
  for (const message of selected.changed) collected.take(message);
  const flags = collected.columns();
  if (flags.uids.length > 0) {
    facts.push({ kind: 'flags', mailbox: known.id, generation: open.generation, ...flags });
  }
  // The server may name every UID that ever vanished, a legal superset: only those held here count.
  const vanished = selected.vanished.clip(1, before.uidNext - 1);
  let goneCount = 0;
  if (!vanished.isEmpty) {
    const held = await ctx.store.columns({
      mailbox: known.id,
      generation: open.generation,
      first: vanished.min ?? 1,
      last: vanished.max ?? 1,
    });
    const gone = held.uids.filter((uid) => vanished.has(uid));
    if (isMassDeletion(gone.length, before.exists)) {
      // nextcloud/mail #11908: a server said that everything was gone. An independent command decides (B7).
      const { contradicted } = await enumerate(ctx, open, gone);
      if (contradicted)
        ctx.distrust('QRESYNC', { code: 'vanished-contradicted', details: { count: gone.length } });
    } else if (gone.length > 0) {
      // What a first screen has shown below the floor was not counted yet.
      goneCount = gone.filter((uid) => uid >= before.floor).length;
      facts.push(...(await takeAway(ctx, open, gone, before.exists)));
    }
  }
  await commit(ctx, open, facts, { modseq }, -goneCount);
}

/** CONDSTORE: what changed since the checkpoint (RFC 7162 §3.1.4.1). */
async function askChanged(
  ctx: SyncContext,
  open: OpenMailbox,
  before: MailboxCursor,
  modseq: bigint,
): Promise<void> {
  const collected = new FlagCollector(open.keywords, before.uidNext);
  if (before.uidNext > before.floor) {
    const summary = await ctx.client.run(
      fetch(
        UidSet.range(before.floor, before.uidNext - 1),
        ['FLAGS'],
        { changedSince: before.modseq ?? 1n },
        collected.take,
      ),
    );
    // A truncated answer must not move the checkpoint past what it left out.
    if (!summary.complete) return;
  }
  const flags = collected.columns();
  const facts: Fact[] =
    flags.uids.length > 0
      ? [{ kind: 'flags', mailbox: open.known.id, generation: open.generation, ...flags }]
      : [];
  await commit(ctx, open, facts, { modseq });
}

async function scan(
  ctx: SyncContext,
  open: OpenMailbox,
  before: MailboxCursor,
  modseq: bigint | null,
): Promise<void> {
  const now = ctx.clock.monotonic();
  const last = ctx.scannedAt.get(open.known.id);
  const full = last === undefined || now - last >= FULL_SCAN_MS;
  await compareFlags(
    ctx,
    open,
    before,
    modseq,
    full ? before.floor : Math.max(before.floor, before.uidNext - SHALLOW),
  );
  if (full) ctx.scannedAt.set(open.known.id, now);
}

/** Fetches the flags from `from` up and tells the store those that differ. */
async function compareFlags(
  ctx: SyncContext,
  open: OpenMailbox,
  before: MailboxCursor,
  modseq: bigint | null,
  from: number,
): Promise<void> {
  if (before.uidNext <= from || open.selected.exists === 0) {
    await commit(ctx, open, [], { modseq });
    return;
  }
  const collected = new FlagCollector(open.keywords, before.uidNext);
  // The store looks up what it holds while the server sends what it has.
  const [known] = await Promise.all([
    ctx.store.columns({
      mailbox: open.known.id,
      generation: open.generation,
      first: from,
      last: before.uidNext - 1,
      only: 'flags',
    }),
    ctx.client.run(
      fetch(UidSet.range(from, before.uidNext - 1), ['FLAGS'], { flags: collected.note }, collected.take),
    ),
  ]);
  const flags = changedFlags(known, collected.columns());
  const facts: Fact[] =
    flags.uids.length > 0
      ? [{ kind: 'flags', mailbox: open.known.id, generation: open.generation, ...flags }]
      : [];
  await commit(ctx, open, facts, { modseq });
}

async function commit(
  ctx: SyncContext,
  open: OpenMailbox,
  facts: Fact[],
  change: Pick<MailboxCursor, 'modseq'>,
  existsDelta = 0,
): Promise<void> {
  const now = ctx.cursors.get(open.known.id);
  if (!now) return;
  if (facts.length === 0 && now.modseq === change.modseq && existsDelta === 0) return;
  const cursor: MailboxCursor = { ...now, ...change, exists: Math.max(0, now.exists + existsDelta) };
  await ctx.facts.push([...keywordFacts(open), ...facts], [cursor]);
  ctx.cursors.set(cursor.mailbox, cursor);
}
