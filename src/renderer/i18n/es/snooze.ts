import type { snooze as english } from '../en/snooze';
import type { Translation } from '../translation';

export const snooze: Translation<typeof english> = {
  title: 'Posponer hasta',
  submit: 'Posponer',
  hint: 'Hasta entonces está fuera de Recibidos, y en el servidor no cambia nada. Después vuelve arriba, sin leer. Un mensaje nuevo en la conversación lo devuelve al instante.',
  time: {
    later: 'Hoy, más tarde',
    tomorrow: 'Mañana',
    weekend: 'Este fin de semana',
    nextWeek: 'La próxima semana',
  },
  done_one: 'Pospuesto hasta {{when}}',
  done_many: '{{formatted}} mensajes pospuestos hasta {{when}}',
  done_other: '{{formatted}} mensajes pospuestos hasta {{when}}',
  without_one: 'Uno se queda: no tiene Message-ID, por el que se distinguiría de otros.',
  without_many: '{{count}} se quedan: no tienen Message-ID, por el que se distinguirían de otros.',
  without_other: '{{count}} se quedan: no tienen Message-ID, por el que se distinguirían de otros.',
  woken_one: 'De vuelta en Recibidos',
  woken_many: '{{formatted}} mensajes están de vuelta en Recibidos',
  woken_other: '{{formatted}} mensajes están de vuelta en Recibidos',
  until: 'Pospuesto hasta {{when}}',
  back: 'Estaba pospuesto, de vuelta desde {{when}}',
  empty: 'No hay nada pospuesto',
  emptyHint: 'Lo que posponga en Recibidos espera aquí su momento.',
};
