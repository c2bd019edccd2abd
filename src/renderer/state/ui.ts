import { useSyncExternalStore } from 'react';
import { create } from 'zustand';
import type { OpenLetter } from '@shared/contract/engine-api';
import type { Rule } from '@shared/contract/rules';
import type { SavedSearch } from '@shared/contract/saved-search';
import type { MessageDetail } from '@shared/contract/view-api';
import type { AccountId, MailboxId, MessageKey, MessageRef } from '@shared/model/ids';
import type { Command } from './commands';
import { updateSettings, useEngineState } from './engine-state';

export type SettingsTab =
  | 'appearance'
  | 'reading'
  | 'notifications'
  | 'writing'
  | 'templates'
  | 'accounts'
  | 'encryption'
  | 'senders'
  | 'rules';

/** Where one is in "Import and export". */
export type FilesStep = 'home' | 'import' | 'restore' | 'export' | 'backup' | 'verify';

/** A message that is looked at without being in any mailbox. */
export interface LetterDialog {
  readonly kind: 'letter';
  readonly letter: OpenLetter;
  /** As its file is called. */
  readonly name: string;
  /** It came with a message; else it is a file from the system. */
  readonly attached: boolean;
  /** The letter that is under it. */
  readonly within: LetterDialog | null;
}

/** The one dialog that is open over the app, if any. */
export type OpenDialog =
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'activity' }
  | {
      readonly kind: 'files';
      readonly step: FilesStep;
      readonly account?: AccountId;
      readonly mailbox?: MailboxId;
    }
  | { readonly kind: 'pending' }
  | { readonly kind: 'audit'; readonly account: AccountId; readonly mailbox: MailboxId | null }
  | { readonly kind: 'offline'; readonly account?: AccountId }
  | { readonly kind: 'inspector'; readonly account?: AccountId }
  | { readonly kind: 'inspect-message'; readonly message: MessageRef }
  | { readonly kind: 'settings'; readonly tab: SettingsTab; readonly account?: AccountId }
  | { readonly kind: 'add-account' }
  | { readonly kind: 'password'; readonly account: AccountId }
  | { readonly kind: 'sign-in'; readonly account: AccountId }
  | { readonly kind: 'pick-folder'; readonly mode: 'move' | 'copy'; readonly keys: readonly MessageKey[] }
  | { readonly kind: 'start-from-template' }
  | { readonly kind: 'snooze' | 'remind'; readonly keys: readonly MessageKey[] }
  | { readonly kind: 'tag'; readonly keys: readonly MessageKey[] }
  | { readonly kind: 'destroy'; readonly keys: readonly MessageKey[] }
  | LetterDialog
  | { readonly kind: 'redirect'; readonly message: MessageRef; readonly subject: string }
  | { readonly kind: 'unsubscribe'; readonly message: MessageDetail }
  | { readonly kind: 'new-folder'; readonly account: AccountId; readonly parent: MailboxId | null }
  | { readonly kind: 'rename-folder'; readonly mailbox: MailboxId }
  | { readonly kind: 'delete-folder'; readonly mailbox: MailboxId }
  | { readonly kind: 'rule'; readonly rule: Rule; readonly isNew: boolean }
  | { readonly kind: 'block'; readonly entry: string; readonly risk: 'own' | 'written' | null }
  | { readonly kind: 'saved-search'; readonly search: SavedSearch; readonly isNew: boolean }
  | { readonly kind: 'removed'; readonly account: AccountId | null; readonly mailbox: MailboxId | null };

/** Sizes and switches of the window, remembered in the settings. */
export interface Layout {
  /** px */
  readonly folders: number;
  readonly list: number;
  readonly foldersShown: boolean;
  readonly readerShown: boolean;
  /** Ids of accounts and folders whose inside is hidden. */
  readonly collapsed: readonly string[];
}

export const FOLDERS_WIDTH = { min: 180, max: 320 } as const;
export const LIST_WIDTH = { min: 280, max: 640 } as const;

const DEFAULT_LAYOUT: Layout = {
  folders: 228,
  list: 392,
  foldersShown: true,
  readerShown: true,
  collapsed: [],
};

interface UiState {
  readonly dialog: OpenDialog | null;
  /** What the dialog was opened from and gives way to again: a rule, from the list of rules in Settings. */
  readonly under: OpenDialog | null;
  /** Windows that are over the app now: the dialog, and what asks or shows something on its own. */
  readonly modals: number;
  readonly layout: Layout;
  readonly open: (dialog: OpenDialog) => void;
  readonly close: () => void;
  /** Changes the layout for now; `rememberLayout` keeps it. */
  readonly resize: (change: Partial<Layout>) => void;
}

