import { type Generation, generation, type MailboxId } from '@shared/model/ids';
import { hash53 } from '@shared/util/hash';
import { fetch, UidSet } from '../imap';
import { parseMessageIds } from '../mime/parse-envelope';
import { parseHeaders } from '../mime/parse-headers';
import type { SyncContext } from './context';
import type { KnownMailbox } from './mailbox-registry';

/** Messages compared: so many of the newest, and as many spread over the rest. */
const THOROUGH = 100;
/** Enough to tell one mailbox from another. */
const QUICK = 5;
/** mbsync's rule: no contradiction, and this many matches or this part of what was expected. */
const ENOUGH = 20;
const PART = 0.8;

/** Whether UIDs still name the messages that they named: `unknown` when too few could be compared. */
export type Verdict = 'same' | 'different' | 'unknown';

/**
 * Compares the Message-IDs of a sample of messages held here with those that the selected mailbox has under the same UIDs
 * (protocols.md §2.5). A single contradiction is enough to say that they differ.
 * @param below only UIDs below this: after a rollback those above are not there, or not yet again.
 */
export async function probe(
  ctx: SyncContext,
  mailbox: MailboxId,
  generation: Generation,
  below = 0xffffffff,
  sampled = THOROUGH,
): Promise<Verdict> {
  const held = await ctx.store.columns({ mailbox, generation, first: 1, last: Math.max(1, below - 1) });
  const sample = new Map<number, { idHash: number; size: number }>();
  const n = held.uids.length;
  const take = (i: number): void => {
    sample.set(held.uids[i] as number, { idHash: held.idHashes[i] ?? 0, size: held.sizes[i] ?? 0 });
  };
  for (let i = Math.max(0, n - sampled); i < n; i++) take(i);
  for (let k = 0; k < sampled && n > sampled; k++) take(Math.floor((k * (n - sampled)) / sampled));
  if (sample.size === 0) return 'unknown';

  let matches = 0;
  let contradictions = 0;
  const set = UidSet.from([...sample.keys()].sort((a, b) => a - b));
  for (const chunk of set.chunks(ctx.client.quirks.lineLimit - 200)) {
    await ctx.client.run(
      fetch(chunk, ['RFC822.SIZE', { headers: ['MESSAGE-ID'] }], {}, (message) => {
        const known = message.uid === null ? undefined : sample.get(message.uid);
        const data = message.sections?.[0]?.data;
        if (!known || data?.ok !== true || data.value.kind !== 'bytes') return;
        const id = parseMessageIds(parseHeaders(data.value.bytes).first('message-id'))[0] ?? '';
        const there = id === '' ? 0 : hash53(id);
        if (there !== known.idHash) contradictions++;
        else if (there !== 0 || (message.size?.ok === true && message.size.value === known.size)) matches++;
      }),
    );
  }
  if (contradictions > 0) return 'different';
  return matches >= ENOUGH || matches >= sample.size * PART ? 'same' : 'unknown';
}

/**
 * Whether UIDVALIDITY alone does not tell this mailbox from another one: without MAILBOXID, and with the number of another
 * mailbox of the account (B3). Two such mailboxes may change names, and every UID would go on looking valid (B10).
 */
const isDoubtful = (ctx: SyncContext, { id, account, objectId, uidValidity }: KnownMailbox): boolean =>
  objectId === '' &&
  uidValidity !== 0 &&
  ctx.registry.ofAccount(account).some((other) => other.id !== id && other.uidValidity === uidValidity);

/** For a doubtful mailbox that has just been selected: whether it is another one than it was. One small FETCH. */
export async function isAnother(ctx: SyncContext, mailbox: KnownMailbox): Promise<boolean> {
  if (!isDoubtful(ctx, mailbox)) return false;
  const verdict = await probe(ctx, mailbox.id, generation(mailbox.generation), undefined, QUICK);
  return verdict === 'different';
}
