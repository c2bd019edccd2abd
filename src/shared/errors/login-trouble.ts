import type { MailError } from './mail-error';

/**
 * Whether an error is about who logs in, not about what was to be done: a person has to enter a password or sign in,
 * and until then trying again only gets the account locked (E9).
 */
export const isLoginTrouble = ({ kind, code }: MailError): boolean =>
  kind === 'refused' && (code === 'auth-failed' || code === 'needs-password' || code.startsWith('oauth-'));
