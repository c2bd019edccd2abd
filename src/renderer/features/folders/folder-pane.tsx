import {
  type DragEvent,
  type FocusEvent,
  type KeyboardEvent,
  memo,
  type MouseEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { formatCount, shortCount } from '../../i18n/format';
import { useT } from '../../i18n';
import { act } from '../../state/actions';
import { useAccounts, useMailboxes, useOutbox } from '../../state/engine-state';
import { keepEqual } from '../../state/keep-equal';
import { useSavedCounts } from '../../state/saved-counts';
import { useSnoozedCount } from '../../state/snoozed-count';
import { looksNowhere, moveSearch, useSavedSearches } from '../../state/saved-searches';
import { samePlace, useSelection } from '../../state/selection';
import { changeLayout, openDialog, useUi } from '../../state/ui';
import { Icon, type IconName, IconButton, useContextMenu } from '../../ui';
import { DRAG_TYPE, draggedKeys } from './drag';
import { dropFiles, hasFiles } from './drop-files';
import { menuFor } from './folder-menu';
import { useHidden } from './hidden';
import { mailboxIcon, mailboxLabel } from './names';
import { forgetSearch } from './saved-menu';
import { type FolderRow, folderRows } from './tree';
import { useSearchDrag } from './use-search-drag';

/** Accounts and folders. One tree: arrows move, right and left open and close, Enter goes there. */
export function FolderPane() {
  const t = useT();
  const accounts = useAccounts();
  const mailboxes = useMailboxes();
  const outbox = useOutbox();
  const hidden = useHidden();
  const searches = useSavedSearches();
  const found = useSavedCounts();
  const snoozed = useSnoozedCount(({ count }) => count);
  const collapsedList = useUi((state) => state.layout.collapsed);
  const collapsed = useMemo(() => new Set(collapsedList), [collapsedList]);
  const place = useSelection((state) => state.place);
  const go = useSelection((state) => state.go);
  const rows = useMemo(
    () =>
      folderRows({
        accounts,
        mailboxes: mailboxes.filter(({ id }) => !hidden.has(id)),
        collapsed,
        outbox: outbox.length,
        snoozed,
        searches,
        found,
      }),
    [accounts, mailboxes, hidden, collapsed, outbox.length, snoozed, searches, found],
  );
  const current = rows.findIndex((row) => 'place' in row && place !== null && samePlace(row.place, place));
  const [focused, setFocused] = useState<string | null>(null);
  const [dropOn, setDropOn] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  /** The line that is being moved: an element that goes to another place in the document loses the focus. */
  const refocus = useRef<string | null>(null);
  const context = useContextMenu();
  const searchDrag = useSearchDrag();
  const focusIndex = Math.max(
    0,
    rows.findIndex(({ id }) => id === focused) >= 0 ? rows.findIndex(({ id }) => id === focused) : current,
  );

  useLayoutEffect(() => {
    if (refocus.current !== null) lineOf(tree.current, refocus.current)?.focus();
    refocus.current = null;
  }, [rows]);

  const setExpanded = (id: string, expanded: boolean): void =>
    changeLayout({
      collapsed: expanded ? collapsedList.filter((one) => one !== id) : [...collapsedList, id],
    });
  const activate = (row: FolderRow): void => {
    setFocused(row.id);
    if (isHeading(row)) setExpanded(row.id, !row.expanded);
    // Where it looked is gone: it is to be told where to look.
    else if (row.kind === 'saved-search' && looksNowhere(row.search)) ask('edit', row);
    else go(row.place);
  };
  const focusRow = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    setFocused(row.id);
    lineOf(tree.current, row.id)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[focusIndex];
    if (!row || event.ctrlKey || event.metaKey) return;
    if (event.altKey) {
      if (row.kind !== 'saved-search' || !Object.hasOwn(STEPS, event.key)) return;
      refocus.current = row.id;
      moveSearch(row.search.id, STEPS[event.key as keyof typeof STEPS]);
      event.preventDefault();
      return;
    }
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const key = rtl
      ? ({ ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }[event.key] ?? event.key)
      : event.key;
    const expanded = 'expanded' in row ? row.expanded : null;
    if (key === 'ArrowDown') focusRow(focusIndex + 1);
    else if (key === 'ArrowUp') focusRow(focusIndex - 1);
    else if (key === 'Home') focusRow(0);
    else if (key === 'End') focusRow(rows.length - 1);
    else if (key === 'ArrowRight' && expanded !== null) {
      if (expanded) focusRow(focusIndex + 1);
      else setExpanded(row.id, true);
    } else if (key === 'ArrowLeft') {
      if (expanded) setExpanded(row.id, false);
      else focusRow(rows.findLastIndex((one, i) => i < focusIndex && one.level < row.level));
    } else if (key === 'Enter' || key === ' ') activate(row);
    else if (key === 'F2') ask('edit', row);
    // Never a message of the list: it is not what one is on.
    else if (key === 'Delete') ask('delete', row);
    else return;
    event.preventDefault();
  };
  /** The lines hear nothing themselves: two thousand of them would each be made anew with every count that changes. */
  const rowAt = (target: EventTarget): FolderRow | undefined => {
    const line = target instanceof Element ? target.closest<HTMLElement>('[data-id]') : null;
    return line ? rows.find(({ id }) => id === line.dataset['id']) : undefined;
  };
  const onClick = (event: MouseEvent): void => {
    const row = rowAt(event.target);
    if (!row) return;
    const onArrow = event.target instanceof Element && event.target.closest('.folder-arrow') !== null;
    if (onArrow && 'expanded' in row && row.expanded !== null) setExpanded(row.id, !row.expanded);
    else activate(row);
  };
  const onFocus = (event: FocusEvent): void => {
    const row = rowAt(event.target);
    if (row) setFocused(row.id);
  };
  const onDrop = (event: DragEvent): void => {
    setDropOn(null);
    const row = rowAt(event.target);
    if (searchDrag.takes(row)) {
      event.preventDefault();
      searchDrag.drop(row);
      return;
    }
    if (row?.kind !== 'mailbox') return;
    event.preventDefault();
    if (hasFiles(event)) {
      dropFiles(event, row.mailbox.id, mailboxLabel(row.mailbox));
      return;
    }
    act({ kind: event.ctrlKey || event.altKey ? 'copy' : 'move', to: row.mailbox.id }, draggedKeys());
  };
  const onDragOver = (event: DragEvent): void => {
    const over = rowAt(event.target);
    if (over && searchDrag.takes(over)) {
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
      if (dropOn !== over.id) setDropOn(over.id);
      return;
    }
    const files = hasFiles(event);
    if (!files && !event.dataTransfer.types.includes(DRAG_TYPE)) return;
    if (over?.kind !== 'mailbox' || !over.mailbox.selectable) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = files || event.ctrlKey || event.altKey ? 'copy' : 'move';
    if (dropOn !== over.id) setDropOn(over.id);
  };
  const onContextMenu = (event: MouseEvent): void => {
    const row = rowAt(event.target);
    if (!row) return;
    event.preventDefault();
    setFocused(row.id);
    context.open(event, t('folders.menu.label', { name: rowLabel(row, t) }), menuFor(row, t));
  };

  return (
    <nav className="folders" aria-label={t('folders.title')}>
      <div
        ref={tree}
        role="tree"
        aria-label={t('folders.title')}
        className="folders-tree"
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={onFocus}
        onContextMenu={onContextMenu}
        onDragStart={(event) => searchDrag.start(event, rowAt(event.target))}
        onDragEnd={searchDrag.end}
        onDragOver={onDragOver}
        onDragLeave={() => setDropOn(null)}
        onDrop={onDrop}
      >
        {rows.map((row, index) => (
          <FolderLine
            key={row.id}
            row={row}
            current={index === current}
            tabbable={index === focusIndex}
            dropping={dropOn === row.id}
            first={index > 0 && isHeading(row)}
          />
        ))}
      </div>
      <div className="folders-foot">
        <IconButton
          icon="add"
          label={t('commands.addAccount')}
          onPress={() => openDialog({ kind: 'add-account' })}
        />
        <span className="folders-foot-space" />
        <IconButton
          icon="settings"
          label={t('commands.settings')}
          keys="$mod+,"
          onPress={() => openDialog({ kind: 'settings', tab: 'appearance' })}
        />
      </div>
      {context.menu}
    </nav>
  );
}

