import { fetch, SeqSet, UidSet } from '../../imap';
import { parseMessageIds } from '../../mime/parse-envelope';
import { parseHeaders } from '../../mime/parse-headers';
import type { SyncContext } from '../../sync/context';

/**
 * Which messages of the selected mailbox carry these Message-IDs, looking only at UIDs from `from` up (or at the newest
 * `newest` messages): the window scan of protocols.md §2.7. It replaces SEARCH HEADER, which iCloud, Yahoo and Exchange
 * answer wrongly.
 * @returns Message-ID → UIDs, ascending.
 */
export async function scanFor(
  sync: SyncContext,
  wanted: ReadonlySet<string>,
  where: { readonly from: number } | { readonly newest: number },
): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  const exists = sync.client.view?.exists ?? 0;
  if (exists === 0 || wanted.size === 0) return found;
  const set =
    'from' in where ? UidSet.startingAt(where.from) : SeqSet.range(Math.max(1, exists - where.newest + 1), exists);
  await sync.client.run(
    fetch(set, [{ headers: ['MESSAGE-ID'] }], {}, (message) => {
      if (message.uid === null || ('from' in where && message.uid < where.from)) return;
      for (const { data } of message.sections ?? []) {
        if (!data.ok || data.value.kind !== 'bytes') continue;
        const id = parseMessageIds(parseHeaders(data.value.bytes).first('message-id'))[0];
        if (id !== undefined && wanted.has(id)) found.set(id, [...(found.get(id) ?? []), message.uid]);
      }
    }),
  );
  return found;
}

/** The Message-IDs of messages in the selected mailbox, by UID; '' for messages that have none. */
export async function messageIdsOf(sync: SyncContext, set: UidSet): Promise<Map<number, string>> {
  const ids = new Map<number, string>();
  await sync.client.run(
    fetch(set, [{ headers: ['MESSAGE-ID'] }], {}, (message) => {
      if (message.uid === null || !set.has(message.uid)) return;
      const data = message.sections?.[0]?.data;
      const bytes = data?.ok === true && data.value.kind === 'bytes' ? data.value.bytes : new Uint8Array();
      ids.set(message.uid, parseMessageIds(parseHeaders(bytes).first('message-id'))[0] ?? '');
    }),
  );
  return ids;
}
