import { createKeybindingsHandler } from 'tinykeys';
import type { CommandRegistry } from './commands';

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

/** Runs commands by their keys. Returns what takes the listener off. */
export function installShortcuts(target: KeyTarget, registry: CommandRegistry): () => void {
  let handle = bind(registry);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.defaultPrevented) handle(event);
  };
  const unsubscribe = registry.subscribe(() => {
    handle = bind(registry);
  });
  target.addEventListener('keydown', onKeyDown);
  return () => {
    unsubscribe();
    target.removeEventListener('keydown', onKeyDown);
  };
}

function bind(registry: CommandRegistry): (event: KeyboardEvent) => void {
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
  const map: Record<string, (event: KeyboardEvent) => void> = {};
  for (const [binding, ids] of byBinding) {
    map[binding] = (event) => {
      // Latest registration first: what was opened last hears the key first.
      for (const id of [...ids].reverse()) {
        const command = registry.get(id);
        if (!command || !allowed(event, command.whileTyping === true)) continue;
        if (registry.run(id)) {
          event.preventDefault();
          return;
        }
      }
    };
  }
  return createKeybindingsHandler(map);
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
