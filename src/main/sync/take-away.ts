import type { Fact } from '@shared/contract/store-api';
import type { SyncContext } from './context';
import type { Rows } from './fetch-rows';

/**
 * The fact that messages are gone, proven by the caller. What is here of them is kept first: killed in between, they are
 * gone once more at the next look (issue 4: tombstones).
 * @param held how many messages the mailbox held before.
 */
export async function takeAway(
  ctx: SyncContext,
  { known, generation, keywords }: Rows,
  uids: Uint32Array,
  held: number,
): Promise<Fact[]> {
  if (uids.length === 0) return [];
  await ctx.leaving({ mailbox: known, generation, uids, keywords: keywords.names, held });
  return [{ kind: 'gone', mailbox: known.id, generation, uids }];
}
