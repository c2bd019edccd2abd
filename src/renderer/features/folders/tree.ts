import type { AccountStatus } from '@shared/contract/account';
import type { SavedSearch } from '@shared/contract/saved-search';
import type { MailboxView } from '@shared/contract/view-api';
import { THIS_COMPUTER } from '@shared/model/ids';
import type { MailboxRole } from '@shared/model/message';
import { alphabet } from '../../i18n/format';
import { placeOfSearch } from '../../state/saved-searches';
import { mailboxScope, type Place } from '../../state/selection';

/** One line of the folder pane, in order. */
export type FolderRow =
  | {
      readonly kind: 'unified';
      readonly id: string;
      readonly which: 'inboxes' | 'starred' | 'unread';
      readonly place: Place;
      readonly unread: number;
      readonly level: 1;
    }
  | {
      readonly kind: 'outbox';
      readonly id: 'outbox';
      readonly place: Place;
      readonly unread: number;
      readonly level: 1;
    }
  | {
      readonly kind: 'snoozed';
      readonly id: 'snoozed';
      readonly place: Place;
      /** How much sleeps. */
      readonly unread: number;
      readonly level: 1;
    }
  | {
      readonly kind: 'saved-searches';
      readonly id: string;
      readonly expanded: boolean;
      readonly unread: 0;
      readonly level: 1;
    }
  | {
      readonly kind: 'saved-search';
      readonly id: string;
      readonly search: SavedSearch;
      readonly place: Place;
      readonly unread: number;
      readonly level: 2;
    }
  | {
      readonly kind: 'account';
      readonly id: string;
      readonly status: AccountStatus;
      readonly expanded: boolean;
      readonly unread: number;
      readonly level: 1;
    }
  | {
      readonly kind: 'this-computer';
      readonly id: string;
      readonly expanded: boolean;
      readonly unread: 0;
      readonly level: 1;
    }
  | {
      readonly kind: 'mailbox';
      readonly id: string;
      readonly mailbox: MailboxView;
      readonly place: Place;
      /** What the badge says: unread, but drafts for Drafts and nothing for Sent and Trash. */
      readonly unread: number;
      readonly level: number;
      /** null: nothing inside. */
      readonly expanded: boolean | null;
    };

const ROLE_ORDER: readonly MailboxRole[] = [
  'inbox',
  'flagged',
  'important',
  'drafts',
  'outbox',
  'sent',
  'archive',
  'all',
  'junk',
  'trash',
];

export interface TreeInput {
  readonly accounts: readonly AccountStatus[];
  readonly mailboxes: readonly MailboxView[];
  /** Ids of accounts and mailboxes whose inside is hidden. */
  readonly collapsed: ReadonlySet<string>;
  readonly outbox: number;
  /** Conversations that are out of the inbox until a time. */
  readonly snoozed: number;
  readonly searches: readonly SavedSearch[];
  /** Unread messages that each of them finds, by its id. */
  readonly found: ReadonlyMap<string, number>;
}

/** As `collapsed` names the saved searches. */
const SEARCHES = 'saved-searches';

/** Places whose messages "Unread" and "Starred" list: not junk and trash, and of Gmail's many labels the one that has all. */
function countedOnce(mailboxes: readonly MailboxView[]): MailboxView[] {
  const everything = new Set(
    mailboxes.filter(({ label, role }) => label && role === 'all').map(({ account }) => account),
  );
  return mailboxes.filter(({ account, role }) =>
    everything.has(account)
      ? role === 'all'
      : role !== 'junk' && role !== 'trash' && role !== 'flagged' && role !== 'important',
  );
}

const sum = (mailboxes: readonly MailboxView[], of: 'unread' | 'flagged'): number =>
  mailboxes.reduce((total, mailbox) => total + mailbox[of], 0);

/**
 * The folder pane as a flat list: unified places when there is more than one account, the Outbox when something waits
 * there, Snoozed when something sleeps, searches that are saved, then each account with its role folders first and the rest as a tree in the reader's alphabet, and last what
 * lives on this computer, if anything does.
 */
