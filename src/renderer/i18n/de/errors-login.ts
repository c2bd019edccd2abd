import type { loginErrors as english } from '../en/errors-login';
import type { Translation } from '../translation';

export const loginErrors: Translation<typeof english> = {
  'outgoing-auth-failed': {
    title: 'Der Postausgangsserver hat Benutzername oder Passwort nicht akzeptiert.',
    text: 'Was Sie geschrieben haben, wartet im Postausgang. Geben Sie das Passwort für ausgehende E-Mails ein, dann geht es hinaus.',
  },
  'mechanism-downgrade': {
    title: '{{host}} verlangt eine schwächere Anmeldung als bisher.',
    text: 'Was er jetzt anbietet, verrät dem Gegenüber mehr über Ihr Passwort. Vielleicht gibt sich jemand als Ihr Server aus, oder der Betreiber hat etwas geändert. Nichts wurde gesendet. Die vorhandenen E-Mails lassen sich nutzen, was Sie schreiben und tun, wartet, und Tern versucht es von selbst wieder.',
  },
  'oauth-sign-in': {
    title: 'Der Anbieter verlangt eine neue Anmeldung.',
    text: 'Ihre E-Mails sind hier und bleiben hier; was Sie schreiben und tun, wartet. Melden Sie sich im Browser an, um fortzufahren.',
  },
  'oauth-not-accepted': {
    title: '{{host}} hat die Anmeldung nicht akzeptiert.',
    text: 'Vielleicht haben Sie sich mit einem anderen Konto angemeldet, oder E-Mail-Programme sind auf der Website des Anbieters in den Kontoeinstellungen abgeschaltet. Nichts ging verloren; melden Sie sich erneut an, wenn das behoben ist.',
  },
  'oauth-not-offered': {
    title: '{{host}} lässt E-Mail-Programme nicht über eine Anmeldung im Browser zu.',
    text: 'Verwenden Sie für diesen Server ein Passwort. Nichts wurde gesendet.',
  },
  'oauth-denied': {
    title: 'Der Anbieter hat Tern nicht zugelassen.',
    text: 'Vielleicht haben Sie dort „Abbrechen“ gedrückt, oder Ihre Organisation muss E-Mail-Programme erst erlauben. Nichts wurde geändert.',
  },
  'oauth-timeout': {
    title: 'Innerhalb von fünf Minuten hat sich niemand angemeldet.',
    text: 'Nichts wurde geändert. Beginnen Sie neu, wenn es Ihnen passt.',
  },
  'oauth-client': {
    title: 'Der Anbieter akzeptiert diese Client-ID nicht.',
    text: 'Eine neue Anmeldung hilft nicht. Vergleichen Sie die Client-ID mit der auf der Website des Anbieters, und ob sie für ein Desktop-Programm gilt.',
  },
  'oauth-code-rejected': {
    title: 'Der Anbieter gab eine Antwort und akzeptierte sie dann nicht.',
    text: 'Vielleicht dauerte es zu lange, oder die Uhren von Tern und Anbieter gehen verschieden. Beginnen Sie neu; nichts wurde geändert.',
  },
  'oauth-wrong-issuer': {
    title: 'Die Antwort auf die Anmeldung kam von einem anderen Server.',
    text: 'Vielleicht mischt sich jemand ein. Tern hat nichts preisgegeben. Beginnen Sie neu, und wenn es noch einmal geschieht, aus einem anderen Netz.',
  },
  'auth-unavailable': {
    title: 'Der Server kann gerade keine Passwörter prüfen.',
    text: 'Ihres ist, wie es war. Tern versucht es von selbst wieder.',
  },
  'oauth-refused': {
    title: 'Der Anbieter hat Tern den Zugang verweigert.',
    text: 'Nichts wurde geändert. Der Wortlaut des Anbieters unten nennt vielleicht den Grund.',
  },
  'oauth-unavailable': {
    title: 'Der Anmeldedienst des Anbieters funktioniert gerade nicht.',
    text: 'Ihr Passwort und Ihre Anmeldung sind, wie sie waren. Tern versucht es von selbst wieder.',
  },
  'oauth-bad-answer': {
    title: 'Der Anmeldedienst des Anbieters gab eine Antwort, die keinen Sinn ergibt.',
    text: 'Nichts wurde geändert. Versuchen Sie es später erneut.',
  },
  'oauth-no-discovery': {
    title: 'Dieser Server sagt nicht, wie man sich anmeldet.',
    text: 'Prüfen Sie die Adresse. Es ist die, die sein Betreiber „Issuer“ nennt; sie beginnt mit https.',
  },
  'oauth-bad-discovery': {
    title: 'Was dieser Server über die Anmeldung sagt, ist nicht zu gebrauchen.',
    text: 'Er muss über https erreichbar sein, für sich selbst sprechen und PKCE beherrschen. Fragen Sie den Betreiber oder verwenden Sie ein Passwort.',
  },
  'https-failed': {
    title: 'Der Anmeldedienst des Anbieters ist gerade nicht erreichbar.',
    text: 'Was hier ist, lässt sich lesen und schreiben. Tern versucht es von selbst wieder, sobald die Verbindung zurück ist.',
  },
};
