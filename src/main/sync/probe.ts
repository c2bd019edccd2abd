import type { Generation, MailboxId } from '@shared/model/ids';
import { hash53 } from '@shared/util/hash';
import { fetch, UidSet } from '../imap';
import { parseMessageIds } from '../mime/parse-envelope';
import { parseHeaders } from '../mime/parse-headers';
import type { SyncContext } from './context';

/** Messages compared: the newest ones, and as many spread over the rest. */
const NEWEST = 100;
const SPREAD = 100;
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
): Promise<Verdict> {
  const held = await ctx.store.columns({ mailbox, generation, first: 1, last: Math.max(1, below - 1) });
  const sample = new Map<number, { idHash: number; size: number }>();
  const n = held.uids.length;
  const take = (i: number): void => {
    sample.set(held.uids[i] as number, { idHash: held.idHashes[i] ?? 0, size: held.sizes[i] ?? 0 });
  };
  for (let i = Math.max(0, n - NEWEST); i < n; i++) take(i);
  for (let k = 0; k < SPREAD && n > NEWEST; k++) take(Math.floor((k * (n - NEWEST)) / SPREAD));
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
