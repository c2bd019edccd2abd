import type { notifications as english } from '../en/notifications';
import type { Translation } from '../translation';

export const notifications: Translation<typeof english> = {
  hint: 'Tern meldet neue E-Mails, während es nicht im Vordergrund ist.',
  denied:
    'Benachrichtigungen sind im Browser für Tern abgeschaltet. Ändern Sie das in den Einstellungen des Browsers für diese Seite.',
  allow: 'Benachrichtigungen erlauben',
  content: 'Absender und Betreff anzeigen',
  contentHint: 'Sonst sagt eine Benachrichtigung nur, dass E-Mails da sind und in welchem Konto.',
  of: 'Neue E-Mails von',
  ofEverybody: 'Allen',
  ofKnown: 'Personen, denen ich geschrieben habe',
  pausedUntil: 'Angehalten bis {{until}}.',
  pauseHour: '1 Stunde anhalten',
  pauseTomorrow: 'Bis morgen anhalten',
  resume: 'Fortsetzen',
  quiet: 'Ruhezeit',
  quietHint: 'Jeden Tag zwischen diesen Zeiten keine Benachrichtigungen. E-Mails kommen trotzdem an.',
  quietFrom: 'Von',
  quietUntil: 'Bis',
  where: 'Wo',
  whereHint: 'Fügen Sie die Ordner hinzu, in die Regeln oder Ihr Server neue E-Mails legen.',
  add: 'Weiterer Ordner',
  addNone: 'Weiterer Ordner…',
  inAccount: '{{folder}} in {{account}}',
  background: 'Ohne Fenster',
  keepRunning: 'Tern weiterlaufen lassen, wenn das Fenster geschlossen wird',
  keepRunningHint:
    'E-Mails kommen und gehen weiterhin. Ein Symbol im Infobereich zeigt Ungelesenes und öffnet das Fenster.',
  noTray:
    'E-Mails kommen und gehen weiterhin. Dieser Desktop zeigt keine Symbole im Infobereich: Starten Sie Tern noch einmal, um das Fenster zu öffnen.',
  menuBarIcon: 'Tern in der Menüleiste zeigen',
  menuBarIconHint: 'Mit ungelesenen E-Mails, neuer Nachricht und dem Anhalten der Benachrichtigungen.',
  atLogin: 'Tern beim Anmelden starten',
  startHidden: 'Ohne Fenster',
  startHiddenHint: 'Bis Sie es öffnen.',
};
