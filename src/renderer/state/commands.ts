import { useEffect, useSyncExternalStore } from 'react';
import type { IconName } from '../ui/icons';

export type CommandGroup = 'message' | 'write' | 'navigate' | 'view' | 'account' | 'app';

/**
 * Something a person can do. The one description feeds the palette, shortcuts, menus, buttons and their tooltips, and
 * the sheet of keys.
 */
export interface Command {
  readonly id: string;
  /** i18n key. */
  readonly title: string;
  readonly group: CommandGroup;
  readonly icon?: IconName;
  /** tinykeys syntax: `e`, `$mod+k`, `Shift+u`, `g i` (one after the other). The first is shown. */
  readonly keys?: readonly string[];
  /** True for keys that are safe while text is typed (they carry Ctrl or ⌘). */
  readonly whileTyping?: boolean;
  /** Present but not offered in the palette (arrow keys, panel switches). */
  readonly hidden?: boolean;
  /** Whether it makes sense now; absent means always. */
  readonly when?: () => boolean;
  readonly run: () => void;
}

/** The one list of commands. Registering an id again puts the new one on top until it is taken off again. */
export class CommandRegistry {
  #stacks = new Map<string, Command[]>();
  #listeners = new Set<() => void>();
  #snapshot: readonly Command[] = [];

  /** Adds commands; the returned function takes exactly these off. */
  register(commands: readonly Command[]): () => void {
    for (const command of commands) {
      const stack = this.#stacks.get(command.id);
      if (stack) stack.push(command);
      else this.#stacks.set(command.id, [command]);
    }
    this.#changed();
    return () => {
      for (const command of commands) {
        const stack = this.#stacks.get(command.id);
        const index = stack?.indexOf(command) ?? -1;
        if (!stack || index < 0) continue;
        stack.splice(index, 1);
        if (stack.length === 0) this.#stacks.delete(command.id);
      }
      this.#changed();
    };
  }

  get(id: string): Command | undefined {
    return this.#stacks.get(id)?.at(-1);
  }

  /** The command on top of each id, in order of first registration. */
  all(): readonly Command[] {
    return this.#snapshot;
  }

  available(id: string): boolean {
    const command = this.get(id);
    return command !== undefined && (command.when?.() ?? true);
  }

  /** Runs a command if it exists and makes sense now; says whether it did. */
  run(id: string): boolean {
    const command = this.get(id);
    if (!command || !(command.when?.() ?? true)) return false;
    command.run();
    return true;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #changed(): void {
    this.#snapshot = [...this.#stacks.values()].flatMap((stack) => stack.at(-1) ?? []);
    for (const listener of this.#listeners) listener();
  }
}

export const commands = new CommandRegistry();

/** Registers commands while the component is mounted. Pass a memoised list. */
export function useCommands(list: readonly Command[]): void {
  useEffect(() => commands.register(list), [list]);
}

export const useCommand = (id: string): Command | undefined =>
  useSyncExternalStore(commands.subscribe, () => commands.get(id));

export const useAllCommands = (): readonly Command[] =>
  useSyncExternalStore(commands.subscribe, () => commands.all());
