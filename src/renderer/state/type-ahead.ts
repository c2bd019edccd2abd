import { isTyping } from './shortcuts';

/** Where what was typed belongs. */
const COMPOSER = '.compose';
/** Whoever has waited so long looks at the screen again. */
const LONGEST_MS = 5_000;

/** What of a window is needed here. */
export interface TypeAheadTarget {
  addEventListener(type: 'keydown', listener: (event: KeyboardEvent) => void, capture: true): void;
  addEventListener(type: 'focusin', listener: (event: FocusEvent) => void, capture: true): void;
  removeEventListener(type: 'keydown', listener: (event: KeyboardEvent) => void, capture: true): void;
  removeEventListener(type: 'focusin', listener: (event: FocusEvent) => void, capture: true): void;
}

/** Puts text where the focus is, as if it was typed there. */
const typeHere = (text: string): void => void document.execCommand('insertText', false, text);

let letGo: () => void = () => undefined;

/**
 * A composer is on its way: whoever pressed the key for it goes on typing. Until it has the focus, letters are kept for it
 * instead of being taken for commands – the second letter of "Hello" would archive the message – and then they stand in
 * it. Esc, a failure or five seconds end the waiting.
 * @returns `opening` as it is
 */
export function typeAhead<T>(
  opening: Promise<T>,
  target: TypeAheadTarget = window,
  type: (text: string) => void = typeHere,
): Promise<T> {
  letGo();
  let text = '';
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    if (event.key === 'Escape') {
      end();
      return;
    }
    if (event.key === 'Backspace') text = text.slice(0, -1);
    else if (event.key === 'Enter') text += '\n';
    else if ([...event.key].length === 1) text += event.key;
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onFocus = (event: FocusEvent): void => {
    const field = event.target as Element | null;
    if (field?.closest(COMPOSER) && isTyping({ target: field, isComposing: false })) {
      end();
      if (text !== '') type(text);
    }
  };
  const end = (): void => {
    clearTimeout(timer);
    target.removeEventListener('keydown', onKeyDown, true);
    target.removeEventListener('focusin', onFocus, true);
  };
  const timer = setTimeout(end, LONGEST_MS);
  target.addEventListener('keydown', onKeyDown, true);
  target.addEventListener('focusin', onFocus, true);
  letGo = end;
  return opening.catch((error: unknown) => {
    end();
    throw error;
  });
}
