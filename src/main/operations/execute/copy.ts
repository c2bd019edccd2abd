import { MailError } from '@shared/errors/mail-error';
import { generation } from '@shared/model/ids';
import { copy, status, UidSet } from '../../imap';
import { enterMailbox } from '../../sync/open-mailbox';
import { type Executor, mailboxOf, note } from './context';
import { MAX_SET_OCTETS } from './flags';
import { messageIdsOf, scanFor } from './scan';

interface CopyNotes {
  readonly from: number;
  readonly ids: readonly (readonly [number, string])[];
}

/** Copies within an account. Not idempotent: after a lost answer the target is searched before anything is sent again. */
export const executeCopy: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'copy') throw new TypeError('not a copy');
  const target = mailboxOf(ctx, op.intent.to);
  const { client } = ctx.sync;
  for (const group of ctx.forwarding.resolveSet(op.intent.messages)) {
    if (mailboxOf(ctx, group.mailbox).account !== target.account) {
      throw new MailError({ kind: 'refused', code: 'cross-account', message: 'Copying between accounts is not possible yet' });
    }
    await enterMailbox(ctx.sync, group.mailbox, group.generation);
    let set = UidSet.parse(group.uids) ?? UidSet.empty;
    const notes = op.progress as unknown as CopyNotes | null;
    if (notes === null) {
      const ids = await messageIdsOf(ctx.sync, set);
      const { uidNext } = await client.run(status({ wire: target.wire }, ['UIDNEXT']));
      await note(ctx, op, { from: uidNext ?? 1, ids: [...ids].map((pair) => [...pair]) });
    } else {
      await enterMailbox(ctx.sync, target.id, generation(target.generation));
      const there = await scanFor(ctx.sync, new Set(notes.ids.map(([, id]) => id)), { from: notes.from });
      const left = notes.ids.filter(([, id]) => !there.has(id)).map(([uid]) => uid);
      set = set.intersection(UidSet.from(left.sort((a, b) => a - b)));
      await enterMailbox(ctx.sync, group.mailbox, group.generation);
    }
    for (const chunk of set.chunks(MAX_SET_OCTETS)) await client.run(copy(chunk, { wire: target.wire }));
  }
  return { kind: 'settle', targets: [target.id], gone: [] };
};
