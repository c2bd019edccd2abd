import type { DiscoveredSettings, DiscoveryStep, ServerSettings } from '@shared/contract/account';
import { isMailError } from '@shared/errors/mail-error';
import type { Dialer, Endpoint } from '@shared/ports/transport';
import { MAX_AUTOCONFIG_BYTES, readAutoconfig } from './autoconfig-xml';
import { domainOf, providerForAddress, providerForMx } from './providers';

/** The look-ups that discovery makes; `src/main/net` has the real ones. */
export interface DiscoveryPorts {
  readonly dialer: Dialer;
  https(
    url: string,
    options: { maxBytes: number; timeoutMs: number; signal?: AbortSignal },
  ): Promise<{
    readonly status: number;
    readonly bytes: Uint8Array;
  }>;
  srv(service: string, domain: string): Promise<readonly { readonly host: string; readonly port: number }[]>;
  mx(domain: string): Promise<readonly string[]>;
}

/** Each question may take this long; together they stay below what a person waits for. */
const STEP_TIMEOUT_MS = 6_000;

const IMAP_GUESSES: ReadonlyArray<readonly [prefix: string, port: number, tls: 'tls' | 'starttls']> = [
  ['imap', 993, 'tls'],
  ['mail', 993, 'tls'],
  ['imap', 143, 'starttls'],
  ['mail', 143, 'starttls'],
];
const POP3_GUESSES: typeof IMAP_GUESSES = [
  ['pop', 995, 'tls'],
  ['mail', 995, 'tls'],
];
const SMTP_GUESSES: ReadonlyArray<readonly [prefix: string, port: number, tls: 'tls' | 'starttls']> = [
  ['smtp', 465, 'tls'],
  ['mail', 465, 'tls'],
  ['smtp', 587, 'starttls'],
  ['mail', 587, 'starttls'],
];

/** In the order of trust: of two sources that name the same server the earlier one counts. */
const SOURCES: readonly DiscoveryStep['source'][] = [
  'provider-list',
  'autoconfig',
  'well-known',
  'srv',
  'mx',
  'guess',
];

/**
 * Finds the settings of an address: the bundled list (nothing leaves the machine), else, side by side, the domain's own
 * autoconfig (https only), its SRV records (RFC 6186, RFC 8314) and its mail exchangers, and when none of them knows, the
 * usual host names. Only the domain is sent anywhere, never the address.
 * @param onStep hears of every step as it begins and ends.
 * @returns the steps in order of trust, and every way that was found, best first.
 */
export async function discover(
  address: string,
  ports: DiscoveryPorts,
  onStep: (step: DiscoveryStep) => void,
  signal: AbortSignal,
): Promise<{ steps: DiscoveryStep[]; found: DiscoveredSettings[] }> {
  const domain = domainOf(address);
  const steps: DiscoveryStep[] = [];
  const found: DiscoveredSettings[] = [];

  const attempt = async (
    source: DiscoveryStep['source'],
    target: string,
    look: () => Promise<DiscoveredSettings[]>,
  ): Promise<void> => {
    signal.throwIfAborted();
    onStep({ source, target, state: 'running', note: '' });
    let step: DiscoveryStep;
    try {
      const results = await look();
      found.push(...results);
      step = { source, target, state: results[0] ? 'found' : 'nothing', note: results[0]?.provider ?? '' };
    } catch (error) {
      step = { source, target, state: 'failed', note: isMailError(error) ? error.code : 'failed' };
    }
    steps.push(step);
    onStep(step);
  };

  const fetchConfig = async (url: string, source: DiscoveryStep['source']): Promise<DiscoveredSettings[]> => {
    const answer = await ports.https(url, {
      maxBytes: MAX_AUTOCONFIG_BYTES,
      timeoutMs: STEP_TIMEOUT_MS,
      signal,
    });
    return answer.status === 200
      ? readAutoconfig(new TextDecoder().decode(answer.bytes), address, source)
      : [];
  };

  const autoconfig = `https://autoconfig.${domain}/mail/config-v1.1.xml`;
  const wellKnown = `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`;
  await attempt('provider-list', domain, () => Promise.resolve(providerForAddress(address)));
  if (found.length === 0) {
    await Promise.all([
      attempt('autoconfig', autoconfig, () => fetchConfig(autoconfig, 'autoconfig')),
      attempt('well-known', wellKnown, () => fetchConfig(wellKnown, 'well-known')),
      attempt('srv', `_imaps._tcp.${domain}`, () => fromSrv(address, domain, ports)),
      attempt('mx', domain, async () => providerForMx(await ports.mx(domain), address)),
    ]);
  }
  if (found.length === 0)
    await attempt('guess', `imap.${domain}`, () => guess(address, domain, ports.dialer, signal));
  const byTrust = (a: { source: DiscoveryStep['source'] }, b: { source: DiscoveryStep['source'] }): number =>
    SOURCES.indexOf(a.source) - SOURCES.indexOf(b.source);
  return { steps: steps.sort(byTrust), found: distinct(found.sort(byTrust)) };
}

