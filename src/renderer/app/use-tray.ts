import { useEffect } from 'react';
import type { DeskChoice, TrayMenu } from '@shared/contract/desk';
import type { AccountId } from '@shared/model/ids';
import { locale, t, useT } from '../i18n';
import { momentDate } from '../i18n/format';
import { session, useEngine } from '../state/connection';
import { accountConfigs, updateSettings, useEngineState } from '../state/engine-state';
import { pauseHour, pauseUntilTomorrow, resumeNotifications } from '../state/pause';
import { say } from '../state/say';
import { useSelection } from '../state/selection';
import { inElectron } from './banners';
import { compose } from './compose';
import { cut, doAtNote } from './notifications';

/** However often things change, a tray is drawn this seldom. */
const TRAY_PAUSE_MS = 500;
const ACCOUNT = 'account:';
/** A menu is no list of accounts. */
const MAX_ACCOUNTS = 12;

/** Keeps the tray what the inboxes and settings say, and does what is chosen there and at notifications. */
export function useTray(): void {
  const engine = useEngine();
  // Renders again when the language changes.
  useT();
  const language = locale();
  useEffect(() => engine.on('deskChosen', doChosen), [engine]);
  useEffect(() => {
    if (!inElectron()) return undefined;
    let shown = '';
    let timer: ReturnType<typeof setTimeout> | null = null;
    let resumes: ReturnType<typeof setTimeout> | null = null;
    const show = (): void => {
      timer = null;
      const { notifyPausedUntil } = useEngineState.getState().settings;
      if (resumes) clearTimeout(resumes);
      const left = notifyPausedUntil - Date.now();
      resumes = left > 0 ? setTimeout(show, left) : null;
      const menu = trayMenu();
      const next = JSON.stringify(menu);
      if (next === shown) return;
      shown = next;
      say(engine.api.showTray(menu));
    };
    const later = (): void => {
      timer ??= setTimeout(show, TRAY_PAUSE_MS);
    };
    later();
    const stop = useEngineState.subscribe(later);
    return () => {
      stop();
      if (timer) clearTimeout(timer);
      if (resumes) clearTimeout(resumes);
    };
  }, [engine, language]);
}

/** What the tray shows now. */
export function trayMenu(now: number = Date.now()): TrayMenu {
  const { mailboxes, settings } = useEngineState.getState();
  const unreadIn = (account: AccountId): number =>
    mailboxes.reduce(
      (sum, one) => sum + (one.role === 'inbox' && one.account === account ? one.unread : 0),
      0,
    );
  const accounts = accountConfigs();
  const unread = accounts.reduce((sum, { id }) => sum + unreadIn(id), 0);
  const separator = { kind: 'separator' } as const;
  const item = (
    id: string,
    label: string,
    { opens = false, enabled = true } = {},
  ): TrayMenu['items'][number] => ({
    kind: 'item',
    id,
    label: cut(label, 200),
    enabled,
    opens,
  });
  const isPaused = now < settings.notifyPausedUntil;
  return {
    unread: unread > 0,
    tooltip: unread > 0 ? t('tray.unread', { count: unread }) : t('tray.nothing'),
    items: [
      item('open', t('tray.open'), { opens: true }),
      item('compose', t('tray.compose'), { opens: true, enabled: accounts.length > 0 }),
      ...(accounts.length > 0 ? [separator] : []),
      ...accounts.slice(0, MAX_ACCOUNTS).map(({ id, label }) =>
        item(`${ACCOUNT}${id}`, t('tray.account', { account: label.slice(0, 100), unread: unreadIn(id) }), {
          opens: true,
        }),
      ),
      separator,
      ...(isPaused
        ? [
            item('paused', t('tray.paused', { until: momentDate(settings.notifyPausedUntil, now) }), {
              enabled: false,
            }),
            item('resume', t('tray.resume')),
          ]
        : [item('pause-hour', t('tray.pauseHour')), item('pause-tomorrow', t('tray.pauseTomorrow'))]),
      separator,
      item('quit', t('tray.quit')),
    ],
  };
}

/** Does what was chosen outside the page; also while a dialog is open, for it is not about what the dialog covers. */
export function doChosen(choice: DeskChoice): void {
  if (choice.kind === 'note') doAtNote(choice);
  else if (choice.kind === 'window-hidden') tellItRuns();
  else if (choice.id === 'compose') say(compose());
  else if (choice.id === 'pause-hour') pauseHour();
  else if (choice.id === 'pause-tomorrow') pauseUntilTomorrow();
  else if (choice.id === 'resume') resumeNotifications();
  else if (choice.id.startsWith(ACCOUNT)) {
    const account = choice.id.slice(ACCOUNT.length);
    const inbox = useEngineState
      .getState()
      .mailboxes.find((one) => one.role === 'inbox' && one.account === account);
    if (inbox) useSelection.getState().go({ kind: 'mail', scope: { kind: 'mailbox', mailbox: inbox.id } });
  }
}

/** Once: whoever closes the window for the first time would think that Tern has ended. */
function tellItRuns(): void {
  const { settings, settingsLoaded, status } = useEngineState.getState();
  if (status?.host !== 'electron' || !settingsLoaded || settings.ui['toldItRuns'] === true) return;
  // On macOS every program does that.
  if (!settings.keepRunning) return;
  updateSettings({ ui: { ...settings.ui, toldItRuns: true } });
  say(
    session().engine.api.showNote({
      title: t('tray.runs'),
      body: t('tray.runsHint'),
      message: null,
      actions: [],
    }),
  );
}
