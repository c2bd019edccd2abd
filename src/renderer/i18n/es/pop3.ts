import type { pop3 as english } from '../en/pop3';
import type { Translation } from '../translation';

export const pop3: Translation<typeof english> = {
  title: 'Correo en el servidor',
  leaveLabel: 'Los mensajes que están aquí a salvo',
  leave: {
    always: 'Se quedan en el servidor',
    days: 'Se quedan en el servidor unos días',
    'until-deleted': 'Se quedan en el servidor hasta que se eliminen aquí',
    never: 'Se quitan del servidor',
  },
  leaveHint: {
    always: 'Otros dispositivos y el correo web los siguen viendo',
    days: 'Contados desde el día en que Tern los recibió',
    'until-deleted': 'Eliminados aquí definitivamente; no basta con la papelera',
    never: 'Solo después de que Tern los haya guardado y comprobado',
  },
  days: 'Días',
  neverNotice:
    'El correo está entonces solo en este ordenador. Otros dispositivos ya no lo ven; piense en una copia de seguridad.',
  comingLabel: 'Qué se recibe',
  coming: {
    whole: 'Mensajes enteros',
    limit: 'Mensajes enteros hasta un tamaño',
    headers: 'Solo los encabezados',
  },
  comingHint: {
    whole: 'Todo se puede leer sin conexión',
    limit: 'De los más grandes solo los encabezados, hasta que pida el resto',
    headers: 'El resto de un mensaje llega cuando lo pida',
  },
  limitLabel: 'Hasta',
  intoLabel: 'El correo nuevo va a',
  intoOwn: 'La bandeja de entrada de esta cuenta',
  intoOther: 'La bandeja de entrada de {{name}}',
  rest: {
    title: 'De este mensaje solo están aquí los encabezados.',
    text: 'En el servidor ocupa {{size}}.',
    load: 'Cargar el resto',
    wanted: 'El resto de este mensaje está en camino. Sin conexión, llega con la próxima.',
    gone: 'De este mensaje solo están aquí los encabezados, y el resto ya no está en el servidor.',
  },
};
