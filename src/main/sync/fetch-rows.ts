import type { Fact, MessagesFact } from '@shared/contract/store-api';
import { isMailError } from '@shared/errors/mail-error';
import type { FetchedMessage, FetchItem } from '../imap';
import { fetch, type FetchSummary, type SeqSet, UidSet } from '../imap';
import { parseEnvelope } from '../mime/parse-envelope';
import { listItems, type ListItems, type OpenMailbox, type SyncContext } from './context';
import { MessagesBuilder } from './rows';

/** A poison message costs one extra fetch, a mailbox full of them a bounded number (C6). */
const MAX_REPAIRS = 200;

/** Which mailbox rows are of; it must be selected. */
export type Rows = Pick<OpenMailbox, 'known' | 'generation' | 'keywords'>;

export interface FetchedRows {
  readonly fact: MessagesFact;
  readonly summary: FetchSummary;
  /** The server had the first words of some of them. */
  readonly previews: boolean;
}

interface FetchRowsOptions extends Partial<ListItems> {
  /** Responses with a lower UID are echoes of `n:*` and are dropped (RFC 9051 §9). */
  readonly from?: number;
  /** They come in bulk and nobody waits for them: see `packRows`. */
  readonly packed?: boolean;
}

/**
 * Fetches what the list needs of these messages. Messages whose ENVELOPE can't be read are asked again for their header;
 * when that fails too they are listed as unreadable, and the rest goes on.
 */
export async function fetchRows(
  ctx: SyncContext,
  open: Rows,
  set: UidSet | SeqSet,
  { from = 1, previews = true, sizes = true, packed = false }: FetchRowsOptions = {},
): Promise<FetchedRows> {
  const builder = new MessagesBuilder(open.known.id, open.generation, open.keywords, sizes);
  const take = (message: FetchedMessage): void => {
    if (message.uid !== null && message.uid >= from) builder.add(message);
  };
  let summary: FetchSummary;
  try {
    summary = await ctx.client.run(fetch(set, listItems(ctx.client, { previews, sizes }), {}, take));
    ctx.pace.went();
  } catch (error) {
    if (isMailError(error) && error.kind !== 'refused') ctx.pace.broke();
    throw error;
  }
  if (builder.unreadable.length > 0) await repair(ctx, builder);
  return { fact: builder.build(packed ? ctx.compression : null), summary, previews: builder.previews };
}

async function repair(ctx: SyncContext, builder: MessagesBuilder): Promise<void> {
  const items: FetchItem[] = ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', { section: 'HEADER' }];
  const uids = UidSet.from(builder.unreadable.slice(0, MAX_REPAIRS));
  await ctx.client.run(
    fetch(uids, items, {}, (message) => {
      const header = message.sections?.find((s) => s.section.toUpperCase() === 'HEADER')?.data;
      if (header?.ok !== true || header.value.kind !== 'bytes') return;
      builder.add(message, parseEnvelope(header.value.bytes));
    }),
  );
}

/** The facts of a fetch: the keyword table first when it has grown. */
export function rowFacts(open: Rows, fact: MessagesFact): Fact[] {
  const facts: Fact[] = keywordFacts(open);
  if (fact.uids.length > 0) facts.push(fact);
  return facts;
}

export function keywordFacts(open: Pick<OpenMailbox, 'known' | 'keywords'>): Fact[] {
  if (!open.keywords.grown) return [];
  open.keywords.grown = false;
  return [{ kind: 'keywords', mailbox: open.known.id, names: [...open.keywords.names] }];
}
