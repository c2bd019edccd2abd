import type { signInTexts as english } from '../en/sign-in';
import type { Translation } from '../translation';

export const signInTexts: Translation<typeof english> = {
  how: 'Wie angemeldet wird',
  withPassword: 'Passwort',
  withBrowser: 'Im Browser anmelden',
  browserHint:
    'Sie melden sich auf der Seite des Anbieters an. Tern sieht nie Ihr Passwort, nur eine Erlaubnis, die Sie dort jederzeit zurücknehmen können.',
  appPassword: {
    google:
      'Am einfachsten ohne Client-ID: ein App-Passwort. Google erstellt eines auf der Sicherheitsseite Ihres Kontos, sobald die Bestätigung in zwei Schritten eingeschaltet ist. Wählen Sie „Passwort“ und geben Sie es dort ein.',
    microsoft:
      'Microsoft lässt E-Mail-Programme nur so zu; ein Passwort, auch ein App-Passwort, wird für die meisten Konten nicht mehr akzeptiert.',
    yahoo:
      'Am einfachsten ohne Client-ID: ein App-Passwort. Yahoo erstellt eines auf der Sicherheitsseite Ihres Kontos. Wählen Sie „Passwort“ und geben Sie es dort ein.',
    fastmail:
      'Am einfachsten ohne Client-ID: ein App-Passwort. Fastmail erstellt eines unter „Settings“, „Privacy & Security“. Wählen Sie „Passwort“ und geben Sie es dort ein.',
    other:
      'Erstellt Ihr Anbieter App-Passwörter, ist eines davon einfacher: Wählen Sie „Passwort“ und geben Sie es dort ein.',
  },
  provider: 'Anbieter',
  providers: {
    google: 'Google',
    microsoft: 'Microsoft',
    yahoo: 'Yahoo',
    fastmail: 'Fastmail',
    other: 'Anderer Server',
  },
  issuer: 'Adresse des Anmeldeservers',
  issuerHint: 'Sein Betreiber nennt sie „Issuer“.',
  scopes: 'Scopes',
  scopesHint: 'Was Tern verlangt, durch Leerzeichen getrennt.',
  clientId: 'Client-ID',
  clientIdHint: {
    google:
      'Wer Tern für Google ist. Ihre oder die Ihrer Organisation, einmal in der Google Cloud Console angelegt: „OAuth-Client-ID“ für eine „Desktop-App“.',
    microsoft:
      'Wer Tern für Microsoft ist. Ihre oder die Ihrer Organisation, einmal im Entra Admin Center unter „App-Registrierungen“ angelegt, mit der Umleitungsadresse http://localhost für „Mobilgerät- und Desktopanwendungen“.',
    yahoo:
      'Wer Tern für Yahoo ist. Einmal auf den Entwicklerseiten von Yahoo angelegt; sie muss die Umleitungsadresse http://127.0.0.1 erlauben.',
    fastmail: 'Wer Tern für Fastmail ist. Fastmail gibt sie auf Anfrage aus.',
    other:
      'Wer Tern für diesen Server ist; sein Betreiber weiß es. Die Umleitungsadresse ist http://127.0.0.1.',
  },
  more: 'Client-Schlüssel',
  clientSecret: 'Client-Schlüssel',
  clientSecretHint:
    'Nur wenn der Anbieter Ihnen mit der Client-ID einen gegeben hat, wie Google es tut. Er wird mit der Anmeldung aufbewahrt.',
  begin: 'Anmelden',
  beginAndAdd: 'Anmelden und hinzufügen',
  waiting: 'Wartet auf Ihre Anmeldung',
  openYourself: 'Melden Sie sich im Browser an',
  waitingText:
    'Eine Seite von {{provider}} fragt Sie im Browser, ob Tern Ihre E-Mails lesen und senden darf. Kommen Sie zurück, wenn sie es sagt; Tern macht von selbst weiter. Es wartet fünf Minuten.',
  open: 'Seite von {{provider}} öffnen',
  openAgain: 'Hat sie sich nicht geöffnet? Noch einmal öffnen',
  signedIn:
    'Sie haben sich angemeldet. Möchten Sie ein anderes Konto verwenden, ändern Sie den Benutzernamen und melden Sie sich erneut an.',
  title: 'Anmelden: {{name}}',
  text: 'Der Anbieter verlangt, dass sich {{user}} im Browser anmeldet. Was hier ist, bleibt hier, und was wartet, geht danach hinaus.',
  consentTitle: 'Wie soll die Anmeldung aufbewahrt werden?',
  consentSession: 'Bei jedem Start anmelden',
  usePassword: 'Stattdessen ein Passwort verwenden',
  again: 'Erneut anmelden…',
  instead: 'Im Browser anmelden…',
  state: 'Meldet sich bei {{provider}} im Browser an. Tern hat kein Passwort dieses Kontos.',
  passwordInstead:
    'Das Konto meldet sich jetzt im Browser an. Mit einem hier aufbewahrten Passwort, etwa einem App-Passwort, tut es das nicht mehr, und die Anmeldung wird zurückgenommen.',
};
