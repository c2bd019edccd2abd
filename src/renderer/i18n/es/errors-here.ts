import type { hereErrors as english } from '../en/errors-here';
import type { Translation } from '../translation';

export const hereErrors: Translation<typeof english> = {
  'letter-sealed': {
    title: 'Este mensaje estaba cifrado.',
    text: 'Una respuesta saldría sin cifrar, con sus palabras dentro. No se escribió nada.',
  },
  'key-locked': {
    title: 'Su clave secreta está cerrada.',
    text: 'Escriba su frase de contraseña en los ajustes, en Cifrado, e inténtelo de nuevo.',
  },
  'keys-missing': {
    title: 'No se puede cifrar para todos.',
    text: 'No hay ninguna clave utilizable para {{addresses}}. No se envió nada; el mensaje sigue siendo un borrador.',
  },
  'own-key-missing': {
    title: 'No hay clave secreta para {{address}}.',
    text: 'No se envió nada. Cree o importe una clave en los ajustes, en Cifrado, o envíe sin cifrar ni firmar.',
  },
  'own-key-unusable': {
    title: 'Su clave para {{address}} no se puede usar.',
    text: 'Ha caducado, fue revocada o no está hecha para esto. No se envió nada; el mensaje sigue siendo un borrador.',
  },
  'too-large-to-protect': {
    title: 'El mensaje es demasiado grande para cifrarlo o firmarlo.',
    text: 'Con sus adjuntos puede tener unos 20 MB. No se envió nada; el mensaje sigue siendo un borrador.',
  },
  'letter-unreadable': {
    title: 'El mensaje no se puede volver a abrir.',
    text: 'Está cifrado, y la clave para la que se cifró ya no está aquí. Sigue esperando en la bandeja de salida.',
  },
  'no-keys-found': {
    title: 'No contiene ninguna clave OpenPGP.',
    text: 'No se cambió nada. Una clave empieza por «-----BEGIN PGP PUBLIC KEY BLOCK-----» o «PRIVATE».',
  },
  'key-damaged': {
    title: 'La clave no se puede leer.',
    text: 'No se cambió nada. Puede estar cortada; pídala otra vez.',
  },
  'key-too-large': {
    title: 'La clave es demasiado grande.',
    text: 'No se cambió nada. Quizá alguien la inundó de firmas; pida una limpia a su dueño.',
  },
  'too-many-keys': {
    title: 'Hay tantas claves como guarda Tern.',
    text: 'Quite algunas que no necesite.',
  },
  'other-key': {
    title: 'Se usa otra clave para esta dirección.',
    text: 'No se ha cambiado nada. Compare las huellas y elija la correcta.',
  },
  'key-unprotected': {
    title: 'Esta clave secreta no tiene frase de contraseña.',
    text: 'Tern guarda las claves secretas cerradas. Elija una frase de contraseña para ella.',
  },
  'key-gone': {
    title: 'Esta clave se quitó entretanto.',
    text: 'No se cambió nada.',
  },
  'wrong-passphrase': {
    title: 'Esta frase de contraseña no abre la clave.',
    text: 'No se cambió nada. Inténtelo de nuevo; cuentan mayúsculas y minúsculas.',
  },
  'account-gone': {
    title: 'Esta cuenta ya no está en Tern.',
    text: 'Se quitó mientras tanto. Su correo en el servidor está intacto.',
  },
  'account-removed': {
    title: 'La otra cuenta se quitó de Tern.',
    text: 'Lo que ya había llegado a su servidor se queda allí. Todo lo demás está donde estaba.',
  },
  'gave-up': {
    title: 'Tern ha dejado de intentar enviar esto.',
    text: 'Durante unos dos días, el servidor no respondió o pidió volver más tarde. No se entregó nada. Envíelo ahora para empezar de nuevo.',
  },
  'waited-long': {
    title: 'Esto lleva días esperando aquí.',
    text: 'No sale nada hasta que usted lo diga.',
  },
  'no-account': {
    title: 'No hay ninguna cuenta desde la que escribir.',
    text: 'Lo que ha escrito se conserva. Añada una cuenta o elija otro remitente.',
  },
  'no-unsubscribe': {
    title: 'Este mensaje ya no dice cómo darse de baja de su lista.',
    text: 'No se avisó a nadie. Abra otro mensaje de la lista o busque la forma que ella misma ofrece.',
  },
  'local-only': {
    title: 'El correo de esta carpeta solo vive aquí.',
    text: 'No hay ningún servidor al que preguntar.',
  },
  'never-synchronised': {
    title: 'Esta carpeta aún no se ha recibido.',
    text: 'Ábrala e inténtelo de nuevo cuando sus mensajes estén aquí.',
  },
  running: {
    title: 'Esto se está haciendo ahora mismo.',
    text: 'Espere a que termine; entonces se podrá deshacer.',
  },
  'no-message-id': {
    title: 'Estos mensajes no se distinguen de otros.',
    text: 'No tienen Message-ID, por el que se reconocerían ellos y sus respuestas. No se hizo nada.',
  },
  'rule-broken': {
    title: 'Una carpeta que esta regla necesita ya no existe.',
    text: 'No se hizo nada. Elija otra carpeta y ejecútela de nuevo.',
  },
  'too-many-snoozed': {
    title: 'Hay demasiados mensajes pospuestos.',
    text: 'No se cambió nada. Devuelva algunos o posponga menos a la vez.',
  },
  'not-in-inbox': {
    title: 'Solo se puede posponer lo que está en una bandeja de entrada.',
    text: 'No se cambió nada. Muévalo antes a Recibidos.',
  },
  'not-sent': {
    title: 'Solo se puede esperar respuesta a mensajes enviados.',
    text: 'No se ha cambiado nada.',
  },
  'already-answered': {
    title: 'Alguien ya ha respondido.',
    text: 'No se ha cambiado nada. La respuesta está en la conversación y se puede posponer.',
  },
  'too-many-blocked': {
    title: 'La lista de remitentes bloqueados está llena.',
    text: 'No se cambió nada. Desbloquee algunos de los que ya no llega correo, o bloquee su dominio entero.',
  },
  'identity-gone': {
    title: 'El remitente con el que se escribió esto ya no existe.',
    text: 'No se ha enviado nada. Elija en «De» de quién viene.',
  },
  'draft-gone': {
    title: 'Este borrador ya no está aquí.',
    text: 'Mientras tanto se envió o se descartó, quizá en otra ventana.',
  },
  'attachment-missing': {
    title: 'Un adjunto ya no está en este ordenador.',
    text: 'No se envió nada. Adjúntelo de nuevo o quítelo, y vuelva a enviar.',
  },
  'too-many-templates': {
    title: 'Ya hay tantas plantillas como Tern conserva.',
    text: 'La carta se queda como está. Quite una plantilla que ya no necesite y guarde esta de nuevo.',
  },
  'template-too-large': {
    title: 'Esto es demasiado largo para una plantilla.',
    text: 'La carta se queda como está. Un texto largo se guarda mejor como archivo adjunto.',
  },
  'template-gone': {
    title: 'Esta plantilla ya no está aquí.',
    text: 'Se quitó mientras tanto, quizá en otra ventana. No cambió nada más.',
  },
  'template-file-missing': {
    title: 'Un archivo de esta plantilla ya no está en este ordenador.',
    text: 'La plantilla no se guardó. Adjunte el archivo de nuevo o quítelo, y guárdela otra vez.',
  },
  'no-receipt-wanted': {
    title: 'Este mensaje no pide confirmación.',
    text: 'No se envió nada.',
  },
  'no-invitation': {
    title: 'No se puede responder a esta invitación.',
    text: 'No dice a quién responder, o no es una invitación. No se envió nada.',
  },
};
