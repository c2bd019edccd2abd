import { Resolver } from 'node:dns/promises';

export interface SrvRecord {
  readonly host: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

const TIMEOUT_MS = 5_000;

/** Answers of the resolver that mean "there is no such service", which is an ordinary answer. */
const NONE = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * SRV records of a mail service (RFC 6186, RFC 8314 §5.1), best first: priority, then weight.
 * `[]` when the domain has none, or says by a target of `.` that it offers no such service.
 * @param service e.g. `_imaps._tcp`
 * @throws MailError never; a resolver that cannot answer throws Node's error with its `code`.
 */
export async function resolveSrv(service: string, domain: string): Promise<SrvRecord[]> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  try {
    return sortSrv(await resolver.resolveSrv(`${service}.${domain}`));
  } catch (error) {
    if (error instanceof Error && 'code' in error && NONE.has(String(error.code))) return [];
    throw error;
  }
}

/** The order of RFC 2782, without its random choice among equals: a wizard should find the same thing each time. */
export function sortSrv(
  records: ReadonlyArray<{ name: string; port: number; priority: number; weight: number }>,
): SrvRecord[] {
  return records
    .filter(({ name }) => name !== '' && name !== '.')
    .map(({ name, port, priority, weight }) => ({ host: name.replace(/\.$/, ''), port, priority, weight }))
    .sort((a, b) => a.priority - b.priority || b.weight - a.weight || a.host.localeCompare(b.host));
}
