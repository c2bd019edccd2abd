import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { typeAhead, typeAheadOfDialog } from './type-ahead';

type Listener = (event: never) => void;

/** As much of a window as is needed: who listens, and what they do. */
class Target {
  readonly listeners = new Map<string, Listener>();
  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, listener);
  }
  removeEventListener(type: string, listener: Listener): void {
    if (this.listeners.get(type) === listener) this.listeners.delete(type);
  }
  /** @returns whether the key was kept */
  press(key: string, more: Partial<KeyboardEvent> = {}, inside = ''): boolean {
    let kept = false;
    const target = {
      closest: (selector: string) => (inside !== '' && selector.includes(inside) ? {} : null),
    };
    this.listeners.get('keydown')?.({
      key,
      target,
      preventDefault: () => (kept = true),
      stopImmediatePropagation: () => undefined,
      getModifierState: () => false,
      ...more,
    } as never);
    return kept;
  }
  focus(...inside: string[]): void {
    const target = {
      closest: (selector: string) => (inside.some((one) => selector.includes(one)) ? {} : null),
    };
    this.listeners.get('focusin')?.({ target } as never);
  }
}

describe('typeAhead', () => {
  let target: Target;
  let typed: string[];
  const open = <T>(opening: Promise<T>): Promise<T> =>
    typeAhead(opening, target as never, (text) => typed.push(text));
  beforeEach(() => {
    vi.useFakeTimers();
    target = new Target();
    typed = [];
  });
  afterEach(() => vi.useRealTimers());

  it('takes what AltGr types, and takes whole characters back', async () => {
    await open(Promise.resolve('draft'));
    const altGr = { ctrlKey: true, altKey: true, getModifierState: (name: string) => name === 'AltGraph' };
    expect([target.press('b'), target.press('@', altGr), target.press('k', { ctrlKey: true })]).toEqual([
      true,
      true,
      false,
    ]);
    target.press('😀');
    target.press('Backspace');
    target.focus('.compose', 'textarea');
    expect(typed).toEqual(['b@']);
  });

  it('keeps letters for the composer that is on its way, and gives them once it has the focus', async () => {
    await open(Promise.resolve('draft'));
    for (const key of ['H', 'e', 'x', 'Backspace', 'y', ' ', '#', 'Enter', '😀'])
      expect(target.press(key), key).toBe(true);
    target.focus('textarea'); // A field elsewhere.
    expect(typed).toEqual([]);
    target.focus('.compose', 'textarea');
    expect(typed).toEqual(['Hey #\n😀']);
    expect(target.press('e')).toBe(false);
    expect(target.listeners.size).toBe(0);
  });

  it('leaves alone what is no text, and what is typed in a field', async () => {
    await open(Promise.resolve('draft'));
    expect(target.press('k', { ctrlKey: true })).toBe(false);
    expect(target.press('ArrowDown')).toBe(false);
    expect(target.press('a', {}, 'textarea')).toBe(false);
    target.focus('.compose', 'textarea');
    expect(typed).toEqual([]);
  });

  it('ends when nothing comes: a failure, Esc, five seconds', async () => {
    const failed = open(Promise.reject(new Error('full')));
    await expect(failed).rejects.toThrow('full');
    expect(target.press('e')).toBe(false);

    await open(Promise.resolve('draft'));
    target.press('H');
    expect(target.press('Escape')).toBe(false);
    expect(target.press('e')).toBe(false);

    await open(Promise.resolve('draft'));
    vi.advanceTimersByTime(5_000);
    expect(target.press('e')).toBe(false);
    expect(typed).toEqual([]);
  });

  it('of two composers the newer gets what is typed', async () => {
    await Promise.all([open(Promise.resolve(1)), open(Promise.resolve(2))]);
    target.press('a');
    target.focus('.compose', 'input');
    expect(typed).toEqual(['a']);
  });
});

describe('typeAheadOfDialog', () => {
  let target: Target;
  let typed: string[];
  let escapes: number;
  afterEach(() => vi.useRealTimers());
  beforeEach(() => {
    vi.useFakeTimers();
    target = new Target();
    typed = [];
    escapes = 0;
    typeAheadOfDialog(
      () => escapes++,
      target,
      (text) => typed.push(text),
    );
  });

  it('gives letters and Enter to the field the dialog begins with, and ends', () => {
    for (const key of ['n', 'e', 'w', 'Enter']) expect(target.press(key), key).toBe(true);
    target.focus('.ui-modal', 'input');
    vi.advanceTimersByTime(0);
    expect(typed).toEqual(['new\n']);
    expect(target.press('e')).toBe(false);
    expect(target.listeners.size).toBe(0);
  });

  it('puts what is typed while the field is being drawn behind the rest of it, and Enter last', () => {
    for (const key of ['r', 'e']) target.press(key);
    target.focus('.ui-modal', 'input');
    for (const key of ['g', 'a', 'Enter']) expect(target.press(key, {}, 'input'), key).toBe(true);
    expect(target.press('n', { isComposing: true }, 'input')).toBe(false);
    expect(typed).toEqual([]);
    vi.advanceTimersByTime(0);
    expect(typed).toEqual(['rega\n']);
    expect(target.press('t', {}, 'input')).toBe(false);
  });

  it('never presses a button with what was typed before it was there', () => {
    target.press('Enter');
    target.focus('.ui-modal', 'nothing to type in');
    vi.advanceTimersByTime(0);
    expect(typed).toEqual([]);
    expect(target.listeners.size).toBe(0);
  });

  it('calls the dialog off by Esc', () => {
    target.press('n');
    expect(target.press('Escape')).toBe(false);
    expect(escapes).toBe(1);
    target.focus('.ui-modal', 'input');
    expect(typed).toEqual([]);
  });
});
