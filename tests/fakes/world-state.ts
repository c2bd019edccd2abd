import type { MailWorld } from '@main/demo/mail-world';

/** One message as assertions want to read it. */
export interface MessageState {
  readonly messageId: string;
  readonly subject: string;
  /** Sorted. */
  readonly flags: readonly string[];
  readonly internalDate: number;
}

/** Everything an account holds on the server, by mailbox, in UID order; without UIDs, which a recovery may change. */
export function accountState(world: MailWorld, user: string): Record<string, MessageState[]> {
  const state: Record<string, MessageState[]> = {};
  for (const [name, { messages }] of world.account(user).mailboxes) {
    state[name] = messages.map(({ content, flags, internalDate }) => ({
      messageId: content.header('message-id').trim(),
      subject: content.header('subject'),
      flags: [...flags].sort(),
      internalDate,
    }));
  }
  return state;
}

/** Message-IDs by how often they occur anywhere in the account: invariant I1 wants none gone, most tests each once. */
export function messageIdCounts(world: MailWorld, user: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { messages } of world.account(user).mailboxes.values()) {
    for (const { content } of messages) {
      const id = content.header('message-id').trim();
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return counts;
}

/** The mailboxes that hold a message, by Message-ID (with angle brackets); a name twice when it is there twice. */
export function whereIs(world: MailWorld, user: string, messageId: string): string[] {
  const places: string[] = [];
  for (const [name, { messages }] of world.account(user).mailboxes) {
    for (const { content } of messages)
      if (content.header('message-id').trim() === messageId) places.push(name);
  }
  return places;
}

export { type Baseline, baseline, checkInvariants } from './invariants';
