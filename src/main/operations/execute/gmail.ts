import { fetch, search, type UidSet } from '../../imap';
import type { SyncContext } from '../../sync/context';

/** UID and X-GM-MSGID, in decimal. */
export type GmailIds = readonly (readonly [number, string])[];

/** More messages than this are not looked for one by one; undo of so large a move then says that they are gone. */
const MAX_SEARCHES = 500;

/**
 * Gmail's own ids of messages in the selected mailbox; none on other servers. What is moved to a label that the message
 * has already (All Mail, when it is archived) gets no new UID there: only this id tells which one it is.
 */
export async function gmailIds(sync: SyncContext, set: UidSet): Promise<GmailIds> {
  if (!sync.client.capabilities.has('X-GM-EXT-1') || set.isEmpty) return [];
  const ids: [number, string][] = [];
  for (const chunk of set.chunks(sync.client.quirks.lineLimit - 200)) {
    await sync.client.run(
      fetch(chunk, ['X-GM-MSGID'], {}, (message) => {
        if (message.uid !== null && message.gmailMessageId?.ok === true)
          ids.push([message.uid, message.gmailMessageId.value.toString()]);
      }),
    );
  }
  return ids;
}

/** Where the selected mailbox has these messages: pairs of the UID they had and the UID they have. */
export async function findByGmailId(sync: SyncContext, ids: GmailIds): Promise<[number, number][]> {
  const pairs: [number, number][] = [];
  if (ids.length > MAX_SEARCHES) return pairs;
  for (const [from, id] of ids) {
    const { uids } = await sync.client.run(search({ gmailId: BigInt(id) }));
    if (uids.size === 1) pairs.push([from, uids.min ?? 0]);
  }
  return pairs;
}
