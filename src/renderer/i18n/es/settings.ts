import type { settings as english } from '../en/settings';
import type { Translation } from '../translation';

export const settings: Translation<typeof english> = {
  title: 'Configuración',
  tab: {
    appearance: 'Aspecto',
    reading: 'Lectura',
    notifications: 'Notificaciones',
    writing: 'Redacción',
    templates: 'Plantillas',
    accounts: 'Cuentas',
    encryption: 'Cifrado',
    senders: 'Remitentes de confianza',
    rules: 'Reglas y bloqueos',
  },
  theme: 'Colores',
  density: 'Altura de las filas',
  language: 'Idioma',
  languageSystem: 'Como el sistema',
  threaded: 'Mostrar los mensajes como conversaciones',
  threadedHint: 'Los mensajes que se responden entre sí forman una fila.',
  markRead: 'Marcar un mensaje como leído',
  markReadNow: 'En cuanto se abra',
  markReadAfter: 'Al cabo de {{seconds}} segundos',
  markReadNever: 'Solo cuando yo lo diga',
  remote: 'Imágenes remotas',
  remoteText:
    'Las imágenes de la web revelan al remitente que usted lee un mensaje, cuándo y dónde. Tern solo las carga cuando lo pide, o de remitentes de confianza.',
  undoSend: 'Tiempo para recuperar un mensaje enviado',
  undoSendNone: 'Ninguno: enviar al instante',
  undoSendSeconds: '{{seconds}} segundos',
  mailProgram: 'Direcciones de correo',
  mailProgramIs: 'Una dirección de correo que abra en cualquier parte de este ordenador se abre en Tern.',
  mailProgramIsNot:
    'Las direcciones de correo de páginas web y otros programas se abren con otro programa de correo.',
  mailProgramMake: 'Abrirlas con Tern',
  mailProgramConfirm:
    'Su sistema lo deja en sus manos: elija Tern para el correo en sus ajustes de programas predeterminados.',
  signatureHint: 'Las firmas pertenecen a las identidades: vea Cuentas.',
  sendersText: 'Las imágenes de los mensajes de estos remitentes se cargan siempre.',
  sendersEmpty: 'Aún no hay remitentes de confianza para las imágenes.',
  sendersEmptyHint: 'Elija «Siempre de …» encima de un mensaje para añadir uno.',
  senderRemove: 'Dejar de confiar en {{address}}',
  secrets: {
    secure: 'Las contraseñas están en el llavero del sistema.',
    weak: 'Las contraseñas están en un archivo con poca protección.',
    session: 'Las contraseñas se quedan en la memoria y se piden en cada inicio.',
  },
  version: 'Tern {{version}}',
};
