import type { snooze as english } from '../en/snooze';
import type { Translation } from '../translation';

export const snooze: Translation<typeof english> = {
  title: 'Zurückstellen bis',
  submit: 'Zurückstellen',
  hint: 'Bis dahin ist es nicht im Posteingang, und auf dem Server ändert sich nichts. Dann steht es wieder obenauf, ungelesen. Eine neue Nachricht in der Konversation bringt es sofort zurück.',
  time: {
    later: 'Heute, später',
    tomorrow: 'Morgen',
    weekend: 'Dieses Wochenende',
    nextWeek: 'Nächste Woche',
  },
  done_one: 'Zurückgestellt bis {{when}}',
  done_other: '{{formatted}} Nachrichten zurückgestellt bis {{when}}',
  without_one: 'Eine bleibt: Sie hat keine Message-ID, an der sie von anderen zu unterscheiden wäre.',
  without_other:
    '{{count}} bleiben: Sie haben keine Message-ID, an der sie von anderen zu unterscheiden wären.',
  woken_one: 'Wieder im Posteingang',
  woken_other: '{{formatted}} Nachrichten sind wieder im Posteingang',
  until: 'Zurückgestellt bis {{when}}',
  back: 'War zurückgestellt, wieder da seit {{when}}',
  waits: 'Wartet auf Antwort bis {{when}}',
  waitsHere: 'Wartet auf Antwort',
  unanswered: 'Keine Antwort seit {{when}}',
  unansweredCount_one: 'Keine Antwort auf einen Brief',
  unansweredCount_other: 'Keine Antwort auf {{formatted}} Briefe',
  remindTitle: 'Erinnern, wenn niemand antwortet bis',
  remindSubmit: 'Erinnern',
  remindHint:
    'Hat bis dahin niemand geantwortet, steht der Brief im Posteingang obenauf, ungelesen. Gesendet wird nichts. Automatische Antworten und Zustellberichte zählen nicht.',
  inDays_one: 'In einem Tag',
  inDays_other: 'In {{count}} Tagen',
  reminding_one: 'Wartet auf Antwort bis {{when}}',
  reminding_other: '{{formatted}} Briefe warten auf Antwort bis {{when}}',
  ended_one: 'Erinnerung beendet',
  ended_other: '{{formatted}} Erinnerungen beendet',
  callOff: 'Nicht mehr erinnern',
  dealtWith: 'Erledigt',
  remindsAfter_one: 'Antwortet niemand, werden Sie einen Tag nach dem Absenden erinnert.',
  remindsAfter_other: 'Antwortet niemand, werden Sie {{count}} Tage nach dem Absenden erinnert.',
  remindsAt: 'Antwortet niemand, werden Sie erinnert: {{when}}.',
  change: 'Ändern…',
  noReminder: 'Nicht erinnern',
  empty: 'Nichts ist zurückgestellt',
  emptyHint:
    'Was Sie im Posteingang zurückstellen, wartet hier auf seine Zeit, ebenso Briefe, auf deren Antwort Sie warten.',
};
