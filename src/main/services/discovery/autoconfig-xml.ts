import { XMLParser } from 'fast-xml-parser';
import type { DiscoveredSettings, ServerSettings } from '@shared/contract/account';
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
 * Reads a document of the autoconfig format (draft-bucksch-autoconfig): the first IMAP server with TLS, else POP3, and
 * the first SMTP server with TLS. Servers without encryption are left out: a file found on the network must not talk
 * anybody out of it (security.md T-16).
 * @returns null when the document is not of that format or names no encrypted pair.
 */
export function readAutoconfig(
  xml: string,
  address: string,
  source: DiscoveredSettings['source'],
): DiscoveredSettings | null {
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
    return null;
  }
  const provider = dig(document, 'clientConfig', 'emailProvider');
  if (provider === undefined) return null;
  const incoming = servers(dig(provider, 'incomingServer'));
  const outgoing = servers(dig(provider, 'outgoingServer'));
  const pick = (list: readonly XmlServer[], type: string): ServerSettings | null => {
    for (const socket of ['SSL', 'STARTTLS']) {
      const server = list.find((s) => s.type === type && s.socketType === socket);
      const made = server ? settings(server, address) : null;
      if (made) return made;
    }
    return null;
  };
  const imap = pick(incoming, 'imap');
  const pop3 = pick(incoming, 'pop3');
  const smtp = pick(outgoing, 'smtp');
  const reading = imap ?? pop3;
  if (!reading || !smtp) return null;
  const name = dig(provider, 'displayName');
  return {
    incoming: { ...reading, protocol: imap ? 'imap' : 'pop3' },
    outgoing: smtp,
    provider: typeof name === 'string' ? name.slice(0, 100) : null,
    source,
    hint: null,
  };
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
