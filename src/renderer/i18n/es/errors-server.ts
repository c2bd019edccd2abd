import type { serverErrors as english } from '../en/errors-server';
import type { Translation } from '../translation';

export const serverErrors: Translation<typeof english> = {
  'authorization-failed': {
    title: '{{host}} le conoce, pero no le deja entrar.',
    text: 'La contraseña es correcta; esta cuenta no se puede usar así. Quien administra el servidor puede cambiarlo.',
  },
  'auth-expired': {
    title: 'La contraseña ya no es válida.',
    text: 'Establezca una nueva en el sitio web del proveedor e introdúzcala aquí. No se perdió nada.',
  },
  'login-refused': {
    title: '{{host}} no le deja entrar en este momento.',
    text: 'No dice que la contraseña sea incorrecta. Tern lo intenta de nuevo por sí solo; las palabras del servidor, abajo, quizá digan por qué.',
  },
  'auth-required': {
    title: '{{host}} pide iniciar sesión antes de aceptar correo.',
    text: 'Introduzca un usuario y una contraseña para el correo saliente en la configuración de la cuenta. Lo que ha escrito espera en la bandeja de salida.',
  },
  'encryption-required': {
    title: '{{host}} pide una conexión cifrada.',
    text: 'Elija TLS o STARTTLS para este servidor en la configuración de la cuenta. No se perdió nada.',
  },
  'contact-admin': {
    title: '{{host}} necesita la ayuda de quien lo administra.',
    text: 'Las palabras de abajo son para esa persona. No se perdió nada; Tern lo intenta de nuevo por sí solo.',
  },
  'over-limit': {
    title: '{{host}} no hace nada más por usted en este momento.',
    text: 'Muchos servidores limitan cuánto se puede hacer en un rato o cuántos programas están conectados. Tern espera y lo intenta de nuevo por sí solo; no se perdió nada.',
  },
  'has-children': {
    title: 'Hay carpetas dentro de esta.',
    text: 'No se eliminó nada. Elimínelas o muévalas primero.',
  },
  'already-exists': {
    title: 'Ya existe una carpeta con este nombre.',
    text: 'No se cambió nada. Elija otro nombre.',
  },
  cannot: {
    title: 'Esto no se puede hacer con esa carpeta.',
    text: 'Quizá tenga una función, como la bandeja de entrada, o el nombre contiene un carácter no permitido. No se cambió nada.',
  },
  'no-inbox': {
    title: 'Esta cuenta no tiene bandeja de entrada.',
    text: 'No se movió nada. Elija otra carpeta.',
  },
  corruption: {
    title: '{{host}} dice que algo está dañado en su propio almacén.',
    text: 'No se cambió nada. Quien administra el servidor debería saberlo; sus palabras están abajo.',
  },
  'server-hides-mail': {
    title: '{{host}} enumera menos mensajes de los que cuenta.',
    text: 'Aquí no se elimina nada por algo así: lo que usted tiene se queda. Inténtelo más tarde.',
  },
  'message-mismatch': {
    title: 'El servidor tiene otro mensaje en este lugar.',
    text: 'No se cambió nada, para no tocar el mensaje equivocado. Mire la carpeta de nuevo y repítalo.',
  },
  'message-unreadable': {
    title: '{{host}} no puede leer por sí mismo este mensaje.',
    text: 'No dio nada de su texto, así que no se llevó nada a ningún sitio y el original se queda donde está. Quien administra el servidor puede repararlo.',
  },
  'draft-not-removed': {
    title: 'Una versión anterior del borrador se queda en el servidor.',
    text: 'El servidor se negó a eliminarla. No se perdió nada; elimínela en la carpeta de borradores.',
  },
  'part-missing': {
    title: 'Esta parte del mensaje no está.',
    text: 'El servidor ya no sabe nada de ella. Las otras partes se pueden leer.',
  },
  truncated: {
    title: '{{host}} envió menos de un mensaje de lo que anunció.',
    text: 'Lo que llegó no se toma por el todo. Inténtelo de nuevo; el mensaje está intacto en el servidor.',
  },
  'no-such-mailbox': {
    title: 'No existe esa dirección.',
    text: 'Eso dice el servidor de un destinatario. Compruebe cómo está escrita, corríjala y envíe de nuevo.',
  },
  'mailbox-disabled': {
    title: 'El buzón de un destinatario está desactivado.',
    text: 'No acepta correo. Pida otra dirección, edite y envíe de nuevo.',
  },
  'mailbox-full': {
    title: 'El buzón de un destinatario está lleno.',
    text: 'No acepta más correo hasta que haya sitio. Envíelo de nuevo más tarde.',
  },
  'too-many-recipients': {
    title: '{{host}} no envía a tantas personas a la vez.',
    text: 'Envíelo a menos personas cada vez.',
  },
  policy: {
    title: 'El mensaje va contra las normas del servidor.',
    text: 'A menudo es la dirección desde la que se envía, o algo del texto. Las palabras del servidor, abajo, quizá digan qué.',
  },
  'some-later': {
    title: 'El servidor pide volver más tarde para algunos destinatarios.',
    text: 'Los demás ya están atendidos. Tern lo intenta de nuevo por sí solo, solo para estos.',
  },
};
