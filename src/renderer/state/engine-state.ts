import { useMemo } from 'react';
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { AwayReport } from '@shared/contract/away';
import type { OfflineStatus } from '@shared/contract/offline';
import type { AccountConfig, AccountStatus } from '@shared/contract/account';
import type { Draft, OutboxItem } from '@shared/contract/compose';
import { type EngineStatus, type Settings, settingsSchema } from '@shared/contract/engine-api';
import type { Job } from '@shared/contract/import-export';
import type { Operation } from '@shared/contract/operations';
import type { TemplateEntry } from '@shared/contract/templates';
import type { MailboxView, StoreStatus } from '@shared/contract/view-api';
import type { AccountId, MailboxId } from '@shared/model/ids';
import { errorText } from './errors';
import { setMutes } from './mutes';
import { setSnoozed } from './snoozed';
import { keepEqual } from './keep-equal';
import { paced } from './paced';
import { type Session, session } from './connection';
import { showToast } from './toasts';

/** What engine and store last said, kept current by their events. */
export interface EngineState {
  readonly status: EngineStatus | null;
  readonly settings: Settings;
  /** False until the settings have come: what is remembered must not be overwritten with defaults. */
  readonly settingsLoaded: boolean;
  readonly operations: readonly Operation[];
  readonly outbox: readonly OutboxItem[];
  readonly drafts: readonly Draft[];
  /** In the order in which they are listed. */
  readonly templates: readonly TemplateEntry[];
  readonly jobs: readonly Job[];
  readonly mailboxes: readonly MailboxView[];
  /** False until the list of mailboxes has come once. */
  readonly mailboxesLoaded: boolean;
  readonly store: StoreStatus | null;
  /** How much is kept for reading without a connection; null until it is known. */
  readonly offline: OfflineStatus | null;
  /** What others did while the person was away; null when there is nothing to tell. */
  readonly away: AwayReport | null;
}

const initial: EngineState = {
  status: null,
  settings: settingsSchema.parse({}),
  settingsLoaded: false,
  operations: [],
  outbox: [],
  drafts: [],
  templates: [],
  jobs: [],
  mailboxes: [],
  mailboxesLoaded: false,
  store: null,
  offline: null,
  away: null,
};

export const useEngineState = create<EngineState>(() => initial);
const set = useEngineState.setState;

/** Mailboxes, as the status, come whole with every event; those who look at one part hear only when that part changes. */
const setMailboxes = (mailboxes: readonly MailboxView[]): void =>
  set((old) => ({ mailboxes: keepEqual(old.mailboxes, mailboxes), mailboxesLoaded: true }));

