import { type ComponentProps, memo, type ReactNode, useLayoutEffect, useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { formatCount } from '../../i18n/format';
import { useT } from '../../i18n';
import { commands } from '../../state/commands';
import { updateSettings, useEngineState, useMailbox, useSettings } from '../../state/engine-state';
import { failureOf, failureWords } from '../../state/errors';
import { useList, useWindowInfo } from '../../state/list';
import { roleHere } from '../../state/mailbox-here';
import { searchIn } from '../../state/search';
import { type Filters, noFilters, ORDERS, useSelection } from '../../state/selection';
import type { ViewWindow } from '../../state/view-window';
import {
  Button,
  CommandIconButton,
  EmptyState,
  Icon,
  IconButton,
  type IconName,
  Menu,
  type MenuEntry,
} from '../../ui';
import { AwayCard } from '../away';
import { DraftsBar } from '../compose';
import { placeName } from '../folders';
import { SearchHead } from '../search';
import { type Density, ROW_HEIGHT } from './density';
import { MessageList } from './message-list';

/** The middle pane: where one is, filters, rows. */
export function ListPane() {
  const t = useT();
  const { window, error, retry } = useList();
  useWindowInfo(window);
  const place = useSelection((state) => state.place);
  useEngineState((state) => state.mailboxes);
  const name = placeName(place);
  let body: ReactNode;
  const rows = !error && window !== null && (window.total > 0 || window.loading);
  const keep = useFocusKept(rows);
  if (error) {
    const words = failureWords(failureOf(error));
    body = (
      <EmptyState icon="warning" title={t('list.failed')} text={words.text}>
        <Button icon="sync" onPress={retry}>
          {t('common.retry')}
        </Button>
      </EmptyState>
    );
  } else if (!window) body = <Skeletons />;
  else if (!rows) body = <Empty window={window} place={name} />;
  else body = <MessageList window={window} label={name} />;
  return (
    <section className="list" aria-label={name || t('common.pane.list')}>
      <Header window={window} name={name} />
      {window && window.query.text !== '' && <SearchHead window={window} />}
      <Drafts />
      <AwayCard />
      <div className="list-body" tabIndex={-1} {...keep} {...(rows ? {} : { 'data-region': 'list' })}>
        {body}
      </div>
    </section>
  );
}

/** Whoever is in the list stays there when its rows give way to a word about there being none, and when they come back. */
function useFocusKept(rows: boolean): Pick<ComponentProps<'div'>, 'ref' | 'onFocus' | 'onBlur'> {
  const body = useRef<HTMLDivElement>(null);
  const within = useRef(false);
  useLayoutEffect(() => {
    // What goes while it has the focus leaves it to the document.
    const held = document.activeElement;
    if (!within.current || (held !== document.body && held !== body.current)) return;
    (rows ? body.current?.querySelector<HTMLElement>('[data-region]') : body.current)?.focus();
  }, [rows]);
  return {
    ref: body,
    onFocus: () => {
      within.current = true;
    },
    onBlur: ({ currentTarget, relatedTarget }) => {
      within.current = relatedTarget !== null && currentTarget.contains(relatedTarget);
    },
  };
}

/** In a Drafts folder: what of it is on this computer only. */
function Drafts() {
  const place = useSelection((state) => state.place);
  const scope = place?.kind === 'mail' ? place.scope : null;
  const mailbox = useMailbox(scope?.kind === 'mailbox' ? scope.mailbox : undefined);
  if (mailbox?.role !== 'drafts' && !(scope?.kind === 'role' && scope.role === 'drafts')) return null;
  return <DraftsBar account={mailbox?.account} />;
}

function Header({ window, name }: { readonly window: ViewWindow | null; readonly name: string }) {
  const t = useT();
  const selected = useSelection((state) => state.selectedKeys.size);
  const clear = useSelection((state) => state.clearSelection);
  const typed = useSelection((state) => state.text);
  const saved = useSelection(({ place }) => (place?.kind === 'mail' ? place.saved : undefined));
  if (selected > 0) {
    return (
      <header className="list-head list-head-selection">
        <IconButton icon="close" label={t('list.clearSelection')} keys="Escape" onPress={clear} />
        <span className="list-title tabular" aria-live="polite">
          {t('list.selected', { count: selected, formatted: formatCount(selected) })}
        </span>
        <span className="list-head-actions">
          {['archive', 'snooze', 'wake', 'remind', 'notJunk', 'delete', 'move', 'tag', 'toggleRead', 'star']
            .filter(offered)
            .map((command) => (
              <CommandIconButton key={command} command={command} />
            ))}
        </span>
      </header>
    );
  }
  return (
    <header className="list-head">
      <h1 className="list-title truncate" dir="auto">
        {window && window.query.text !== '' && (typed !== '' || saved === undefined)
          ? t('search.title')
          : name}
      </h1>
      {/* What was found is read out; that mail comes in is not, twice a second while a mailbox is read for the first time. */}
      <span
        className="list-count truncate tabular"
        aria-live={window && isNarrowed(window.query) ? 'polite' : 'off'}
      >
        {window && countText(window, t)}
      </span>
      <span className="list-head-actions">
        <FilterMenu />
        <ViewMenu />
      </span>
      <Chips />
    </header>
  );
}

/** What is of no use here (archiving in the archive) is not offered. */
const offered = (command: string): boolean => commands.available(command);

type Translate = ReturnType<typeof useT>;

const isNarrowed = ({ text, unread, flagged, attachment }: ViewWindow['query']): boolean =>
  text !== '' || unread || flagged || attachment;

function countText(window: ViewWindow, t: Translate): string {
  const { total, query } = window;
  const unread = unreadIn(window);
  const count = { count: total, formatted: formatCount(total) };
  if (isNarrowed(query)) return t('list.found', count);
  if (unread > 0) return t('list.unread', { count: unread, formatted: formatCount(unread) });
  if (total === 0) return '';
  return t(roleHere() === 'drafts' ? 'list.drafts' : query.threaded ? 'list.threads' : 'list.count', count);
}

/** Unread messages, the number that the folder pane shows; in views over folders what the view counts. */
function unreadIn({ query, unread }: ViewWindow): number {
  const { mailboxes } = useEngineState.getState();
  const { scope } = query;
  if (scope.kind === 'mailbox') return mailboxes.find(({ id }) => id === scope.mailbox)?.unread ?? unread;
  if (scope.kind !== 'role') return unread;
  return mailboxes.reduce((sum, mailbox) => sum + (mailbox.role === scope.role ? mailbox.unread : 0), 0);
}

const FILTERS: readonly (readonly [keyof Filters, IconName])[] = [
  ['unread', 'unread'],
  ['flagged', 'star'],
  ['attachment', 'attachment'],
];

/** Drawn again when what it says changes, not with every message that comes. */
const FilterMenu = memo(function FilterMenu() {
  const t = useT();
  const filters = useSelection((state) => state.filters);
  const filter = useSelection((state) => state.filter);
  const active = Object.values(filters).some(Boolean);
  const entries: MenuEntry[] = FILTERS.map(([key]) => ({
    id: key,
    label: t(`list.filter.${key}`),
    checked: filters[key],
    run: () => filter({ ...filters, [key]: !filters[key] }),
  }));
  return (
    <Menu
      label={t('list.filters')}
      entries={entries}
      trigger={
        <AriaButton
          className="ui-icon-button"
          aria-label={t('list.filters')}
          {...(active ? { 'aria-pressed': true } : {})}
        >
          <Icon name="filter" />
        </AriaButton>
      }
    />
  );
});

/** Filters that are on, and an order that is not by date, each with a way to take it off. */
function Chips() {
  const t = useT();
  const filters = useSelection((state) => state.filters);
  const filter = useSelection((state) => state.filter);
  const order = useSelection((state) => state.order);
  const arrange = useSelection((state) => state.arrange);
  const on = FILTERS.filter(([key]) => filters[key]);
  if (on.length === 0 && order === null) return null;
  return (
    <div className="list-chips" role="group" aria-label={t('list.filters')}>
      {on.map(([key, icon]) => (
        <AriaButton key={key} className="list-chip" onPress={() => filter({ ...filters, [key]: false })}>
          <Icon name={icon} size={13} />
          {t(`list.filter.${key}`)}
          <Icon name="close" size={12} label={t('common.remove')} />
        </AriaButton>
      ))}
      {order !== null && (
        <AriaButton className="list-chip" onPress={() => arrange(null)}>
          <Icon name="density" size={13} />
          {t(`list.sort.${order}`)}
          <Icon name="close" size={12} label={t('common.remove')} />
        </AriaButton>
      )}
    </div>
  );
}

const ViewMenu = memo(function ViewMenu() {
  const t = useT();
  const { threaded, density, sort } = useSettings();
  const order = useSelection((state) => state.order);
  const arrange = useSelection((state) => state.arrange);
  const densities: readonly Density[] = ['compact', 'normal', 'roomy'];
  const entries: MenuEntry[] = [
    {
      kind: 'choice',
      id: 'grouping',
      label: t('list.viewMode'),
      entries: [true, false].map((one) => ({
        id: one ? 'threaded' : 'flat',
        label: t(one ? 'list.threaded' : 'list.flat'),
        checked: threaded === one,
        run: () => updateSettings({ threaded: one }),
      })),
    },
    {
      kind: 'choice',
      id: 'order',
      label: t('list.order'),
      entries: [
        ...(['newest', 'oldest'] as const).map((one) => ({
          id: one,
          label: t(`list.sort.${one}`),
          checked: order === null && sort === one,
          run: () => {
            arrange(null);
            updateSettings({ sort: one });
          },
        })),
        ...ORDERS.map((one) => ({
          id: one,
          label: t(`list.sort.${one}`),
          checked: order === one,
          run: () => arrange(one),
        })),
      ],
    },
    {
      kind: 'choice',
      id: 'density',
      label: t('list.viewDensity'),
      entries: densities.map((one) => ({
        id: one,
        label: t(`common.density.${one}`),
        checked: density === one,
        run: () => updateSettings({ density: one }),
      })),
    },
  ];
  return (
    <Menu
      label={t('list.view')}
      entries={entries}
      trigger={
        <AriaButton className="ui-icon-button" aria-label={t('list.view')}>
          <Icon name="density" />
        </AriaButton>
      }
    />
  );
});

function Skeletons() {
  const { density } = useSettings();
  const place = useSelection((state) => state.place);
  if (!place) return null;
  return (
    <div className="list-scroll" aria-hidden>
      <div className="list-rows">
        <div
          className={`rows-coming rows-coming-${density}`}
          style={{ blockSize: 14 * ROW_HEIGHT[density] }}
        />
      </div>
    </div>
  );
}

const ROLE_EMPTY = { inbox: 'inbox', trash: 'trash', junk: 'junk', drafts: 'drafts' } as const;

/** Nothing here: says why, how much was looked at, and what one could do. */
function Empty({ window, place }: { readonly window: ViewWindow; readonly place: string }) {
  const t = useT();
  const { query } = window;
  const { filter, search, text: typed } = useSelection.getState();
  const mailboxId = query.scope.kind === 'mailbox' ? query.scope.mailbox : undefined;
  const mailbox = useMailbox(mailboxId);
  const looked = mailbox ? lookedText(mailbox.total, mailbox.serverTotal, t) : '';
  if (query.text && typed === '') {
    return <EmptyState icon="search" title={t('search.empty.saved', { name: place })} text="" />;
  }
  if (query.text) {
    return (
      <EmptyState icon="search" title={t('search.empty.title', { text: typed.trim() })} text="">
        {query.scope.kind !== 'all' && (
          <Button onPress={() => searchIn('everywhere')}>{t('search.empty.elsewhere')}</Button>
        )}
        <Button onPress={() => search('')}>{t('list.empty.clearSearch')}</Button>
      </EmptyState>
    );
  }
  const filtered = FILTERS.find(([key]) => query[key]);
  if (filtered) {
    return (
      <EmptyState icon={filtered[1]} title={t(`list.empty.${filtered[0]}`, { place })} text={looked}>
        <Button onPress={() => filter(noFilters)}>{t('list.empty.clearFilters')}</Button>
      </EmptyState>
    );
  }
  if (mailbox?.trouble) {
    const words = failureWords({ ...mailbox.trouble, details: {} });
    return (
      <EmptyState
        icon="warning"
        title={t('folders.folderTrouble', { reason: words.title })}
        text={words.text}
      />
    );
  }
  if (mailbox && (mailbox.serverTotal ?? 0) > 0)
    return <EmptyState icon="sync" title={t('list.empty.firstSync')} />;
  if (query.scope.kind === 'flagged') {
    return (
      <EmptyState icon="star" title={t('list.empty.flagged', { place })} text={t('list.empty.flaggedHint')} />
    );
  }
  if (query.scope.kind === 'snoozed')
    return <EmptyState icon="snooze" title={t('snooze.empty')} text={t('snooze.emptyHint')} />;
  if (query.scope.kind === 'unread')
    return <EmptyState icon="read" title={t('list.empty.unread', { place: t('folders.all') })} />;
  const role = query.scope.kind === 'role' ? query.scope.role : mailbox?.role;
  const own = role && role in ROLE_EMPTY ? ROLE_EMPTY[role as keyof typeof ROLE_EMPTY] : null;
  if (own)
    return (
      <EmptyState
        icon={own}
        title={t(`list.empty.${own}`)}
        text={own === 'inbox' ? t('list.empty.inboxHint') : ''}
      />
    );
  return <EmptyState icon="folder" title={t('list.empty.folder', { place })} />;
}

function lookedText(here: number, onServer: number | null, t: Translate): string {
  if (here === 0) return '';
  if (onServer !== null && onServer > here) {
    return t('list.empty.lookedSome', { formatted: formatCount(here), total: formatCount(onServer) });
  }
  return t('list.empty.looked', { count: here, formatted: formatCount(here) });
}
