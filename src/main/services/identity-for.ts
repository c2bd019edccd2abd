import type { AccountConfig, Identity } from '@shared/contract/account';
import type { OutboxId } from '@shared/model/ids';
import type { Envelope } from '@shared/model/message';
import { parseAddresses } from '../mime/parse-addresses';

/** The name of a message in the outbox. */
export const outboxIdOf = (messageId: string): OutboxId =>
  `m${messageId.replace(/[^A-Za-z0-9]/g, '').slice(0, 40)}` as OutboxId;

/** An address without its tag: `ada+lists@x` is delivered to `ada@x`. */
export const untagged = (address: string): string => address.toLowerCase().replace(/\+[^@]*@/, '@');

/**
 * The identity that a message was sent to, plus-tags included: one that is it exactly before one that it is a tag of. What
 * one sent oneself is answered as the one who sent it. Else the account's first.
 */
export function identityFor(config: AccountConfig, { to, cc, bcc, from, extra }: Envelope): Identity {
  const delivered = parseAddresses(extra['delivered-to'] ?? '');
  const seen = [...to, ...cc, ...bcc, ...delivered, ...from].map((a) => a.address.toLowerCase());
  const exact = seen.flatMap((address) =>
    config.identities.filter((i) => i.address.toLowerCase() === address),
  );
  const tagged = seen.flatMap((address) =>
    config.identities.filter((i) => untagged(i.address) === untagged(address)),
  );
  return exact[0] ?? tagged[0] ?? (config.identities[0] as Identity);
}
