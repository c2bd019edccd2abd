import type { RefObject } from 'react';
import { Flag } from '@shared/model/flags';
import type { ListRow } from '@shared/contract/view-api';
import type { SnoozeState } from '@shared/contract/snooze';
import type { MessageKey } from '@shared/model/ids';
import { markedPieces } from '@shared/search/mark';
import { exactDate, formatCount, formatSize, listDate, momentDate, textDirection } from '../../i18n/format';
import { t } from '../../i18n';
import { isUnread } from '../../state/actions';
import { mailboxScope } from '../../state/selection';
import { snoozeOf } from '../../state/snoozed';
import { placeName } from '../folders';
import { type Density, ROW_HEIGHT } from './density';
import { copyIcon } from './mark-icons';
import { isMarkedDeleted, marksOf, type RowMark, senders, spoken, subjectOf } from './row-words';

/** How all rows of a list are shown. Another object has every row written anew. */
export interface RowStyle {
  readonly density: Density;
  readonly language: string;
  /** Own names and addresses, to say "me". */
  readonly mine: ReadonlySet<string>;
  /** Today's date in ms: another day has dates in another form. */
  readonly today: number;
  /** Of muted conversations: another one when others are. */
  readonly muted: ReadonlyMap<string, string>;
  /** What is snoozed: another one when others are. */
  readonly snoozed: ReadonlyMap<string, SnoozeState>;
  /** When messages come back, in place of when they came. */
  readonly wakings: boolean;
  /** Words of a search, to be marked. */
  readonly marked: readonly string[] | undefined;
  /** How large messages are, in place of when they came. */
  readonly sizes: boolean;
  /** See `copyIcon`. */
  readonly icons: RefObject<Element | null>;
}

/** One row, as it is to be shown. */
export interface RowState {
  readonly row: ListRow;
  readonly index: number;
  /** px from the top of the element that holds the rows. */
  readonly top: number;
  /** How many rows the list has. */
  readonly total: number;
  readonly cursor: boolean;
  readonly selected: boolean;
  readonly leaving: boolean;
  /** Sent and Drafts show whom it goes to. */
  readonly outgoing: boolean;
  /** The account's colour and letter, in views over several accounts. */
  readonly account: { readonly color: number; readonly letter: string; readonly label: string } | null;
}

/** Where an element waits that shows no row: it is cheaper to have it come back than to take it out and put it in. */
const OUT_OF_SIGHT = '-4000px';

export const rowId = (index: number): string => `row-${index}`;

/**
 * An element of the list that shows one row, and another one when that has scrolled away: only what is different is
 * written. Drawing rows is what scrolling consists of, and making elements would be most of it; so this is DOM and not React.
 */
export class RowElement {
  readonly element = make('div', 'row');
  readonly #from = make('span', 'row-from');
  readonly #count = make('span', 'row-count tabular');
  readonly #letter = make('span', 'row-letter');
  readonly #stripe = make('span', 'row-stripe');
  readonly #date = make('time', 'row-date tabular');
  readonly #head = make('span', 'row-head');
  readonly #subject = make('span', 'row-subject');
  readonly #marks = make('span', 'row-marks');
  readonly #preview = make('span', 'row-preview');
  #shown: RowState | null = null;
  #style: RowStyle | null = null;
  #classes = '';

