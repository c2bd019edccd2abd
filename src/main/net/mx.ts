import { Resolver } from 'node:dns/promises';

const TIMEOUT_MS = 5_000;

/** Mail exchangers of a domain, preferred first; none when the domain has none or does not exist. */
export async function resolveMx(domain: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  try {
    const records = await resolver.resolveMx(domain);
    return records.sort((a, b) => a.priority - b.priority).map((record) => record.exchange);
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      ['ENOTFOUND', 'ENODATA', 'ESERVFAIL'].includes(String(error.code))
    ) {
      return [];
    }
    throw error;
  }
}
