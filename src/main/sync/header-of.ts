import type { MessageRef } from '@shared/model/ids';
import { notOnServer, sections } from './bodies';
import { checkerOf, hasSenders } from './checked-sender';
import type { SyncContext } from './context';
import { enterMailbox } from './open-mailbox';

/** A message's header as it is, and whose results on top of it count. */
export interface CheckedHeader {
  readonly bytes: Uint8Array;
  /** Under which name the server that took it in writes its results (RFC 8601); null: nobody's can be believed. */
  readonly checker: string | null;
}

/** More than any header that a server delivers. */
const MAX_OCTETS = 1024 * 1024;

/** @throws MailError `message-gone` */
export async function headerOf(ctx: SyncContext, ref: MessageRef): Promise<CheckedHeader> {
  await enterMailbox(ctx, ref.mailbox, ref.generation);
  const [parts, checker] = await Promise.all([
    sections(ctx, ref, [{ section: 'HEADER', partial: [0, MAX_OCTETS] }]),
    hasSenders(ctx, ref.mailbox) ? checkerOf(ctx, ref) : null,
  ]);
  const bytes = parts.get('HEADER');
  if (!bytes) throw notOnServer(ref);
  return { bytes, checker };
}
