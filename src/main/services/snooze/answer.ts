import type { MessageRow } from '@shared/model/message';
import { hash53 } from '@shared/util/hash';
import type { StoreApi } from '../../sync/fact-stream';

/** `Auto-Submitted: no` says that a person wrote it; any other value that a program did (RFC 3834 §5). */
const BY_HAND = /^\s*no\b/i;

/**
 * Whether somebody else has answered with this message: no automatic answer (RFC 3834), no report on delivery or reading
 * (RFC 6522), and nothing of one's own.
 * @param isMine whether an address is the person's own
 */
export function isAnswer({ envelope, structure }: MessageRow, isMine: (address: string) => boolean): boolean {
  const { extra, from } = envelope;
  return (
    BY_HAND.test(extra['auto-submitted'] ?? 'no') &&
    structure?.type !== 'multipart/report' &&
    (from.length === 0 || from.some(({ address }) => !isMine(address)))
  );
}

/** hash53 of the Message-IDs that a message answers (RFC 5322 §3.6.4). */
export const answeredIds = ({ envelope: { references, inReplyTo } }: MessageRow): number[] => [
  ...new Set([...references, ...inReplyTo].map(hash53)),
];

/** Of letters by the hashes of their Message-IDs, those that somebody has answered, as far as it is here, in any mailbox. */
export async function answeredOf(
  store: Pick<StoreApi, 'naming' | 'rows'>,
  hashes: readonly number[],
  isMine: (address: string) => boolean,
): Promise<ReadonlySet<number>> {
  const naming = await store.naming({ hashes: Float64Array.from(hashes) });
  const answered = new Set<number>();
  for (const [i, hash] of hashes.entries()) {
    const refs = naming[i] ?? [];
    const rows = refs.length > 0 ? await store.rows({ refs }) : [];
    if (rows.some((row) => row !== null && isAnswer(row, isMine))) answered.add(hash);
  }
  return answered;
}
