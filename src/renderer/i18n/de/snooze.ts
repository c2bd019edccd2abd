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
  empty: 'Nichts ist zurückgestellt',
  emptyHint: 'Was Sie im Posteingang zurückstellen, wartet hier auf seine Zeit.',
};
