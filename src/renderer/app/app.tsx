import './styles';
import { Activity, useEffect, useLayoutEffect, useState } from 'react';
import { I18nProvider, useLocale } from 'react-aria-components';
import { isRtl, locale, setLanguage, speaks, useT } from '../i18n';
import { say } from '../state/say';
import { useLinks } from '../state/connection';
import { useEngineState, useSettings } from '../state/engine-state';
import { typeAheadOfDialog } from '../state/type-ahead';
import { restoreLayout, useUi } from '../state/ui';
import { Spinner, Toasts } from '../ui';
import { inElectron } from './banners';
import { useAppCommands } from './app-commands';
import { useLater, useReadAhead } from './later';
import { useNotifications } from './notifications';
import { Shell } from './shell';
import { Desk } from './desk';

/** Everything inside the window. Needs a SessionProvider. */
export function App() {
  useT();
  useAppearance();
  useAppCommands();
  useNotifications();
  useReadAhead();
  return (
    <I18nProvider locale={locale()}>
      <Desk />
      <Content />
      <Dialogs />
      <Toasts />
    </I18nProvider>
  );
}

function Dialogs() {
  const dialog = useUi((state) => state.dialog);
  const later = useLater(dialog !== null);
  const waiting = dialog !== null && !later;
  // It ends by itself: ended by an effect it would be gone in the moment in which the dialog takes the focus.
  useLayoutEffect(() => {
    if (waiting) typeAheadOfDialog(() => useUi.getState().close());
  }, [waiting]);
  return later && <later.Dialogs />;
}

function Content() {
  const { direction } = useLocale();
  // What the accounts do, and how far they are, draws nothing here.
  const known = useEngineState((state) => state.status !== null);
  const settled = useSettled(known);
  const accounts = useEngineState((state) => state.status?.accounts.length ?? 0);
  const here = useEngineState((state) => state.mailboxes.some(({ local }) => local));
  // Without an account there may still be mail that was imported.
  const first = accounts === 0 && !here;
  const later = useLater(known && first);
  const [was, setWas] = useState(first);
  const [shell, setShell] = useState(0);
  if (was !== first) {
    setWas(first);
    // Nothing of what was on show stays behind when the last account goes.
    if (first) setShell(shell + 1);
  }
  useEffect(() => {
    document.documentElement.dir = isRtl(document.documentElement.lang) ? 'rtl' : direction;
  }, [direction]);
  if (!known || !settled) return <Wait />;
  return (
    <>
      {first && (later ? <later.FirstRun /> : <Wait />)}
      {/* Drawn beforehand, unseen: the first messages of a first account need not wait for it. */}
      <Activity key={shell} mode={first ? 'hidden' : 'visible'}>
        <Shell />
      </Activity>
    </>
  );
}

/**
 * Whether the first words are in the language that was chosen: where the browser has forgotten it, only the settings know.
 * Once they have been shown nothing waits again: another language takes the place of the one on show when it is there.
 * @param known the engine has answered: from then on neither settings nor texts are waited for without end.
 */
function useSettled(known: boolean): boolean {
  const chosen = useEngineState((state) => (state.settingsLoaded ? state.settings.language : null));
  const [settled, setSettled] = useState(false);
  const now = settled || (chosen !== null && speaks(chosen));
  if (now !== settled) setSettled(true);
  useEffect(() => {
    if (!known || settled) return undefined;
    const timer = setTimeout(() => setSettled(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [known, settled]);
  return now;
}
/** A language that doesn't come is no reason to show no mail. */
const PATIENCE_MS = 3000;

/** Before there is anything to show. */
function Wait() {
  const t = useT();
  const links = useLinks();
  return (
    <div className="app-wait">
      {links.engine === 'gone' ? (
        <p className="app-wait-text">
          {t(inElectron() ? 'common.banner.engineGone' : 'common.banner.hostGone')}
        </p>
      ) : (
        <Spinner label={t('common.banner.engineConnecting')} size={20} />
      )}
    </div>
  );
}

function useAppearance(): void {
  const { theme, language } = useSettings();
  const loaded = useEngineState((state) => state.settingsLoaded);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  useEffect(() => {
    if (loaded) say(setLanguage(language));
  }, [language, loaded]);
  useEffect(() => {
    // Once: later changes are made here.
    if (loaded) restoreLayout(useEngineState.getState().settings.ui['layout']);
  }, [loaded]);
}
