import type { Generation, MailboxId } from '@shared/model/ids';
import { fetch, type FetchItem, UidSet } from '../imap';
import { parseMessageIds } from '../mime/parse-envelope';
import { parseHeaders } from '../mime/parse-headers';
import { type Beginning, COMPARED_OCTETS } from '../mime/same-letter';
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
  const found = await fetchSection(ctx, uids, [{ section: '' }]);
  return new Map([...found].map(([uid, { bytes }]) => [uid, bytes]));
}

/**
 * The first octets of messages of the selected mailbox, by UID: enough to know a letter again (`compareLetters`). Those
 * that are gone or can't be read are not among them.
 * @throws MailError
 */
export function readBeginnings(ctx: SyncContext, uids: readonly number[]): Promise<Map<number, Beginning>> {
  return fetchSection(ctx, uids, ['RFC822.SIZE', { section: '', partial: [0, COMPARED_OCTETS] }]);
}

/** What the one section of the items holds, by UID. */
async function fetchSection(
  ctx: SyncContext,
  uids: readonly number[],
  items: readonly FetchItem[],
): Promise<Map<number, Beginning>> {
  const found = new Map<number, Beginning>();
  if (uids.length === 0) return found;
  const streamed = new Map<number, Uint8Array>();
  await ctx.client.run(
    fetch(
      UidSet.from([...uids].sort((a, b) => a - b)),
      items,
      { literal: (info) => collector((bytes) => streamed.set(info.seq, bytes)) },
      ({ uid, seq, sections, size }) => {
        if (uid === null) return;
        const data = sections?.[0]?.data;
        const bytes = data?.ok === true && data.value.kind === 'bytes' ? data.value.bytes : streamed.get(seq);
        streamed.delete(seq);
        if (bytes) found.set(uid, { bytes, size: size?.ok === true ? size.value : 0 });
      },
    ),
  );
  return found;
}

/** What a message is known again by. */
export interface MessageIdentity {
  readonly uid: number;
  /** Its Message-ID without brackets, '' without one. */
  readonly messageId: string;
  /** RFC822.SIZE in octets; 0 when it can't be read. */
  readonly size: number;
}

/** Messages that one command is about. */
const IDENTIFIED_AT_ONCE = 10_000;

/**
 * What the messages with the highest UIDs up to `upTo` are known by, from the server itself and not from the cache.
 * @returns with the lowest UID that was looked at: 1 when there are no others.
 * @throws MailError
 */
export async function identifyMessages(
  ctx: SyncContext,
  mailbox: MailboxId,
  generation: Generation,
  upTo: number,
): Promise<{ readonly messages: readonly MessageIdentity[]; readonly first: number }> {
  await enterMailbox(ctx, mailbox, generation);
  const { exists = 0, uidNext = null } = ctx.client.view ?? {};
  if (exists === 0) return { messages: [], first: 1 };
  const top = Math.min(upTo, Math.max(1, (uidNext ?? upTo + 1) - 1));
  // UIDs may be sparse: as wide a window as has about so many messages.
  const width = Math.ceil((top * IDENTIFIED_AT_ONCE) / exists);
  const first = exists <= IDENTIFIED_AT_ONCE ? 1 : Math.max(1, top - width + 1);
  const messages: MessageIdentity[] = [];
  await ctx.client.run(
    fetch(
      UidSet.range(first, top),
      ['RFC822.SIZE', { headers: ['MESSAGE-ID'] }],
      {},
      ({ uid, size, sections }) => {
        if (uid === null || uid < first || uid > top) return;
        const data = sections?.[0]?.data;
        const header =
          data?.ok === true && data.value.kind === 'bytes' ? parseHeaders(data.value.bytes) : null;
        const messageId = parseMessageIds(header?.first('message-id') ?? '')[0] ?? '';
        messages.push({ uid, messageId, size: size?.ok === true ? size.value : 0 });
      },
    ),
  );
  return { messages, first };
}
