import type { loginErrors as english } from '../en/errors-login';
import type { Translation } from '../translation';

export const loginErrors: Translation<typeof english> = {
  'outgoing-auth-failed': {
    title: 'El servidor de correo saliente no aceptó el usuario o la contraseña.',
    text: 'Lo que ha escrito espera en la bandeja de salida. Introduzca la contraseña del correo saliente y saldrá.',
  },
  'mechanism-downgrade': {
    title: '{{host}} pide un inicio de sesión más débil que antes.',
    text: 'Lo que ofrece ahora revela más de su contraseña a quien responda. Alguien puede estar haciéndose pasar por su servidor, o su responsable ha cambiado algo. No se envió nada. El correo que hay aquí se puede usar, lo que escribe y hace espera, y Tern lo intenta de nuevo por sí solo.',
  },
  'oauth-sign-in': {
    title: 'El proveedor pide iniciar sesión de nuevo.',
    text: 'Su correo está aquí y se queda aquí; lo que escribe y hace espera. Inicie sesión en el navegador para seguir.',
  },
  'oauth-not-accepted': {
    title: '{{host}} no aceptó el inicio de sesión.',
    text: 'Quizá inició sesión con otra cuenta, o los programas de correo están desactivados en la configuración de la cuenta, en el sitio web del proveedor. No se perdió nada; inicie sesión de nuevo cuando esté resuelto.',
  },
  'oauth-not-offered': {
    title: '{{host}} no admite programas de correo mediante el inicio de sesión en un navegador.',
    text: 'Use una contraseña para este servidor. No se envió nada.',
  },
  'oauth-denied': {
    title: 'El proveedor no admitió a Tern.',
    text: 'Quizá pulsó «cancelar» allí, o su organización tiene que permitir antes los programas de correo. No se cambió nada.',
  },
  'oauth-timeout': {
    title: 'Nadie inició sesión en cinco minutos.',
    text: 'No se cambió nada. Empiece de nuevo cuando tenga un momento.',
  },
  'oauth-client': {
    title: 'El proveedor no acepta este ID de cliente.',
    text: 'Iniciar sesión de nuevo no servirá. Compare el ID de cliente con el que muestra el sitio web del proveedor, y compruebe que es para un programa de escritorio.',
  },
  'oauth-code-rejected': {
    title: 'El proveedor dio una respuesta y luego no la aceptó.',
    text: 'Quizá tardó demasiado, o los relojes de Tern y del proveedor no coinciden. Empiece de nuevo; no se cambió nada.',
  },
  'oauth-wrong-issuer': {
    title: 'La respuesta al inicio de sesión llegó de otro servidor.',
    text: 'Alguien puede estar interfiriendo. Tern no le dio nada. Empiece de nuevo, y si se repite, desde otra red.',
  },
  'auth-unavailable': {
    title: 'El servidor no puede comprobar contraseñas en este momento.',
    text: 'La suya sigue como estaba. Tern lo intenta de nuevo por sí solo.',
  },
  'oauth-refused': {
    title: 'El proveedor se negó a dar acceso a Tern.',
    text: 'No se cambió nada. Las palabras del proveedor, abajo, quizá digan por qué.',
  },
  'oauth-unavailable': {
    title: 'El servicio de inicio de sesión del proveedor no funciona en este momento.',
    text: 'Su contraseña y su sesión siguen como estaban. Tern lo intenta de nuevo por sí solo.',
  },
  'oauth-bad-answer': {
    title: 'El servicio de inicio de sesión del proveedor dio una respuesta sin sentido.',
    text: 'No se cambió nada. Inténtelo más tarde.',
  },
  'oauth-no-discovery': {
    title: 'Este servidor no dice cómo iniciar sesión.',
    text: 'Compruebe la dirección. Es la que su responsable llama «issuer» y empieza por https.',
  },
  'oauth-bad-discovery': {
    title: 'Lo que este servidor dice sobre el inicio de sesión no sirve.',
    text: 'Debe ser accesible por https, hablar por sí mismo y conocer PKCE. Pregunte a su responsable o use una contraseña.',
  },
  'https-failed': {
    title: 'Ahora no se puede acceder al servicio de inicio de sesión del proveedor.',
    text: 'Lo que hay aquí se puede leer, y se puede escribir. Tern lo intenta de nuevo por sí solo cuando vuelva la conexión.',
  },
};
