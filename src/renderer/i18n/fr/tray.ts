import type { tray as english } from '../en/tray';
import type { Translation } from '../translation';

export const tray: Translation<typeof english> = {
  open: 'Ouvrir Tern',
  compose: 'Nouveau message',
  account: '{{account}} : {{unread}} à lire',
  nothing: 'Tern : aucun courrier non lu',
  unread_one: 'Tern : {{count}} message non lu',
  unread_many: 'Tern : {{count}} messages non lus',
  unread_other: 'Tern : {{count}} messages non lus',
  pauseHour: 'Suspendre les notifications pendant 1 heure',
  pauseTomorrow: 'Suspendre les notifications jusqu’à demain',
  paused: 'Notifications suspendues jusqu’à {{until}}',
  resume: 'Reprendre les notifications',
  quit: 'Quitter',
  runs: 'Tern reste actif',
  runsHint:
    'Le courrier arrive toujours. Ouvrez la fenêtre avec l’icône de la zone de notification, ou relancez Tern.',
};