export const useUi = create<UiState>((set) => ({
  dialog: null,
  under: null,
  modals: 0,
  layout: DEFAULT_LAYOUT,
  open: (dialog) => set((old) => ({ dialog, under: underneath(old, dialog) })),
  close: () => set(({ under }) => ({ dialog: under, under: null })),
  resize: (change) => set(({ layout }) => ({ layout: { ...layout, ...change } })),
}));

/** Dialogs with words that one types: another one in their place would take them away. */
const TYPED_IN: ReadonlySet<OpenDialog['kind']> = new Set<OpenDialog['kind']>([
  'add-account',
  'password',
  'redirect',
  'new-folder',
  'rename-folder',
  'saved-search',
  'rule',
]);

/** Says that a window is over the app. @returns says that it is gone */
export function overApp(): () => void {
  useUi.setState(({ modals }) => ({ modals: modals + 1 }));
  return () => useUi.setState(({ modals }) => ({ modals: modals - 1 }));
}

/** Whether nothing is over the app: what is behind a dialog cannot be acted on. */
export function nothingOver(): boolean {
  const { dialog, modals } = useUi.getState();
  return dialog === null && modals === 0;
}

/**
 * Whether a command may run by its key now. Nothing behind a dialog is done, wherever the focus is: it may have been on
 * something in the dialog that went. What asks on its own, over a dialog or over the app, is answered first.
 */
export function keyIsFree({ whileTyping }: Pick<Command, 'whileTyping'>): boolean {
  const { dialog, modals } = useUi.getState();
  if (nothingOver()) return true;
  return whileTyping === true && dialog !== null && modals <= 1 && !TYPED_IN.has(dialog.kind);
}

/** What asked for something from Settings, or from what was opened there, leads back there; commands and links don't. */
function underneath({ dialog: from, under }: UiState, opened: OpenDialog): OpenDialog | null {
  if (from === null || opened.kind === 'settings' || opened.kind === 'palette') return null;
  return from.kind === 'settings' ? from : under;
}

/** Another part of the settings. */
export const turnSettings = (tab: SettingsTab): void =>
  useUi.setState(({ dialog }) => (dialog?.kind === 'settings' ? { dialog: { ...dialog, tab } } : {}));

export const openDialog = (dialog: OpenDialog): void => useUi.getState().open(dialog);

/** Closes this one and no other: what it waited for may come when something else has been opened in its place. */
export function closeDialog(dialog: OpenDialog | null): void {
  if (useUi.getState().dialog === dialog) useUi.getState().close();
}

/** Writes the layout into the settings. */
export function rememberLayout(): void {
  const { settings, settingsLoaded } = useEngineState.getState();
  if (settingsLoaded) updateSettings({ ui: { ...settings.ui, layout: useUi.getState().layout } });
}

export function changeLayout(change: Partial<Layout>): void {
  useUi.getState().resize(change);
  rememberLayout();
}

/** Takes the layout from the settings; whatever does not fit is left at its default. */
export function restoreLayout(stored: unknown): void {
  if (typeof stored !== 'object' || stored === null) return;
  const from = stored as Record<string, unknown>;
  const px = (value: unknown, { min, max }: { min: number; max: number }, other: number): number =>
    typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : other;
  const yes = (value: unknown, other: boolean): boolean => (typeof value === 'boolean' ? value : other);
  useUi.getState().resize({
    folders: px(from['folders'], FOLDERS_WIDTH, DEFAULT_LAYOUT.folders),
    list: px(from['list'], LIST_WIDTH, DEFAULT_LAYOUT.list),
    foldersShown: yes(from['foldersShown'], true),
    readerShown: yes(from['readerShown'], true),
    collapsed: Array.isArray(from['collapsed'])
      ? from['collapsed'].filter((id): id is string => typeof id === 'string')
      : [],
  });
}

export type Breadth = 'wide' | 'medium' | 'narrow';

const queries =
  typeof matchMedia === 'function'
    ? { wide: matchMedia('(min-width: 900px)'), medium: matchMedia('(min-width: 600px)') }
    : null;

/** Room for three panes (≥ 900 px), two (≥ 600 px) or one. */
export const breadth = (): Breadth =>
  !queries || queries.wide.matches ? 'wide' : queries.medium.matches ? 'medium' : 'narrow';

export const useBreadth = (): Breadth =>
  useSyncExternalStore((listener) => {
    queries?.wide.addEventListener('change', listener);
    queries?.medium.addEventListener('change', listener);
    return () => {
      queries?.wide.removeEventListener('change', listener);
      queries?.medium.removeEventListener('change', listener);
    };
  }, breadth);
