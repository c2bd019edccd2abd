import type { Intent } from '@shared/contract/operations';
import type { MessageSet } from '@shared/contract/schema';
import { generation, type MailboxId } from '@shared/model/ids';
import { formatUids } from '@shared/model/uid-ranges';
import type { KnownMailbox, MailboxRegistry } from '../../sync/mailbox-registry';
import type { OperationQueue, QueuedOperation } from '../queue';
import type { Arrival } from '../transfer-notes';
import { takeBack } from '../undo';

/** Has the other account put our copies into its trash, or where there is none delete exactly these. */
export async function takeAwayArrived(
  {
    queue,
    registry,
    wake,
  }: {
    readonly queue: OperationQueue;
    readonly registry: Pick<MailboxRegistry, 'get' | 'withRole'>;
    readonly wake: (account: KnownMailbox['account']) => void;
  },
  { group }: Pick<QueuedOperation, 'group'>,
  target: KnownMailbox | undefined,
  ours: readonly Arrival[],
): Promise<void> {
  if (!target || ours.length === 0) return;
  const intents: Intent[] = [];
  const sets = new Map<
    string,
    { readonly mailbox: MailboxId; readonly generation: number; readonly uids: number[] }
  >();
  for (const { at } of ours) {
    const key = `${at.mailbox}/${at.generation}`;
    const set = sets.get(key) ?? { mailbox: at.mailbox, generation: Number(at.generation), uids: [] };
    sets.set(key, set);
    set.uids.push(at.uid);
  }
  for (const set of sets.values()) {
    const uids = formatUids(set.uids.sort((a, b) => a - b));
    const messages: MessageSet = { mailbox: set.mailbox, generation: generation(set.generation), uids };
    intents.push(takeBack({ messages, label: false }, registry) ?? { kind: 'destroy', messages });
  }
  await queue.accept(target.account, intents, `${group}-undo`);
  wake(target.account);
}
