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

const GUESSES: ReadonlyArray<readonly [prefix: string, port: number, tls: 'tls' | 'starttls']> = [
  ['imap', 993, 'tls'],
  ['mail', 993, 'tls'],
  ['imap', 143, 'starttls'],
  ['mail', 143, 'starttls'],
];
const SMTP_GUESSES: ReadonlyArray<readonly [prefix: string, port: number, tls: 'tls' | 'starttls']> = [
  ['smtp', 465, 'tls'],
  ['mail', 465, 'tls'],
  ['smtp', 587, 'starttls'],
  ['mail', 587, 'starttls'],
];

/**
 * Finds the settings of an address: the bundled list (nothing leaves the machine), then the domain's own autoconfig
 * (https only), its SRV records (RFC 6186, RFC 8314), its mail exchangers, and last the usual host names. Only the
 * domain is sent anywhere, never the address. Stops at the first source that knows.
 * @param onStep hears of every step as it begins and ends.
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
    look: () => Promise<DiscoveredSettings | null>,
  ): Promise<boolean> => {
    signal.throwIfAborted();
    onStep({ source, target, state: 'running', note: '' });
    let step: DiscoveryStep;
    try {
      const result = await look();
      if (result) found.push(result);
      step = { source, target, state: result ? 'found' : 'nothing', note: result?.provider ?? '' };
    } catch (error) {
      step = { source, target, state: 'failed', note: isMailError(error) ? error.code : 'failed' };
    }
    steps.push(step);
    onStep(step);
    return step.state === 'found';
  };

  const fetchConfig = async (
    url: string,
    source: DiscoveryStep['source'],
  ): Promise<DiscoveredSettings | null> => {
    const answer = await ports.https(url, {
      maxBytes: MAX_AUTOCONFIG_BYTES,
      timeoutMs: STEP_TIMEOUT_MS,
      signal,
    });
    return answer.status === 200
      ? readAutoconfig(new TextDecoder().decode(answer.bytes), address, source)
      : null;
  };

  if (await attempt('provider-list', domain, () => Promise.resolve(providerForAddress(address)))) {
    return { steps, found };
  }
  const autoconfig = `https://autoconfig.${domain}/mail/config-v1.1.xml`;
  if (await attempt('autoconfig', autoconfig, () => fetchConfig(autoconfig, 'autoconfig')))
    return { steps, found };
  const wellKnown = `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`;
  if (await attempt('well-known', wellKnown, () => fetchConfig(wellKnown, 'well-known')))
    return { steps, found };
  if (await attempt('srv', `_imaps._tcp.${domain}`, () => fromSrv(address, domain, ports)))
    return { steps, found };
  if (await attempt('mx', domain, async () => providerForMx(await ports.mx(domain), address)))
    return { steps, found };
  await attempt('guess', `imap.${domain}`, () => guess(address, domain, ports.dialer, signal));
  return { steps, found };
}

async function fromSrv(
  address: string,
  domain: string,
  ports: DiscoveryPorts,
): Promise<DiscoveredSettings | null> {
  const first = async (
    ...services: ReadonlyArray<readonly [string, 'tls' | 'starttls']>
  ): Promise<ServerSettings | null> => {
    for (const [service, tls] of services) {
      const record = (await ports.srv(service, domain))[0];
      if (record) return { host: record.host, port: record.port, tls, user: address, auth: 'password' };
    }
    return null;
  };
  const imap = await first(['_imaps._tcp', 'tls'], ['_imap._tcp', 'starttls']);
  const pop3 = imap ? null : await first(['_pop3s._tcp', 'tls'], ['_pop3._tcp', 'starttls']);
  const smtp = await first(['_submissions._tcp', 'tls'], ['_submission._tcp', 'starttls']);
  const reading = imap ?? pop3;
  return reading && smtp
    ? {
        incoming: { ...reading, protocol: imap ? 'imap' : 'pop3' },
        outgoing: smtp,
        provider: null,
        source: 'srv',
        hint: null,
      }
    : null;
}

/** Tries the usual host names side by side and takes the first pair, in order of preference, that answers. */
async function guess(
  address: string,
  domain: string,
  dialer: Dialer,
  signal: AbortSignal,
): Promise<DiscoveredSettings | null> {
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
  const [incoming, outgoing] = await Promise.all([firstOf(GUESSES), firstOf(SMTP_GUESSES)]);
  return incoming && outgoing
    ? { incoming: { ...incoming, protocol: 'imap' }, outgoing, provider: null, source: 'guess', hint: null }
    : null;
}
