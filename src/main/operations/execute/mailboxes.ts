import { isMailError, MailError } from '@shared/errors/mail-error';
import { create, deleteMailbox, rename, status, subscribe, unsubscribe } from '../../imap';
import type { KnownMailbox } from '../../sync/mailbox-registry';
import type { QueuedOperation } from '../queue';
import { type ExecuteContext, type Executor, mailboxOf, type Outcome } from './context';

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
  const mailbox = mailboxOf(ctx, op.intent.mailbox);
  if (mailbox.selectable && (await hasUnseen(ctx, mailbox))) {
    throw new MailError({
      kind: 'refused',
      code: 'mailbox-has-news',
      message: 'Messages have come into this mailbox that nobody here has seen',
      details: { mailbox: mailbox.name },
    });
  }
  return orElse(ctx.sync.client.run(deleteMailbox({ wire: mailbox.wire })), 'nonexistent');
};

/**
 * Whether messages are in a mailbox that were not there when it was last looked at: DELETE would take them along, and who
 * deleted a mailbox that was empty did not mean them (lab seed 338763). One that was never looked at (hidden, or not read
 * yet) has nothing but such messages.
 */
async function hasUnseen({ sync }: ExecuteContext, { id, wire }: KnownMailbox): Promise<boolean> {
  const seen = sync.cursors.get(id);
  try {
    const now = await sync.client.run(status({ wire }, ['MESSAGES', 'UIDNEXT', 'UIDVALIDITY']));
    if ((now.messages ?? 0) === 0) return false;
    if (!seen) return true;
    return now.uidValidity === seen.uidValidity
      ? (now.uidNext ?? 0) > seen.uidNext
      : (now.messages ?? 0) > seen.exists;
  } catch (error) {
    if (!isMailError(error) || error.kind !== 'refused') throw error;
    return false;
  }
}

export const executeSubscribe: Executor = async (ctx, op) => {
  if (op.intent.kind !== 'subscribe') throw new TypeError('not a subscribe');
  const { wire } = mailboxOf(ctx, op.intent.mailbox);
  await ctx.sync.client.run(op.intent.subscribed ? subscribe({ wire }) : unsubscribe({ wire }));
  return DONE;
};
