import { fetch, type FetchedMessage, type FetchItem, noop, SeqSet, UidSet } from '../../imap';
import { parseMessageIds } from '../../mime/parse-envelope';
import { parseHeaders } from '../../mime/parse-headers';
import type { SyncContext } from '../../sync/context';
import type { KnownMailbox } from '../../sync/mailbox-registry';

/**
 * What a message is recognised by after a command whose answer was lost: its Message-ID, or without one its size and
 * INTERNALDATE, which COPY, MOVE and our own APPEND keep.
 */
export type Mark = string;

const ITEMS: readonly FetchItem[] = ['RFC822.SIZE', 'INTERNALDATE', { headers: ['MESSAGE-ID'] }];

export const markOf = (messageId: string, size: number, internalDate: number | null): Mark =>
  messageId !== '' ? messageId : `~${size}/${Math.floor((internalDate ?? 0) / 1000)}`;

/** The Message-ID inside a mark, '' when it has none. */
export const messageIdIn = (mark: Mark): string => (mark.startsWith('~') ? '' : mark);

/** What to ask of messages whose header did not come. */
const INSTEAD: readonly FetchItem[] = ['RFC822.SIZE', 'INTERNALDATE', 'ENVELOPE'];

const marking = (id: string, { size, internalDate }: FetchedMessage): Mark =>
  markOf(id, size?.ok === true ? size.value : 0, internalDate?.ok === true ? internalDate.value : null);

function marked(message: FetchedMessage): Mark | null {
  const data = message.sections?.[0]?.data;
  if (data?.ok !== true || data.value.kind !== 'bytes') return null;
  return marking(parseMessageIds(parseHeaders(data.value.bytes).first('message-id'))[0] ?? '', message);
}

/** The same by what the server has read of the message when it came; null of what it sends unasked. */
function markedInstead(message: FetchedMessage): Mark | null {
  const { envelope, size, internalDate } = message;
  if (!envelope && !size && !internalDate) return null;
  const id = envelope?.ok === true ? (parseMessageIds(envelope.value.messageId ?? '')[0] ?? '') : '';
  return marking(id, message);
}

/**
 * Which messages of the selected mailbox carry these marks, looking only at UIDs from `from` up (or at the newest
 * `newest` messages): the window scan of protocols.md §2.7. It replaces SEARCH HEADER, which iCloud, Yahoo and Exchange
 * answer wrongly.
 * @returns mark → UIDs, ascending.
 */
export async function scanFor(
  sync: SyncContext,
  wanted: ReadonlySet<Mark>,
  where: { readonly from: number } | { readonly newest: number },
): Promise<Map<Mark, number[]>> {
  const found = new Map<Mark, number[]>();
  if (wanted.size === 0) return found;
  // A mailbox that is selected already may have got something since: servers tell with the next command (E6).
  await sync.client.run(noop());
  const exists = sync.client.view?.exists ?? 0;
  if (exists === 0) return found;
  const set =
    'from' in where
      ? UidSet.startingAt(where.from)
      : SeqSet.range(Math.max(1, exists - where.newest + 1), exists);
  const take = (at: number, mark: Mark): void => {
    if (wanted.has(mark)) found.set(mark, [...(found.get(mark) ?? []), at]);
  };
  const unread = new Set<number>();
  await sync.client.run(
    fetch(set, ITEMS, {}, (message) => {
      if (message.uid === null || ('from' in where && message.uid < where.from)) return;
      const mark = marked(message);
      if (mark !== null) take(message.uid, mark);
      else if (message.sections) unread.add(message.uid);
    }),
  );
  const asked = UidSet.from([...unread].sort((a, b) => a - b));
  for (const [at, mark] of await readEach(sync, asked, INSTEAD, markedInstead)) take(at, mark);
  for (const uids of found.values()) uids.sort((a, b) => a - b);
  return found;
}

