import {
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { ListRow } from '@shared/contract/view-api';
import type { MailboxId, MessageKey } from '@shared/model/ids';
import { Flag } from '@shared/model/flags';
import { wordsToMark } from '@shared/search/mark';
import type { TextField } from '@shared/search/query';
import { formatCount } from '../../i18n/format';
import { locale, useT } from '../../i18n';
import { commands } from '../../state/commands';
import { followDay } from '../../state/day';
import { useAccountConfigs, useEngineState, useSettings } from '../../state/engine-state';
import { indexOfKey, moveTo, useWindowRevision } from '../../state/list';
import { cursorSpot, indexFrom, keepCursor } from '../../state/keep-cursor';
import { selectRange } from '../../state/list-selection';
import { openDraftAt } from '../../state/open-draft';
import { useSelection } from '../../state/selection';
import { breadth } from '../../state/ui';
import type { ViewWindow } from '../../state/view-window';
import { useContextMenu } from '../../ui';
import { carriesFiles, dragOut, messagesOut } from '../../state/file-out';
import { DRAG_TYPE, endDrag, letter, startDrag } from '../folders';
import { useFixedRows } from './fixed-rows';
import { ComingRows, Row, ROW_HEIGHT } from './row';
import { rowMenu } from './row-menu';

/** What rows show of a message: neither its list nor the names of its attachments. */
const SHOWN: ReadonlySet<TextField> = new Set(['any', 'subject', 'body', 'from', 'to', 'cc']);

const rowId = (index: number): string => `row-${index}`;

/** The rows of a view. A listbox: the list has the focus, the cursor is its active descendant. */
export function MessageList({
  window: view,
  label,
}: {
  readonly window: ViewWindow;
  readonly label: string;
}) {
  const t = useT();
  const { density } = useSettings();
  const revision = useWindowRevision(view);
  const cursor = useSelection((state) => state.cursor);
  const cursorKey = cursor?.row.key;
  const shown = cursor && !cursor.left ? cursor.index : null;
  const selectedKeys = useSelection((state) => state.selectedKeys);
  const [hover, setHover] = useState(-1);
  const scroller = useRef<HTMLDivElement>(null);
  const ghost = useRef<HTMLDivElement>(null);
  const context = useContextMenu();
  const today = useToday();
  const language = locale();
  const { accounts, mine, outgoing, unified } = useRowContext(view);
  const height = ROW_HEIGHT[density];
  const { text } = view.query;
  const asked = useMemo(() => JSON.stringify(view.query), [view]);
  const marked = useMemo(() => (text === '' ? undefined : wordsToMark(text, SHOWN)), [text]);

  const { first, end, space, placeOf, seenFrom, reveal, moveBy, toTop } = useFixedRows(
    scroller,
    view.total,
    height,
  );

  useEffect(() => view.want(first, end), [view, first, end, revision]);

  // What stays where it is when rows come and go: the first row in sight, and the cursor.
  useLayoutEffect(() => {
    view.spots = () => {
      const from = seenFrom();
      const index = Math.ceil(from / height);
      const row = from > 1 ? view.row(index) : undefined;
      return { anchor: row ? { key: row.key, index } : null, cursor: cursorSpot() };
    };
    view.onShift = ({ anchorBy, cursor: at }) => {
      if (anchorBy !== 0) moveBy(anchorBy);
      if (at !== null) keepCursor(view, at);
    };
    // The cursor may be from before a search, or from before the store was started anew: mail came meanwhile.
    const { cursor: held } = useSelection.getState();
    if (held && !held.left && view.row(held.index)?.key !== held.row.key) view.refresh();
    return () => {
      view.spots = () => ({ anchor: null, cursor: null });
      view.onShift = () => undefined;
    };
  }, [view, height, seenFrom, moveBy]);

  const listed = useRef(asked);
  useLayoutEffect(() => {
    // Another list begins at its top, or where its cursor is; the same one, opened anew, stays where it is.
    if (listed.current !== asked) toTop();
    listed.current = asked;
    // Only a new cursor scrolls; rows moving under it are handled above.
    const { cursor: held } = useSelection.getState();
    if (cursorKey !== undefined && held) reveal(held.index);
  }, [asked, cursorKey, reveal, toTop]);

  // How long the list is changes with every message that comes: no row is drawn anew for it.
  useLayoutEffect(() => {
    const size = String(view.total);
    for (const row of scroller.current?.firstElementChild?.children ?? [])
      if (row.role === 'option' && row.ariaSetSize !== size) row.ariaSetSize = size;
  });

  const indexAt = (target: EventTarget): number => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
    return row ? Number(row.dataset['index']) : -1;
  };
  /** Mail may come while a button of the pointer is down: what one does is done to the row it went down on. */
  const pressed = useRef<MessageKey | null>(null);
  const pressedAt = (target: EventTarget): number => {
    const index = indexAt(target);
    return index < 0 || pressed.current === null ? index : indexOfKey(view, pressed.current, index);
  };
  const openAt = (index: number): void => {
    moveTo(index, true);
    if (breadth() === 'narrow') useSelection.getState().showPane('reader');
  };

  const onClick = (event: MouseEvent): void => {
    // A screen reader clicks without pressing anything down.
    const index = event.detail === 0 ? indexAt(event.target) : pressedAt(event.target);
    const row = view.row(index);
    if (!row) return;
    const action =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-action]') : null;
    const state = useSelection.getState();
    if (action) {
      if (!row.threadKeys.some((key) => state.selectedKeys.has(key))) {
        state.clearSelection();
        state.setCursor(index, row);
      }
      commands.run(action.dataset['action'] ?? '');
    } else if (event.shiftKey) selectRange(view, state.anchor ?? state.cursor?.index ?? index, index);
    else if (event.ctrlKey || event.metaKey) {
      const { cursor: held } = state;
      if (state.selectedKeys.size === 0 && held && !held.left && held.index !== index)
        state.select(held.row.threadKeys, held.index);
      useSelection.getState().toggle(row.threadKeys, index);
      useSelection.getState().setCursor(index, row);
    } else {
      state.clearSelection();
      openAt(index);
    }
  };
  const onDoubleClick = (event: MouseEvent): void => {
    const row = view.row(pressedAt(event.target));
    if (row && isDraft(row)) openDraftAt(row.ref);
  };
  const onContextMenu = (event: MouseEvent): void => {
    event.preventDefault();
    const index = indexAt(event.target);
    const row = view.row(index);
    if (!row) return;
    const state = useSelection.getState();
    if (!row.threadKeys.some((key) => state.selectedKeys.has(key))) {
      state.clearSelection();
      state.setCursor(index, row);
    }
    context.open(event, t('common.more'), rowMenu(row));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = useSelection.getState().cursor?.index ?? -1;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1);
    const targets: Record<string, number> = {
      ArrowDown: indexFrom(1),
      ArrowUp: indexFrom(-1),
      PageDown: indexFrom(page),
      PageUp: indexFrom(-page),
      Home: 0,
      End: view.total - 1,
    };
    const target = targets[event.key];
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (target !== undefined && plain) {
      event.preventDefault();
      const state = useSelection.getState();
      if (event.shiftKey) {
        const to = Math.min(view.total - 1, target);
        selectRange(view, state.anchor ?? Math.max(0, at), to);
        moveTo(to, false);
      } else {
        if (state.selectedKeys.size > 0) state.clearSelection();
        moveTo(target, breadth() !== 'narrow');
      }
    } else if (event.key === 'Enter' && plain && at >= 0) {
      event.preventDefault();
      const row = view.row(at);
      if (row && isDraft(row)) openDraftAt(row.ref);
      else openAt(at);
    } else if (event.key === ' ' && plain) {
      const held = useSelection.getState().cursor;
      if (!held || held.left) return;
      event.preventDefault();
      useSelection.getState().toggle(held.row.threadKeys, held.index);
    }
  };
  const onDragStart = (event: DragEvent): void => {
    const row = view.row(pressedAt(event.target));
    if (!row) return;
    const { selectedKeys: marked } = useSelection.getState();
    const keys = row.threadKeys.some((key) => marked.has(key)) ? [...marked] : row.threadKeys;
    const file = messagesOut(keys, row.subject);
    // Where a drag goes either to a folder or out of the window, the Alt key says which.
    if (!carriesFiles() && event.altKey) {
      if (file) dragOut(event, file);
      return;
    }
    startDrag(keys);
    if (file && carriesFiles()) dragOut(event, file);
    event.dataTransfer.effectAllowed = 'copyMove';
    event.dataTransfer.setData(DRAG_TYPE, String(keys.length));
    if (ghost.current) {
      ghost.current.textContent = t('list.dragging', {
        count: keys.length,
        formatted: formatCount(keys.length),
      });
      event.dataTransfer.setDragImage(ghost.current, -12, -8);
    }
  };
  const onPointerOver = (event: PointerEvent): void => {
    const index = event.pointerType === 'mouse' ? indexAt(event.target) : -1;
    if (index !== hover) setHover(index);
  };

  return (
    <>
      <div
        ref={scroller}
        className="list-scroll"
        role="listbox"
        tabIndex={0}
        aria-label={label}
        aria-multiselectable
        aria-activedescendant={shown !== null && shown >= first && shown < end ? rowId(shown) : undefined}
        data-region="list"
        onPointerDown={(event) => {
          pressed.current = view.row(indexAt(event.target))?.key ?? null;
        }}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onDoubleClick={onDoubleClick}
        onContextMenu={onContextMenu}
        onDragStart={onDragStart}
        onDragEnd={endDrag}
        onPointerOver={onPointerOver}
        onPointerLeave={() => setHover(-1)}
      >
        <div className="list-rows" style={{ blockSize: space }}>
          {coming(view, first, end).map(({ from, count }, n) => (
            <ComingRows key={`coming/${n}`} top={placeOf(from)} count={count} density={density} />
          ))}
          {Array.from({ length: end - first }, (_, i) => {
            const index = first + i;
            const start = placeOf(index);
            const row = view.row(index);
            if (!row) return null;
            return (
              <Row
                // Another language draws every row anew.
                key={`${language}/${index}`}
                id={rowId(index)}
                row={row}
                index={index}
                top={start}
                density={density}
                cursor={shown === index}
                selected={isSelected(row, selectedKeys)}
                leaving={view.isLeaving(row)}
                hovered={hover === index}
                outgoing={outgoing(row)}
                account={unified ? (accounts.get(row.account) ?? null) : null}
                mine={mine}
                today={today}
                marked={marked}
              />
            );
          })}
        </div>
      </div>
      <div ref={ghost} className="list-ghost" aria-hidden />
      {context.menu}
    </>
  );
}

