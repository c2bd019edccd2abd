import type { BlockedSender } from '../contract/automatic';

/** `@` and the domain of an address, '' where it has none. */
export function domainEntry(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 || at === address.length - 1 ? '' : address.slice(at).toLowerCase();
}

/**
 * The entry that blocks an address: its own, else that of its domain, else of a domain above it; null for none. A top-level
 * domain is asked for as well: whoever blocks `@zip` means it.
 */
export function blockingEntry(address: string, entries: ReadonlySet<string>): string | null {
  if (entries.size === 0) return null;
  const own = address.toLowerCase();
  if (entries.has(own)) return own;
  const domain = domainEntry(own);
  for (let rest = domain.slice(1); rest !== ''; rest = after(rest))
    if (entries.has(`@${rest}`)) return `@${rest}`;
  return null;
}

const after = (domain: string): string => {
  const dot = domain.indexOf('.');
  return dot < 0 ? '' : domain.slice(dot + 1);
};

export const entriesOf = (blocked: readonly BlockedSender[]): ReadonlySet<string> =>
  new Set(blocked.map(({ entry }) => entry));
