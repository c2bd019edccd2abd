import type { unsubscribe as english } from '../en/unsubscribe';
import type { Translation } from '../translation';

export const unsubscribe: Translation<typeof english> = {
  command: 'Darse de baja…',
  left: {
    request: 'Se dio de baja el {{when}}',
    mail: 'Se dio de baja por correo el {{when}}',
    page: 'Abrió su página para darse de baja el {{when}}',
  },
  title: '¿Darse de baja de {{name}}?',
  looking: 'Mirando cómo darse de baja…',
  oneClick:
    'Tern pedirá a {{host}} que quite {{address}}. Eso les indica que esta dirección se lee. Tern no envía nada más.',
  mail: '{{to}} da de baja por correo. Tern escribe el mensaje desde {{address}}; usted lo revisa y lo envía.',
  page: 'Solo es posible darse de baja en su página web, en {{host}}. Abrirla les indica que esta dirección se lee.',
  unproven:
    'Ofrecen hacerlo con una sola petición, pero nada demuestra que la oferta sea suya, así que Tern no la usa.',
  confirm: 'Darse de baja',
  write: 'Escribir el mensaje',
  writeInstead: 'Escribirles en su lugar',
  openPage: 'Abrir {{host}}',
  asking: 'Preguntando a {{host}}…',
  result: {
    done: '{{host}} lo confirma. Lo que ya está en camino aún puede llegar.',
    refused:
      '{{host}} rechazó la petición ({{status}}). Probablemente siga en la lista. No se envió nada más.',
    elsewhere:
      '{{host}} solo remitió a otra dirección, a la que Tern no fue. Probablemente siga en la lista.',
    'no-answer':
      'Se preguntó a {{host}}, pero no respondió. Puede que ya no esté en la lista, o que sí: observe si llega más correo.',
    unreachable:
      'Ahora no se puede acceder a {{host}}, o no se le puede preguntar. No se envió nada, y usted sigue en la lista.',
  },
};
