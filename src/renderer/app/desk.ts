import { useEffect } from 'react';
import { type AppMenu, MENU_WORDS } from '@shared/contract/desk';
import { locale, t, useT } from '../i18n';
import { type Command, commands } from '../state/commands';
import { useEngine, useLinks } from '../state/connection';
import { useAccounts, useEngineState } from '../state/engine-state';
import { useList } from '../state/list';
import { saveLastWords } from '../state/last-words';
import { useSelection } from '../state/selection';
import { showLetter } from '../state/show-letter';
import { nothingOver, useUi } from '../state/ui';
import { say } from '../state/say';
import { inElectron } from './banners';
import { compose } from './compose';
import { useTray } from './use-tray';

/**
 * The desktop around the page: what the system wants opened, the menu bar, the number on the icon, another network. Draws
 * nothing, and is a component of its own: what changes here, with every message that comes, draws nothing else anew.
 */
export function Desk(): null {
  useOpenings();
  useMenuBar();
  useBadge();
  useNetwork();
  useLastWords();
  useTray();
  return null;
}

/** Before Tern ends, what was typed since the last save is saved. */
function useLastWords(): void {
  const engine = useEngine();
  const isOpen = useLinks().engine === 'open';
  useEffect(
    () => engine.on('closing', () => say(saveLastWords().then(() => engine.api.lastWordsSaved({})))),
    [engine],
  );
  useEffect(() => {
    // Each connection is a new page to the engine.
    if (isOpen) say(engine.api.keepsWords({}));
  }, [engine, isOpen]);
}

/** Takes what the system handed over, once there is an account to write from. */
function useOpenings(): void {
  const engine = useEngine();
  const ready = useAccounts().length > 0;
  useEffect(() => {
    if (!ready) return undefined;
    const take = async (): Promise<void> => {
      for (const opening of await engine.api.takeOpenings({})) {
        if (opening.kind === 'mailto') await compose(opening);
        else await showLetter({ blob: opening.blob }, opening.name);
      }
    };
    say(take());
    return engine.on('opening', () => say(take()));
  }, [engine, ready]);
}

/** However often things change, a menu bar is drawn this seldom. */
const MENU_PAUSE_MS = 200;

/** Keeps the menu bar of the desktop what the registry says, in the reader's language, and runs what is chosen there. */
function useMenuBar(): void {
  const engine = useEngine();
  // Renders again when the language changes.
  useT();
  const language = locale();
  useEffect(() => engine.on('command', ({ id }) => void (nothingOver() && commands.run(id))), [engine]);
  useEffect(() => {
    if (!inElectron()) return undefined;
    let shown = '';
    let timer: ReturnType<typeof setTimeout> | null = null;
    const show = (): void => {
      timer = null;
      const menu = menuOf(commands.all());
      const next = JSON.stringify(menu);
      if (next === shown) return;
      shown = next;
      say(engine.api.showMenu(menu));
    };
    const later = (): void => {
      timer ??= setTimeout(show, MENU_PAUSE_MS);
    };
    later();
    const stops = [
      commands.subscribe(later),
      useEngineState.subscribe(later),
      useSelection.subscribe(later),
      useList.subscribe(later),
      useUi.subscribe(later),
    ];
    return () => {
      if (timer) clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [engine, language]);
}

/** The registry as a menu bar can show it: while a dialog is open, nothing behind it can be done. */
function menuOf(all: readonly Command[]): AppMenu {
  const free = nothingOver();
  return {
    words: Object.fromEntries(MENU_WORDS.map((word) => [word, t(`menu.${word}`)])) as AppMenu['words'],
    commands: all
      .filter(({ hidden }) => hidden !== true)
      .map(({ id, title, group, keys, when }) => ({
        id,
        title: t(title),
        group,
        key: keys?.[0] ?? null,
        enabled: free && (when?.() ?? true),
      })),
  };
}

/** Unread messages in the inboxes: on the icon where there is one, and in the title of the window. */
function useBadge(): void {
  const engine = useEngine();
  const count = useEngineState(({ mailboxes }) =>
    mailboxes.reduce((sum, { role, unread }) => sum + (role === 'inbox' ? unread : 0), 0),
  );
  useEffect(() => {
    document.title = count > 0 ? t('common.titleUnread', { count }) : 'Tern';
    const timer = setTimeout(() => say(engine.api.showBadge({ count })), MENU_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [engine, count]);
}

/** The browser notices sooner than a socket that the network is back, or another one. */
function useNetwork(): void {
  const engine = useEngine();
  useEffect(() => {
    const changed = (): void => say(engine.api.networkChanged({}));
    window.addEventListener('online', changed);
    return () => window.removeEventListener('online', changed);
  }, [engine]);
}
