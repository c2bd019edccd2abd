import { lookup as systemLookup } from 'node:dns/promises';
import { request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { MailError } from '@shared/errors/mail-error';
import { isPublic } from './address-ranges';
import { unreachable } from './net-errors';

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

/** What the fetch stands on; tests put a loopback server and a resolver of their own here. */
export interface HttpsEnvironment {
  readonly lookup?: (host: string) => Promise<readonly string[]>;
  readonly isAllowed?: (address: string) => boolean;
  readonly extraRoots?: readonly string[];
}

const MAX_REDIRECTS = 3;
const TIMEOUT_MS = 15_000;
/** Names no version and no system: every Tern looks the same to a tracker. */
export const USER_AGENT = 'Mozilla/5.0 (compatible; Tern)';

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
    const place = { host: target.hostname, port: Number(target.port || 443) };
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

/** A web address that may be spoken to: https, without a login. @throws MailError `bad-url`, `not-https`. */
export function publicUrl(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : null;
  if (url === null) throw new MailError({ kind: 'refused', code: 'bad-url', message: 'Not a web address.' });
  if (url.protocol !== 'https:') throw refused('not-https', url, 'Only https is fetched.');
  if (url.username !== '' || url.password !== '')
    throw refused('bad-url', url, 'The address carries a login.');
  return url;
}

const refused = (code: string, url: URL, message: string): MailError =>
  new MailError({ kind: 'refused', code, message, details: { host: url.hostname } });

/** The first address of the host. One address that is not public spoils all of them: such a name is a trick. */
export async function publicAddress(
  url: URL,
  environment: HttpsEnvironment,
  signal: AbortSignal,
): Promise<string> {
  const { lookup = lookupAll, isAllowed = isPublic } = environment;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const addresses = isIP(host) === 0 ? await lookup(host) : [host];
  signal.throwIfAborted();
  const [first] = addresses;
  if (first === undefined) throw unreachable({ code: 'ENOTFOUND' }, { host, port: Number(url.port || 443) });
  if (!addresses.every(isAllowed)) {
    throw refused('private-address', url, `${host} is not on the public internet.`);
  }
  return first;
}

const lookupAll = async (host: string): Promise<string[]> =>
  (await systemLookup(host, { all: true })).map(({ address }) => address);

function get(
  url: URL,
  address: string,
  accept: string,
  extraRoots: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const family = isIP(address);
    const call = request(url, {
      method: 'GET',
      agent: false,
      signal,
      minVersion: 'TLSv1.2',
      ...(extraRoots === undefined ? {} : { ca: [...extraRoots] }),
      headers: {
        Accept: accept,
        'User-Agent': USER_AGENT,
        'Accept-Encoding': 'identity',
        Connection: 'close',
      },
      lookup: (_host, settings, done) => {
        if (settings.all === true) done(null, [{ address, family }]);
        else done(null, address, family);
      },
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