/** Since when what an operation put into a mailbox can be there: in the journal before it goes out. */
export interface Since {
  /** UIDNEXT of the mailbox then. */
  readonly from: number;
  /** The generation that `from` is a UID of; not there in notes of an earlier Tern. */
  readonly at?: number;
}

/** The lowest UID that it can have. In a mailbox that was renumbered since, any. */
export const lowestIn = ({ from, at }: Since, { generation }: KnownMailbox): number =>
  at === undefined || at === generation ? from : 1;

/**
 * Looks in the target, which is selected, for what was put there since. In all of it, once it was renumbered: there only a
 * Message-ID proves anything, for two old messages may well be of one size and one second.
 * @returns mark → UIDs, ascending.
 */
export function scanSince(
  sync: SyncContext,
  wanted: ReadonlySet<Mark>,
  since: Since,
  target: KnownMailbox,
): Promise<Map<Mark, number[]>> {
  const from = lowestIn(since, target);
  const proving =
    from === since.from ? wanted : new Set([...wanted].filter((mark) => messageIdIn(mark) !== ''));
  return scanFor(sync, proving, { from });
}

/** The marks of messages in the selected mailbox, by UID, ascending. Those that are not there are left out. */
export const marksOf = (sync: SyncContext, set: UidSet): Promise<Map<number, Mark>> =>
  readOrInstead(sync, set, [], marked, markedInstead);

/** A message as it stands in a mailbox. */
export interface Likeness {
  readonly mark: Mark;
  /** Mark, size and INTERNALDATE: what a copy by COPY has in common with its original, and hardly two messages have. */
  readonly like: string;
  /** It is marked as `\\Deleted`. */
  readonly deleted: boolean;
}

/** The same with what tells a copy from another message of the same Message-ID. */
export const likenessesOf = (sync: SyncContext, set: UidSet): Promise<Map<number, Likeness>> =>
  readOrInstead(sync, set, ['FLAGS'], likenessBy(marked), likenessBy(markedInstead));

const likenessBy =
  (markedBy: (message: FetchedMessage) => Mark | null) =>
  (message: FetchedMessage): Likeness | null => {
    const mark = markedBy(message);
    if (mark === null || message.size?.ok !== true || message.internalDate?.ok !== true) return null;
    const flags = message.flags?.ok === true ? message.flags.value : [];
    return {
      mark,
      like: `${mark} ${message.size.value} ${message.internalDate.value}`,
      deleted: flags.some((flag) => flag.toLowerCase() === '\\deleted'),
    };
  };

/**
 * A message whose header does not come – its file is damaged, or the server breaks off before it – is there all the same:
 * taken for gone it would be left out of a move in silence, or out of the list.
 */
async function readOrInstead<T>(
  sync: SyncContext,
  set: UidSet,
  more: readonly FetchItem[],
  read: (message: FetchedMessage) => T | null,
  instead: (message: FetchedMessage) => T | null,
): Promise<Map<number, T>> {
  const found = await readEach(sync, set, [...ITEMS, ...more], read);
  const missing = set.difference(UidSet.from(found.keys()));
  if (missing.isEmpty) return found;
  const others = await readEach(sync, missing, [...INSTEAD, ...more], instead);
  return others.size === 0 ? found : ascending([...found, ...others]);
}

async function readEach<T>(
  sync: SyncContext,
  set: UidSet,
  items: readonly FetchItem[],
  read: (message: FetchedMessage) => T | null,
): Promise<Map<number, T>> {
  const found = new Map<number, T>();
  for (const chunk of set.chunks(sync.client.quirks.lineLimit - 200)) {
    await sync.client.run(
      fetch(chunk, items, {}, (message) => {
        if (message.uid === null || !set.has(message.uid)) return;
        const value = read(message);
        if (value !== null) found.set(message.uid, value);
      }),
    );
  }
  return ascending(found);
}

const ascending = <T>(entries: Iterable<readonly [number, T]>): Map<number, T> =>
  new Map([...entries].sort((a, b) => a[0] - b[0]));
