import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandRegistry } from './commands';
import { expandBinding, formatBinding, installShortcuts, isTyping, keyCaps } from './shortcuts';

/** As much of a KeyboardEvent as tinykeys and the filter look at. */
class KeyPress {
  defaultPrevented = false;
  readonly code = '';
  constructor(
    readonly key: string,
    readonly inside: string = '',
    readonly modifiers: readonly string[] = [],
    readonly isComposing = false,
  ) {}
  get target(): EventTarget {
    const { inside } = this;
    return {
      closest: (selector: string) => (inside !== '' && selector.includes(inside) ? {} : null),
    } as never;
  }
  getModifierState(name: string): boolean {
    return this.modifiers.includes(name);
  }
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

describe('installShortcuts', () => {
  let listener: ((event: KeyboardEvent) => void) | null = null;
  const registry = new CommandRegistry();
  const ran: string[] = [];
  let take: () => void;
  let off: () => void;

  beforeEach(() => {
    vi.stubGlobal('KeyboardEvent', KeyPress);
    ran.length = 0;
    take = registry.register(
      [
        ['archive', 'e'],
        ['delete', '#'],
        ['palette', '$mod+k', true],
        ['inbox', 'g i'],
        ['never', 'x', false, false],
      ].map(([id, key, whileTyping = false, when = true]) => ({
        id: String(id),
        title: '',
        group: 'app' as const,
        keys: [String(key)],
        whileTyping: whileTyping === true,
        when: () => when === true,
        run: () => ran.push(String(id)),
      })),
    );
    off = installShortcuts(
      {
        addEventListener: (_, heard) => (listener = heard),
        removeEventListener: () => (listener = null),
      },
      registry,
    );
  });
  afterEach(() => {
    off();
    take();
    vi.unstubAllGlobals();
  });
  const press = (...presses: KeyPress[]): KeyPress[] => {
    for (const event of presses) listener?.(event as unknown as KeyboardEvent);
    return presses;
  };

  it('runs single keys and sequences, and stops the browser from using them', () => {
    const [event] = press(new KeyPress('e'));
    press(new KeyPress('g'), new KeyPress('i'));
    expect(ran).toEqual(['archive', 'inbox']);
    expect(event?.defaultPrevented).toBe(true);
  });

  it('hears punctuation with and without Shift, as keyboards differ', () => {
    press(new KeyPress('#'), new KeyPress('#', '', ['Shift']));
    expect(ran).toEqual(['delete', 'delete']);
  });

  it('never fires while text is typed, except with Ctrl', () => {
    const [event] = press(
      new KeyPress('e', 'textarea'),
      new KeyPress('e', 'contenteditable'),
      new KeyPress('#', 'input'),
    );
    expect(ran).toEqual([]);
    expect(event?.defaultPrevented).toBe(false);
    press(new KeyPress('k', 'textarea', ['Control']));
    expect(ran).toEqual(['palette']);
  });

  it('never fires while a character is being composed, with Ctrl neither', () => {
    const [event] = press(new KeyPress('k', 'textarea', ['Control'], true));
    expect(event?.defaultPrevented).toBe(false);
    press(new KeyPress('g'), new KeyPress('g', 'input', [], true), new KeyPress('i'));
    expect(ran).toEqual(['inbox']);
  });

  it('leaves letters to dialogs and menus', () => {
    press(new KeyPress('e', '.ui-modal'), new KeyPress('e', '[role=menu]'));
    expect(ran).toEqual([]);
  });

  it('leaves keys alone whose command makes no sense now', () => {
    const [event] = press(new KeyPress('x'));
    expect(ran).toEqual([]);
    expect(event?.defaultPrevented).toBe(false);
  });

  it('takes the last key of a sequence for nothing else', () => {
    const more = registry.register([
      { id: 'info', title: '', group: 'app', keys: ['i'], run: () => ran.push('info') },
    ]);
    press(new KeyPress('g'), new KeyPress('i'));
    press(new KeyPress('i'));
    more();
    expect(ran).toEqual(['inbox', 'info']);
  });

  it('goes on with a sequence while commands come and go', () => {
    press(new KeyPress('e'), new KeyPress('g'));
    const more = registry.register([
      { id: 'later', title: '', group: 'app', keys: ['y'], run: () => ran.push('later') },
    ]);
    more();
    press(new KeyPress('i'));
    expect(ran).toEqual(['archive', 'inbox']);
  });

  it('forgets the beginning of a sequence after a second, also when commands come and go', () => {
    vi.useFakeTimers();
    press(new KeyPress('g'));
    vi.advanceTimersByTime(1001);
    registry.register([])();
    press(new KeyPress('i'));
    vi.useRealTimers();
    expect(ran).toEqual([]);
  });

  it('hears commands registered later, and none after it was taken off', () => {
    const more = registry.register([
      { id: 'later', title: '', group: 'app', keys: ['y'], run: () => ran.push('later') },
    ]);
    press(new KeyPress('y'));
    off();
    press(new KeyPress('y'));
    more();
    expect(ran).toEqual(['later']);
  });
});

describe('bindings', () => {
  it('expands punctuation only', () => {
    expect(expandBinding('#')).toEqual(['#', 'Shift+#']);
    expect(expandBinding('e')).toEqual(['e']);
    expect(expandBinding('$mod+k')).toEqual(['$mod+k']);
    expect(expandBinding('g i')).toEqual(['g i']);
  });
  it('shows key caps', () => {
    expect(keyCaps('Shift+ArrowDown')).toEqual([['Shift', '↓']]);
    expect(formatBinding('g i')).toBe('G I');
    expect(formatBinding('$mod+Shift+l')).toBe('Ctrl+Shift+L');
  });
  it('takes composing (Japanese input and the like) for typing', () => {
    expect(isTyping({ target: null, isComposing: true })).toBe(true);
    expect(isTyping({ target: null, isComposing: false })).toBe(false);
  });
});
