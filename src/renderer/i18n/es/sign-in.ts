import type { signInTexts as english } from '../en/sign-in';
import type { Translation } from '../translation';

export const signInTexts: Translation<typeof english> = {
  how: 'Cómo iniciar sesión',
  withPassword: 'Contraseña',
  withBrowser: 'Iniciar sesión en un navegador',
  browserHint:
    'Usted inicia sesión en la página del proveedor. Tern nunca ve su contraseña, solo un permiso que puede retirar allí en cualquier momento.',
  appPassword: {
    google:
      'Lo más sencillo sin ID de cliente: una contraseña de aplicación. Google la crea en la página de seguridad de su cuenta, con la verificación en dos pasos activada. Elija «Contraseña» e introdúzcala.',
    microsoft:
      'Microsoft solo admite programas de correo de esta forma; una contraseña, ni siquiera de aplicación, ya no se acepta en la mayoría de las cuentas.',
    yahoo:
      'Lo más sencillo sin ID de cliente: una contraseña de aplicación. Yahoo la crea en la página de seguridad de su cuenta. Elija «Contraseña» e introdúzcala.',
    fastmail:
      'Lo más sencillo sin ID de cliente: una contraseña de aplicación. Fastmail la crea en «Settings», «Privacy & Security». Elija «Contraseña» e introdúzcala.',
    other:
      'Si su proveedor crea contraseñas de aplicación, es más sencillo: elija «Contraseña» e introdúzcala.',
  },
  provider: 'Proveedor',
  providers: {
    google: 'Google',
    microsoft: 'Microsoft',
    yahoo: 'Yahoo',
    fastmail: 'Fastmail',
    other: 'Otro servidor',
  },
  issuer: 'Dirección del servidor de inicio de sesión',
  issuerHint: 'Su responsable la llama «issuer».',
  scopes: 'Ámbitos (scopes)',
  scopesHint: 'Lo que Tern pide, separado por espacios.',
  clientId: 'ID de cliente',
  clientIdHint: {
    google:
      'Quién es Tern para Google. El suyo o el de su organización, creado una vez en la consola de Google Cloud: «ID de cliente de OAuth» para una «Aplicación de escritorio».',
    microsoft:
      'Quién es Tern para Microsoft. El suyo o el de su organización, creado una vez en el centro de administración de Entra, en «Registros de aplicaciones», con la dirección de redirección http://localhost para «Aplicaciones móviles y de escritorio».',
    yahoo:
      'Quién es Tern para Yahoo. Se crea una vez en las páginas para desarrolladores de Yahoo; tiene que permitir la dirección de redirección http://127.0.0.1.',
    fastmail: 'Quién es Tern para Fastmail. Fastmail lo da a quien lo pide.',
    other:
      'Quién es Tern para este servidor; su responsable lo sabe. La dirección de redirección es http://127.0.0.1.',
  },
  more: 'Secreto del cliente',
  clientSecret: 'Secreto del cliente',
  clientSecretHint:
    'Solo si el proveedor le dio uno con el ID de cliente, como hace Google. Se guarda con la sesión.',
  begin: 'Iniciar sesión',
  beginAndAdd: 'Iniciar sesión y añadir',
  waiting: 'Esperando a que inicie sesión',
  openYourself: 'Inicie sesión en el navegador',
  waitingText:
    'Una página de {{provider}} le pregunta en el navegador si Tern puede leer y enviar su correo. Vuelva cuando lo indique; Tern sigue por sí solo. Espera cinco minutos.',
  open: 'Abrir la página de {{provider}}',
  openAgain: '¿No se abrió? Abrirla de nuevo',
  signedIn:
    'Ha iniciado sesión. Si quiere usar otra cuenta, cambie el nombre de usuario e inicie sesión de nuevo.',
  title: 'Iniciar sesión: {{name}}',
  text: 'El proveedor pide que {{user}} inicie sesión en un navegador. El correo que hay aquí se queda, y lo que espera sale después.',
  consentTitle: '¿Cómo debe guardarse la sesión?',
  consentSession: 'Iniciar sesión en cada inicio',
  usePassword: 'Usar una contraseña en su lugar',
  again: 'Iniciar sesión de nuevo…',
  instead: 'Iniciar sesión en un navegador…',
  state: 'Inicia sesión con {{provider}} en el navegador. Tern no tiene contraseña de esta cuenta.',
  passwordInstead:
    'La cuenta inicia sesión ahora en un navegador. Con una contraseña guardada aquí, por ejemplo de aplicación, dejará de hacerlo y se retirará el permiso.',
};