  constructor(density: Density) {
    const dot = make('span', 'row-dot');
    dot.append(make('i', ''));
    this.#head.append(this.#subject);
    const words = make(density === 'compact' ? 'span' : 'div', 'row-words');
    words.append(this.#head);
    if (density !== 'roomy') words.append(this.#preview);
    if (density === 'compact') this.element.append(dot, this.#from, words, this.#date);
    else {
      const main = make('div', 'row-main');
      main.append(line(this.#from, make('span', 'row-gap'), this.#date), words);
      if (density === 'roomy') main.append(line(this.#preview));
      words.classList.add('row-line');
      this.element.append(dot, main);
    }
    this.element.draggable = true;
    this.element.style.blockSize = `${ROW_HEIGHT[density]}px`;
  }

  /** What is seen in it; null while it waits. */
  get row(): ListRow | null {
    return this.#shown?.row ?? null;
  }
  get key(): MessageKey | undefined {
    return this.#shown?.row.key;
  }
  /** Of the row it shows, −1 while it waits. */
  get index(): number {
    return this.#shown?.index ?? -1;
  }

  show(state: RowState, style: RowStyle): void {
    const { element } = this;
    const before = this.#shown;
    const { row, index, total } = state;
    if (!before) element.role = 'option';
    if (before?.top !== state.top) element.style.top = `${state.top}px`;
    if (before?.index !== index) {
      element.id = rowId(index);
      element.dataset['index'] = String(index);
      element.ariaPosInSet = String(index + 1);
    }
    if (before?.total !== total) element.ariaSetSize = String(total);
    if (before?.selected !== state.selected) element.ariaSelected = String(state.selected);
    const classes = classesOf(state, style.density);
    if (classes !== this.#classes) element.className = this.#classes = classes;
    const same =
      before?.row === row &&
      this.#style === style &&
      before.outgoing === state.outgoing &&
      before.account === state.account;
    this.#shown = state;
    this.#style = style;
    if (!same) this.#write(state, style);
  }

  /** Shows nothing until there is something to show again. */
  park(): void {
    if (!this.#shown) return;
    const { element } = this;
    this.#shown = null;
    element.style.top = OUT_OF_SIGHT;
    element.role = null;
    for (const name of ['id', 'data-index', 'aria-posinset', 'aria-setsize', 'aria-selected', 'aria-label'])
      element.removeAttribute(name);
  }

  /** Says to the minute when the message is of. For the row under the pointer: it takes longer than all the rest. */
  tellDate(): void {
    if (this.#shown) this.#date.title = exactDate(this.#shown.row.date);
  }

  #write(
    { row, outgoing, account }: RowState,
    { mine, today, marked, icons, sizes, wakings }: RowStyle,
  ): void {
    const { element } = this;
    const who = senders(row, outgoing, mine);
    const until = wakings ? snoozeOf(row)?.until : undefined;
    const date = sizes
      ? formatSize(row.size)
      : until === undefined
        ? listDate(row.date, today)
        : momentDate(until, today);
    element.ariaLabel = spoken(row, who, date);
    direct(element, row.subject || who);

    write(this.#from, who, marked);
    setClass(this.#from, who === t('common.unknownSender') ? 'row-from is-missing' : 'row-from');
    if (row.flags & Flag.Draft) {
      const draft = make('span', 'row-draft');
      draft.textContent = t('list.draft');
      this.#from.prepend(draft);
    }

    const { threadCount: count } = row;
    if (count > 1) {
      write(this.#count, formatCount(count));
      this.#count.title = t('list.inThread', { count });
      if (!this.#count.isConnected) this.#from.after(this.#count);
    } else this.#count.remove();

    if (account) {
      setClass(this.#stripe, `row-stripe account-${account.color}`);
      setClass(this.#letter, `row-letter account-${account.color}`);
      write(this.#letter, account.letter);
      this.#letter.title = account.label;
      if (this.#stripe.parentNode === null) {
        element.prepend(this.#stripe);
        this.#date.before(this.#letter);
      }
    } else if (this.#stripe.parentNode) {
      this.#stripe.remove();
      this.#letter.remove();
    }

    // In a mirrored row the time is still read in the reader's own direction.
    write(this.#date, date);
    if (this.#date.title !== '') this.#date.title = '';

    write(this.#subject, subjectOf(row), marked);
    // Results are of many folders.
    const place = marked ? placeName({ kind: 'mail', scope: mailboxScope(row.mailbox) }) : '';
    const marks = marksOf(row, place, wakings);
    // Marks stay beside the subject; the preview has what is left, or nothing.
    if (marks.length > 0) {
      this.#marks.replaceChildren(...marks.map((mark) => markElement(mark, icons)));
      if (!this.#marks.parentNode) this.#head.append(this.#marks);
    } else this.#marks.remove();

    const unreadable = (row.flags & Flag.Unreadable) !== 0;
    write(
      this.#preview,
      unreadable ? t('list.unreadable') : (row.excerpt ?? row.preview),
      unreadable ? undefined : marked,
    );
  }
}

function classesOf({ row, cursor, selected, leaving }: RowState, density: Density): string {
  let classes = `row row-${density}`;
  if (isUnread(row)) classes += ' is-unread';
  if (cursor) classes += ' is-cursor';
  if (selected) classes += ' is-selected';
  if (leaving) classes += ' is-leaving';
  if (row.subject.trim() === '') classes += ' no-subject';
  if (isMarkedDeleted(row)) classes += ' is-deleted';
  return classes;
}

function markElement(mark: RowMark, icons: RefObject<Element | null>): Node | string {
  if (mark.kind === 'icon') return copyIcon(icons, mark.icon, mark.label);
  if (mark.kind === 'pending') {
    const pending = make('span', 'mark-pending tabular');
    pending.title = mark.label;
    pending.append(copyIcon(icons, 'pending', mark.label), String(mark.count));
    return pending;
  }
  const color = mark.kind === 'tag' && mark.color !== null ? ` account-${mark.color}` : '';
  const words = mark.kind === 'words' ? ' mark-words' : '';
  const tag = make('span', mark.kind === 'place' ? 'mark-place' : `mark-tag${color}${words}`);
  tag.dir = 'auto';
  tag.textContent = mark.text;
  return tag;
}

function make(name: string, className: string): HTMLElement {
  const element = document.createElement(name);
  if (className !== '') element.className = className;
  return element;
}

function line(...content: HTMLElement[]): HTMLElement {
  const element = make('div', 'row-line');
  element.append(...content);
  return element;
}

function setClass(element: HTMLElement, className: string): void {
  if (element.className !== className) element.className = className;
}

/** Gives an element the direction of its text, as `dir=auto` would: which has the browser look for it in each layout. */
function direct(element: HTMLElement, text: string): void {
  const direction = textDirection(text);
  if (element.dir !== direction) element.dir = direction;
}

/** Puts a text into an element, with the words in it marked; into the text node that is there where one is enough. */
function write(element: HTMLElement, text: string, marked?: readonly string[]): void {
  direct(element, text);
  const pieces = marked ? markedPieces(text, marked) : [];
  if (pieces.some((piece) => piece.marked)) {
    element.replaceChildren(...pieces.map((piece) => (piece.marked ? markedWord(piece.text) : piece.text)));
    return;
  }
  const only = element.childNodes.length === 1 ? element.firstChild : null;
  if (!(only instanceof Text)) element.textContent = text;
  else if (only.data !== text) only.data = text;
}

function markedWord(text: string): HTMLElement {
  const mark = make('mark', 'search-mark');
  mark.textContent = text;
  return mark;
}
