import type { errors as english } from '../en/errors';
import type { Translation } from '../translation';
import { hereErrors } from './errors-here';
import { loginErrors } from './errors-login';
import { serverErrors } from './errors-server';

export const errors: Translation<typeof english> = {
  theServer: 'el servidor',
  unknown: {
    title: 'Algo ha fallado ({{code}}).',
    text: 'No se cambió nada. Intentarlo de nuevo puede ayudar; los detalles dicen qué respondió el servidor.',
  },
  'not-kept': {
    title: 'Este mensaje no se puede devolver.',
    text: 'En este ordenador solo estaba su encabezado. No se cambió nada.',
  },
  'no-such-place': {
    title: 'No existe ese archivo o carpeta.',
    text: 'Compruebe la ruta y que tiene permiso para leerla.',
  },
  'not-a-folder': {
    title: 'Eso es un archivo, no una carpeta.',
    text: 'Elija la carpeta en la que está, u otra.',
  },
  'no-such-job': {
    title: 'Esto no se puede empezar de nuevo desde aquí.',
    text: 'No se cambió nada. Vuelva a iniciarlo en «Importar y exportar».',
  },
  'nothing-found': {
    title: 'No hay correo que Tern conozca.',
    text: 'Tern lee perfiles de Thunderbird, Maildirs, archivos mbox, exportaciones de Apple Mail, archivos .eml y .emlx, y sus propias copias de seguridad.',
  },
  'no-folders-inside': {
    title: 'Este servidor no tiene carpetas dentro de carpetas.',
    text: 'Importe las carpetas de una en una, o impórtelas antes a este ordenador.',
  },
  'other-backup': {
    title: 'Esta carpeta contiene la copia de seguridad de otra cuenta.',
    text: 'No se cambió nada en ella. Elija otra carpeta.',
  },
  'begun-gone': {
    title: 'Lo que se escribió antes ya no está en su carpeta.',
    text: 'No se escribió nada más allí. Si está en otro disco, conéctelo y empiece de nuevo; sigue donde estaba.',
  },
  'no-backup': {
    title: 'En esta carpeta no hay ninguna copia de seguridad.',
    text: 'Elija la carpeta que contiene un archivo llamado tern-backup.json.',
  },
  'disk-enospc': {
    title: 'El disco está lleno.',
    text: 'Lo terminado se queda. Haga sitio y empiece de nuevo; sigue donde estaba.',
  },
  'disk-edquot': {
    title: 'Su cuota en este disco se ha agotado.',
    text: 'Lo terminado se queda. Haga sitio y empiece de nuevo; sigue donde estaba.',
  },
  'disk-eacces': {
    title: 'Esta carpeta no se puede leer o no admite escritura.',
    text: 'Cambie sus permisos o elija otra.',
  },
  'disk-eperm': {
    title: 'El sistema no permite a Tern usar esta carpeta.',
    text: 'Permítalo en los ajustes de privacidad del sistema o elija otra.',
  },
  'disk-erofs': {
    title: 'Este disco no admite escritura.',
    text: 'Elija una carpeta en otro.',
  },
  'disk-enoent': {
    title: 'Un archivo o una carpeta ha desaparecido.',
    text: 'Se movió o se eliminó mientras tanto. Lo terminado se queda; empiece de nuevo para continuar.',
  },
  'disk-eio': {
    title: 'El disco tiene un defecto.',
    text: 'No se pudo leer o escribir en un punto. Guarde lo que contiene en otro disco.',
  },
  internal: {
    title: 'Tern cometió un error.',
    text: 'No se cambió nada. Intentarlo de nuevo puede ayudar. Los detalles de abajo ayudan a quienes lo corrigen.',
  },
  'no-space': {
    title: 'El disco está lleno.',
    text: 'Esto no se guardó; todo lo guardado antes está a salvo. Libere espacio en el disco y hágalo de nuevo.',
  },
  'space-low': {
    title: 'El disco está casi lleno.',
    text: 'Lo que se puede volver a recibir del servidor no se conserva aquí hasta que haya espacio. No se pierde nada: está en el servidor. Libere espacio e inténtelo de nuevo.',
  },
  io: {
    title: 'El disco no admitió la escritura.',
    text: 'Esto no se guardó; todo lo guardado antes está a salvo. Revise el disco y hágalo de nuevo.',
  },
  'taken-over': {
    title: 'La carpeta de Tern ha desaparecido, u otro Tern la está usando.',
    text: 'Esto no se guardó; todo lo guardado antes está a salvo. Copie lo que está escribiendo, cierre Tern y vuelva a abrirlo.',
  },
  'queue-full': {
    title: 'El disco no da abasto.',
    text: 'Esto no se guardó; todo lo guardado antes está a salvo. Espere un momento y hágalo de nuevo.',
  },
  missing: {
    title: 'Un archivo que Tern guardaba ya no está en el disco.',
    text: 'Otra cosa lo eliminó. Si llegó de un servidor, sigue allí y se recibe cuando lo abra de nuevo.',
  },
  corrupt: {
    title: 'Un archivo que Tern guardaba se dañó en el disco.',
    text: 'Los bytes dañados se apartaron y no se muestran. Si llegó de un servidor, sigue allí y se recibe cuando lo abra de nuevo.',
  },
  closed: {
    title: 'La conexión con {{host}} se cortó.',
    text: 'Lo que estaba en curso se intenta de nuevo cuando vuelva la conexión.',
  },
  cancelled: {
    title: 'Detenido.',
    text: 'No se cambió nada.',
  },
  overloaded: {
    title: 'Demasiado a la vez.',
    text: 'Espere un momento e inténtelo de nuevo.',
  },
  'auth-failed': {
    title: 'No se aceptó el usuario o la contraseña.',
    text: 'Compruebe ambos. Algunos proveedores piden una contraseña de aplicación, que se crea en su sitio web en la configuración de la cuenta, o tienen allí desactivados los programas de correo hasta que usted los permita.',
  },
  'auth-missing': {
    title: '{{host}} no pide contraseña, o de ninguna forma que Tern conozca.',
    text: 'Compruebe que el servidor y el puerto son los de los programas de correo. No se envió nada sin cifrar.',
  },
  'no-safe-mechanism': {
    title: '{{host}} solo acepta contraseñas sin cifrar.',
    text: 'Tern no envió la suya, porque cualquiera en el camino podría leerla. Elija TLS para este servidor.',
  },
  'server-not-verified': {
    title: '{{host}} no pudo demostrar que conoce su contraseña.',
    text: 'Alguien puede estar haciéndose pasar por su servidor. No se envió nada. Compruebe el nombre del servidor antes de intentarlo de nuevo.',
  },
  ...loginErrors,
  ...serverErrors,
  ...hereErrors,
  dns: {
    title: 'No existe ningún servidor llamado {{host}}.',
    text: 'Compruebe cómo está escrito el nombre. Si es correcto, quizá falle el DNS de la red; Tern lo intenta de nuevo por sí solo.',
  },
  refused: {
    title: '{{host}} rechaza conexiones en el puerto {{port}}.',
    text: 'El ordenador está ahí, pero nada escucha en ese puerto. Compruebe el puerto, o el servidor se está reiniciando.',
  },
  timeout: {
    title: '{{host}} no respondió a tiempo.',
    text: 'Quizá el servidor esté caído o un cortafuegos se trague la conexión. Compruebe servidor y puerto; Tern lo intenta de nuevo por sí solo.',
  },
  offline: {
    title: 'No hay red.',
    text: 'El correo que hay aquí se puede leer, ordenar y responder. Saldrá cuando vuelva la conexión.',
  },
  intercepted: {
    title: 'Algo responde en lugar de {{host}}.',
    text: 'A menudo es la página de acceso de una red wifi: abra una página web e identifíquese allí. No se le envió nada. Mientras tanto se puede usar el correo que hay aquí, y Tern lo intenta de nuevo por sí solo.',
  },
  'tls-self-signed': {
    title: '{{host}} presentó un certificado que solo responde de sí mismo.',
    text: 'Alguien puede estar escuchando, o el responsable hizo el certificado a mano. No se envió nada. Si es su propio servidor, compare la huella y confíe solo en este certificado.',
  },
  'tls-expired': {
    title: 'El certificado de {{host}} ha caducado.',
    text: 'Su responsable olvidó renovarlo, o el reloj de este ordenador va mal. No se envió nada. Compruebe el reloj y después pregunte al proveedor.',
  },
  'tls-wrong-host': {
    title: '{{host}} presentó un certificado de otro nombre.',
    text: 'Alguien puede estar escuchando, o el servidor está mal configurado. No se envió nada. El certificado nombra el servidor al que pertenece; usar ese nombre suele ayudar.',
  },
  'tls-untrusted': {
    title: 'El certificado de {{host}} lo firma una autoridad que este ordenador no conoce.',
    text: 'Alguien puede estar escuchando, o su organización tiene una autoridad propia. No se envió nada. Compare la huella con la que le diga el responsable del servidor.',
  },
  'tls-pin-changed': {
    title: '{{host}} presentó un certificado distinto de aquel en el que usted confió.',
    text: 'Quizá el responsable lo haya sustituido, o alguien escucha. No se envió nada. Pregunte al responsable antes de confiar en el nuevo.',
  },
  'tls-version': {
    title: '{{host}} solo ofrece un cifrado que ya no es seguro.',
    text: 'No se envió nada. El proveedor tiene que activar TLS 1.2 o posterior.',
  },
  'tls-failed': {
    title: 'No se estableció ninguna conexión cifrada con {{host}}.',
    text: 'No se envió nada. Compruebe el puerto y si es para TLS o para STARTTLS.',
  },
  'not-tls': {
    title: '{{host}} no habla TLS en el puerto {{port}}.',
    text: 'Quizá el puerto sea para STARTTLS: 143 o 110 para el correo entrante, 587 para el saliente. No se envió nada.',
  },
  'no-starttls': {
    title: '{{host}} no ofrece cifrado en este puerto.',
    text: 'Su contraseña no se envió. Pruebe TLS en el puerto 993 (IMAP), 995 (POP3) o 465 (SMTP).',
  },
  'starttls-injection': {
    title: 'Alguien interfirió en la conexión con {{host}}.',
    text: 'Había órdenes introducidas antes de empezar el cifrado. No se envió nada. Inténtelo desde otra red.',
  },
  'not-imap': {
    title: 'Lo que responde en {{host}}, puerto {{port}}, no es un servidor IMAP.',
    text: 'Compruebe servidor y puerto. IMAP suele estar en el puerto 993.',
  },
  'not-pop3': {
    title: 'Lo que responde en {{host}}, puerto {{port}}, no es un servidor POP3.',
    text: 'Compruebe servidor y puerto. POP3 suele estar en el puerto 995.',
  },
  'not-smtp': {
    title: 'Lo que responde en {{host}}, puerto {{port}}, no es un servidor para enviar correo.',
    text: 'Compruebe servidor y puerto. Para enviar se suele usar el puerto 465 o 587.',
  },
  protocol: {
    title: '{{host}} dio una respuesta sin sentido.',
    text: 'Tern cortó la conexión y empieza de nuevo. Las otras carpetas y cuentas siguen; no se perdió nada.',
  },
  'server-temporary': {
    title: '{{host}} no puede hacer esto en este momento.',
    text: 'Tern lo intenta de nuevo por sí solo.',
  },
  'server-permanent': {
    title: '{{host}} se niega.',
    text: 'Intentarlo otra vez igual no servirá. Las palabras del servidor, abajo, quizá digan por qué.',
  },
  'greeting-refused': {
    title: '{{host}} no quiere hablar con Tern.',
    text: 'Quizá esté sobrecargado o haya bloqueado esta red un rato. Tern lo intenta más tarde.',
  },
  busy: {
    title: '{{host}} está demasiado ocupado.',
    text: 'Tern espera y lo intenta de nuevo por sí solo.',
  },
  'mailbox-locked': {
    title: 'Otro programa está usando el buzón.',
    text: 'Tern lo intenta de nuevo por sí solo cuando el otro programa termine.',
  },
  'mailbox-gone': {
    title: 'La carpeta ya no existe.',
    text: 'Se eliminó o cambió de nombre en otro lugar, o su cuenta se quitó de Tern. Elija otra carpeta.',
  },
  'mailbox-has-news': {
    title: 'En la carpeta hay correo que usted no ha visto.',
    text: 'Por eso no se eliminó. Mírela (si está oculta, muéstrela antes) y elimínela de nuevo.',
  },
  'no-trash': {
    title: 'No se eliminó nada.',
    text: 'Tern no conoce en esta cuenta ninguna papelera donde ponerlo. Si sus carpetas aún se están leyendo, inténtelo en un momento; si no tiene ninguna, Tern pregunta antes de eliminar algo definitivamente.',
  },
  'no-permission': {
    title: 'El servidor no lo permite.',
    text: 'Usted no tiene derecho a hacerlo en esa carpeta. La lista muestra de nuevo lo que tiene el servidor.',
  },
  'over-quota': {
    title: 'El buzón del servidor está lleno.',
    text: 'Elimine algo allí e inténtelo de nuevo.',
  },
  gone: {
    title: 'El mensaje ya no está en el servidor.',
    text: 'Se eliminó o se movió en otro lugar. Lo que se sabe de él sigue visible aquí.',
  },
  'flag-not-kept': {
    title: 'El servidor no conserva esta marca.',
    text: 'Aquí solo se muestra hasta que la carpeta vuelva a compararse con el servidor.',
  },
  'mark-stays': {
    title: 'El servidor no quita esta marca.',
    text: 'Se queda en el mensaje, aquí y en otros programas.',
  },
  'mark-not-shown': {
    title: 'La marca está en el mensaje, pero no se puede mostrar aquí.',
    text: 'El servidor la conserva. Tern muestra 32 etiquetas distintas por carpeta, y esta tiene más. Otros programas la muestran.',
  },
  'move-not-done': {
    title: 'El servidor dijo que movió el mensaje, pero no lo hizo.',
    text: 'Sigue donde estaba y no se ha perdido nada. Intentarlo de nuevo puede ayudar.',
  },
  'not-proven': {
    title: 'No se pudo demostrar que la copia llegó.',
    text: 'Así que el original se dejó donde está. Mire la carpeta de destino antes de intentarlo de nuevo.',
  },
  'original-stays': {
    title: 'Se copió, pero el servidor se negó a quitar el original.',
    text: 'Ahora está en ambas carpetas y no se ha perdido nada. Inténtelo de nuevo o elimine uno de los dos.',
  },
  'copies-stay': {
    title: 'El original está donde estaba, y en la otra carpeta queda una copia.',
    text: 'Tern no pudo demostrar que la copia es suya, o el servidor la retiene. Mire ambas y elimine la que sobre.',
  },
  'too-large': {
    title: 'Es más grande de lo permitido.',
    text: 'El servidor o Tern tiene un límite. Envíelo por partes o como enlace.',
  },
  'sender-refused': {
    title: 'El servidor no le deja enviar desde esta dirección.',
    text: 'Elija una identidad que pertenezca a esta cuenta.',
  },
  'recipient-refused': {
    title: 'El servidor rechaza a un destinatario.',
    text: 'Compruebe la dirección. Tampoco se envió a los demás hasta que usted decida.',
  },
  'some-refused': {
    title: 'El servidor rechaza a algunos destinatarios.',
    text: 'Compruebe sus direcciones o envíe solo a los demás.',
  },
  'no-recipients': {
    title: 'No hay nadie a quien enviarlo.',
    text: 'Añada un destinatario.',
  },
  'bad-address': {
    title: 'Una dirección no está bien escrita.',
    text: 'Corríjala e inténtelo de nuevo.',
  },
  greylisted: {
    title: 'El servidor pide volver más tarde.',
    text: 'Es una comprobación habitual contra el spam. Tern lo intenta de nuevo por sí solo.',
  },
  'message-refused': {
    title: 'El servidor rechaza el mensaje.',
    text: 'Quizá lo tome por spam o por demasiado grande. Sus palabras, abajo, dicen más.',
  },
  'requiretls-unsupported': {
    title: '{{host}} no puede garantizar conexiones cifradas en todo el camino.',
    text: 'El mensaje no se envió a nadie. Edítelo y retire ese deseo, o envíelo desde una cuenta cuyo servidor pueda.',
  },
  'not-supported': {
    title: '{{host}} no puede hacer lo que este mensaje necesita.',
    text: 'Envíelo de forma más sencilla: letras corrientes en las direcciones, líneas más cortas.',
  },
  uncertain: {
    title: 'No se sabe si esto llegó.',
    text: 'La conexión se cortó antes de que el servidor respondiera. Tern mira antes de volver a hacer nada.',
  },
  'needs-consent': {
    title: 'En este ordenador no hay ningún llavero que funcione.',
    text: 'Decida cómo debe guardarse la contraseña.',
  },
  'needs-password': {
    title: 'Falta la contraseña.',
    text: 'Introdúzcala para continuar.',
  },
  keyring: {
    title: 'El llavero no se puede abrir.',
    text: 'Quizá esté bloqueado. Su contraseña sigue en él; desbloquéelo e inténtelo de nuevo.',
  },
  'cache-full': {
    title: 'El disco está lleno.',
    text: 'Aquí no se conserva más correo hasta que haya espacio. Lo que escribe y hace se guarda en el espacio reservado para ello.',
  },
  'cache-failed': {
    title: 'No se puede abrir la copia local de su correo.',
    text: 'Se vuelve a intentar. En ella no hay nada que usted haya escrito, y todo puede recibirse del servidor.',
  },
  'store-lost': {
    title: 'La copia local de su correo tuvo que cerrarse.',
    text: 'Se reconstruye desde el servidor. En ella no hay nada que usted haya escrito.',
  },
  'unsent-mail': {
    title: 'En esta cuenta hay correo sin enviar.',
    text: 'Envíelo o descártelo antes, o quite la cuenta con él.',
  },
  'already-sent': {
    title: 'Ya se ha enviado.',
    text: 'Ya no se puede recuperar.',
  },
  'not-https': {
    title: 'La dirección no es segura.',
    text: 'Tern solo descarga por https.',
  },
  'private-address': {
    title: 'La dirección lleva a su propia red.',
    text: 'Tern no descarga cosas así para un mensaje, porque así se atacan los dispositivos domésticos.',
  },
  'bad-url': {
    title: 'La dirección no se entiende.',
    text: 'No se descargó nada.',
  },
  'rest-unavailable': {
    title: 'De este mensaje no se puede recibir nada más.',
    text: 'Está todo aquí, o lo que falta no está en ningún servidor que Tern conozca. Lo que hay aquí se queda.',
  },
  'headers-only': {
    title: 'De un mensaje solo están aquí los encabezados.',
    text: 'No se movió, para que no se pierda nada. Cargue antes el resto del mensaje y muévalo de nuevo.',
  },
  'no-unique-ids': {
    title: '{{host}} no sabe distinguir sus mensajes.',
    text: 'No conoce UIDL ni TOP, así que Tern recibiría el correo dos veces. No se recibió ni se eliminó nada.',
  },
  'not-a-container': {
    title: 'Este archivo no se puede abrir.',
    text: 'Se llama winmail.dat, pero no se pudo leer nada de él. Aun así se puede guardar tal cual.',
  },
  'not-found': {
    title: 'No está.',
    text: 'Quizá se haya movido o eliminado mientras tanto.',
  },
  'server-limit': {
    title: '{{host}} envió más de lo que Tern acepta.',
    text: 'Un límite protege la memoria de este ordenador. Tern cortó la conexión; no se perdió nada.',
  },
};
