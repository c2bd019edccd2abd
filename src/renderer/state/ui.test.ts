import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CommandRegistry } from './commands';
import { installShortcuts, type KeyTarget } from './shortcuts';
import { closeDialog, keyIsFree, nothingOver, openDialog, overApp, turnSettings, useUi } from './ui';

/** A key pressed with the focus on nothing, as after the focused row of a dialog went. */
const press = (key: string, ...modifiers: string[]) =>
  ({
    key,
    code: '',
    target: { closest: () => null },
    isComposing: false,
    defaultPrevented: false,
    getModifierState: (name: string) => modifiers.includes(name),
    preventDefault: () => undefined,
  }) as unknown as KeyboardEvent;

// What tinykeys asks an event whether it is one.
beforeAll(() => vi.stubGlobal('KeyboardEvent', Object));
afterAll(() => vi.unstubAllGlobals());
afterEach(() => useUi.getState().close());

describe('keys while a dialog is open', () => {
  const ran: string[] = [];
  const registry = new CommandRegistry();
  registry.register([
    { id: 'archive', title: '', group: 'message', keys: ['e'], run: () => ran.push('archive') },
    {
      id: 'palette',
      title: '',
      group: 'app',
      keys: ['Control+k'],
      whileTyping: true,
      run: () => ran.push('palette'),
    },
  ]);
  let hear: (event: KeyboardEvent) => void = () => undefined;
  const target: KeyTarget = {
    addEventListener: (_type, listener) => (hear = listener),
    removeEventListener: () => undefined,
  };
  installShortcuts(target, registry, keyIsFree);

  it('do nothing to what is behind it, and take no dialog away that is typed in', () => {
    openDialog({ kind: 'pending' });
    hear(press('e'));
    expect(ran).toEqual([]);
    hear(press('k', 'Control'));
    expect(ran).toEqual(['palette']);
    openDialog({ kind: 'add-account' });
    hear(press('k', 'Control'));
    expect(ran).toEqual(['palette']);
    useUi.getState().close();
    hear(press('e'));
    expect(ran).toEqual(['palette', 'archive']);
  });

  it('what was opened from Settings leads back to the part it was opened from, and nothing else does', () => {
    const shown = (): unknown => useUi.getState().dialog;
    openDialog({ kind: 'settings', tab: 'appearance' });
    turnSettings('accounts');
    openDialog({ kind: 'add-account' });
    closeDialog({ kind: 'add-account' });
    expect(shown()).toEqual({ kind: 'add-account' });
    useUi.getState().close();
    expect(shown()).toEqual({ kind: 'settings', tab: 'accounts' });
    openDialog({ kind: 'palette' });
    useUi.getState().close();
    expect(shown()).toBe(null);
    openDialog({ kind: 'activity' });
    openDialog({ kind: 'settings', tab: 'accounts' });
    useUi.getState().close();
    expect(shown()).toBe(null);
  });

  it('do nothing while something asks on its own, over the app or over a dialog', () => {
    ran.length = 0;
    const gone = overApp();
    hear(press('e'));
    hear(press('k', 'Control'));
    expect([ran, nothingOver()]).toEqual([[], false]);
    openDialog({ kind: 'pending' });
    const asks = overApp();
    hear(press('k', 'Control'));
    expect(ran).toEqual([]);
    asks();
    hear(press('k', 'Control'));
    expect(ran).toEqual(['palette']);
    gone();
    useUi.getState().close();
    expect(nothingOver()).toBe(true);
  });
});

it('a dialog that ends late does not close the one that took its place', () => {
  openDialog({ kind: 'shortcuts' });
  const { dialog } = useUi.getState();
  openDialog({ kind: 'activity' });
  closeDialog(dialog);
  expect(useUi.getState().dialog).toEqual({ kind: 'activity' });
  closeDialog(useUi.getState().dialog);
  expect(useUi.getState().dialog).toBeNull();
});
