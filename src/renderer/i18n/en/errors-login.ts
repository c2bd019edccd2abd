/** What can go wrong between a person, a browser and a provider. */
export const loginErrors = {
  'outgoing-auth-failed': {
    title: 'The server for outgoing mail did not accept the user name or password.',
    text: 'What you have written waits in the Outbox. Enter the password for outgoing mail, and it goes out.',
  },
  'mechanism-downgrade': {
    title: '{{host}} wants a weaker way of signing in than before.',
    text: 'What it offers now tells more about your password to whoever answers. Someone may be posing as your server, or its owner has changed something. Nothing was sent. Mail that is here can be used, what you write and do waits, and Tern tries again by itself.',
  },
  'oauth-sign-in': {
    title: 'The provider wants you to sign in again.',
    text: 'Your mail is here and stays here; what you write and do waits. Sign in with your browser to go on.',
  },
  'oauth-not-accepted': {
    title: '{{host}} did not accept the sign-in.',
    text: 'You may have signed in with another account, or mail programs are switched off in the account’s settings on the provider’s website. Nothing was lost; sign in again when that is mended.',
  },
  'oauth-not-offered': {
    title: '{{host}} doesn’t let mail programs in by signing in with a browser.',
    text: 'Use a password for this server. Nothing was sent.',
  },
  'oauth-denied': {
    title: 'The provider did not let Tern in.',
    text: 'You may have pressed “cancel” there, or your organisation has to allow mail programs first. Nothing was changed.',
  },
  'oauth-timeout': {
    title: 'Nobody signed in within five minutes.',
    text: 'Nothing was changed. Start again when you have a moment.',
  },
  'oauth-client': {
    title: 'The provider doesn’t accept this client ID.',
    text: 'Signing in again will not help. Compare the client ID with what the provider’s website shows, and whether it is one for a desktop program.',
  },
  'oauth-code-rejected': {
    title: 'The provider gave an answer and then didn’t accept it.',
    text: 'It may have taken too long, or Tern’s clock and the provider’s differ. Start again; nothing was changed.',
  },
  'oauth-wrong-issuer': {
    title: 'The answer to the sign-in came from another server.',
    text: 'Someone may be meddling. Tern gave it nothing. Start again, from another network if it happens twice.',
  },
  'auth-unavailable': {
    title: 'The server can’t check passwords just now.',
    text: 'Yours is as it was. Tern tries again by itself.',
  },
  'oauth-refused': {
    title: 'The provider refused to give Tern access.',
    text: 'Nothing was changed. The provider’s own words below may say why.',
  },
  'oauth-unavailable': {
    title: 'The provider’s sign-in service doesn’t work just now.',
    text: 'Your password and your sign-in are as they were. Tern tries again by itself.',
  },
  'oauth-bad-answer': {
    title: 'The provider’s sign-in service gave an answer that makes no sense.',
    text: 'Nothing was changed. Try again later.',
  },
  'oauth-no-discovery': {
    title: 'This server doesn’t say how to sign in.',
    text: 'Check the address. It is the one its owner calls the issuer, and begins with https.',
  },
  'oauth-bad-discovery': {
    title: 'What this server says about signing in can’t be used.',
    text: 'It must be reached by https, speak for itself and know PKCE. Ask its owner, or use a password.',
  },
  'https-failed': {
    title: 'There is no way to the provider’s sign-in service now.',
    text: 'What is here can be read and written. Tern tries again by itself when the connection is back.',
  },
};
