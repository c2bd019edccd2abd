import { isTyping } from './shortcuts';

/** Where what was typed belongs. */
const COMPOSER = '.compose';
const DIALOG = '.ui-modal';
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

/** The same into a field of a dialog, where Enter takes or sends what is typed, once the list below it has followed. */
function typeAndEnter(text: string): void {
  const [line = '', ...more] = text.split('\n');
  typeHere(line);
  if (more.length === 0) return;
  setTimeout(() =>
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
    ),
  );
}

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
  const end = keepFor(target, {
    arrived: (field) => field.closest(COMPOSER) !== null && isField(field),
    type,
  });
  return opening.catch((error: unknown) => {
    end();
    throw error;
  });
}

/**
 * The same for a dialog whose script is still being read: Ctrl+K, a few letters and Enter are one movement of the hand. A
 * dialog that begins with a button gets nothing: nobody can have meant it.
 * @param onEscape calls off the dialog
 */
export function typeAheadOfDialog(
  onEscape: () => void,
  target: TypeAheadTarget = window,
  type: (text: string) => void = typeAndEnter,
): void {
  keepFor(target, {
    arrived: (field) => field.closest(DIALOG) !== null,
    type,
    // What has just got the focus is still being put on the screen, and hears nothing of what is typed into it.
    isDrawnLater: true,
    onEscape,
  });
}

const isField = (target: Element): boolean => isTyping({ target, isComposing: false });

/** Windows tells AltGr, with which half of Europe types an @, as Ctrl and Alt. */
const isShortcut = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph');

/** @returns ends it */
function keepFor(
  target: TypeAheadTarget,
  {
    arrived,
    type,
    isDrawnLater = false,
    onEscape,
  }: {
    /** Whether what has the focus now is what was waited for. */
    readonly arrived: (focused: Element) => boolean;
    readonly type: (text: string) => void;
    /** It takes letters in a task of its own; those that are typed until then come behind the others, not before them. */
    readonly isDrawnLater?: boolean;
    readonly onEscape?: () => void;
  },
): () => void {
  letGo();
  let text = '';
  let isThere = false;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isShortcut(event) || (isThere ? event.isComposing : isTyping(event))) return;
    if (event.key === 'Escape') {
      end();
      onEscape?.();
      return;
    }
    if (event.key === 'Backspace') text = [...text].slice(0, -1).join('');
    else if (event.key === 'Enter') text += '\n';
    else if ([...event.key].length === 1) text += event.key;
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onFocus = (event: FocusEvent): void => {
    const focused = event.target as Element | null;
    if (!focused || !arrived(focused) || isThere) return;
    isThere = true;
    const give = (): void => {
      end();
      if (text !== '' && isField(focused)) type(text);
    };
    if (isDrawnLater && isField(focused)) setTimeout(give);
    else give();
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
  return end;
}
