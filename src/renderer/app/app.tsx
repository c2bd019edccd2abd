import { Activity, useEffect, useState } from 'react';
import { I18nProvider, useLocale } from 'react-aria-components';
import { isRtl, locale, setLanguage, useT } from '../i18n';
import { useLinks } from '../state/connection';
import { useEngineState, useSettings } from '../state/engine-state';
import { restoreLayout } from '../state/ui';
import { Spinner, Toasts } from '../ui';
import { FirstRun } from '../features/accounts';
import { inElectron } from './banners';
import { useAppCommands } from './app-commands';
import { Dialogs } from './dialogs';
import { useNotifications } from './notifications';
import { Shell } from './shell';
import { useDesk } from './use-desk';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/ui.css';
import './app.css';

/** Everything inside the window. Needs a SessionProvider. */
export function App() {
  useT();
  useAppearance();
  useAppCommands();
  useNotifications();
  useDesk();
  return (
    <I18nProvider locale={locale()}>
      <Content />
      <Dialogs />
      <Toasts />
    </I18nProvider>
  );
}

function Content() {
  const t = useT();
  const { direction } = useLocale();
  const links = useLinks();
  // What the accounts do, and how far they are, draws nothing here.
  const known = useEngineState((state) => state.status !== null);
  const accounts = useEngineState((state) => state.status?.accounts.length ?? 0);
  const here = useEngineState((state) => state.mailboxes.some(({ local }) => local));
  // Without an account there may still be mail that was imported.
  const first = accounts === 0 && !here;
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
  if (!known) {
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
  return (
    <>
      {first && <FirstRun />}
      {/* Drawn beforehand, unseen: the first messages of a first account need not wait for it. */}
      <Activity key={shell} mode={first ? 'hidden' : 'visible'}>
        <Shell />
      </Activity>
    </>
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
    if (loaded) void setLanguage(language);
  }, [language, loaded]);
  useEffect(() => {
    // Once: later changes are made here.
    if (loaded) restoreLayout(useEngineState.getState().settings.ui['layout']);
  }, [loaded]);
}
