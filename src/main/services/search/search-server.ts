import type { SearchedMailbox, ServerSearchProgress, ServerSearchReport } from '@shared/contract/search';
import type { ViewQuery } from '@shared/contract/view-api';
import { isMailError, MailError } from '@shared/errors/mail-error';
import type { AccountId } from '@shared/model/ids';
import type { MailboxRole } from '@shared/model/message';
import { parseSearch } from '@shared/search/parse';
import { fold } from '@shared/search/fold';
import { type SearchNode, termsOf } from '@shared/search/query';
import { Priority } from '../../sync/job-queue';
import type { KnownMailbox } from '../../sync/mailbox-registry';
import type { Runner } from '../../sync/runner';
import type { Engine } from '../engine';
import { gmailQuery, imapQuery, type Places } from './imap-query';
import { searchMailbox, type Turn } from './search-mailbox';

interface Wanted {
  readonly run: string;
  readonly text: string;
  readonly scope: ViewQuery['scope'];
}

let turns = 0;

/** Asks the servers for a query, accounts side by side, the mailboxes of one after the other. @see searchMethods */
export async function searchServer(
  engine: Engine,
  { run, text, scope }: Wanted,
  signal: AbortSignal,
  tell: (progress: ServerSearchProgress) => void,
): Promise<ServerSearchReport> {
  const { node } = parseSearch(text);
  const wanted = mailboxesOf(engine, scope, node);
  const results: SearchedMailbox[] = [];
  let found = 0;
  const report = (mailbox: string, keys: ServerSearchProgress['found'] = []): void => {
    found += keys.length;
    tell({ run, done: results.length, mailboxes: wanted.length, mailbox, found: keys });
  };
  const byAccount = new Map<AccountId, KnownMailbox[]>();
  for (const known of wanted) byAccount.set(known.account, [...(byAccount.get(known.account) ?? []), known]);
  await Promise.all(
    [...byAccount.values()].map(async (boxes) => {
      for (const known of boxes) {
        if (signal.aborted) return;
        report(known.name);
        results.push(await searchOne(engine, known, node, signal, (keys) => report(known.name, keys)));
        report('');
      }
    }),
  );
  return { mailboxes: results, found };
}

async function searchOne(
  engine: Engine,
  known: KnownMailbox,
  node: SearchNode,
  signal: AbortSignal,
  found: (keys: ServerSearchProgress['found']) => void,
): Promise<SearchedMailbox> {
  const base = { mailbox: known.id, name: known.name, why: null, more: 0 };
  if (known.local || engine.isPop3(known.account)) return { ...base, searched: 'here' };
  const places = placesOf(known);
  const now = engine.parts.clock.now();
  const imap = imapQuery(node, places, now);
  // Nothing in this mailbox can match, whatever is in it.
  if (imap === false) return { ...base, searched: 'yes' };
  const runner = engine.runners.get(known.account);
  if (!runner) return { ...base, searched: 'no', why: { code: 'account-gone', server: '' } };
  const turn: Turn = (work) =>
    runner.request(
      `search:${++turns}`,
      (ctx) => interruptible(engine, runner, signal, () => work(ctx)),
      Priority.Flags,
    );
  try {
    const { more } = await searchMailbox(
      turn,
      known.id,
      { imap, gmail: gmailQuery(node, places, now) },
      signal,
      found,
    );
    return { ...base, searched: 'yes', more };
  } catch (error) {
    if (!isMailError(error)) throw error;
    return { ...base, searched: 'no', why: { code: error.code, server: error.server ?? '' } };
  }
}

/** IMAP has no way to take a SEARCH back: one that is wanted no more may end by itself for so long. */
const GRACE_MS = 1_000;

/**
 * Does one turn of a search that can be called off: what has not begun by then never does, and what does not end soon is
 * ended with its connection. A server without an index reads every message, and all else would wait for that.
 */
async function interruptible<T>(
  { parts: { clock } }: Engine,
  runner: Runner,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw cancelled();
  let stopClock = (): void => undefined;
  const onAbort = (): void => {
    stopClock = clock.after(GRACE_MS, () => {
      runner.disconnect();
      runner.kick();
    });
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', onAbort);
    stopClock();
  }
}

const cancelled = (): MailError =>
  new MailError({ kind: 'refused', code: 'cancelled', message: 'The search was called off' });

/** As the store's lists have it: junk and trash stand apart unless the query names folders. */
function mailboxesOf(engine: Engine, scope: ViewQuery['scope'], node: SearchNode): KnownMailbox[] {
  const all = [...engine.registry.table.values()].filter(({ selectable }) => selectable);
  const named = [...termsOf(node)].some(({ kind }) => kind === 'in');
  const wide = ({ role }: KnownMailbox): boolean => named || (role !== 'junk' && role !== 'trash');
  switch (scope.kind) {
    case 'mailbox':
      return all.filter(({ id }) => id === scope.mailbox);
    case 'role':
      return all.filter(({ role }) => role === scope.role);
    case 'all':
      return onlyOnce(
        all.filter((box) => (scope.account === null || box.account === scope.account) && wide(box)),
      );
    case 'flagged':
    case 'unread':
      return onlyOnce(all.filter(wide));
    case 'snoozed':
      return all.filter(({ role }) => role === 'inbox' || role === 'sent');
  }
}

/** Where a mailbox has all mail (Gmail), what else there is are views of it. */
function onlyOnce(boxes: readonly KnownMailbox[]): KnownMailbox[] {
  const whole = new Set(boxes.filter(({ role }) => role === 'all').map(({ account }) => account));
  const apart: ReadonlySet<MailboxRole> = new Set<MailboxRole>(['all', 'junk', 'trash']);
  return boxes.filter(({ account, role }) => (whole.has(account) ? apart.has(role) : !VIEWS.has(role)));
}
const VIEWS: ReadonlySet<MailboxRole> = new Set<MailboxRole>(['flagged', 'important']);

/** What a query says of the mailbox as a whole. Names of roles are the store's business: they are not ruled out here. */
function placesOf({ name, delimiter, role, account }: KnownMailbox): Places {
  const leaf = fold(delimiter === null ? name : (name.split(delimiter).at(-1) ?? name));
  return (term) => {
    if (term.kind === 'account') return term.name === account;
    if (term.kind !== 'in') return null;
    const wanted = fold(term.name);
    if (wanted === 'anywhere' || wanted === 'all' || wanted === (role ?? '')) return true;
    if (role === 'all') return null;
    const other =
      wanted === 'spam' ? 'junk' : wanted === 'bin' ? 'trash' : wanted === 'draft' ? 'drafts' : wanted;
    return other === role || leaf.startsWith(wanted) || fold(name).startsWith(wanted);
  };
}
