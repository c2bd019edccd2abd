import { domainToASCII } from 'node:url';
import type { Endpoint, TlsMode } from '@shared/ports/transport';
import { UsageError } from './console';

export interface Target {
  readonly protocol: 'imap' | 'smtp' | 'pop3';
  readonly endpoint: Endpoint;
  readonly user: string;
}

/** RFC 8314 §7: implicit TLS unless told. */
const TLS_PORTS = { imap: 993, smtp: 465, pop3: 995 } as const;
/** Ports where TLS can only begin by STARTTLS (RFC 8314 §3). */
const PLAIN_PORTS: Readonly<Record<Target['protocol'], readonly number[]>> = {
  imap: [143],
  smtp: [25, 587],
  pop3: [110],
};

/**
 * Reads `imap://user@host:port`. Without a choice the port decides: STARTTLS on the ports that begin plain, TLS on
 * every other; plain text is never a default.
 * @throws UsageError, also for an address that carries a password.
 */
export function parseTarget(text: string, options: { tls?: TlsMode; pin?: string } = {}): Target {
  const found = /^(imap|smtp|pop3?)(s?):\/\//i.exec(text);
  if (!found || !URL.canParse(text)) {
    throw new UsageError(`“${hidePassword(text)}” is no server. Write it like imap://ada@mail.example:993.`);
  }
  const url = new URL(text);
  if (url.password !== '' || /:\/\/[^/@]*:[^/@]*@/.test(text)) {
    throw new UsageError(
      'A password does not belong on the command line, where other programs and the history can read it. Leave it out: Tern asks for it, or takes it from TERN_PASSWORD.',
    );
  }
  const protocol =
    found[1]?.toLowerCase().startsWith('pop') === true ? 'pop3' : (found[1] ?? '').toLowerCase();
  if (protocol !== 'imap' && protocol !== 'smtp' && protocol !== 'pop3')
    throw new UsageError('Which protocol?');
  const host = hostOf(url);
  const user = decode(url.username);
  if (user === '') throw new UsageError(`Who logs in? Write ${protocol}://user@${host}.`);
  const port = url.port === '' ? TLS_PORTS[protocol] : Number(url.port);
  const byPort: TlsMode = found[2] === '' && PLAIN_PORTS[protocol].includes(port) ? 'starttls' : 'tls';
  const pin = options.pin?.replaceAll(':', '').toLowerCase();
  if (pin !== undefined && !/^[0-9a-f]{64}$/.test(pin)) {
    throw new UsageError('--pin takes the SHA-256 fingerprint of a certificate: 64 hexadecimal digits.');
  }
  return {
    protocol,
    user,
    endpoint: {
      host,
      port,
      tls: options.tls ?? byPort,
      ...(pin === undefined ? {} : { pinnedFingerprint: pin }),
    },
  };
}

function hostOf(url: URL): string {
  const host = decode(url.hostname).replace(/^\[(.*)\]$/, '$1');
  if (host.includes(':')) return host;
  const ascii = domainToASCII(host);
  if (ascii === '') throw new UsageError(`“${host}” is no host name.`);
  return ascii;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new UsageError(`“${text}” is not written as in a URL.`, { cause: error });
  }
}

/** A mistyped address may still carry a password. */
const hidePassword = (text: string): string => text.replace(/:[^:@/]*@/g, ':•••@');
