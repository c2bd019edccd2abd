import type { notifications as english } from '../en/notifications';
import type { Translation } from '../translation';

export const notifications: Translation<typeof english> = {
  hint: 'Tern le avisa del correo nuevo cuando no está en primer plano.',
  denied:
    'Las notificaciones de Tern están desactivadas en el navegador. Cámbielo en los ajustes del navegador para esta página.',
  allow: 'Permitir notificaciones',
  content: 'Mostrar remitente y asunto',
  contentHint: 'Si no, una notificación solo dice que hay correo y en qué cuenta.',
  of: 'Correo nuevo de',
  ofEverybody: 'Cualquiera',
  ofKnown: 'Personas a las que he escrito',
  pausedUntil: 'En pausa hasta {{until}}.',
  pauseHour: 'Pausar 1 hora',
  pauseTomorrow: 'Pausar hasta mañana',
  resume: 'Reanudar',
  quiet: 'Horas de silencio',
  quietHint: 'Cada día, sin notificaciones entre estas horas. El correo llega igualmente.',
  quietFrom: 'Desde',
  quietUntil: 'Hasta',
  where: 'Dónde',
  whereHint: 'Añada las carpetas en las que las reglas o su servidor ponen correo nuevo.',
  add: 'Otra carpeta',
  addNone: 'Otra carpeta…',
  inAccount: '{{folder}} en {{account}}',
  background: 'Sin su ventana',
  keepRunning: 'Mantener Tern en marcha al cerrar su ventana',
  keepRunningHint:
    'El correo sigue llegando y saliendo. Un icono en la bandeja del sistema muestra el correo no leído y abre la ventana.',
  noTray:
    'El correo sigue llegando y saliendo. Este escritorio no muestra iconos en la bandeja: inicie Tern otra vez para abrir su ventana.',
  menuBarIcon: 'Mostrar Tern en la barra de menús',
  menuBarIconHint: 'Con el correo no leído, mensajes nuevos y la pausa de las notificaciones.',
  atLogin: 'Iniciar Tern al iniciar sesión',
  startHidden: 'Sin ventana',
  startHiddenHint: 'Hasta que la abra.',
};
