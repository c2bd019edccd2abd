import type { Generation, MailboxId } from '@shared/model/ids';
import { fetch, UidSet } from '../imap';
import { collector } from './bodies';
import type { SyncContext } from './context';
import { enterMailbox } from './open-mailbox';

/** A message in a mailbox, as what copies it elsewhere needs to know it. */
export interface HeldMessage {
  readonly uid: number;
  /** IMAP flag names. */
  readonly flags: readonly string[];
  /** INTERNALDATE, ms since 1970; null when it can't be read. */
  readonly date: number | null;
  /** RFC822.SIZE in octets; 0 when it can't be read. */
  readonly size: number;
}

export interface HeldMessages {
  readonly messages: readonly HeldMessage[];
  /** False: the server told of fewer messages than it says there are, and nobody knows which (Yahoo, protocols.md §4). */
  readonly complete: boolean;
}

/** What is in a mailbox now, from the server itself and not from the cache. @throws MailError */
export async function listMessages(
  ctx: SyncContext,
  mailbox: MailboxId,
  generation: Generation,
): Promise<HeldMessages> {
  await enterMailbox(ctx, mailbox, generation);
  const found = new Map<number, HeldMessage>();
  const items = ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'] as const;
  if ((ctx.client.view?.exists ?? 0) > 0) {
    await ctx.client.run(
      fetch(UidSet.all, items, {}, ({ uid, flags, internalDate, size }) => {
        if (uid === null || !size) return;
        found.set(uid, {
          uid,
          // \Recent is the session's, not the message's.
          flags: flags?.ok === true ? flags.value.filter((flag) => flag.toLowerCase() !== '\\recent') : [],
          date: internalDate?.ok === true ? internalDate.value : null,
          size: size.ok ? size.value : 0,
        });
      }),
    );
  }
  return {
    messages: [...found.values()].sort((a, b) => a.uid - b.uid),
    complete: found.size >= (ctx.client.view?.exists ?? 0),
  };
}

/**
 * The bytes of some messages, by UID. Those that are gone meanwhile are not among them.
 * @throws MailError; `unreachable` when the connection broke, and then none of them counts.
 */
export async function readMessages(
  ctx: SyncContext,
  mailbox: MailboxId,
  generation: Generation,
  uids: readonly number[],
): Promise<ReadonlyMap<number, Uint8Array>> {
  await enterMailbox(ctx, mailbox, generation);
  const streamed = new Map<number, Uint8Array>();
  const whole = new Map<number, Uint8Array>();
  await ctx.client.run(
    fetch(
      UidSet.from(uids),
      [{ section: '' }],
      { literal: (info) => collector((bytes) => streamed.set(info.seq, bytes)) },
      (message) => {
        if (message.uid === null) return;
        const data = message.sections?.[0]?.data;
        const bytes =
          data?.ok === true && data.value.kind === 'bytes' ? data.value.bytes : streamed.get(message.seq);
        streamed.delete(message.seq);
        if (bytes) whole.set(message.uid, bytes);
      },
    ),
  );
  return whole;
}
