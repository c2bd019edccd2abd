import type { MessageKey } from '@shared/model/ids';
import { type Density, ROW_HEIGHT } from './density';
import { RowElement, type RowState, type RowStyle } from './row-element';

/** After so long without scrolling the elements are put into the order of their rows. */
const REST_MS = 120;

/** Rows that are to be drawn: `first` ≤ index < `end`. */
export interface Drawing {
  readonly first: number;
  readonly end: number;
  /** Null while the row is not here. */
  readonly stateOf: (index: number) => RowState | null;
  /** px from the top of the element that holds the rows at which a row stands. */
  readonly placeOf: (index: number) => number;
  readonly style: RowStyle;
  /** Being scrolled: what is not seen is put off until it ends. */
  readonly scrolling: boolean;
}

/**
 * The elements of the rows on show, in an element that nobody else writes into. They are as many as fit into sight and are
 * used again for other rows, the one of a message that stays on show stays its own. At rest they stand in the
 * order of their rows, for whoever goes through the document instead of the list.
 */
export class ShownRows {
  readonly #holder: HTMLElement;
  /** In the order of their rows. */
  #shown: RowElement[] = [];
  #spare: RowElement[] = [];
  #coming: HTMLElement[] = [];
  #density: Density | null = null;
  #byElement = new WeakMap<Element, RowElement>();
  #rest: ReturnType<typeof setTimeout> | null = null;

  constructor(holder: HTMLElement) {
    this.#holder = holder;
  }

  /** The row element that something is in. */
  around(target: EventTarget | null): RowElement | null {
    const element = target instanceof Element ? target.closest('.row') : null;
    return (element && this.#byElement.get(element)) ?? null;
  }

  /** The element that shows a row. */
  at(index: number): RowElement | null {
    return this.#shown.find((one) => one.index === index) ?? null;
  }

  draw({ first, end, stateOf, placeOf, style, scrolling }: Drawing): void {
    if (style.density !== this.#density) this.#begin(style.density);
    const states: RowState[] = [];
    const coming: { from: number; count: number }[] = [];
    for (let index = first; index < end; index++) {
      const state = stateOf(index);
      const last = coming.at(-1);
      if (state) states.push(state);
      else if (last && last.from + last.count === index) last.count++;
      else coming.push({ from: index, count: 1 });
    }
    const before = new Map<MessageKey | undefined, RowElement>();
    for (const one of this.#shown) before.set(one.key, one);
    const kept = states.map(({ row }) => {
      const own = before.get(row.key);
      if (own) before.delete(row.key);
      return own;
    });
    const taken = new Set(kept);
    const free = this.#shown.filter((one) => !taken.has(one));
    this.#shown = states.map((state, i) => {
      const one = kept[i] ?? free.pop() ?? this.#spare.pop() ?? this.#make(style.density);
      one.show(state, style);
      return one;
    });
    for (const one of free) one.park();
    this.#spare.push(...free);
    this.#drawComing(coming, placeOf, style.density);
    if (scrolling || this.#rest !== null) this.#putOff(scrolling);
    else this.tidy();
  }

  /** Puts the elements into the order of their rows and takes out those that wait. */
  readonly tidy = (): void => {
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#rest = null;
    for (const { element } of this.#spare) element.remove();
    let next = this.#holder.children[this.#coming.length] ?? null;
    for (const { element } of this.#shown) {
      if (element === next) next = next.nextElementSibling;
      else this.#holder.insertBefore(element, next);
    }
  };

  /** Nothing is drawn any more. */
  close(): void {
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#holder.replaceChildren();
    this.#shown = [];
    this.#spare = [];
    this.#coming = [];
  }

  #begin(density: Density): void {
    this.close();
    this.#density = density;
  }

  #make(density: Density): RowElement {
    const made = new RowElement(density);
    this.#byElement.set(made.element, made);
    return made;
  }

  #putOff(anew: boolean): void {
    for (const { element } of this.#shown) if (!element.isConnected) this.#holder.append(element);
    if (!anew) return;
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#rest = setTimeout(this.tidy, REST_MS);
  }

  /**
   * Stretches of rows that are on their way, in the shape of what comes: one element however many, so that a leap through
   * the list costs nothing but the rows it leads to.
   */
  #drawComing(
    stretches: readonly { readonly from: number; readonly count: number }[],
    placeOf: (index: number) => number,
    density: Density,
  ): void {
    for (const gone of this.#coming.splice(stretches.length)) gone.remove();
    stretches.forEach(({ from, count }, i) => {
      let element = this.#coming[i];
      if (!element) {
        element = document.createElement('div');
        element.className = `rows-coming rows-coming-${density}`;
        element.ariaHidden = 'true';
        this.#coming.push(element);
        // Before all rows, where nothing that is read out stands between these.
        this.#holder.prepend(element);
      }
      element.style.transform = `translateY(${placeOf(from)}px)`;
      element.style.blockSize = `${count * ROW_HEIGHT[density]}px`;
    });
  }
}
