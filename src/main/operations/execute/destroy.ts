import type { MessageSet } from '@shared/contract/schema';
import { store, UidSet, uidExpunge } from '../../imap';
import { enterMailbox } from '../../sync/open-mailbox';
import type { Executor } from './context';
import { MAX_SET_OCTETS } from './flags';

/**
 * Deletes for good: `\Deleted`, then UID EXPUNGE of exactly these. Without UIDPLUS they stay marked and are hidden,
 * because an EXPUNGE would also take what others marked (A1, A17). Idempotent.
 */
export const executeDestroy: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'destroy') throw new TypeError('not a destroy');
  const { client } = ctx.sync;
  const gone: MessageSet[] = [];
  for (const group of ctx.forwarding.resolveSet(op.intent.messages)) {
    await enterMailbox(ctx.sync, group.mailbox, group.generation);
    const set = UidSet.parse(group.uids) ?? UidSet.empty;
    for (const chunk of set.chunks(MAX_SET_OCTETS)) {
      await client.run(store(chunk, { mode: 'add', flags: ['\\Deleted'] }));
      if (client.capabilities.has('UIDPLUS')) await client.run(uidExpunge(chunk));
    }
    if (client.capabilities.has('UIDPLUS')) gone.push(group);
  }
  return gone.length > 0
    ? { kind: 'settle', targets: [], gone }
    : { kind: 'settle', targets: [...new Set(ctx.forwarding.resolveSet(op.intent.messages).map((g) => g.mailbox))], gone: [] };
};
