import { MailError } from '@shared/errors/mail-error';

export interface WebRequest {
  readonly url: string;
  /** Absent: GET. Present: POST as application/x-www-form-urlencoded. */
  readonly form?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Half a minute unless told otherwise. */
  readonly timeoutMs?: number;
}

export interface WebResponse {
  readonly status: number;
  /** At most `MAX_ANSWER` octets, as UTF-8. */
  readonly body: string;
}

/**
 * HTTPS as the token and discovery requests need it: no redirects followed, no cookies.
 * @throws MailError `unreachable` when no answer comes; `refused` `not-https`, `too-large`.
 */
export type WebFetch = (request: WebRequest) => Promise<WebResponse>;

const MAX_ANSWER = 256 * 1024;
const TIMEOUT_MS = 30_000;

/** `WebFetch` on Node's own fetch. */
export const webFetch: WebFetch = async ({ url, form, signal, timeoutMs = TIMEOUT_MS }) => {
  const { host, protocol } = new URL(url);
  if (protocol !== 'https:') {
    throw new MailError({
      kind: 'refused',
      code: 'not-https',
      message: 'Only https is spoken to.',
      details: { host },
    });
  }
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    response = await fetch(url, {
      method: form === undefined ? 'GET' : 'POST',
      // A token endpoint that redirects would send the refresh token who knows where.
      redirect: 'error',
      credentials: 'omit',
      headers: { Accept: 'application/json' },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    });
    return { status: response.status, body: await readBody(response, host) };
  } catch (error) {
    if (error instanceof MailError) throw error;
    throw new MailError({
      kind: 'unreachable',
      code: signal?.aborted === true ? 'cancelled' : timeout.aborted ? 'timeout' : 'https-failed',
      message: `${host} did not answer.`,
      details: { host },
      cause: error,
    });
  }
};

async function readBody(response: Response, host: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > MAX_ANSWER) {
      throw new MailError({
        kind: 'refused',
        code: 'too-large',
        message: `${host} answers too much.`,
        details: { host },
      });
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
