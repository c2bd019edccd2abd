import type { Cause } from '@shared/contract/automatic';
import type { Action } from '@shared/contract/engine-api';
import type { Intent, Operation } from '@shared/contract/operations';
import { flagBit } from '@shared/model/flags';
import {
  type AccountId,
  type MailboxId,
  type MessageKey,
  messageKey,
  type MessageRef,
} from '@shared/model/ids';
import { hash53 } from '@shared/util/hash';
import type { LoggedOperation } from '../operations/action-log';
import { planAction, type PlannedMailbox } from '../operations/plan';
import type { KeptEntry } from './automatic-log';
import type { Judgement, Letter } from './judge';

/** A message with what is to be done with it. */
export interface Sentenced extends Letter {
  readonly ref: MessageRef;
  readonly judgement: Judgement;
}

/** Messages with which the same is done for the same reason. */
export interface Deed {
  readonly group: string;
  readonly cause: Cause;
  readonly actions: readonly Action[];
  readonly messages: readonly Sentenced[];
  readonly intents: readonly Intent[];
}

/** Where messages are, and may go. */
export interface Mailboxes {
  get(id: MailboxId): PlannedMailbox | undefined;
  withRole: Parameters<typeof planAction>[2]['withRole'];
}

/** What is known of a message over moves and renumberings. */
export const identityOf = ({ row }: Pick<Letter, 'row'>): number => hash53(row.identity);

/**
 * Sorts messages of one mailbox by what is to be done with them, and makes intents of it: marks first, then copies, then
 * where they go.
 * @param group names a deed.
 */
export function deedsOf(
  messages: readonly Sentenced[],
  mailboxes: Mailboxes,
  group: () => string,
): readonly Deed[] {
  const sorted = new Map<string, Sentenced[]>();
  for (const message of messages) {
    const { cause, actions } = message.judgement;
    if (actions.length === 0) continue;
    const key = JSON.stringify([cause, actions]);
    const same = sorted.get(key);
    if (same) same.push(message);
    else sorted.set(key, [message]);
  }
  return [...sorted.values()].flatMap((same) => {
    const { cause, actions } = (same[0] as Sentenced).judgement;
    const intents = actions.flatMap((action) => {
      const keys = same.filter((message) => changes(action, message)).map(({ ref }) => messageKey(ref));
      return planAction(action, keys, mailboxes, mailboxOfKey).flatMap((plan) => plan.intents);
    });
    return intents.length > 0 ? [{ group: group(), cause, actions, messages: same, intents }] : [];
  });
}

const mailboxOfKey = (key: MessageKey): MailboxId => key.slice(0, key.indexOf('/')) as MailboxId;

/** Marks that change nothing are left out, so that undo takes back exactly what was done. */
function changes(action: Action, { flags }: Letter): boolean {
  if (action.kind !== 'flag') return true;
  const isOn = (name: string): boolean => (flags & flagBit(name)) !== 0;
  return action.add.some((name) => !isOn(name)) || action.remove.some(isOn);
}

/** The line of the log about a deed. */
export function entryOf(
  { group, cause, actions, messages }: Deed,
  operations: readonly Operation[],
  where: { readonly account: AccountId; readonly mailbox: MailboxId; readonly at: number },
): KeptEntry {
  const { envelope } = (messages.at(-1) as Sentenced).row;
  const [author] = envelope.from;
  return {
    id: group,
    ...where,
    cause,
    actions,
    count: messages.length,
    from: author ? author.name || author.address : '',
    subject: envelope.subject,
    undone: false,
    operations: operations.map((operation): LoggedOperation => ({ operation, shownIn: where.mailbox })),
  };
}