/** Stretches of rows that are to be drawn and not here yet. */
function coming(
  view: ViewWindow,
  first: number,
  end: number,
): readonly { readonly from: number; readonly count: number }[] {
  const stretches: { from: number; count: number }[] = [];
  for (let index = first; index < end; index++) {
    if (view.row(index)) continue;
    const last = stretches.at(-1);
    if (last && last.from + last.count === index) last.count++;
    else stretches.push({ from: index, count: 1 });
  }
  return stretches;
}

const isDraft = ({ flags }: ListRow): boolean => (flags & Flag.Draft) !== 0;

const isSelected = (row: ListRow, keys: ReadonlySet<string>): boolean =>
  keys.size > 0 && row.threadKeys.every((key) => keys.has(key));

function useRowContext(view: ViewWindow) {
  const configs = useAccountConfigs();
  const out = useOutgoing();
  return useMemo(() => {
    const accounts = new Map(
      configs.map(({ id, color, label }) => [id, { color, letter: letter(label), label }]),
    );
    const mine = new Set(
      configs.flatMap(({ identities }) =>
        identities.flatMap(({ name, address }) => [name.toLowerCase(), address.toLowerCase()]),
      ),
    );
    mine.delete('');
    return {
      accounts,
      mine,
      outgoing: (row: ListRow) => out.includes(row.mailbox),
      unified: configs.length > 1 && view.query.scope.kind !== 'mailbox',
    };
  }, [configs, out, view]);
}

/** Mailboxes whose messages show whom they go to. */
const useOutgoing = (): readonly MailboxId[] =>
  useEngineState(
    useShallow(({ mailboxes }) =>
      mailboxes.flatMap(({ id, role }) =>
        role === 'sent' || role === 'drafts' || role === 'outbox' ? [id] : [],
      ),
    ),
  );

/** Now, renewed when another day begins. */
function useToday(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => followDay(() => setNow(Date.now())), []);
  return now;
}
