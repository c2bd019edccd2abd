import type { pop3 as english } from '../en/pop3';
import type { Translation } from '../translation';

export const pop3: Translation<typeof english> = {
  title: 'E-Mails auf dem Server',
  leaveLabel: 'Nachrichten, die sicher hier sind',
  leave: {
    always: 'Bleiben auf dem Server',
    days: 'Bleiben einige Tage auf dem Server',
    'until-deleted': 'Bleiben auf dem Server, bis sie hier gelöscht werden',
    never: 'Werden vom Server entfernt',
  },
  leaveHint: {
    always: 'Andere Geräte und Webmail sehen sie weiterhin',
    days: 'Gezählt ab dem Tag, an dem Tern sie abgerufen hat',
    'until-deleted': 'Hier endgültig gelöscht; im Papierkorb genügt nicht',
    never: 'Erst nachdem Tern sie gespeichert und geprüft hat',
  },
  days: 'Tage',
  neverNotice:
    'Die E-Mails sind dann nur auf diesem Computer. Andere Geräte sehen sie nicht mehr; denken Sie an eine Sicherung.',
  comingLabel: 'Was abgerufen wird',
  coming: {
    whole: 'Ganze Nachrichten',
    limit: 'Ganze Nachrichten bis zu einer Größe',
    headers: 'Nur die Kopfzeilen',
  },
  comingHint: {
    whole: 'Alles lässt sich ohne Verbindung lesen',
    limit: 'Von größeren nur die Kopfzeilen, bis Sie den Rest verlangen',
    headers: 'Der Rest einer Nachricht kommt, wenn Sie ihn verlangen',
  },
  limitLabel: 'Bis zu',
  intoLabel: 'Neue E-Mails kommen in',
  intoOwn: 'Den eigenen Posteingang dieses Kontos',
  intoOther: 'Den Posteingang von {{name}}',
  rest: {
    title: 'Von dieser Nachricht sind nur die Kopfzeilen hier.',
    text: 'Auf dem Server hat sie {{size}}.',
    load: 'Rest laden',
    wanted: 'Der Rest dieser Nachricht ist unterwegs. Offline kommt er mit der nächsten Verbindung.',
    gone: 'Von dieser Nachricht sind nur die Kopfzeilen hier, und der Rest ist nicht mehr auf dem Server.',
  },
};
