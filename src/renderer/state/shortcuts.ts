import { createKeybindingsHandler } from 'tinykeys';
import type { Command, CommandRegistry } from './commands';

const TYPING =
  'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=""], [contenteditable=true], [role=textbox]';
/** Inside these, letters have a meaning of their own (typeahead, buttons of a dialog). */
const OWN_KEYS = '.ui-modal, .ui-popover, [role=menu]';

/** True when a key press belongs to text being typed. */
export function isTyping(event: Pick<KeyboardEvent, 'target' | 'isComposing'>): boolean {
  if (event.isComposing) return true;
  return within(event.target, TYPING);
}

const within = (target: EventTarget | null, selector: string): boolean =>
  target !== null && 'closest' in target && (target as Element).closest(selector) !== null;

/**
 * `#` and `?` need Shift on some keyboards and not on others, and tinykeys matches modifiers exactly: punctuation is
 * bound with and without it.
 */
export function expandBinding(binding: string): string[] {
  const presses = binding.split(' ');
  if (presses.length !== 1) return [binding];
  return /^[^\p{L}\p{N}\s]$/u.test(binding) ? [binding, `Shift+${binding}`] : [binding];
}

/** What of a window is needed here. */
export interface KeyTarget {
  addEventListener(type: 'keydown', listener: (event: KeyboardEvent) => void): void;
  removeEventListener(type: 'keydown', listener: (event: KeyboardEvent) => void): void;
}

/** How long the next key of a sequence may take, in milliseconds. */
const SEQUENCE = 1000;

/**
 * Runs commands by their keys; those that are `free` to run now. Returns what takes the listener off.
 */
export function installShortcuts(
  target: KeyTarget,
  registry: CommandRegistry,
  free: (command: Command) => boolean = () => true,
): () => void {
  let bindings = bind(registry);
  let last: { readonly event: KeyboardEvent; readonly heard: number } | null = null;
  const onKeyDown = (event: KeyboardEvent): void => {
    // Keys that belong to a character being composed are nobody else's, those with Ctrl neither.
    if (event.defaultPrevented || event.isComposing) return;
    last = { event, heard: performance.now() };
    for (const ids of bindings.matched(event)) {
      if (!runFirst(registry, ids, event, free)) continue;
      event.preventDefault();
      return;
    }
  };
  const unsubscribe = registry.subscribe(() => {
    bindings = bind(registry);
    // `G`, then a message opens and brings its commands, then `I`: the sequence goes on.
    if (last && performance.now() - last.heard < SEQUENCE) bindings.matched(last.event);
  });
  target.addEventListener('keydown', onKeyDown);
  return () => {
    unsubscribe();
    target.removeEventListener('keydown', onKeyDown);
  };
}

interface Bindings {
  /** The commands of each binding that this press completes. Sequences come first: `g p` is not also `p`. */
  matched(event: KeyboardEvent): readonly (readonly string[])[];
}

function bind(registry: CommandRegistry): Bindings {
  const byBinding = new Map<string, string[]>();
  for (const command of registry.all()) {
    for (const key of command.keys ?? []) {
      for (const binding of expandBinding(key)) {
        const ids = byBinding.get(binding) ?? [];
        ids.push(command.id);
        byBinding.set(binding, ids);
      }
    }
  }
  let completed: string[] = [];
  const handle = createKeybindingsHandler(
    Object.fromEntries([...byBinding.keys()].map((binding) => [binding, () => void completed.push(binding)])),
    { timeout: SEQUENCE },
  );
  return {
    matched: (event) => {
      completed = [];
      handle(event);
      return completed.sort((a, b) => presses(b) - presses(a)).map((binding) => byBinding.get(binding) ?? []);
    },
  };
}

const presses = (binding: string): number => binding.split(' ').length;

/** Latest registration first: what was opened last hears the key first. */
function runFirst(
  registry: CommandRegistry,
  ids: readonly string[],
  event: KeyboardEvent,
  free: (command: Command) => boolean,
): boolean {
  return ids.toReversed().some((id) => {
    const command = registry.get(id);
    if (command === undefined || !free(command)) return false;
    return allowed(event, command.whileTyping === true) && registry.run(id);
  });
}

function allowed(event: KeyboardEvent, whileTyping: boolean): boolean {
  if (whileTyping) return true;
  if (isTyping(event)) return false;
  return !within(event.target, OWN_KEYS);
}

const MAC = typeof navigator === 'object' && /Mac|iPod|iPhone|iPad/.test(navigator.platform);
const NAMES: Record<string, string> = {
  $mod: MAC ? '⌘' : 'Ctrl',
  Control: 'Ctrl',
  Shift: MAC ? '⇧' : 'Shift',
  Alt: MAC ? '⌥' : 'Alt',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Enter: 'Enter',
  Space: 'Space',
  Delete: 'Del',
};

/** A binding as shown to people, one entry a key cap; sequences part by `then`. */
export function keyCaps(binding: string): string[][] {
  return binding
    .split(' ')
    .map((press) =>
      press.split(/\b\+/).map((part) => NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part)),
    );
}

/** `Ctrl+K`, `⌘K`, `G I`. */
export const formatBinding = (binding: string): string =>
  keyCaps(binding)
    .map((caps) => caps.join(MAC ? '' : '+'))
    .join(' ');