/** Keeps the state current: reads everything whenever a connection opens, then follows events. */
export function follow({ engine, view }: Session): () => void {
  set(initial);
  unanswered = [];
  const report = (error: unknown): void => {
    // A port that closed in the middle: reading starts over when it opens again.
    if (isClosed(error)) return;
    showToast({ text: errorText(error), tone: 'danger', key: 'follow' });
  };
  /** What was told while everything is being read, kept to be shown in one step: each part draws half the window anew. */
  let held: Partial<EngineState> | null = null;
  const tell = (change: (old: EngineState) => Partial<EngineState>): void => {
    if (held) held = { ...held, ...change({ ...useEngineState.getState(), ...held }) };
    else set(change);
  };
  // How far accounts are, and how much is in their mailboxes, is told as often as it changes, and drawn together.
  let newest: EngineStatus | null = null;
  let latest: readonly MailboxView[] | null = null;
  const showStatus = (status: EngineStatus): void => {
    newest = null;
    tell((old) => ({ status: keepEqual(old.status, status) }));
  };
  const showMailboxes = (mailboxes: readonly MailboxView[]): void => {
    latest = null;
    setMailboxes(mailboxes);
  };
  const progress = paced(() => {
    if (newest) showStatus(newest);
    if (latest) showMailboxes(latest);
  });
  const stops = [
    progress.cancel,
    engine.on('status', (status) => {
      newest = status;
      // What one hears first is what one waits for.
      if (useEngineState.getState().status === null) showStatus(status);
      else progress.ask();
    }),
    engine.on('settings', (settings) => tell(() => toldSettings(settings))),
    engine.on('operations', ({ upsert, remove }) =>
      tell((old) => ({ operations: mergeOperations(old.operations, upsert, remove) })),
    ),
    engine.on('outbox', ({ items }) => tell(() => ({ outbox: items }))),
    engine.on('drafts', ({ drafts }) => tell(() => ({ drafts }))),
    engine.on('templates', ({ templates }) => tell(() => ({ templates }))),
    engine.on('jobs', ({ jobs }) => tell(() => ({ jobs }))),
    engine.on('offline', (offline) => tell(() => ({ offline }))),
    engine.on('mutes', ({ mutes }) => setMutes(mutes)),
    engine.on('snoozed', ({ messages }) => setSnoozed(messages)),
    engine.on('away', ({ report }) => tell(() => ({ away: report }))),
    view.on('mailboxesChanged', ({ mailboxes }) => {
      latest = mailboxes;
      // As with the status: a first list leads to the first rows.
      if (useEngineState.getState().mailboxes.length !== mailboxes.length) showMailboxes(mailboxes);
      else progress.ask();
    }),
    view.on('status', (store) => set({ store })),
    engine.onState((state) => {
      if (state !== 'open') return;
      const { api } = engine;
      held ??= {};
      Promise.all([
        api.status({}).then(showStatus),
        api.settings({}).then((settings) => tell(() => toldSettings(settings))),
        api.operations({}).then((operations) => tell(() => ({ operations }))),
        api.outbox({}).then((outbox) => tell(() => ({ outbox }))),
        api.drafts({}).then((drafts) => tell(() => ({ drafts }))),
        api.templates({}).then((templates) => tell(() => ({ templates }))),
        api.jobs({}).then((jobs) => tell(() => ({ jobs }))),
        api.offlineStatus({}).then((offline) => tell(() => ({ offline }))),
        api.mutes({}).then(setMutes),
        api.snoozed({}).then(setSnoozed),
        api.awayReport({}).then((away) => tell(() => ({ away }))),
      ])
        .catch(report)
        .finally(() => {
          const all = held ?? {};
          held = null;
          set(all);
        });
    }),
    view.onState((state) => {
      if (state !== 'open') return;
      Promise.all([
        view.api.mailboxes({}).then(showMailboxes),
        view.api.status({}).then((store) => set({ store })),
      ]).catch(report);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

export const isClosed = (error: unknown): boolean =>
  error instanceof Error &&
  error.name === 'RpcError' &&
  'code' in error &&
  (error.code === 'closed' || error.code === 'cancelled');

/** Upserts by id and removals, in order of acceptance. */
export function mergeOperations(
  old: readonly Operation[],
  upsert: readonly Operation[],
  remove: readonly string[],
): readonly Operation[] {
  const byId = new Map(old.map((operation) => [operation.id as string, operation]));
  for (const operation of upsert) byId.set(operation.id, operation);
  for (const id of remove) byId.delete(id);
  return [...byId.values()].sort((a, b) => a.seq - b.seq);
}

const configsOf = ({ status }: EngineState): readonly AccountConfig[] =>
  (status?.accounts ?? NO_ACCOUNTS).map(({ account }) => account);
const NO_ACCOUNTS: readonly AccountStatus[] = [];
export const useJobs = (): readonly Job[] => useEngineState((state) => state.jobs);
export const useStatus = (): EngineStatus | null => useEngineState((state) => state.status);
export const useSettings = (): Settings => useEngineState((state) => state.settings);
export const useAccounts = (): readonly AccountStatus[] =>
  useEngineState((state) => state.status?.accounts ?? NO_ACCOUNTS);
/** The accounts as they were set up; unlike `useAccounts` it says nothing of what they are doing. */
export const useAccountConfigs = (): readonly AccountConfig[] => useEngineState(useShallow(configsOf));
/** The same outside of components. */
export const accountConfigs = (): readonly AccountConfig[] => configsOf(useEngineState.getState());
export const useAccount = (id: AccountId | undefined): AccountConfig | undefined =>
  useEngineState((state) => state.status?.accounts.find(({ account }) => account.id === id)?.account);
export const useMailboxes = (): readonly MailboxView[] => useEngineState((state) => state.mailboxes);
export const useMailbox = (id: MailboxId | undefined): MailboxView | undefined =>
  useEngineState((state) => state.mailboxes.find((mailbox) => mailbox.id === id));
/** What was asked for: what one account does for a move of another account's is part of that move, and not listed beside it. */
export function useOperations(): readonly Operation[] {
  const all = useEngineState((state) => state.operations);
  return useMemo(() => wholes(all), [all]);
}
/** Without what is only a part of another of them. */
export function wholes(operations: readonly Operation[]): readonly Operation[] {
  const ids = new Set(operations.map(({ id }) => id));
  return operations.filter(({ partOf }) => partOf === undefined || !ids.has(partOf));
}
export const useOutbox = (): readonly OutboxItem[] => useEngineState((state) => state.outbox);
export const useOffline = (): OfflineStatus | null => useEngineState((state) => state.offline);
export const useAway = (): AwayReport | null => useEngineState((state) => state.away);
export const useTemplates = (): readonly TemplateEntry[] => useEngineState((state) => state.templates);
export const useDrafts = (): readonly Draft[] => useEngineState((state) => state.drafts);

/** Changes of settings that the engine has not answered yet, oldest first: what it tells meanwhile is older than they are. */
let unanswered: readonly Partial<Settings>[] = [];
/** The settings as the engine told them last. */
let told = initial.settings;

/** The settings to show when the engine has told these. */
function toldSettings(settings: Settings): Pick<EngineState, 'settings' | 'settingsLoaded'> {
  told = settings;
  return { settings: Object.assign({}, told, ...unanswered) as Settings, settingsLoaded: true };
}

/** Shows the change at once and makes it durable; goes back, with a word, when that fails. */
export function updateSettings(change: Partial<Settings>): void {
  void keepSettings(change);
}

/** As `updateSettings`. @returns whether they are kept; when they are not, that has been told. */
export function keepSettings(change: Partial<Settings>): Promise<boolean> {
  unanswered = [...unanswered, change];
  set(({ settings }) => ({ settings: { ...settings, ...change } }));
  const answered = (settings: Settings): void => {
    unanswered = unanswered.filter((other) => other !== change);
    set({ settings: toldSettings(settings).settings });
  };
  return session()
    .engine.api.updateSettings(change)
    .then((settings) => {
      answered(settings);
      return true;
    })
    .catch((error: unknown) => {
      answered(told);
      showToast({ text: errorText(error), tone: 'danger', key: 'settings' });
      return false;
    });
}
