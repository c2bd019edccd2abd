import { MailError } from '@shared/errors/mail-error';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const EMPTY = new Uint8Array(0);
export const utf8 = (text: string): Uint8Array => encoder.encode(text);
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes);

/** The server's challenge does not follow the mechanism: nothing more is said on this connection. */
export const brokenChallenge = (mechanism: string, message: string): MailError =>
  new MailError({ kind: 'broken', code: 'sasl-broken', message, details: { mechanism } });

/**
 * Refuses characters that a mechanism uses as its own separators, so that a name or a password can never become
 * another field.
 */
export function requireNone(value: string, forbidden: RegExp, what: 'user' | 'secret'): string {
  if (!forbidden.test(value)) return value;
  throw new MailError({
    kind: 'refused',
    code: 'unsafe-credentials',
    message: `The ${what === 'user' ? 'user name' : 'password or token'} contains a character that cannot be sent.`,
    details: { field: what },
  });
}
