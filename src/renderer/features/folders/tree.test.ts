import { describe, expect, it } from 'vitest';
import { FakeWorld } from '../../state/testing/fake-world';
import { findMailboxes, folderRows } from './tree';

const rows = (world: FakeWorld, collapsed: string[] = [], outbox = 0, snoozed = 0) =>
  folderRows({
    accounts: world.accounts,
    mailboxes: world.mailboxViews(),
    collapsed: new Set(collapsed),
    outbox,
    snoozed,
    searches: [],
    found: new Map(),
  });

describe('folderRows', () => {
  it('puts roles first, then the rest as a tree', () => {
    const names = rows(new FakeWorld({ accounts: 1 })).map(
      (row) => `${row.level} ${row.kind === 'mailbox' ? row.mailbox.leaf : row.kind}`,
    );
    expect(names.slice(0, 7)).toEqual([
      '1 account',
      '2 INBOX',
      '2 Drafts',
      '2 Sent',
      '2 Archive',
      '2 Junk',
      '2 Trash',
    ]);
    const at = names.indexOf('2 Projects');
    expect(names.slice(at, at + 4)).toEqual([
      '2 Projects',
      '3 Harbour extension',
      '4 Tenders and offers 2026',
      '3 Regatta',
    ]);
  });

  it('shows unified places only with more than one account', () => {
    expect(rows(new FakeWorld({ accounts: 1 })).some(({ kind }) => kind === 'unified')).toBe(false);
    const two = rows(new FakeWorld({ accounts: 2 }));
    expect(two.slice(0, 3).map(({ id }) => id)).toEqual(['inboxes', 'unread', 'starred']);
    const inboxes = two.filter((row) => row.kind === 'mailbox' && row.mailbox.role === 'inbox');
    expect(two[0]?.unread).toBe(inboxes.reduce((sum, { unread }) => sum + unread, 0));
  });

  it('shows the Outbox only when something is in it', () => {
    const world = new FakeWorld({ accounts: 1 });
    expect(rows(world).some(({ kind }) => kind === 'outbox')).toBe(false);
    expect(rows(world, [], 2)[0]).toMatchObject({ kind: 'outbox', unread: 2 });
  });

  it('lists Snoozed only while something sleeps', () => {
    const world = new FakeWorld({ accounts: 1 });
    expect(rows(world).some(({ kind }) => kind === 'snoozed')).toBe(false);
    expect(rows(world, [], 2, 3)[1]).toMatchObject({ kind: 'snoozed', unread: 3 });
  });

  it('lists saved searches before accounts, with what is unread of them, under a line that hides them', () => {
    const { accounts } = new FakeWorld({ accounts: 1 });
    const search = (id: string) => ({
      id,
      name: id,
      text: 'invoice',
      scope: { kind: 'all', account: null } as const,
    });
    const lines = (collapsed: string[]) =>
      folderRows({
        accounts,
        mailboxes: [],
        collapsed: new Set(collapsed),
        outbox: 1,
        snoozed: 0,
        searches: [search('b'), search('a')],
        found: new Map([['a', 7]]),
      }).map(({ id, unread }) => [id, unread]);
    expect(lines([])).toEqual([
      ['outbox', 1],
      ['saved-searches', 0],
      ['b', 0],
      ['a', 7],
      ['acc-0', 0],
    ]);
    expect(lines(['saved-searches']).map(([id]) => id)).toEqual(['outbox', 'saved-searches', 'acc-0']);
  });

  it('hides what is inside collapsed folders and accounts, and then counts the inbox on the account', () => {
    const world = new FakeWorld({ accounts: 1 });
    const projects = world.mailboxes.find(({ name }) => name === 'Projects')?.id ?? '';
    expect(
      rows(world, [projects]).some((row) => row.kind === 'mailbox' && row.mailbox.leaf === 'Regatta'),
    ).toBe(false);
    const closed = rows(world, ['acc-0']);
    expect(closed).toHaveLength(1);
    expect(closed[0]?.unread).toBeGreaterThan(0);
  });

  it('counts drafts, and nothing for Sent and Trash', () => {
    const by = new Map(
      rows(new FakeWorld({ accounts: 1 })).flatMap((row) =>
        row.kind === 'mailbox' ? [[row.mailbox.role, row.unread]] : [],
      ),
    );
    expect(by.get('drafts')).toBe(3);
    expect(by.get('sent')).toBe(0);
    expect(by.get('trash')).toBe(0);
  });

  it('keeps a folder whose parent is missing', () => {
    const world = new FakeWorld({ accounts: 1 });
    const mailboxes = world.mailboxViews().filter(({ name }) => name !== 'Projects');
    const lines = folderRows({
      accounts: world.accounts,
      mailboxes,
      collapsed: new Set(),
      outbox: 0,
      snoozed: 0,
      searches: [],
      found: new Map(),
    });
    expect(lines.some((row) => row.kind === 'mailbox' && row.mailbox.leaf === 'Regatta')).toBe(true);
  });
});

describe('findMailboxes', () => {
  it('finds by beginning, by word, by path, best first', () => {
    const mailboxes = new FakeWorld({ accounts: 1 }).mailboxViews();
    const names = (text: string): string[] =>
      findMailboxes(mailboxes, text, ({ leaf }) => leaf).map(({ leaf }) => leaf);
    expect(names('re')[0]).toMatch(/Receipts|Regatta/);
    expect(names('offers')).toEqual(['Tenders and offers 2026']);
    expect(names('projects')).toEqual([
      'Projects',
      'Harbour extension',
      'Regatta',
      'Tenders and offers 2026',
    ]);
    expect(names('zzz')).toEqual([]);
  });
});
