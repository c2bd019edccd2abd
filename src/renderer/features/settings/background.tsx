import { useCallback, useState } from 'react';
import type { Desktop } from '@shared/contract/desk';
import type { CallOptions } from '@shared/rpc/contract';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { updateSettings, useSettings } from '../../state/engine-state';
import { say } from '../../state/say';
import { useAnswer } from '../../state/use-answer';
import { Switch } from '../../ui';

/** What Tern does without its window. Nothing in a browser, which has the window. */
export function Background() {
  const t = useT();
  const ask = useCallback((options: CallOptions) => session().engine.ask.desktop({}, options), []);
  const { value } = useAnswer(ask);
  const [changed, setChanged] = useState<Desktop | null>(null);
  const { keepRunning, menuBarIcon, startHidden } = useSettings();
  const desktop = changed ?? value;
  if (desktop === null) return null;
  const setAtLogin = (atLogin: boolean): void =>
    say(session().engine.api.setAtLogin({ atLogin }).then(setChanged));
  const canHide = desktop.icon === 'menu-bar' || keepRunning;
  return (
    <div className="settings-where">
      <h3 className="form-heading">{t('notifications.background')}</h3>
      {desktop.icon === 'tray' ? (
        <Switch
          label={t('notifications.keepRunning')}
          hint={t(desktop.iconShown === false ? 'notifications.noTray' : 'notifications.keepRunningHint')}
          value={keepRunning}
          onChange={(on) => updateSettings({ keepRunning: on })}
        />
      ) : (
        <Switch
          label={t('notifications.menuBarIcon')}
          hint={t('notifications.menuBarIconHint')}
          value={menuBarIcon}
          onChange={(on) => updateSettings({ menuBarIcon: on })}
        />
      )}
      {desktop.atLogin !== null && (
        <Switch label={t('notifications.atLogin')} value={desktop.atLogin} onChange={setAtLogin} />
      )}
      {desktop.atLogin === true && canHide && (
        <Switch
          label={t('notifications.startHidden')}
          hint={t('notifications.startHiddenHint')}
          value={startHidden}
          onChange={(on) => updateSettings({ startHidden: on })}
        />
      )}
    </div>
  );
}
