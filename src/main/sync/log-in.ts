import type { AccountConfig, AccountPhase, ServerSettings } from '@shared/contract/account';
import { isMailError, MailError } from '@shared/errors/mail-error';
import type { Secret } from '@shared/ports/secret';

/**
 * What an account proves who it is with: its password, or an access token that is good now.
 * @param stale a token that the server has just refused; it is not given again.
 * @returns null when it is not known: the person has to be asked.
 * @throws MailError `refused` `oauth-sign-in`; `unreachable` when the provider gives no token now.
 */
export type SecretSource = (stale?: Secret) => Promise<Secret | null>;

/**
 * Opens a session that logs in. A refused access token is replaced and tried once more, because servers end them when
 * they like (RFC 7628 §3.2.2); a refused password never is.
 * @throws MailError `refused` `needs-password`, `auth-failed`, `oauth-sign-in`, `oauth-not-accepted` (the server
 *   refuses a fresh token, too); whatever `open` throws.
 */
export async function logIn<T>(
  settings: Pick<ServerSettings, 'auth' | 'user'>,
  source: SecretSource,
  open: (secret: Secret) => Promise<T>,
): Promise<T> {
  const secret = known(await source());
  try {
    return await open(secret);
  } catch (error) {
    if (settings.auth !== 'oauth' || !isRefusedLogin(error)) throw error;
  }
  const fresh = known(await source(secret));
  try {
    return await open(fresh);
  } catch (error) {
    if (!isRefusedLogin(error)) throw error;
    const { message, server, details } = error;
    throw new MailError({
      kind: 'refused',
      code: 'oauth-not-accepted',
      message,
      details: { ...details, user: settings.user },
      cause: error,
      ...(server === undefined ? {} : { server }),
    });
  }
}

const isRefusedLogin = (error: unknown): error is MailError =>
  isMailError(error) && error.code === 'auth-failed';

function known(secret: Secret | null): Secret {
  if (secret !== null) return secret;
  throw new MailError({ kind: 'refused', code: 'needs-password', message: 'The password is not known here' });
}

/** What an account whose login was refused waits for. */
export const loginPhase = ({ incoming }: AccountConfig): AccountPhase =>
  incoming.auth === 'oauth' ? 'needs-sign-in' : 'needs-password';
