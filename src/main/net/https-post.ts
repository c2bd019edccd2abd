import { MailError } from '@shared/errors/mail-error';
import { unreachable } from './net-errors';
import { type HttpsEnvironment, pinnedRequest, placeOf, publicAddress, publicUrl } from './public-https';

export interface HttpsPostOptions {
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 20_000;

/**
 * One POST to an address that a stranger names and the person agreed to (RFC 8058 §3.1): https on a public address, resolved
 * once and connected to by that very address; no cookies, no referrer, no login, no redirect, no second try. Of the answer
 * only its status is read.
 * @param body `application/x-www-form-urlencoded`.
 * @throws MailError `unreachable` when nothing was sent; `uncertain` `no-answer` when it was and no answer came; `refused`
 *   with code `not-https`, `private-address`, `bad-url`.
 */
export async function httpsPost(
  url: string,
  body: string,
  { timeoutMs = TIMEOUT_MS }: HttpsPostOptions = {},
  environment: HttpsEnvironment = {},
): Promise<{ readonly status: number }> {
  const target = publicUrl(url);
  const place = placeOf(target);
  const timeout = AbortSignal.timeout(timeoutMs);
  let sent = false;
  try {
    const address = await publicAddress(target, environment, timeout);
    return await post(target, address, body, environment.extraRoots, timeout, () => (sent = true));
  } catch (error) {
    if (!sent) throw unreachable(timeout.aborted ? { code: 'ETIMEDOUT' } : error, place);
    throw new MailError({
      kind: 'uncertain',
      code: 'no-answer',
      message: 'It was sent, and no answer came.',
      details: place,
      cause: error,
    });
  }
}

function post(
  url: URL,
  address: string,
  body: string,
  extraRoots: readonly string[] | undefined,
  signal: AbortSignal,
  onSent: () => void,
): Promise<{ readonly status: number }> {
  return new Promise((resolve, reject) => {
    const call = pinnedRequest(url, address, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': String(Buffer.byteLength(body)),
      },
      extraRoots,
      signal,
    });
    call.once('response', (response) => {
      resolve({ status: response.statusCode ?? 0 });
      response.destroy();
    });
    call.once('error', reject);
    // Nothing of the request is on its way before the server has proven who it is.
    call.once('socket', (socket) =>
      socket.once('secureConnect', () => {
        onSent();
        call.end(body);
      }),
    );
  });
}
