import type { Address, MessageBody } from '@shared/model/message';

/** What a server found out about where a message comes from (RFC 8601). */
export interface AuthenticationResults {
  /** Who says so, lower case; '' where the server gives no name (Microsoft). */
  readonly server: string;
  readonly results: readonly AuthenticationResult[];
}

export interface AuthenticationResult {
  /** `dmarc`, `dkim`, `spf` … lower case. */
  readonly method: string;
  /** `pass`, `fail`, `none` … lower case. */
  readonly result: string;
  /** `header.from`, `header.d` … in lower case, values too. */
  readonly properties: ReadonlyMap<string, string>;
}

export type SenderCheck = Exclude<MessageBody['sender'], 'unreceived' | undefined>;

const MAX_LENGTH = 16 * 1024;
const MAX_RESULTS = 64;
const PAIR = /([a-z0-9._/-]+)[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|[^\s;"]+)/gi;

/** The value of one `Authentication-Results` field, unfolded; null where nothing can be made of it (RFC 8601 §2.2). */
export function parseAuthenticationResults(value: string): AuthenticationResults | null {
  const [first = '', ...rest] = statements(value.slice(0, MAX_LENGTH));
  // Microsoft begins with the results and gives no name.
  const named = !first.includes('=');
  const server = named ? (first.trim().split(/\s+/)[0] ?? '').toLowerCase() : '';
  if (named && server === '') return null;
  const results = (named ? rest : [first, ...rest]).slice(0, MAX_RESULTS).flatMap((statement) => {
    const [of, ...properties] = [...statement.matchAll(PAIR)].map(
      ([, name = '', written = '']) => [name.toLowerCase(), unquoted(written).toLowerCase()] as const,
    );
    if (!of) return [];
    // `dkim/1`: a version, which nobody has ever needed.
    return [{ method: of[0].replace(/\/.*$/, ''), result: of[1], properties: new Map(properties) }];
  });
  return { server, results };
}

/**
 * Whether the author's domain vouches for a message, by what the reader's own server found. DMARC says it (RFC 7489);
 * without it a signature of the domain, or of one that the domain is part of, will do. Who else has signed or sent it
 * says nothing about the author.
 */
export function senderCheck(
  { results }: AuthenticationResults,
  from: readonly Pick<Address, 'address'>[],
): SenderCheck {
  const [author, second] = from;
  const domain = domainOf(author?.address ?? '');
  if (domain === '' || second !== undefined) return 'unverified';
  for (const { method, result, properties } of results) {
    if (method !== 'dmarc') continue;
    // It may be about another author than the one that is shown.
    const about = domainOf(properties.get('header.from') ?? domain);
    if (about !== domain) continue;
    if (result === 'pass') return 'verified';
    if (result === 'fail') return 'failed';
  }
  const signed = results.some(({ method, result, properties }) => {
    if (method !== 'dkim' || result !== 'pass') return false;
    const signer = properties.get('header.d') ?? domainOf(properties.get('header.i') ?? '');
    return signer.includes('.') && (domain === signer || domain.endsWith(`.${signer}`));
  });
  return signed ? 'verified' : 'unverified';
}

/** What is behind the last `@`, or all of it; lower case. */
const domainOf = (address: string): string =>
  address
    .slice(address.lastIndexOf('@') + 1)
    .toLowerCase()
    .replace(/\.$/, '');

const unquoted = (written: string): string =>
  written.startsWith('"') ? written.slice(1, -1).replace(/\\(.)/g, '$1') : written;

/** What stands between semicolons, without comments; neither counts inside quotes (RFC 5322 §3.2). */
function statements(value: string): string[] {
  const out: string[] = [];
  let statement = '';
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    const c = value.charAt(i);
    if (c === '\\' && (quoted || depth > 0)) {
      if (quoted) statement += value.slice(i, i + 2);
      i++;
    } else if (depth > 0) {
      if (c === '(') depth++;
      else if (c === ')') depth--;
    } else if (quoted) {
      quoted = c !== '"';
      statement += c;
    } else if (c === '(') {
      depth++;
      statement += ' ';
    } else if (c === ';') {
      out.push(statement);
      statement = '';
    } else {
      quoted = c === '"';
      statement += c;
    }
  }
  out.push(statement);
  return out;
}
