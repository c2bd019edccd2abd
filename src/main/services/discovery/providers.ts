import type { DiscoveredSettings } from '@shared/contract/account';
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
  readonly hint?: { readonly code: string; readonly url: string | null };
}

const providers = list as readonly Provider[];

/** Settings of the provider that owns the domain of `address`, or null. Nothing is asked over the network. */
export function providerForAddress(address: string): DiscoveredSettings | null {
  const domain = domainOf(address);
  const provider = providers.find((p) => p.domains.includes(domain));
  return provider ? settingsOf(provider, address, 'provider-list') : null;
}

/** Settings of the provider whose mail exchangers these are, or null. */
export function providerForMx(exchangers: readonly string[], address: string): DiscoveredSettings | null {
  const hosts = exchangers.map((host) => host.toLowerCase());
  const provider = providers.find((p) =>
    p.mx.some((mx) => hosts.some((h) => h === mx || h.endsWith(`.${mx}`))),
  );
  return provider ? settingsOf(provider, address, 'mx') : null;
}

export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase();

function settingsOf(provider: Provider, address: string, source: 'provider-list' | 'mx'): DiscoveredSettings {
  const user = provider.user === 'local' ? address.slice(0, address.lastIndexOf('@')) : address;
  const { incoming, outgoing } = provider;
  return {
    incoming: {
      protocol: incoming.protocol === 'pop3' ? 'pop3' : 'imap',
      host: incoming.host,
      port: incoming.port,
      tls: incoming.tls === 'tls' ? 'tls' : 'starttls',
      user,
      auth: 'password',
    },
    outgoing: {
      host: outgoing.host,
      port: outgoing.port,
      tls: outgoing.tls === 'tls' ? 'tls' : 'starttls',
      user,
      auth: 'password',
    },
    provider: provider.name,
    source,
    hint: provider.hint ?? null,
  };
}
