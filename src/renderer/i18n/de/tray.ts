import type { tray as english } from '../en/tray';
import type { Translation } from '../translation';

export const tray: Translation<typeof english> = {
  open: 'Tern öffnen',
  compose: 'Neue Nachricht',
  account: '{{account}}: {{unread}} ungelesen',
  nothing: 'Tern: keine ungelesenen E-Mails',
  unread_one: 'Tern: {{count}} ungelesene Nachricht',
  unread_other: 'Tern: {{count}} ungelesene Nachrichten',
  pauseHour: 'Benachrichtigungen 1 Stunde anhalten',
  pauseTomorrow: 'Benachrichtigungen bis morgen anhalten',
  paused: 'Benachrichtigungen sind bis {{until}} angehalten',
  resume: 'Benachrichtigungen fortsetzen',
  quit: 'Beenden',
  runs: 'Tern läuft weiter',
  runsHint:
    'E-Mails kommen weiterhin an. Öffnen Sie das Fenster über das Symbol im Infobereich oder starten Sie Tern noch einmal.',
};
