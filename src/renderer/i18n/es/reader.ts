import type { reader as english } from '../en/reader';
import type { Translation } from '../translation';

export const reader: Translation<typeof english> = {
  labels: 'Etiquetas',
  labelRemove: 'Quitar la etiqueta «{{name}}»',
  to: 'para {{names}}',
  toMore_one: 'para {{names}} y {{count}} más',
  toMore_many: 'para {{names}} y {{count}} más',
  toMore_other: 'para {{names}} y {{count}} más',
  toNobody: 'sin destinatario indicado',
  alsoFrom: 'También de',
  when: '{{moment}} · {{ago}}',
  junk: 'Este mensaje está en spam. Cuidado con lo que pide.',
  noDate: 'El mensaje no tiene fecha; esta es la de su llegada.',
  label: {
    from: 'De',
    to: 'Para',
    cc: 'Cc',
    bcc: 'Cco',
    replyTo: 'Responder a',
    date: 'Fecha',
  },
  frameLabel: 'Mensaje de {{name}}',
  fold: 'Plegar este mensaje',
  loading: 'Recibiendo el mensaje',
  emptyText: 'Este mensaje no tiene texto.',
  onlyAttachments: 'Este mensaje no tiene texto, solo adjuntos.',
  showMore: 'Mostrar más de este largo mensaje',
  showRest: 'Mostrar el resto de este largo mensaje',
  restComing: 'Mostrando el resto: {{percent}} %',
  showQuote_one: 'Mostrar el texto citado ({{count}} línea)',
  showQuote_many: 'Mostrar el texto citado ({{count}} líneas)',
  showQuote_other: 'Mostrar el texto citado ({{count}} líneas)',
  showQuoted: 'Mostrar el texto citado',
  hideQuote: 'Ocultar el texto citado',
  hadForm:
    'Este mensaje contenía un formulario. Tern lo quitó: escriba contraseñas o números de tarjeta solo en un sitio que haya abierto usted.',
  cut: 'Este mensaje es demasiado grande para mostrarlo entero. Su código fuente lo tiene todo.',
  bodyFailed: 'No se pudo recibir el texto de este mensaje. {{reason}}',
  writeFailed: 'No se pudo empezar la respuesta.',
  command: {
    reply: 'Responder',
    replyAll: 'Responder a todos',
    forward: 'Reenviar',
    replyList: 'Responder a la lista',
    forwardAttached: 'Reenviar como adjunto',
    redirect: 'Redirigir…',
    editAsNew: 'Editar como mensaje nuevo',
    source: 'Ver el código fuente',
    print: 'Imprimir',
    saveFile: 'Guardar como archivo…',
    next: 'Mensaje siguiente de la conversación',
    previous: 'Mensaje anterior de la conversación',
  },
  letter: {
    file: '«{{name}}» es un archivo. No está en ninguna de sus carpetas.',
    attached: 'Llegó adjunto a otro mensaje, como «{{name}}».',
    keep: 'Conservarlo en este ordenador',
    folder: 'Archivos abiertos',
  },
  dragOut: 'Arrastre esto fuera de la ventana para guardar el mensaje como archivo',
  draft: {
    text: 'Esto es un borrador. No se ha enviado.',
    edit: 'Seguir escribiendo',
  },
  receipt: {
    asked: '{{name}} pide saber que usted ha leído esto. No se ha enviado nada.',
    askedElsewhere:
      '{{name}} pide que {{address}}, que no es la dirección del remitente, sepa que usted ha leído esto. No se ha enviado nada.',
    askedSeveral: '{{name}} pide que {{address}} sepan que usted ha leído esto. No se ha enviado nada.',
    send: 'Enviar confirmación',
    ignore: 'No enviar',
    sent: 'La confirmación sale',
    subject: 'Leído',
    body: 'Su mensaje «{{subject}}» se mostró. Esto no significa que se haya entendido ni aceptado.',
  },
  sender: {
    failed:
      'Dice ser de {{domain}}, que no lo firmó. Puede ser falso, o una lista de correo lo ha modificado.',
  },
  images: {
    blocked_one: '{{count}} imagen sin cargar, para que el remitente no sepa que usted lee esto.',
    blocked_many: '{{count}} imágenes sin cargar, para que el remitente no sepa que usted lee esto.',
    blocked_other: '{{count}} imágenes sin cargar, para que el remitente no sepa que usted lee esto.',
    once: 'Cargar una vez',
    always: 'Siempre de {{address}}',
    unproven:
      'Usted carga siempre las de {{address}}, pero no está demostrado que este mensaje venga de ahí.',
    unreceived:
      'Usted carga siempre las de {{address}}, pero ninguna de sus cuentas recibió este mensaje: nadie ha comprobado que venga de ahí.',
    missing_one: 'No se pudo cargar {{count}} imagen.',
    missing_many: 'No se pudieron cargar {{count}} imágenes.',
    missing_other: 'No se pudieron cargar {{count}} imágenes.',
  },
  attachments: {
    title: 'Adjuntos',
    open: 'Abrir',
    save: 'Guardar…',
    saveAll: 'Guardar todo, {{size}}',
    showAll: 'Mostrar los {{count}} adjuntos',
    saveAllStop: 'Dejar de guardar',
    savingAll: 'Guardando todos los adjuntos',
    savedSoFar: '{{saved}} de {{count}}',
    savedAll: {
      here: {
        all: 'Se guardaron los {{count}} archivos.',
        partly: 'Se guardaron {{saved}} de {{count}} archivos.',
        stopped: 'Detenido. Se guardaron {{saved}} de {{count}} archivos.',
      },
      browser: {
        all: 'Los {{count}} archivos se entregaron al navegador, que los guarda.',
        partly: '{{saved}} de {{count}} archivos se entregaron al navegador, que los guarda.',
        stopped: 'Detenido. {{saved}} de {{count}} archivos se entregaron al navegador, que los guarda.',
      },
    },
    notSaved: 'No se guardó: {{name}}. {{reason}}',
    notSavedMore_one: 'Y {{count}} más no se guardó.',
    notSavedMore_many: 'Y {{count}} más no se guardaron.',
    notSavedMore_other: 'Y {{count}} más no se guardaron.',
    saveAnyway: 'Guardar de todos modos',
    actions: 'Qué hacer con {{name}}',
    onServer: 'en el servidor',
    here: 'aquí',
    coming: '{{percent}} %',
    unnamed: 'Parte {{number}} ({{type}})',
    canRun: 'puede ejecutar programas',
    disguised: 'nombre disfrazado',
    riskyTitle: '¿Guardar {{name}}?',
    risky:
      'Los archivos de este tipo pueden ejecutar programas en su ordenador. Tern no los abre. Guárdelo solo si lo esperaba y sabe quién lo envió.',
    suspicion: {
      direction:
        'El nombre de este archivo contiene marcas ocultas que le dan aspecto de otro tipo de archivo. Guárdelo solo si se fía del remitente.',
      'double-extension':
        'El nombre de este archivo simula un documento, pero es un programa. Guárdelo solo si se fía del remitente.',
      'long-spaces':
        'El nombre de este archivo esconde su verdadero tipo tras un hueco largo. Guárdelo solo si se fía del remitente.',
    },
  },
  invitation: {
    title: 'Invitación',
    what: 'Invitación',
    cancelled: 'Cancelada',
    when: 'Cuándo',
    where: 'Dónde',
    organizer: 'De',
    who: 'Quién',
    repeats: 'se repite',
    come: '¿Asistirá?',
    answer: {
      ACCEPTED: 'Sí',
      TENTATIVE: 'Quizá',
      DECLINED: 'No',
    },
    subject: {
      ACCEPTED: 'Aceptada',
      TENTATIVE: 'Quizá',
      DECLINED: 'Rechazada',
    },
    answered: 'Su respuesta va de camino al organizador.',
    answeredOn: {
      ACCEPTED: 'Usted aceptó el {{when}}.',
      TENTATIVE: 'Usted respondió «quizá» el {{when}}.',
      DECLINED: 'Usted rechazó el {{when}}.',
    },
    answeredEarlier: {
      ACCEPTED: 'Usted aceptó el {{when}}. La invitación ha cambiado desde entonces.',
      TENTATIVE: 'Usted respondió «quizá» el {{when}}. La invitación ha cambiado desde entonces.',
      DECLINED: 'Usted rechazó el {{when}}. La invitación ha cambiado desde entonces.',
    },
    more_one: 'y {{count}} más',
    more_many: 'y {{count}} más',
    more_other: 'y {{count}} más',
  },
  trust: {
    claims: 'El nombre muestra {{claimed}}, pero esto vino de {{address}}.',
    severalSenders: 'Este mensaje nombra {{count}} remitentes. Solo uno puede haberlo escrito.',
    sentBy: 'Enviado por {{address}}.',
    replyElsewhere: 'Las respuestas van a {{address}}, en otro dominio que el del remitente.',
  },
  link: {
    title: '¿Abrir este enlace?',
    open: 'Abrir {{host}}',
    concern: {
      'text-differs': 'El texto dice «{{text}}», pero el enlace lleva a {{host}}.',
      'user-info': 'La dirección pone otro nombre delante de una @. Lleva a {{host}}.',
      punycode:
        'El nombre del servidor está escrito con letras de otro alfabeto. Su nombre real es {{host}}.',
      'ip-address': 'El enlace lleva a un número, {{host}}, y no a un sitio con nombre.',
      'odd-port': 'El enlace lleva a un puerto inusual.',
      'plain-http': 'La conexión no estaría cifrada.',
    },
  },
  source: {
    title: 'Código fuente',
    what: 'Qué mostrar',
    headers: 'Todos los encabezados',
    all: 'Mensaje entero',
    copy: 'Copiar',
    copyFailed: 'No se pudo copiar el texto.',
    cut: 'Solo se muestran los primeros {{size}}.',
  },
  gone: {
    title: 'Este mensaje ya no está en el servidor.',
    text: 'Alguien o algo lo eliminó o lo movió. Lo que Tern tenía de él aún se muestra aquí.',
  },
  offline: {
    title: 'El texto de este mensaje aún no está aquí.',
    text: 'Tern está sin conexión. Llega por sí solo cuando vuelva.',
  },
  unreadable: {
    title: 'Este mensaje no se pudo leer.',
    text: 'Está compuesto de una forma que Tern no entiende. Su código fuente muestra todo lo que llegó.',
  },
  unsafe: {
    title: 'Este mensaje no se puede mostrar con seguridad.',
    text: 'No se ejecutó ni se cargó nada de él. Su código fuente muestra todo lo que llegó.',
  },
  winmail: {
    show: 'Mostrar los archivos de {{name}}',
    title: 'Archivos de {{name}}',
    none: 'No contiene archivos.',
    save: 'Guardar {{name}}',
    damaged: 'Una parte está dañada o es demasiado; quizá había más archivos.',
  },
  textFiles: {
    show_one: 'Mostrar el archivo incluido en el texto: {{names}}',
    show_many: 'Mostrar los {{formatted}} archivos incluidos en el texto: {{names}}',
    show_other: 'Mostrar los {{formatted}} archivos incluidos en el texto: {{names}}',
    title: 'Archivos incluidos en el texto',
    piece:
      'Esto es un trozo de un archivo; los otros trozos están en otros mensajes. Guardados, se pueden unir.',
  },
  protection: {
    'signed-smime':
      'Este mensaje está firmado (S/MIME), pero Tern no comprueba firmas: fíese de él como de cualquier otro mensaje.',
    'encrypted-smime':
      'Este mensaje está cifrado o sellado (S/MIME). Tern no puede abrirlo: guárdelo y ábralo con un programa que tenga su certificado.',
  },
  notice: {
    'too-deep':
      'Este mensaje es inusualmente grande o profundo; se omite una parte. Su código fuente lo tiene todo.',
    'too-many-parts':
      'Este mensaje es inusualmente grande o profundo; se omite una parte. Su código fuente lo tiene todo.',
    'too-many-headers':
      'Este mensaje es inusualmente grande o profundo; se omite una parte. Su código fuente lo tiene todo.',
    'headers-too-long':
      'Este mensaje es inusualmente grande o profundo; se omite una parte. Su código fuente lo tiene todo.',
    'text-cut': 'El texto es muy largo; solo se muestra el principio. El mensaje entero se puede guardar.',
    'parser-stopped': 'Este mensaje tardó demasiado en leerse. Su código fuente muestra todo lo que llegó.',
    'ambiguous-header':
      'Este mensaje está compuesto de modo que los programas pueden no coincidir en lo que dice. Cada parte figura como adjunto.',
    'missing-boundary':
      'Este mensaje está compuesto de modo que los programas pueden no coincidir en lo que dice. Cada parte figura como adjunto.',
    'parts-after-end':
      'Este mensaje está compuesto de modo que los programas pueden no coincidir en lo que dice. Cada parte figura como adjunto.',
    'missing-end': 'El mensaje termina antes de tiempo: puede faltar una parte.',
    truncated: 'El mensaje termina antes de tiempo: una parte no llegó.',
    'unknown-charset':
      'Algunos caracteres no se pudieron leer: el mensaje indica una codificación errónea o desconocida.',
    'unknown-encoding':
      'Una parte de este mensaje está codificada de una forma que Tern no conoce; se muestra como llegó.',
    other: 'Este mensaje tiene algo inusual ({{code}}).',
  },
};
