import type { tray as english } from '../en/tray';
import type { Translation } from '../translation';

export const tray: Translation<typeof english> = {
  open: 'Abrir Tern',
  compose: 'Mensaje nuevo',
  account: '{{account}}: {{unread}} sin leer',
  nothing: 'Tern: no hay correo sin leer',
  unread_one: 'Tern: {{count}} mensaje no leído',
  unread_many: 'Tern: {{count}} mensajes no leídos',
  unread_other: 'Tern: {{count}} mensajes no leídos',
  pauseHour: 'Pausar las notificaciones 1 hora',
  pauseTomorrow: 'Pausar las notificaciones hasta mañana',
  paused: 'Notificaciones en pausa hasta {{until}}',
  resume: 'Reanudar las notificaciones',
  quit: 'Salir',
  runs: 'Tern sigue en marcha',
  runsHint:
    'El correo sigue llegando. Abra la ventana con el icono de la bandeja del sistema, o inicie Tern otra vez.',
};
