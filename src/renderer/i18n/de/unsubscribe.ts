import type { unsubscribe as english } from '../en/unsubscribe';
import type { Translation } from '../translation';

export const unsubscribe: Translation<typeof english> = {
  command: 'Abbestellen…',
  left: {
    request: 'Sie haben am {{when}} abbestellt',
    mail: 'Sie haben am {{when}} per E-Mail abbestellt',
    page: 'Sie haben am {{when}} die Seite zum Abbestellen geöffnet',
  },
  title: '{{name}} abbestellen?',
  looking: 'Es wird nachgesehen, wie man abbestellen kann…',
  oneClick:
    'Tern bittet {{host}}, {{address}} auszutragen. Daraus erfährt man dort, dass diese Adresse gelesen wird. Sonst sendet Tern nichts.',
  mail: '{{to}} trägt per E-Mail aus. Tern schreibt die Nachricht von {{address}}; Sie sehen sie an und senden sie.',
  page: 'Abbestellen lässt sich nur auf der Webseite bei {{host}}. Wer sie öffnet, verrät, dass diese Adresse gelesen wird.',
  unproven:
    'Angeboten wird, es mit einer Anfrage zu tun, aber nichts beweist, dass das Angebot vom Absender ist; deshalb nutzt Tern es nicht.',
  confirm: 'Abbestellen',
  write: 'Nachricht schreiben',
  writeInstead: 'Stattdessen schreiben',
  openPage: '{{host}} öffnen',
  asking: '{{host}} wird gebeten…',
  result: {
    done: '{{host}} bestätigt es. Was schon unterwegs ist, kann noch kommen.',
    refused:
      '{{host}} hat die Bitte abgelehnt ({{status}}). Wahrscheinlich stehen Sie noch auf der Liste. Sonst wurde nichts gesendet.',
    elsewhere:
      '{{host}} hat nur auf eine andere Adresse verwiesen, zu der Tern nicht gegangen ist. Wahrscheinlich stehen Sie noch auf der Liste.',
    'no-answer':
      '{{host}} wurde gebeten, hat aber nicht geantwortet. Vielleicht sind Sie ausgetragen, vielleicht nicht: Achten Sie darauf, ob noch etwas kommt.',
    unreachable:
      '{{host}} ist gerade nicht erreichbar oder darf nicht gefragt werden. Nichts wurde gesendet, und Sie stehen noch auf der Liste.',
  },
};
