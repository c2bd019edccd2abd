import type { IncomingMessage } from 'node:http';
import { unreachable } from './net-errors';
import {
  type HttpsEnvironment,
  pinnedRequest,
  placeOf,
  publicAddress,
  publicUrl,
  refused,
} from './public-https';

export interface HttpsFetchOptions {
  readonly maxBytes: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Value of the Accept header: `*`/`*` unless told. */
  readonly accept?: string;
}

export interface HttpsResponse {
  readonly status: number;
  /** Lower-case media type without parameters; '' when absent. */
  readonly type: string;
  readonly bytes: Uint8Array;
  /** The address that answered, after redirects. */
  readonly url: string;
}

const MAX_REDIRECTS = 3;
const TIMEOUT_MS = 15_000;
/**
 * A GET for things that a stranger names: remote images and autoconfig files (security.md §1.5, point 7).
 * Only https on a public address, resolved once and then connected to by that very address, so that a name cannot
 * change its mind between the check and the connection. No cookies, no referrer, no cache, three redirects at most,
 * each judged afresh.
 * @throws MailError `unreachable` (dns, refused, timeout, `tls-failed` …), or `refused` with code `not-https`,
 *   `private-address`, `too-many-redirects`, `too-large`, `bad-url`.
 */
export async function httpsFetch(
  url: string,
  options: HttpsFetchOptions,
  environment: HttpsEnvironment = {},
): Promise<HttpsResponse> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
  let target = publicUrl(url);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const place = placeOf(target);
    try {
      const address = await publicAddress(target, environment, signal);
      const response = await get(target, address, options.accept ?? '*/*', environment.extraRoots, signal);
      const location = redirect(response);
      if (location === null) return await read(response, target, options.maxBytes);
      response.destroy();
      target = publicUrl(location, target);
    } catch (error) {
      if (options.signal?.aborted === true) throw options.signal.reason;
      throw unreachable(timeout.aborted ? { code: 'ETIMEDOUT' } : error, place);
    }
  }
  throw refused('too-many-redirects', target, 'It redirected too often.');
}

function get(
  url: URL,
  address: string,
  accept: string,
  extraRoots: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const call = pinnedRequest(url, address, {
      method: 'GET',
      headers: { Accept: accept, 'Accept-Encoding': 'identity' },
      extraRoots,
      signal,
    });
    call.once('response', resolve);
    call.once('error', reject);
    call.end();
  });
}

function redirect(response: IncomingMessage): string | null {
  const status = response.statusCode ?? 0;
  const isRedirect = [301, 302, 303, 307, 308].includes(status);
  return isRedirect ? (response.headers.location ?? null) : null;
}

async function read(response: IncomingMessage, url: URL, maxBytes: number): Promise<HttpsResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      response.destroy();
      throw refused('too-large', url, `The answer is larger than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return {
    status: response.statusCode ?? 0,
    type: (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    bytes: new Uint8Array(Buffer.concat(chunks)),
    url: url.href,
  };
}
