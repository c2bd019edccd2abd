import { lookup as systemLookup } from 'node:dns/promises';
import type { ClientRequest, OutgoingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { MailError } from '@shared/errors/mail-error';
import { isPublic } from './address-ranges';
import { unreachable } from './net-errors';

/** What speaking to strangers' addresses stands on; tests put a loopback server and a resolver of their own here. */
export interface HttpsEnvironment {
  readonly lookup?: (host: string) => Promise<readonly string[]>;
  readonly isAllowed?: (address: string) => boolean;
  readonly extraRoots?: readonly string[];
}

/** Names no version and no system: every Tern looks the same to a tracker. */
const USER_AGENT = 'Mozilla/5.0 (compatible; Tern)';

/** Where a web address leads, as errors name it. */
export const placeOf = (url: URL): { readonly host: string; readonly port: number } => ({
  host: url.hostname,
  port: Number(url.port || 443),
});

/** A web address that may be spoken to: https, without a login. @throws MailError `bad-url`, `not-https`. */
export function publicUrl(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : null;
  if (url === null) throw new MailError({ kind: 'refused', code: 'bad-url', message: 'Not a web address.' });
  if (url.protocol !== 'https:') throw refused('not-https', url, 'Only https is fetched.');
  if (url.username !== '' || url.password !== '')
    throw refused('bad-url', url, 'The address carries a login.');
  return url;
}

export const refused = (code: string, url: URL, message: string): MailError =>
  new MailError({ kind: 'refused', code, message, details: { host: url.hostname } });

/**
 * The first address of the host. One address that is not public spoils all of them: such a name is a trick.
 * @throws MailError `refused` `private-address`; `unreachable` when there is none.
 */
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

interface PinnedRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: OutgoingHttpHeaders;
  readonly extraRoots: readonly string[] | undefined;
  readonly signal: AbortSignal;
}

/**
 * A request on a connection of its own to the very address that was judged: a name cannot change its mind between the check
 * and the connection. It tells nothing but `headers`, and a name that every Tern has. Goes out when it is ended.
 */
export function pinnedRequest(
  url: URL,
  address: string,
  { method, headers, extraRoots, signal }: PinnedRequest,
): ClientRequest {
  const family = isIP(address);
  return request(url, {
    method,
    agent: false,
    signal,
    minVersion: 'TLSv1.2',
    ...(extraRoots === undefined ? {} : { ca: [...extraRoots] }),
    headers: { ...headers, 'User-Agent': USER_AGENT, Connection: 'close' },
    lookup: (_host, settings, done) => {
      if (settings.all === true) done(null, [{ address, family }]);
      else done(null, address, family);
    },
  });
}
