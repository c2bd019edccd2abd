import type { AccountConfig, DiscoveredSettings, ServerSettings } from '@shared/contract/account';
import list from '../../../../resources/providers.json';

/** One entry of the bundled list: written by hand from the providers' own help pages. */
interface Provider {
  readonly name: string;
  readonly domains: readonly string[];
  /** Registrable domains of mail exchangers that mean this provider also for people's own domains. */
  readonly mx: readonly string[];
  readonly incoming: {
    readonly protocol: string;
    readonly host: string;
    readonly port: number;
    readonly tls: string;
  };
  readonly outgoing: { readonly host: string; readonly port: number; readonly tls: string };
  readonly user: string;
  readonly pop3?: { readonly host: string; readonly port: number; readonly tls: string };
  /** The OAuth preset that lets people in with a browser. */
  readonly signIn?: string;
  readonly hint?: { readonly code: string; readonly url: string | null };
}

const providers = list as readonly Provider[];

/** Settings of the provider that owns the domain of `address`, best first. Nothing is asked over the network. */
export function providerForAddress(address: string): DiscoveredSettings[] {
  const domain = domainOf(address);
  const provider = providers.find((p) => p.domains.includes(domain));
  return provider ? settingsOf(provider, address, 'provider-list') : [];
}

/** Settings of the provider whose mail exchangers these are, best first. */
export function providerForMx(exchangers: readonly string[], address: string): DiscoveredSettings[] {
  const hosts = exchangers.map((host) => host.toLowerCase());
  const provider = providers.find((p) =>
    p.mx.some((mx) => hosts.some((h) => h === mx || h.endsWith(`.${mx}`))),
  );
  return provider ? settingsOf(provider, address, 'mx') : [];
}

export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase();

function settingsOf(
  provider: Provider,
  address: string,
  source: 'provider-list' | 'mx',
): DiscoveredSettings[] {
  const user = provider.user === 'local' ? address.slice(0, address.lastIndexOf('@')) : address;
  const { incoming, outgoing, pop3, hint } = provider;
  // Without a browser there is no way in: then that is what is offered first.
  const auth = hint?.code === 'oauth-only' ? ('oauth' as const) : ('password' as const);
  const server = ({ host, port, tls }: Omit<Provider['incoming'], 'protocol'>): ServerSettings => ({
    host,
    port,
    tls: tls === 'tls' ? 'tls' : 'starttls',
    user,
    auth,
  });
  const main = incoming.protocol === 'pop3' ? ('pop3' as const) : ('imap' as const);
  const ways: AccountConfig['incoming'][] = [{ protocol: main, ...server(incoming) }];
  if (pop3 && main === 'imap') ways.push({ protocol: 'pop3', ...server(pop3) });
  return ways.map((way) => ({
    incoming: way,
    outgoing: server(outgoing),
    provider: provider.name,
    source,
    signIn: provider.signIn === undefined ? null : { provider: provider.signIn },
    hint: hint ?? null,
  }));
}
