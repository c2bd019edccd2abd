import { useEffect } from 'react';
import { t } from '../i18n';
import { useEngine } from '../state/connection';
import { useEngineState } from '../state/engine-state';

/**
 * Tells of new mail when the window is not in front – if the person allowed it. Who wrote and what about only if they
 * want that on their screen, which others may see; plain text only.
 */
export function useNotifications(): void {
  const engine = useEngine();
  useEffect(
    () =>
      engine.on('arrived', ({ account: id, count, from, subject }) => {
        if (
          document.hasFocus() ||
          typeof Notification !== 'function' ||
          Notification.permission !== 'granted'
        )
          return;
        const account =
          useEngineState.getState().status?.accounts.find((one) => one.account.id === id)?.account.label ??
          '';
        const open = useEngineState.getState().settings.notificationContent;
        const title =
          open && count === 1 && from ? from : t('common.notification.arrived', { count, account });
        const note = new Notification(title, { body: open ? subject : '', tag: `arrived-${id}` });
        note.onclick = () => window.focus();
      }),
    [engine],
  );
}