const lineOf = (tree: HTMLElement | null, id: string): HTMLElement | null =>
  tree?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`) ?? null;

type Translate = ReturnType<typeof useT>;

/** Keys that move a saved search among the others. */
const STEPS = { ArrowUp: -1, ArrowDown: 1 } as const;

type Heading = Extract<FolderRow, { readonly kind: 'account' | 'this-computer' | 'saved-searches' }>;
const isHeading = (row: FolderRow): row is Heading =>
  row.kind === 'account' || row.kind === 'this-computer' || row.kind === 'saved-searches';

/** Changes or takes away what may be: a saved search, or a folder that has no task. */
function ask(what: 'edit' | 'delete', row: FolderRow): void {
  if (row.kind === 'saved-search') {
    if (what === 'edit') openDialog({ kind: 'saved-search', search: row.search, isNew: false });
    else forgetSearch(row.search);
  } else if (row.kind === 'mailbox' && row.mailbox.role === null) {
    const kind = what === 'edit' ? 'rename-folder' : 'delete-folder';
    openDialog({ kind, mailbox: row.mailbox.id });
  }
}

function rowLabel(row: FolderRow, t: Translate): string {
  switch (row.kind) {
    case 'unified':
      return t(
        { inboxes: 'folders.allInboxes', starred: 'folders.starred', unread: 'folders.unread' }[row.which],
      );
    case 'outbox':
      return t('folders.outbox');
    case 'snoozed':
      return t('folders.snoozed');
    case 'account':
      return row.status.account.label;
    case 'this-computer':
      return t('folders.thisComputer');
    case 'saved-searches':
      return t('search.saved.title');
    case 'saved-search':
      return row.search.name;
    case 'mailbox':
      return mailboxLabel(row.mailbox);
  }
}

function rowIcon(row: FolderRow): IconName {
  switch (row.kind) {
    case 'unified':
      return ({ inboxes: 'inbox', starred: 'star', unread: 'unread' } as const)[row.which];
    case 'outbox':
      return 'outbox';
    case 'snoozed':
      return 'snooze';
    case 'account':
      return 'account';
    case 'this-computer':
      return 'computer';
    case 'saved-searches':
    case 'saved-search':
      return 'search';
    case 'mailbox':
      return mailboxIcon(row.mailbox.role);
  }
}

/** Why there is nothing in it, '' when all is well. */
function troubleOf(row: FolderRow, t: Translate): string {
  if (row.kind === 'mailbox') return row.mailbox.trouble ? t('folders.trouble') : '';
  return row.kind === 'saved-search' && looksNowhere(row.search) ? t('search.saved.gone') : '';
}

/** More of it than its line has room for. */
function titleOf(row: FolderRow, label: string): string {
  if (row.kind === 'saved-search') return `${row.search.name}: ${row.search.text}`;
  return row.kind === 'mailbox' ? row.mailbox.name : label;
}

interface FolderLineProps {
  readonly row: FolderRow;
  readonly current: boolean;
  readonly tabbable: boolean;
  readonly dropping: boolean;
  readonly first: boolean;
}

/** Says the same as long as its row does, whichever other counts changed. */
const FolderLine = memo(function FolderLine({ row, current, tabbable, dropping, first }: FolderLineProps) {
  const t = useT();
  const label = rowLabel(row, t);
  const expanded = 'expanded' in row ? row.expanded : null;
  const state = row.kind === 'account' ? accountState(row, t) : null;
  const trouble = troubleOf(row, t);
  const count =
    row.unread > 0
      ? t(row.kind === 'snoozed' ? 'folders.snoozedCount' : 'folders.unreadCount', {
          count: row.unread,
          formatted: formatCount(row.unread),
        })
      : '';
  const classes = [
    'folder',
    `folder-${row.kind}`,
    current && 'is-current',
    row.unread > 0 && calls(row) && 'has-unread',
    dropping && 'is-dropping',
    first && 'folder-first',
  ];
  return (
    <div
      role="treeitem"
      data-id={row.id}
      tabIndex={tabbable ? 0 : -1}
      draggable={row.kind === 'saved-search'}
      aria-level={row.level}
      aria-current={current ? 'page' : undefined}
      aria-expanded={expanded ?? undefined}
      aria-label={[label, state, row.kind === 'saved-search' && trouble, count].filter(Boolean).join(', ')}
      className={classes.filter(Boolean).join(' ')}
      style={{ paddingInlineStart: 8 + Math.max(0, row.level - 2) * 14 }}
    >
      <span className={`folder-arrow${expanded ? ' is-open' : ''}`} aria-hidden>
        {expanded !== null && <Icon name="right" size={14} />}
      </span>
      {row.kind === 'account' ? (
        <span className={`account-letter account-${row.status.account.color}`} aria-hidden>
          {letter(label)}
        </span>
      ) : (
        <Icon name={rowIcon(row)} />
      )}
      <span className="folder-name truncate" dir="auto" title={titleOf(row, label)}>
        {label}
      </span>
      {trouble !== '' && <Icon name="warning" size={14} className="folder-warning" label={trouble} />}
      {state && (
        <span className={`folder-state${row.kind === 'account' && row.status.trouble ? ' is-trouble' : ''}`}>
          {state}
        </span>
      )}
      {row.unread > 0 && (
        <span className="folder-count tabular" aria-hidden>
          {shortCount(row.unread)}
        </span>
      )}
    </div>
  );
}, sameLine);

function sameLine(a: FolderLineProps, b: FolderLineProps): boolean {
  return (
    a.current === b.current &&
    a.tabbable === b.tabbable &&
    a.dropping === b.dropping &&
    a.first === b.first &&
    keepEqual(a.row, b.row) === a.row
  );
}

/** Whether what is unread here wants to be seen: new mail does; junk, drafts and what waits to be sent don't. */
function calls(row: FolderRow): boolean {
  if (row.kind !== 'mailbox') return row.kind !== 'outbox' && row.kind !== 'snoozed';
  const { role } = row.mailbox;
  return role === null || role === 'inbox' || role === 'important';
}

/** The sign that always stands with an account's colour. */
export const letter = (label: string): string => [...label.trim()][0]?.toLocaleUpperCase() ?? '·';

function accountState(row: FolderRow & { kind: 'account' }, t: Translate): string | null {
  const { phase } = row.status;
  if (phase === 'paused') return t('folders.paused');
  if (phase === 'needs-password') return t('folders.needsPassword');
  if (phase === 'needs-sign-in') return t('folders.needsSignIn');
  if (phase === 'trouble') return t('folders.trouble');
  return null;
}
