import { XMLParser } from 'fast-xml-parser';
import type { DiscoveredSettings, OAUTH_PRESETS, ServerSettings } from '@shared/contract/account';
import { domainOf } from './providers';

/** An autoconfig document is a page of XML; more is not one. */
export const MAX_AUTOCONFIG_BYTES = 256 * 1024;

interface XmlServer {
  readonly type?: string;
  readonly hostname?: string;
  readonly port?: string;
  readonly socketType?: string;
  readonly username?: string;
  readonly authentication?: string | readonly string[];
}

/**
 * Reads a document of the autoconfig format (draft-bucksch-autoconfig): every way to fetch mail that it names, IMAP
 * before POP3 and TLS before STARTTLS, with the best way to send. Servers without encryption are left out: a file found
 * on the network must not talk anybody out of it (security.md T-16).
 * @returns none when the document is not of that format or names no encrypted pair.
 */
export function readAutoconfig(
  xml: string,
  address: string,
  source: DiscoveredSettings['source'],
): DiscoveredSettings[] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    processEntities: false,
    parseTagValue: false,
    trimValues: true,
    isArray: (name) => ['incomingServer', 'outgoingServer'].includes(name),
  });
  let document: unknown;
  try {
    document = parser.parse(xml);
  } catch {
    return [];
  }
  const provider = dig(document, 'clientConfig', 'emailProvider');
  if (provider === undefined) return [];
  const incoming = servers(dig(provider, 'incomingServer'));
  const outgoing = servers(dig(provider, 'outgoingServer'));
  const all = (list: readonly XmlServer[], type: string): ServerSettings[] =>
    ['SSL', 'STARTTLS'].flatMap((socket) =>
      list
        .filter((s) => s.type === type && s.socketType === socket)
        .flatMap((server) => settings(server, address) ?? []),
    );
  const [smtp] = all(outgoing, 'smtp');
  if (!smtp) return [];
  const name = dig(provider, 'displayName');
  const signIn = signInOf(dig(document, 'clientConfig', 'oAuth2'));
  return (['imap', 'pop3'] as const).flatMap((protocol) =>
    all(incoming, protocol).map((reading) => ({
      incoming: { ...reading, protocol },
      outgoing: smtp,
      provider: typeof name === 'string' ? name.slice(0, 100) : null,
      source,
      signIn,
      hint: null,
    })),
  );
}

/** Issuers as such documents write them, with the preset that is meant. */
const KNOWN_ISSUERS: Readonly<Record<string, (typeof OAUTH_PRESETS)[number]>> = {
  'accounts.google.com': 'google',
  'login.microsoftonline.com': 'microsoft',
  'login.yahoo.com': 'yahoo',
  'api.login.yahoo.com': 'yahoo',
  'www.fastmail.com': 'fastmail',
  'api.fastmail.com': 'fastmail',
};

/** Where to sign in with a browser. The addresses of the document are not taken: the issuer's own document has them. */
function signInOf(value: unknown): DiscoveredSettings['signIn'] {
  const issuer = dig(value, 'issuer');
  if (typeof issuer !== 'string' || !/^(https:\/\/)?[a-z0-9.-]{1,253}(\/[\w./-]*)?$/.test(issuer))
    return null;
  const bare = issuer.replace('https://', '');
  const preset = KNOWN_ISSUERS[bare.replace(/\/.*$/, '')];
  if (preset !== undefined) return { provider: preset };
  const scope = dig(value, 'scope');
  const scopes = typeof scope === 'string' ? scope.split(/\s+/).filter((one) => one !== '') : [];
  return { provider: `https://${bare}`, scopes };
}

function servers(value: unknown): XmlServer[] {
  return Array.isArray(value) ? value.filter((v): v is XmlServer => typeof v === 'object' && v !== null) : [];
}

function settings(server: XmlServer, address: string): ServerSettings | null {
  const port = Number(server.port);
  const host = fill(server.hostname ?? '', address).toLowerCase();
  if (!/^[a-z0-9.-]{1,253}$/.test(host) || !Number.isInteger(port) || port < 1 || port > 65535) return null;
  const methods = [server.authentication ?? []].flat();
  return {
    host,
    port,
    tls: server.socketType === 'SSL' ? 'tls' : 'starttls',
    user: fill(server.username ?? '%EMAILADDRESS%', address),
    // Only where nothing else is offered: a password works at once, signing in wants a client id.
    auth: methods[0] === 'OAuth2' && methods.length === 1 ? 'oauth' : 'password',
  };
}

const fill = (text: string, address: string): string =>
  text
    .replaceAll('%EMAILADDRESS%', address)
    .replaceAll('%EMAILLOCALPART%', address.slice(0, address.lastIndexOf('@')))
    .replaceAll('%EMAILDOMAIN%', domainOf(address));

function dig(value: unknown, ...path: string[]): unknown {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}
