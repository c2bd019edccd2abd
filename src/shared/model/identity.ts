import type { Generation, MailboxId } from './ids';

/**
 * The identity of a message that is listed before its size was asked for, which the true one is made of: no other message
 * has it, so that nothing is shared that need not be the same. It is replaced as soon as the rest is known.
 */
export const provisionalIdentity = (mailbox: MailboxId, generation: Generation, uid: number): string =>
  `p:${mailbox}.${generation}.${uid}`;

export const isProvisional = (identity: string): boolean => identity.startsWith('p:');
