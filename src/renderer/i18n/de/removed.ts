import type { removed as english } from '../en/removed';
import type { Translation } from '../translation';

export const removed: Translation<typeof english> = {
  menu: 'Zuletzt entfernt…',
  title: 'Zuletzt aus {{name}} entfernt',
  text: 'Nachrichten, die ohne Zutun von Tern vom Server verschwanden und in keinem anderen Ordner sind. Sie bleiben {{days}} Tage auf diesem Computer.',
  none: 'In letzter Zeit wurde nichts entfernt.',
  noneHint: 'Nachrichten, die auf einem anderen Gerät gelöscht werden, erscheinen hier {{days}} Tage lang.',
  off: 'Das Aufbewahren entfernter Nachrichten ist in den Einstellungen abgeschaltet.',
  loading: 'Wird nachgesehen…',
  when: 'Verschwunden {{when}}, aufbewahrt bis {{until}}',
  madeAgain: 'Aus dem, was hier ist, wieder zusammengesetzt: Text und Anhänge, nicht jede Kopfzeile',
  texts_one: 'Wieder zusammengesetzt ohne den Anhang, der nicht auf diesem Computer ist',
  texts_other: 'Wieder zusammengesetzt ohne die {{count}} Anhänge, die nicht auf diesem Computer sind',
  onlyLine: 'Nur diese Zeile ist hier: Die Nachricht wurde auf diesem Computer nie geöffnet',
  noSubject: '(kein Betreff)',
  restore: 'Auf dem Server wiederherstellen',
  restoreAll_one: '{{formatted}} Nachricht wiederherstellen',
  restoreAll_other: '{{formatted}} Nachrichten wiederherstellen',
  forget: 'Vergessen',
  restored_one: '{{formatted}} Nachricht geht zurück auf den Server.',
  restored_other: '{{formatted}} Nachrichten gehen zurück auf den Server.',
  more: 'Nur die neuesten {{formatted}} sind aufgeführt.',
  setting: 'Nachrichten aufbewahren, die andere entfernt haben',
  settingHint:
    'Was ein anderes Gerät oder der Server löscht, bleibt eine Weile auf diesem Computer und lässt sich zurücklegen.',
  settingDays: '{{days}} Tage',
  settingNone: 'Nicht aufbewahren',
};
