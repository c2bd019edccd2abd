/** Signing in with a browser (OAuth 2), in the wizard, the settings and the dialog. */
export const signInTexts = {
  how: 'How to log in',
  withPassword: 'Password',
  withBrowser: 'Sign in with a browser',
  browserHint:
    'You sign in on the provider’s own page. Tern never sees your password, only a permission that you can take back there at any time.',
  appPassword: {
    google:
      'Simplest without a client ID: an app password. Google makes one on the security page of your account, once two-step verification is on. Choose “Password” and enter it there.',
    microsoft:
      'Microsoft lets mail programs in only this way; a password, even an app password, is no longer accepted for most accounts.',
    yahoo:
      'Simplest without a client ID: an app password. Yahoo makes one on the security page of your account. Choose “Password” and enter it there.',
    fastmail:
      'Simplest without a client ID: an app password. Fastmail makes one under Settings, Privacy and Security. Choose “Password” and enter it there.',
    other:
      'If your provider makes app passwords, one of those is simpler: choose “Password” and enter it there.',
  },
  provider: 'Provider',
  providers: {
    google: 'Google',
    microsoft: 'Microsoft',
    yahoo: 'Yahoo',
    fastmail: 'Fastmail',
    other: 'Another server',
  },
  issuer: 'Address of the sign-in server',
  issuerHint: 'Its owner calls it the issuer.',
  scopes: 'Scopes',
  scopesHint: 'What Tern asks for, parted by spaces.',
  clientId: 'Client ID',
  clientIdHint: {
    google:
      'Who Tern is to Google. Yours or your organisation’s, made once in the Google Cloud console: “OAuth client ID” for a “Desktop app”.',
    microsoft:
      'Who Tern is to Microsoft. Yours or your organisation’s, made once in the Entra admin centre under “App registrations”, with the redirect address http://localhost for “Mobile and desktop applications”.',
    yahoo:
      'Who Tern is to Yahoo. Made once on Yahoo’s developer pages; it has to allow the redirect address http://127.0.0.1.',
    fastmail: 'Who Tern is to Fastmail. Given out by Fastmail to who asks for it.',
    other: 'Who Tern is to this server; its owner knows it. The redirect address is http://127.0.0.1.',
  },
  more: 'Client secret',
  clientSecret: 'Client secret',
  clientSecretHint:
    'Only if the provider gave you one with the client ID, as Google does. Kept with the sign-in.',
  begin: 'Sign in',
  beginAndAdd: 'Sign in and add',
  waiting: 'Waiting for you to sign in',
  openYourself: 'Sign in in your browser',
  waitingText:
    'A page of {{provider}} asks you in your browser whether Tern may read and send your mail. Come back when it says so; Tern goes on by itself. It waits five minutes.',
  open: 'Open the page of {{provider}}',
  openAgain: 'It did not open? Open it again',
  signedIn: 'You have signed in. If you want to use another account, change the user name and sign in again.',
  title: 'Sign in: {{name}}',
  text: 'The provider wants {{user}} to sign in with a browser. Mail that is here stays here, and what waits goes out afterwards.',
  consentTitle: 'How should the sign-in be kept?',
  consentSession: 'Sign in at each start',
  usePassword: 'Use a password instead',
  again: 'Sign in again…',
  instead: 'Sign in with a browser…',
  state: 'Signs in with {{provider}} in the browser. Tern has no password of this account.',
  passwordInstead:
    'The account signs in with a browser now. With a password kept here, an app password for example, it no longer does, and the sign-in is taken back.',
};
