import type { removed as english } from '../en/removed';
import type { Translation } from '../translation';

export const removed: Translation<typeof english> = {
  menu: 'Eliminados hace poco…',
  title: 'Eliminados hace poco de {{name}}',
  text: 'Mensajes que salieron del servidor sin que Tern interviniera y no están en ninguna otra carpeta. Se conservan en este ordenador {{days}} días.',
  none: 'No se ha eliminado nada hace poco.',
  noneHint: 'Los mensajes eliminados en otro dispositivo se muestran aquí {{days}} días.',
  off: 'La conservación de mensajes eliminados está desactivada en la configuración.',
  loading: 'Buscando…',
  when: 'Desapareció {{when}}, se conserva hasta {{until}}',
  madeAgain: 'Recompuesto con lo que hay aquí: texto y adjuntos, no todas las líneas del encabezado',
  texts_one: 'Recompuesto sin su adjunto, que no está en este ordenador',
  texts_many: 'Recompuesto sin sus {{count}} adjuntos, que no están en este ordenador',
  texts_other: 'Recompuesto sin sus {{count}} adjuntos, que no están en este ordenador',
  onlyLine: 'Aquí solo está esta línea: el mensaje nunca se abrió en este ordenador',
  noSubject: '(sin asunto)',
  restore: 'Restaurar en el servidor',
  restoreAll_one: 'Restaurar {{formatted}} mensaje',
  restoreAll_many: 'Restaurar {{formatted}} mensajes',
  restoreAll_other: 'Restaurar {{formatted}} mensajes',
  forget: 'Olvidar',
  restored_one: '{{formatted}} mensaje vuelve al servidor.',
  restored_many: '{{formatted}} mensajes vuelven al servidor.',
  restored_other: '{{formatted}} mensajes vuelven al servidor.',
  more: 'Solo se listan los {{formatted}} más recientes.',
  setting: 'Conservar los mensajes que otros eliminaron',
  settingHint:
    'Lo que otro dispositivo o el servidor elimina se queda un tiempo en este ordenador y se puede devolver.',
  settingDays: '{{days}} días',
  settingNone: 'No conservarlos',
};
