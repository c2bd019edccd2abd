/** What CAPA says (RFC 2449). Asked anew after STLS and after login: some servers list UIDL only then. */
export interface Capabilities {
  /** False when the server does not know CAPA: then nothing is known, and UIDL and TOP are worth a try. */
  readonly known: boolean;
  /** Keyword in upper case → its parameters. */
  readonly keywords: ReadonlyMap<string, readonly string[]>;
  /** SASL mechanisms, upper case. */
  readonly mechanisms: readonly string[];
  readonly pipelining: boolean;
  readonly uidl: boolean;
  readonly top: boolean;
  /** Seconds that must pass between logins (RFC 2449 §6.5). */
  readonly loginDelay: number | null;
  /** Days that the server keeps mail: `never` removes, 0 means not after it was read, null unknown (§6.7). */
  readonly expire: number | 'never' | null;
}

/** @param lines of the answer, or null when CAPA was refused. */
export function parseCapabilities(lines: readonly string[] | null): Capabilities {
  const keywords = new Map<string, readonly string[]>();
  for (const line of lines ?? []) {
    const [keyword = '', ...parameters] = line.trim().split(/\s+/);
    if (keyword !== '') keywords.set(keyword.toUpperCase(), parameters);
  }
  const known = lines !== null;
  const number = (keyword: string): number | null => {
    const value = keywords.get(keyword)?.[0] ?? '';
    return /^\d{1,9}$/.test(value) ? Number(value) : null;
  };
  const never = keywords.get('EXPIRE')?.[0]?.toUpperCase() === 'NEVER';
  return {
    known,
    keywords,
    mechanisms: (keywords.get('SASL') ?? []).map((name) => name.toUpperCase()),
    pipelining: keywords.has('PIPELINING'),
    uidl: !known || keywords.has('UIDL'),
    top: !known || keywords.has('TOP'),
    loginDelay: number('LOGIN-DELAY'),
    expire: never ? 'never' : number('EXPIRE'),
  };
}
