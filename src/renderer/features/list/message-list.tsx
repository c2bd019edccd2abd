import {
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
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
import { framed } from '../../state/framed';
import { indexOfKey, moveTo, useWindowInfo } from '../../state/list';
import { cursorSpot, indexFrom, keepCursor } from '../../state/keep-cursor';
import { selectRange } from '../../state/list-selection';
import { openDraftAt } from '../../state/open-draft';
import { useSelection } from '../../state/selection';
import { breadth } from '../../state/ui';
import type { ViewWindow } from '../../state/view-window';
import { useContextMenu } from '../../ui';
import { carriesFiles, dragOut, messagesOut } from '../../state/file-out';
import { DRAG_TYPE, endDrag, letter, startDrag } from '../folders';
import { type Density, ROW_HEIGHT } from './density';
import { FixedRows } from './fixed-rows';
import { HoverActions, type Hovered } from './hover-actions';
import { MarkIcons } from './mark-icons';
import { useMutes } from '../../state/mutes';
import { useSnoozed } from '../../state/snoozed';
import { type RowState, rowId, type RowStyle } from './row-element';
import { rowMenu } from './row-menu';
import { ScrollSpace } from './scroll-space';
import { ShownRows } from './shown-rows';

/** What rows show of a message: neither its list nor the names of its attachments. */
const SHOWN: ReadonlySet<TextField> = new Set(['any', 'subject', 'body', 'from', 'to', 'cc']);

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
  const { total } = useWindowInfo(view);
  const cursor = useSelection((state) => state.cursor);
  const cursorKey = cursor?.row.key;
  const at = cursor && !cursor.left ? cursor.index : null;
  const selectedKeys = useSelection((state) => state.selectedKeys);
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  const icons = useRef<HTMLDivElement>(null);
  const ghost = useRef<HTMLDivElement>(null);
  const shown = useRef<ShownRows>(null);
  const context = useContextMenu();
  const { accounts, outgoing, unified, mine } = useRowContext(view);
  const style = useRowStyle(view, density, mine, icons);
  const height = ROW_HEIGHT[density];
  const asked = useMemo(() => JSON.stringify(view.query), [view]);
  const [rows] = useState(() => new FixedRows());

  const stateOf = (index: number): RowState | null => {
    const row = view.row(index);
    return row
      ? {
          row,
          index,
          top: rows.placeOf(index),
          total,
          cursor: at === index,
          selected: isSelected(row, selectedKeys),
          leaving: view.isLeaving(row),
          outgoing: outgoing(row),
          account: unified ? (accounts.get(row.account) ?? null) : null,
        }
      : null;
  };
  const draw = (scrolling: boolean): void => {
    const { first, end } = rows.range;
    shown.current?.draw({ first, end, stateOf, placeOf: rows.placeOf, style, scrolling });
    const active = at !== null && at >= first && at < end ? rowId(at) : null;
    if (scroller.current && scroller.current.getAttribute('aria-activedescendant') !== active)
      setActive(scroller.current, active);
    view.want(first, end);
    // What was under the pointer has scrolled away, or shows something else.
    if (hovered && hovered.row.key !== hovered.key) setHovered(null);
  };
  /** Draws with what is known now: rows are drawn by the frame and not by React. */
  const drawing = useRef(draw);

  useLayoutEffect(() => {
    if (!scroller.current || !holder.current) return;
    const made = new ShownRows(holder.current);
    shown.current = made;
    const end = rows.follow(scroller.current, (scrolling) => drawing.current(scrolling));
    return () => {
      end();
      made.close();
      shown.current = null;
    };
  }, [rows]);

  // Rows that come are drawn with the next picture, once however many.
  useLayoutEffect(() => {
    const soon = framed(() => drawing.current(false));
    const off = view.subscribe(soon.ask);
    return () => {
      off();
      soon.cancel();
    };
  }, [view]);

  // What stays where it is when rows come and go: the first row in sight, and the cursor.
  useLayoutEffect(() => {
    view.spots = () => {
      const from = rows.seenFrom;
      const index = Math.ceil(from / height);
      const row = from > 1 ? view.row(index) : undefined;
      return { anchor: row ? { key: row.key, index } : null, cursor: cursorSpot() };
    };
    view.onShift = ({ anchorBy, cursor: to }) => {
      if (anchorBy !== 0) rows.moveBy(anchorBy);
      if (to !== null) keepCursor(view, to);
    };
    // The cursor may be from before a search, or from before the store was started anew: mail came meanwhile.
    const { cursor: held } = useSelection.getState();
    if (held && !held.left && view.row(held.index)?.key !== held.row.key) view.refresh();
    return () => {
      view.spots = () => ({ anchor: null, cursor: null });
      view.onShift = () => undefined;
    };
  }, [view, height, rows]);

  useLayoutEffect(() => rows.resize(total, height), [rows, total, height]);

  const listed = useRef({ asked, height, cursorKey: undefined as MessageKey | undefined });
  useLayoutEffect(() => {
    const before = listed.current;
    listed.current = { asked, height, cursorKey };
    const another = before.asked !== asked;
    // Another list begins at its top, or where its cursor is; the same one, opened anew, stays where it is.
    if (another) rows.toTop();
    // Only a new cursor scrolls, and rows of another height; rows moving under it are handled above.
    else if (before.cursorKey === cursorKey && before.height === height) return;
    const { cursor: held } = useSelection.getState();
    if (cursorKey === undefined || !held) return;
    // In a list of another order another row is there: such a list begins at its top.
    const elsewhere = another && !held.left && view.row(held.index)?.key !== cursorKey;
    if (!elsewhere) rows.reveal(held.index);
  }, [asked, cursorKey, rows, height, view]);

  useLayoutEffect(() => {
    drawing.current = draw;
    draw(false);
  });

  /** Where the message stands now that is seen in a row: others may have come since it was drawn. −1 for none. */
  const indexAt = (target: EventTarget): number => {
    const seen = shown.current?.around(target);
    return seen?.key === undefined ? -1 : indexOfKey(view, seen.key, seen.index);
  };
  /**
   * Mail may come while a button of the pointer is down: what one does is done to the row it went down on, which may have
   * moved from under the pointer. A click is then one of the list.
   */
  const pressed = useRef<Pressed | null>(null);
  const pressedAt = (target: EventTarget): number => {
    const down = pressed.current;
    return down ? indexOfKey(view, down.key, down.index) : indexAt(target);
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
    const action = shown.current?.around(event.target) ? actionAt(event.target) : pressed.current?.action;
    const state = useSelection.getState();
    if (action) {
      if (!row.threadKeys.some((key) => state.selectedKeys.has(key))) {
        state.clearSelection();
        state.setCursor(index, row);
      }
      commands.run(action);
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
    const row = event.pointerType === 'mouse' ? shown.current?.around(event.target) : null;
    row?.tellDate();
    const key = row?.key;
    if (!row || key === undefined) setHovered(null);
    else if (hovered?.row !== row || hovered.key !== key) setHovered({ row, key });
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
        data-region="list"
        onPointerDown={(event) => {
          const { key, index = -1 } = shown.current?.around(event.target) ?? {};
          pressed.current = key === undefined ? null : { key, index, action: actionAt(event.target) };
        }}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onDoubleClick={onDoubleClick}
        onContextMenu={onContextMenu}
        onDragStart={onDragStart}
        onDragEnd={endDrag}
        onPointerOver={onPointerOver}
        onPointerLeave={() => setHovered(null)}
      >
        <div
          ref={holder}
          className="list-rows"
          style={{ blockSize: Math.min(total * height, ScrollSpace.tallest) }}
        />
      </div>
      {hovered && createPortal(<HoverActions view={view} hovered={hovered} />, hovered.row.element)}
      <MarkIcons ref={icons} />
      <div ref={ghost} className="list-ghost" aria-hidden />
      {context.menu}
    </>
  );
}

/** What a button of the pointer went down on: a message, where it stood, and the action whose button it was. */
interface Pressed {
  readonly key: MessageKey;
  readonly index: number;
  readonly action: string | undefined;
}

const actionAt = (target: EventTarget): string | undefined =>
  target instanceof Element ? target.closest<HTMLElement>('[data-action]')?.dataset['action'] : undefined;

/** Which row of the list an assistive program is told to be at. */
function setActive(list: HTMLElement, id: string | null): void {
  if (id === null) list.removeAttribute('aria-activedescendant');
  else list.setAttribute('aria-activedescendant', id);
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

/** The same object until rows look different. */
function useRowStyle(
  { query: { text, sort, scope } }: ViewWindow,
  density: Density,
  mine: ReadonlySet<string>,
  icons: RefObject<HTMLElement | null>,
): RowStyle {
  const today = useToday();
  const language = locale();
  const muted = useMutes(({ index }) => index);
  const snoozed = useSnoozed(({ index }) => index);
  const wakings = scope.kind === 'snoozed';
  const sizes = sort === 'largest';
  return useMemo(
    () => ({
      density,
      language,
      mine,
      today,
      muted,
      snoozed,
      wakings,
      marked: text === '' ? undefined : wordsToMark(text, SHOWN),
      icons,
      sizes,
    }),
    [density, language, mine, today, muted, snoozed, wakings, text, icons, sizes],
  );
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
