import { isMailError } from '@shared/errors/mail-error';
import { create, deleteMailbox, rename, subscribe, unsubscribe } from '../../imap';
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

export const executeCreateMailbox: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'create-mailbox') throw new TypeError('not a create-mailbox');
  const { client } = ctx.sync;
  const { name } = op.intent;
  await orElse(client.run(create(name)), op.tries > 0 ? 'alreadyexists' : '');
  return orElse(client.run(subscribe(name)), 'no', 'bad', 'cannot');
};

export const executeRenameMailbox: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'rename-mailbox') throw new TypeError('not a rename-mailbox');
  const { wire, name } = mailboxOf(ctx, op.intent.mailbox);
  // Done before a crash, and read in the list since.
  if (name === op.intent.name) return DONE;
  return orElse(ctx.sync.client.run(rename({ wire }, op.intent.name)), op.tries > 0 ? 'nonexistent' : '');
};

export const executeDeleteMailbox: Executor = (ctx, op) => {
  if (op.intent.kind !== 'delete-mailbox') throw new TypeError('not a delete-mailbox');
  const { wire } = mailboxOf(ctx, op.intent.mailbox);
  return orElse(ctx.sync.client.run(deleteMailbox({ wire })), 'nonexistent');
};

export const executeSubscribe: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'subscribe') throw new TypeError('not a subscribe');
  const { wire } = mailboxOf(ctx, op.intent.mailbox);
  await ctx.sync.client.run(op.intent.subscribed ? subscribe({ wire }) : unsubscribe({ wire }));
  return DONE;
};