export function folderRows({
  accounts,
  mailboxes,
  collapsed,
  outbox,
  snoozed,
  searches,
  found,
}: TreeInput): FolderRow[] {
  const rows: FolderRow[] = [];
  const byAccount = grouped(mailboxes, ({ account }) => account);
  if (accounts.length > 1) {
    const inboxes = mailboxes.filter(({ role }) => role === 'inbox');
    const unread = sum(inboxes, 'unread');
    rows.push(
      {
        kind: 'unified',
        id: 'inboxes',
        which: 'inboxes',
        place: { kind: 'mail', scope: { kind: 'role', role: 'inbox' } },
        unread,
        level: 1,
      },
      {
        kind: 'unified',
        id: 'unread',
        which: 'unread',
        place: { kind: 'mail', scope: { kind: 'unread' } },
        unread: sum(countedOnce(mailboxes), 'unread'),
        level: 1,
      },
      {
        kind: 'unified',
        id: 'starred',
        which: 'starred',
        place: { kind: 'mail', scope: { kind: 'flagged' } },
        unread: sum(countedOnce(mailboxes), 'flagged'),
        level: 1,
      },
    );
  }
  if (outbox > 0)
    rows.push({ kind: 'outbox', id: 'outbox', place: { kind: 'outbox' }, unread: outbox, level: 1 });
  if (snoozed > 0)
    rows.push({
      kind: 'snoozed',
      id: 'snoozed',
      place: { kind: 'mail', scope: { kind: 'snoozed' } },
      unread: snoozed,
      level: 1,
    });
  if (searches.length > 0) {
    const expanded = !collapsed.has(SEARCHES);
    rows.push({ kind: 'saved-searches', id: SEARCHES, expanded, unread: 0, level: 1 });
    for (const search of expanded ? searches : []) {
      rows.push({
        kind: 'saved-search',
        id: search.id,
        search,
        place: placeOfSearch(search),
        unread: found.get(search.id) ?? 0,
        level: 2,
      });
    }
  }
  for (const status of accounts) {
    const { account } = status;
    const own = byAccount.get(account.id) ?? [];
    const expanded = !collapsed.has(account.id);
    const inbox = own.find(({ role }) => role === 'inbox');
    rows.push({
      kind: 'account',
      id: account.id,
      status,
      expanded,
      unread: expanded ? 0 : (inbox?.unread ?? 0),
      level: 1,
    });
    if (expanded) addMailboxes(rows, own, collapsed);
  }
  const here = byAccount.get(THIS_COMPUTER) ?? [];
  if (here.length > 0) {
    const expanded = !collapsed.has(THIS_COMPUTER);
    rows.push({ kind: 'this-computer', id: THIS_COMPUTER, expanded, unread: 0, level: 1 });
    if (expanded) addMailboxes(rows, here, collapsed);
  }
  return rows;
}

function addMailboxes(rows: FolderRow[], own: readonly MailboxView[], collapsed: ReadonlySet<string>): void {
  const known = new Set(own.map(({ id }) => id));
  const children = grouped(own, ({ role, parent }) =>
    role !== null || parent === null || !known.has(parent) ? null : parent,
  );
  const add = (mailbox: MailboxView, level: number): void => {
    const inside = children.get(mailbox.id) ?? [];
    const expanded = inside.length === 0 ? null : !collapsed.has(mailbox.id);
    rows.push({
      kind: 'mailbox',
      id: mailbox.id,
      mailbox,
      place: { kind: 'mail', scope: mailboxScope(mailbox.id) },
      unread: badge(mailbox),
      level,
      expanded,
    });
    if (expanded) for (const child of inside.sort(byName)) add(child, level + 1);
  };
  for (const mailbox of (children.get(null) ?? []).sort(byRoleThenName)) add(mailbox, 2);
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function badge({ role, unread, total }: MailboxView): number {
  if (role === 'drafts' || role === 'outbox') return total;
  return role === 'sent' || role === 'trash' ? 0 : unread;
}

const byName = (a: MailboxView, b: MailboxView): number => alphabet().compare(a.leaf, b.leaf);

function byRoleThenName(a: MailboxView, b: MailboxView): number {
  const rank = (role: MailboxRole): number => (role === null ? ROLE_ORDER.length : ROLE_ORDER.indexOf(role));
  return rank(a.role) - rank(b.role) || byName(a, b);
}

/** Folders for a picker, with their path; the best matches for the typed letters first. */
export function findMailboxes(
  mailboxes: readonly MailboxView[],
  text: string,
  name: (mailbox: MailboxView) => string,
): MailboxView[] {
  const wanted = text.trim().toLocaleLowerCase();
  const selectable = mailboxes.filter(({ selectable: can }) => can);
  if (wanted === '') return selectable.sort(byRoleThenName);
  return selectable
    .map((mailbox) => ({
      mailbox,
      score: matchScore(`${name(mailbox)}`.toLocaleLowerCase(), mailbox.name.toLocaleLowerCase(), wanted),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || byRoleThenName(a.mailbox, b.mailbox))
    .map(({ mailbox }) => mailbox);
}

function matchScore(leaf: string, path: string, wanted: string): number {
  if (leaf.startsWith(wanted)) return 4;
  if (leaf.split(/[\s\-_/]+/).some((word) => word.startsWith(wanted))) return 3;
  if (leaf.includes(wanted)) return 2;
  return path.includes(wanted) ? 1 : 0;
}