/** IMAP before POP3, whoever says it; the same server once. */
function distinct(found: readonly DiscoveredSettings[]): DiscoveredSettings[] {
  const ways = new Map<string, DiscoveredSettings>();
  for (const protocol of ['imap', 'pop3']) {
    for (const one of found) {
      const { incoming } = one;
      const way = `${incoming.protocol} ${incoming.host}:${incoming.port}`;
      if (incoming.protocol === protocol && !ways.has(way)) ways.set(way, one);
    }
  }
  return [...ways.values()];
}

/** What a source without a name and without any advice found: IMAP, POP3 or both, with one way to send. */
const plain = (
  source: 'srv' | 'guess',
  imap: ServerSettings | null,
  pop3: ServerSettings | null,
  outgoing: ServerSettings | null,
): DiscoveredSettings[] =>
  outgoing === null
    ? []
    : [['imap', imap] as const, ['pop3', pop3] as const].flatMap(([protocol, incoming]) =>
        incoming === null
          ? []
          : [
              {
                incoming: { ...incoming, protocol },
                outgoing,
                provider: null,
                source,
                signIn: null,
                hint: null,
              },
            ],
      );

async function fromSrv(
  address: string,
  domain: string,
  ports: DiscoveryPorts,
): Promise<DiscoveredSettings[]> {
  const first = async (
    ...services: ReadonlyArray<readonly [string, 'tls' | 'starttls']>
  ): Promise<ServerSettings | null> => {
    for (const [service, tls] of services) {
      const record = (await ports.srv(service, domain))[0];
      if (record) return { host: record.host, port: record.port, tls, user: address, auth: 'password' };
    }
    return null;
  };
  const [imap, pop3, smtp] = await Promise.all([
    first(['_imaps._tcp', 'tls'], ['_imap._tcp', 'starttls']),
    first(['_pop3s._tcp', 'tls'], ['_pop3._tcp', 'starttls']),
    first(['_submissions._tcp', 'tls'], ['_submission._tcp', 'starttls']),
  ]);
  return plain('srv', imap, pop3, smtp);
}

/** Tries the usual host names side by side and takes those, in order of preference, that answer. */
async function guess(
  address: string,
  domain: string,
  dialer: Dialer,
  signal: AbortSignal,
): Promise<DiscoveredSettings[]> {
  const answers = async (endpoint: Endpoint): Promise<boolean> => {
    try {
      (await dialer.dial(endpoint, signal)).close();
      return true;
    } catch {
      return false;
    }
  };
  const firstOf = async (
    list: ReadonlyArray<readonly [string, number, 'tls' | 'starttls']>,
  ): Promise<ServerSettings | null> => {
    const tried = await Promise.all(
      list.map(async ([prefix, port, tls]) => ({
        ok: await answers({ host: `${prefix}.${domain}`, port, tls }),
        settings: { host: `${prefix}.${domain}`, port, tls, user: address, auth: 'password' as const },
      })),
    );
    return tried.find((t) => t.ok)?.settings ?? null;
  };
  const [imap, pop3, smtp] = await Promise.all([
    firstOf(IMAP_GUESSES),
    firstOf(POP3_GUESSES),
    firstOf(SMTP_GUESSES),
  ]);
  return plain('guess', imap, pop3, smtp);
}
