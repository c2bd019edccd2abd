import type { Fact } from '@shared/contract/store-api';
import { generation, type MailboxId, type MessageKey, messageKey, uid } from '@shared/model/ids';
import { search, type SearchQuery, UidSet } from '../../imap';
import { keywordsOf, mailboxGone, type SyncContext } from '../../sync/context';
import { fetchRows, rowFacts } from '../../sync/fetch-rows';
import { enterMailbox } from '../../sync/open-mailbox';

/** Messages that one command searches: a server without an index reads each of them, and others wait for it. */
const WINDOW = 10_000;
/** Messages found that are not listed here and whose headers are fetched, in one mailbox. */
const MAX_FETCHED = 1000;
/** Messages found in one mailbox that are shown. */
const MAX_FOUND = 5000;
const FETCH_AT_ONCE = 200;

/** Runs one turn over the account's connection, when nothing more urgent waits. */
export type Turn = <T>(work: (ctx: SyncContext) => Promise<T>) => Promise<T>;

/** In Gmail's language where it can be said in it, else in IMAP's. */
export interface ServerQuery {
  readonly imap: SearchQuery | true;
  readonly gmail: string | null;
}

/**
 * Searches one mailbox on the server, the newest messages first, a window of UIDs a turn.
 * @param found called with messages as they are found; they are listed in the store by then.
 * @returns how many more were found than are shown.
 * @throws MailError as SELECT, SEARCH and FETCH do.
 */
export async function searchMailbox(
  turn: Turn,
  id: MailboxId,
  query: ServerQuery,
  signal: AbortSignal,
  found: (keys: readonly MessageKey[]) => void,
): Promise<{ more: number }> {
  let upTo = 0xffffffff;
  let shown = 0;
  let fetched = 0;
  let more = 0;
  while (upTo >= 1 && !signal.aborted) {
    const window = await turn((ctx) => searchWindow(ctx, id, query, upTo));
    upTo = window.first - 1;
    const fits = window.uids.splitNewest(Math.max(0, MAX_FOUND - shown));
    more += fits.rest.size;
    const { here, missing } = fits.newest.isEmpty
      ? { here: UidSet.empty, missing: UidSet.empty }
      : await turn((ctx) => known(ctx, id, fits.newest));
    found(keysOf(id, window.generation, here));
    shown += here.size;
    let rest = missing;
    while (!rest.isEmpty && fetched < MAX_FETCHED && !signal.aborted) {
      const part = rest.splitNewest(Math.min(FETCH_AT_ONCE, MAX_FETCHED - fetched));
      rest = part.rest;
      const listed = await turn((ctx) => list(ctx, id, part.newest));
      fetched += part.newest.size;
      shown += listed.size;
      found(keysOf(id, window.generation, listed));
    }
    more += rest.size;
  }
  return { more };
}

async function searchWindow(
  ctx: SyncContext,
  id: MailboxId,
  { imap, gmail }: ServerQuery,
  upTo: number,
): Promise<{ uids: UidSet; first: number; generation: number }> {
  const place = ctx.registry.get(id)?.generation;
  if (place === undefined) throw mailboxGone(id);
  await enterMailbox(ctx, id, generation(place));
  const exists = ctx.client.view?.exists ?? 0;
  if (exists === 0) return { uids: UidSet.empty, first: 1, generation: place };
  // Gmail has an index of its own and needs no windows.
  if (gmail !== null && ctx.client.capabilities.has('X-GM-EXT-1')) {
    const all = await ctx.client.run(search({ gmailRaw: gmail }));
    return { uids: all.uids, first: 1, generation: place };
  }
  const cursor = ctx.cursors.get(id);
  const top = Math.min(upTo, Math.max((cursor?.uidNext ?? 1) - 1, 1));
  // UIDs may be sparse: as wide a window as has about so many messages.
  const width = Math.max(WINDOW, Math.ceil((top * WINDOW) / exists));
  const first = exists <= WINDOW ? 1 : Math.max(1, top - width + 1);
  const uids = upTo === 0xffffffff ? UidSet.startingAt(first) : UidSet.range(first, upTo);
  const keys: SearchQuery = imap === true ? {} : imap;
  const all = first === 1 && upTo === 0xffffffff;
  const answer = await ctx.client.run(search(all ? keys : { uids, and: [keys] }));
  // `n:*` names the last message also when it is below n (RFC 9051 §9).
  return { uids: answer.uids.clip(first, upTo), first, generation: place };
}

/** Which of the messages the store lists. */
async function known(
  ctx: SyncContext,
  id: MailboxId,
  uids: UidSet,
): Promise<{ here: UidSet; missing: UidSet }> {
  const place = ctx.registry.get(id)?.generation;
  if (place === undefined) throw mailboxGone(id);
  const held = await ctx.store.columns({
    mailbox: id,
    generation: generation(place),
    first: uids.min ?? 1,
    last: uids.max ?? 1,
  });
  const listed = UidSet.from(held.uids);
  return { here: uids.intersection(listed), missing: uids.difference(listed) };
}

/** Fetches what the list needs of them; answers with those that were there. */
async function list(ctx: SyncContext, id: MailboxId, uids: UidSet): Promise<UidSet> {
  const box = ctx.registry.get(id);
  if (!box) throw mailboxGone(id);
  await enterMailbox(ctx, id, generation(box.generation));
  const rows = { known: box, generation: generation(box.generation), keywords: keywordsOf(ctx, id) };
  const { fact } = await fetchRows(ctx, rows, uids, { previews: false });
  const facts: Fact[] = rowFacts(rows, fact);
  // Below what is synchronised no cursor vouches for them: they come once more with the rest.
  await ctx.facts.commit(facts);
  return UidSet.from(fact.uids);
}

const keysOf = (mailbox: MailboxId, place: number, uids: UidSet): MessageKey[] =>
  [...uids].map((n) => messageKey({ mailbox, generation: generation(place), uid: uid(n) }));
