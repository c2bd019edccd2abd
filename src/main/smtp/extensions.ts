import type { Reply } from './reply';

/** What the server said it can do (RFC 5321 §4.1.1.1). Forgotten and asked again after STARTTLS. */
export interface Extensions {
  /** False after a HELO: nothing else is known then. */
  readonly extended: boolean;
  /** Keyword in upper case → its parameters as written. */
  readonly keywords: ReadonlyMap<string, string>;
  /** SASL mechanisms, upper case, from `AUTH …`, the older `AUTH=…` and Exchange's `X-EXPS`. */
  readonly mechanisms: readonly string[];
  /** Largest message in octets (RFC 1870); `null` when none is stated. */
  readonly maxSize: number | null;
  /** RFC 9422; `null` when not stated. */
  readonly limits: {
    readonly recipients: number | null;
    readonly messages: number | null;
    readonly recipientDomains: number | null;
  };
}

/** What is known of a server before EHLO, and after STARTTLS: nothing. */
export const NO_EXTENSIONS: Extensions = {
  extended: false,
  keywords: new Map(),
  mechanisms: [],
  maxSize: null,
  limits: { recipients: null, messages: null, recipientDomains: null },
};

const KEYWORD = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:[ =]+(.*))?$/;

const positive = (text: string | undefined): number | null => {
  if (text === undefined || !/^\d{1,15}$/.test(text)) return null;
  const value = Number(text);
  return value > 0 ? value : null;
};

/** Reads the reply to EHLO. Its first line is a greeting, the others are keywords in any case. */
export function parseExtensions(reply: Reply): Extensions {
  const keywords = new Map<string, string>();
  const mechanisms = new Set<string>();
  for (const line of reply.lines.slice(1)) {
    const found = KEYWORD.exec(line.trim());
    if (!found) continue;
    const keyword = (found[1] ?? '').toUpperCase();
    const parameters = found[2]?.trim() ?? '';
    if (keyword === 'AUTH' || keyword === 'X-EXPS') {
      for (const name of parameters.split(/\s+/)) if (name !== '') mechanisms.add(name.toUpperCase());
    }
    keywords.set(keyword, parameters);
  }
  const limits = new Map<string, string>();
  for (const pair of (keywords.get('LIMITS') ?? '').split(/\s+/)) {
    const [name = '', value = ''] = pair.split('=', 2);
    limits.set(name.toUpperCase(), value);
  }
  return {
    extended: true,
    keywords,
    mechanisms: [...mechanisms],
    maxSize: positive(keywords.get('SIZE')),
    limits: {
      recipients: positive(limits.get('RCPTMAX')),
      messages: positive(limits.get('MAILMAX')),
      recipientDomains: positive(limits.get('RCPTDOMAINMAX')),
    },
  };
}
