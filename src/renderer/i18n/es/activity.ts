import type { activity as english } from '../en/activity';
import type { Translation } from '../translation';

export const activity: Translation<typeof english> = {
  title: 'Actividad',
  statusLine: 'Qué está haciendo Tern',
  headers: '{{folder}}: {{done}} de {{total}} encabezados',
  waitingCount_one: '{{formatted}} cambio espera',
  waitingCount_many: '{{formatted}} cambios esperan',
  waitingCount_other: '{{formatted}} cambios esperan',
  refusedCount_one: 'Se rechazó {{formatted}} cambio',
  refusedCount_many: 'Se rechazaron {{formatted}} cambios',
  refusedCount_other: 'Se rechazaron {{formatted}} cambios',
  outboxCount_one: '{{formatted}} mensaje en la bandeja de salida',
  outboxCount_many: '{{formatted}} mensajes en la bandeja de salida',
  outboxCount_other: '{{formatted}} mensajes en la bandeja de salida',
  doing: {
    unsaved: 'No se puede guardar nada en este ordenador',
    noRoom: 'No hay espacio para más correo',
    idle: 'En línea. Todo está al día.',
    syncing: 'Recibiendo correo…',
    connecting: 'Conectando…',
    offline: 'Sin conexión',
    trouble: 'Una cuenta necesita su atención',
    paused: 'Todas las cuentas están en pausa',
    noEngine: 'No hay conexión con el motor de Tern',
  },
  notice: {
    'file-failed': 'No se pudo convertir «{{name}}» en un archivo ({{message}}). El mensaje está intacto.',
    'draft-copy-failed': 'No se pudo poner un borrador en el servidor ({{message}}). Aquí está a salvo.',
    'job-unfinished':
      'Una importación, exportación, copia de seguridad o comprobación no había terminado cuando Tern se cerró. «Importar y exportar» indica hasta dónde llegó y la empieza de nuevo.',
    'cache-rebuilt': 'La copia local se ha reconstruido; el correo se está recibiendo de nuevo.',
    'disk-low':
      'Queda poco espacio en el disco: los mensajes y textos antiguos no se reciben por adelantado hasta que haya más. Sus cambios están guardados.',
    'disk-critical':
      'El disco está casi lleno: aquí solo se guarda ya lo que usted hace y escribe. Libere espacio pronto.',
    'disk-reserve-used':
      'El disco está lleno: Tern usa el espacio que reservó para sus cambios. Libere espacio ahora.',
    'disk-full':
      'El disco está lleno: puede leer el correo que hay aquí, pero nada de lo que haga o escriba se puede guardar y no se envía nada hasta que haya espacio. Libere espacio ahora.',
    'disk-broken':
      'El disco no admite escritura: puede leer el correo que hay aquí, pero nada de lo que haga o escriba se puede guardar y no se envía nada hasta que vuelva a funcionar. Revise el disco o la carpeta del perfil de Tern.',
    'disk-taken-over':
      'La carpeta donde Tern guarda lo suyo se movió o se eliminó, u otro Tern la está usando. Nada de lo que haga o escriba aquí se puede guardar: copie lo que está escribiendo, cierre Tern, compruebe que no hay otro en marcha y vuelva a abrirlo.',
    'vault-repaired_one':
      'Una parte de lo que Tern guarda estaba dañada y se ha apartado; el resto está intacto.',
    'vault-repaired_many':
      '{{formatted}} partes de lo que Tern guarda estaban dañadas y se han apartado; el resto está intacto.',
    'vault-repaired_other':
      '{{formatted}} partes de lo que Tern guarda estaban dañadas y se han apartado; el resto está intacto.',
    'many-removed_one': 'Se eliminó de golpe {{formatted}} mensaje de {{folder}} en el servidor. Revisar…',
    'many-removed_many':
      'Se eliminaron de golpe {{formatted}} mensajes de {{folder}} en el servidor. Revisar…',
    'many-removed_other':
      'Se eliminaron de golpe {{formatted}} mensajes de {{folder}} en el servidor. Revisar…',
    'removed-not-kept_one':
      'El disco está lleno: {{formatted}} mensaje eliminado en otro lugar no se conserva aquí.',
    'removed-not-kept_many':
      'El disco está lleno: {{formatted}} mensajes eliminados en otro lugar no se conservan aquí.',
    'removed-not-kept_other':
      'El disco está lleno: {{formatted}} mensajes eliminados en otro lugar no se conservan aquí.',
    'pop3-expire_zero':
      'El servidor de {{account}} elimina el correo en cuanto se recibe. Lo recibido se queda aquí.',
    'pop3-expire_one':
      'El servidor de {{account}} elimina el correo a {{formatted}} día de recibirlo. Lo recibido se queda aquí.',
    'pop3-expire_many':
      'El servidor de {{account}} elimina el correo a los {{formatted}} días. Lo recibido se queda aquí.',
    'pop3-expire_other':
      'El servidor de {{account}} elimina el correo a los {{formatted}} días. Lo recibido se queda aquí.',
    'pop3-refused_one':
      'El servidor de {{account}} anuncia {{formatted}} mensaje que no entrega. Se queda allí y se pide cada vez.',
    'pop3-refused_many':
      'El servidor de {{account}} anuncia {{formatted}} mensajes que no entrega. Se quedan allí y se piden cada vez.',
    'pop3-refused_other':
      'El servidor de {{account}} anuncia {{formatted}} mensajes que no entrega. Se quedan allí y se piden cada vez.',
    'no-delivery-receipt':
      'El servidor de {{account}} no da confirmaciones de entrega: «{{subject}}» se envió sin pedirla.',
    'keeping-failed':
      'No se pudo conservar correo para leer sin conexión ({{message}}). Está a salvo en el servidor.',
    'snooze-failed':
      'No se pudo devolver algo pospuesto ({{message}}). Se volverá a intentar; mientras tanto está en Pospuestos.',
    'local-mail-failed': 'Algo falló con el correo que solo vive aquí ({{message}}). No se perdió nada.',
    'cache-full': 'El disco está lleno: aquí no se conserva más correo hasta que haya espacio.',
  },
  account: {
    unreachable: 'No se puede acceder a {{account}}',
    paused: '{{account}} está en pausa',
    password: '{{account}} necesita su contraseña',
    signIn: '{{account}} pide iniciar sesión de nuevo',
    trouble: '{{account}} no puede conectarse',
    more_one: 'y {{count}} cuenta más',
    more_many: 'y {{count}} cuentas más',
    more_other: 'y {{count}} cuentas más',
  },
  switch: {
    online: 'En línea',
    offline: 'Trabajando sin conexión',
  },
  accounts: 'Cuentas',
  changes: 'Cambios en camino',
  noChanges: 'Todos los cambios han llegado a su servidor.',
  showChanges: 'Mostrar cambios pendientes',
  outbox: 'Bandeja de salida',
  showOutbox: 'Mostrar la bandeja de salida',
  phase: {
    connecting: 'Conectando',
    syncing: 'Recibiendo correo',
    idle: 'Al día, {{when}}',
    idleNever: 'Conectada',
    offline: 'Sin conexión',
    paused: 'En pausa',
    'needs-password': 'Necesita su contraseña',
    'needs-sign-in': 'Pide iniciar sesión de nuevo',
    trouble: 'No puede conectarse',
    removing: 'Quitándose',
  },
  retryAt: 'Nuevo intento {{when}}.',
  resume: 'Reanudar',
  checkNow: 'Comprobar ahora',
  serverSettings: 'Configuración del servidor',
  weakerLogin: {
    change: 'Hasta ahora: {{before}}. Ahora: {{mechanism}}.',
    hint: 'Permítalo solo donde confíe en la red y el responsable del servidor diga que es así a propósito.',
    allow: 'Permitir el inicio de sesión más débil',
  },
  certificate: 'Mostrar el certificado',
  op: {
    flags: 'Cambiar las marcas de {{messages}} en {{folder}}',
    flag: {
      seen: 'Marcar como leído: {{messages}} en {{folder}}',
      unseen: 'Marcar como no leído: {{messages}} en {{folder}}',
      star: 'Destacar {{messages}} en {{folder}}',
      unstar: 'Dejar de destacar {{messages}} en {{folder}}',
    },
    move: 'Mover {{messages}} de {{folder}} a {{to}}',
    copy: 'Copiar {{messages}} de {{folder}} a {{to}}',
    destroy: 'Eliminar definitivamente {{messages}} en {{folder}}',
    append: 'Poner un mensaje en {{to}}',
    draft: 'Guardar un borrador en {{to}}',
    draftRemove: 'Sacar un borrador de {{to}}',
    'create-mailbox': 'Crear la carpeta «{{name}}»',
    'rename-mailbox': 'Cambiar el nombre de {{folder}} a «{{name}}»',
    'delete-mailbox': 'Eliminar la carpeta {{folder}}',
    subscribe: 'Cambiar la suscripción de {{folder}}',
  },
  messages_one: '{{count}} mensaje',
  messages_many: '{{count}} mensajes',
  messages_other: '{{count}} mensajes',
  state: {
    waiting: 'En espera',
    waitingUntil: 'En espera, nuevo intento {{when}}',
    running: 'En curso',
    verifying: 'Comprobando si llegó',
    settling: 'Hecho, confirmándose',
    done: 'Hecho',
    refused: 'El servidor lo rechazó',
    uncertain: 'No se sabe si llegó',
    superseded: 'Ya no hace falta',
  },
  trouble: 'Mensajes que no se pudieron enviar',
  out: {
    empty: 'Nada espera para enviarse.',
    emptyHint: 'Los mensajes se quedan aquí hasta que el servidor los acepta.',
    to: 'Para {{names}}',
    moreRecipients_one: 'y {{count}} más',
    moreRecipients_many: 'y {{count}} más',
    moreRecipients_other: 'y {{count}} más',
    created: 'Escrito {{when}}',
    tries_one: 'Intentado una vez',
    tries_many: 'Intentado {{count}} veces',
    tries_other: 'Intentado {{count}} veces',
    state: {
      held: 'Sale {{when}}. Hasta entonces se puede recuperar.',
      heldNow: 'Sale ahora.',
      scheduled: 'Sale el {{when}}.',
      late: 'Espera aquí desde el {{when}}.',
      wentBefore: 'Ya salió, el {{when}}.',
      missed: 'Debía salir el {{when}}, pero Tern no estaba en marcha o no podía enviar.',
      queued: 'Espera su turno.',
      queuedOffline: 'Espera la conexión. Saldrá solo cuando vuelva.',
      connecting: 'Conectando con el servidor.',
      envelope: 'Indicando al servidor remitente y destinatarios.',
      'data-started': 'Entregando el mensaje.',
      'dot-sent': 'Entregado, a la espera de la confirmación del servidor.',
      accepted: 'Aceptado por el servidor. Se guarda una copia en Enviados.',
      filed: 'Enviado y guardado en Enviados.',
      refused: 'No se pudo enviar.',
      retry: 'Aún no enviado. Nuevo intento {{when}}.',
      uncertain: 'No se sabe si esto se envió.',
    },
    uncertainText:
      'La conexión se cortó después de entregar el mensaje y antes de que el servidor lo confirmara. Tern lo buscó en Enviados y no lo encontró. Enviarlo de nuevo podría entregarlo dos veces.',
    lookingText:
      'La conexión se cortó después de entregar el mensaje y antes de que el servidor lo confirmara. Tern lo buscará en Enviados cuando la cuenta esté conectada. Enviarlo de nuevo podría entregarlo dos veces.',
    cantTellText:
      'La conexión se cortó después de entregar el mensaje y antes de que el servidor lo confirmara. Una copia en Enviados no diría si quienes aún esperan lo tienen. Enviarlo de nuevo podría entregárselo dos veces.',
    wentText:
      'Tern lleva una lista de lo que ha enviado, y este mensaje está en ella. Quizá haya vuelto por una copia de seguridad. Enviarlo de nuevo lo entregaría dos veces.',
    lateText:
      'De eso hace mucho: quizá ya no quiera enviarlo, o procede de una copia de seguridad y salió hace tiempo. No sale nada hasta que usted lo diga.',
    missedText: 'No se envió nada. Envíelo ahora o elija otro momento.',
    someText:
      'Quienes fueron aceptados lo tienen y no lo recibirán dos veces. Compruebe las direcciones de los demás.',
    result: {
      accepted_one: '{{count}} entregado al servidor',
      accepted_many: '{{count}} entregados al servidor',
      accepted_other: '{{count}} entregados al servidor',
      refused_one: '{{count}} rechazado: {{reasons}}',
      refused_many: '{{count}} rechazados: {{reasons}}',
      refused_other: '{{count}} rechazados: {{reasons}}',
      waiting_one: '{{count}} por entregar',
      waiting_many: '{{count}} por entregar',
      waiting_other: '{{count}} por entregar',
    },
    refusal: {
      'no-such-mailbox': 'no existe esa dirección',
      'mailbox-disabled': 'el buzón está desactivado',
      'mailbox-full': 'buzón lleno',
      'too-large': 'el mensaje es demasiado grande',
      'sender-refused': 'su dirección no está permitida',
      policy: 'contra las normas del servidor',
      greylisted: 'pide volver más tarde',
      'content-refused': 'se rechazó el contenido',
      refused: 'el servidor no da ningún motivo que Tern conozca',
    },
    recipient: {
      waiting: 'en espera',
      accepted: 'entregado al servidor',
    },
    recipients: 'Destinatarios',
    undo: 'Recuperar',
    edit: 'Editar',
    editRest: 'Editar para los demás',
    retry: 'Enviar ahora',
    againRest: 'Reintentar con los demás',
    otherTime: 'Otro momento…',
    again: 'Enviar de nuevo',
    sent: 'Se envió',
    discard: 'Descartar',
    discardTitle: '¿Descartar «{{subject}}»?',
    discardText: 'El mensaje se elimina. No se puede recuperar.',
    title: 'Bandeja de salida',
  },
};
