import type { settings as english } from '../en/settings';
import type { Translation } from '../translation';

export const settings: Translation<typeof english> = {
  title: 'Einstellungen',
  tab: {
    appearance: 'Aussehen',
    reading: 'Lesen',
    notifications: 'Benachrichtigungen',
    writing: 'Schreiben',
    templates: 'Vorlagen',
    accounts: 'Konten',
    encryption: 'Verschlüsselung',
    senders: 'Vertraute Absender',
    rules: 'Regeln und Blockieren',
  },
  theme: 'Farben',
  density: 'Zeilenhöhe',
  language: 'Sprache',
  languageSystem: 'Wie das System',
  threaded: 'Nachrichten als Konversationen zeigen',
  threadedHint: 'Nachrichten, die einander antworten, sind eine Zeile.',
  markRead: 'Eine Nachricht als gelesen markieren',
  markReadNow: 'Sobald sie geöffnet wird',
  markReadAfter: 'Nach {{seconds}} Sekunden',
  markReadNever: 'Nur wenn ich es sage',
  remote: 'Bilder aus dem Netz',
  remoteText:
    'Bilder aus dem Netz verraten dem Absender, dass, wann und wo Sie eine Nachricht lesen. Tern lädt sie nur, wenn Sie es verlangen, oder von Absendern, denen Sie vertrauen.',
  undoSend: 'Zeit zum Zurückholen einer gesendeten Nachricht',
  undoSendNone: 'Keine: sofort senden',
  undoSendSeconds: '{{seconds}} Sekunden',
  mailProgram: 'E-Mail-Adressen',
  mailProgramIs:
    'Eine E-Mail-Adresse, die Sie irgendwo auf diesem Computer öffnen, wird mit Tern angeschrieben.',
  mailProgramIsNot:
    'E-Mail-Adressen auf Webseiten und in anderen Programmen öffnet ein anderes E-Mail-Programm.',
  mailProgramMake: 'Mit Tern öffnen',
  mailProgramConfirm:
    'Ihr System überlässt das Ihnen: Wählen Sie in seinen Einstellungen für Standardprogramme Tern für E-Mails.',
  signatureHint: 'Signaturen gehören zu Identitäten: siehe Konten.',
  sendersText: 'Bilder in Nachrichten von diesen Absendern werden immer geladen.',
  sendersEmpty: 'Bisher wird bei Bildern keinem Absender vertraut.',
  sendersEmptyHint: 'Wählen Sie über einer Nachricht „Immer von …“, um einen hinzuzufügen.',
  senderRemove: '{{address}} nicht mehr vertrauen',
  secrets: {
    secure: 'Passwörter liegen im Schlüsselbund des Systems.',
    weak: 'Passwörter liegen in einer nur schwach geschützten Datei.',
    session: 'Passwörter bleiben im Arbeitsspeicher und werden bei jedem Start erfragt.',
  },
  version: 'Tern {{version}}',
};
