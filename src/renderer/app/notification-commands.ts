import type { Command } from '../state/commands';
import { useEngineState } from '../state/engine-state';
import { pauseHour, pauseUntilTomorrow, resumeNotifications } from '../state/pause';
import { openDialog } from '../state/ui';

const isPaused = (): boolean => Date.now() < useEngineState.getState().settings.notifyPausedUntil;

/** How loud new mail is. */
export const notificationCommands: readonly Command[] = [
  {
    id: 'notifications',
    title: 'commands.notifications',
    group: 'app',
    icon: 'notification',
    run: () => openDialog({ kind: 'settings', tab: 'notifications' }),
  },
  {
    id: 'pauseHour',
    title: 'commands.pauseHour',
    group: 'app',
    icon: 'notification',
    when: () => !isPaused(),
    run: pauseHour,
  },
  {
    id: 'pauseTomorrow',
    title: 'commands.pauseTomorrow',
    group: 'app',
    icon: 'notification',
    when: () => !isPaused(),
    run: pauseUntilTomorrow,
  },
  {
    id: 'resumeNotifications',
    title: 'commands.resumeNotifications',
    group: 'app',
    icon: 'notification',
    when: isPaused,
    run: resumeNotifications,
  },
];
