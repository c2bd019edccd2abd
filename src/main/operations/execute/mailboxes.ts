import { isMailError } from '@shared/errors/mail-error';
import { create, deleteMailbox, rename, subscribe, unsubscribe } from '../../imap';
import type { QueuedOperation } from '../queue';
import { type Executor, mailboxOf, type Outcome } from './context';

const DONE: Outcome = { kind: 'done', relist: true };

/** "Already exists" and "doesn't exist" after a lost answer mean that it was done (RFC 5530 §3). */
async function orElse(work: Promise<unknown>, ...codes: string[]): Promise<Outcome> {
  try {
    await work;
  } catch (error) {
    if (!isMailError(error) || !codes.includes(error.code)) throw error;
  }
  return DONE;
}

/** Whether an earlier attempt may have done it: this is not the first. */
const again = (op: QueuedOperation): boolean => op.tries > 1;

export const executeCreateMailbox: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'create-mailbox') throw new TypeError('not a create-mailbox');
  const { client } = ctx.sync;
  const { name } = op.intent;
  await orElse(client.run(create(name)), again(op) ? 'alreadyexists' : '');
  return orElse(client.run(subscribe(name)), 'no', 'bad', 'cannot');
};

export const executeRenameMailbox: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'rename-mailbox') throw new TypeError('not a rename-mailbox');
  const { wire, name } = mailboxOf(ctx, op.intent.mailbox);
  // Done before a crash, and read in the list since.
  if (name === op.intent.name) return DONE;
  return orElse(ctx.sync.client.run(rename({ wire }, op.intent.name)), again(op) ? 'nonexistent' : '');
};

export const executeDeleteMailbox: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'delete-mailbox') throw new TypeError('not a delete-mailbox');
  // No longer listed: done before the answer was lost, or by somebody else.
  if (!ctx.sync.registry.get(op.intent.mailbox)) return DONE;
  const { wire } = mailboxOf(ctx, op.intent.mailbox);
  return orElse(ctx.sync.client.run(deleteMailbox({ wire })), 'nonexistent');
};

export const executeSubscribe: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'subscribe') throw new TypeError('not a subscribe');
  const { wire } = mailboxOf(ctx, op.intent.mailbox);
  await ctx.sync.client.run(op.intent.subscribed ? subscribe({ wire }) : unsubscribe({ wire }));
  return DONE;
};
