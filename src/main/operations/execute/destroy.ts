import type { MessageSet } from '@shared/contract/schema';
import type { MailboxId } from '@shared/model/ids';
import { UidSet } from '../../imap';
import { enterMailbox } from '../../sync/open-mailbox';
import { checkIdentity } from './check-identity';
import { type Executor, mailboxOf } from './context';
import { removeMessages } from './remove';
import { marksOf } from './scan';

/**
 * Deletes for good: `\Deleted`, then UID EXPUNGE of exactly these. Without UIDPLUS they stay marked, because an EXPUNGE
 * would also take what others marked (A1, A17). Idempotent.
 */
export const executeDestroy: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'destroy') throw new TypeError('not a destroy');
  const gone: MessageSet[] = [];
  const marked = new Set<MailboxId>();
  for (const group of ctx.forwarding.resolveSet(op.intent.messages)) {
    mailboxOf(ctx, group.mailbox);
    await enterMailbox(ctx.sync, group.mailbox, group.generation);
    const set = UidSet.parse(group.uids) ?? UidSet.empty;
    const marks = await marksOf(ctx.sync, set);
    await checkIdentity(ctx.sync, group.mailbox, group.generation, marks);
    if (marks.size === 0 || (await removeMessages(ctx.sync, UidSet.from(marks.keys())))) gone.push(group);
    else marked.add(group.mailbox);
  }
  return { kind: 'settle', targets: [...marked], gone };
};
