import type { MailError } from './mail-error';

/**
 * Whether an error is about who logs in, not about what was to be done: a person has to enter a password or sign in,
 * and until then trying again only gets the account locked (E9).
 */
export const isLoginTrouble = ({ kind, code }: MailError): boolean =>
  kind === 'refused' && (code === 'auth-failed' || code === 'needs-password' || code.startsWith('oauth-'));

/**
 * Whether a server offered no login that may be used, or none at all, as some do whose passwords are kept by another
 * server that is away. The message and the password are as good as before, and it may be
 * over when the network is another one: what waits goes on waiting, and is tried again.
 */
export const isUnusableOffer = (code: string): boolean =>
  code === 'mechanism-downgrade' || code === 'no-safe-mechanism' || code === 'auth-missing';
