import { parseAuthenticationResults } from './authentication-results';
import { type Headers, parseHeaders } from './parse-headers';

/** What a signature has to cover before one click may be believed (RFC 8058 §4). */
const NEEDED = ['list-unsubscribe', 'list-unsubscribe-post'];
const MAX_SIGNATURES = 32;

interface Signature {
  readonly domain: string;
  readonly selector: string;
  /** The signature itself, without white space; lower case, as results are compared. */
  readonly value: string;
  readonly covers: ReadonlySet<string>;
}

/**
 * Whether the server that took a message in has found a DKIM signature to be true that covers both fields (RFC 8058 §4).
 * @param block the message's header. @param checker under which name that server writes its results on top.
 */
export function provesUnsubscribe(block: Uint8Array, checker: string): boolean {
  const headers = parseHeaders(block);
  // A second field is not covered by a signature of the first, and nobody can tell which of them is meant.
  if (NEEDED.some((name) => headers.all(name).length !== 1)) return false;
  const top = headers.all('authentication-results')[0];
  const results = top === undefined ? null : parseAuthenticationResults(top);
  if (results?.server !== checker) return false;
  const signatures = signaturesOf(headers);
  return results.results.some(({ method, result, properties }) => {
    if (method !== 'dkim' || result !== 'pass') return false;
    const identity = properties.get('header.i') ?? '';
    const domain = properties.get('header.d') ?? identity.slice(identity.lastIndexOf('@') + 1);
    const selector = properties.get('header.s');
    const value = properties.get('header.b');
    const meant = signatures.filter(
      (one) =>
        domain.includes('.') &&
        one.domain === domain &&
        (selector === undefined || one.selector === selector) &&
        (value === undefined || (value !== '' && one.value.startsWith(value))),
    );
    // Of several that may be meant, each has to.
    return meant.length > 0 && meant.every(({ covers }) => NEEDED.every((name) => covers.has(name)));
  });
}

/** RFC 6376 §3.5, as far as it is asked for here. */
function signaturesOf(headers: Headers): Signature[] {
  return headers
    .all('dkim-signature')
    .slice(0, MAX_SIGNATURES)
    .map((field) => {
      const tags = new Map<string, string>();
      for (const tag of field.split(';')) {
        const at = tag.indexOf('=');
        if (at > 0)
          tags.set(
            tag.slice(0, at).trim(),
            tag
              .slice(at + 1)
              .replace(/\s+/g, '')
              .toLowerCase(),
          );
      }
      return {
        domain: tags.get('d') ?? '',
        selector: tags.get('s') ?? '',
        value: tags.get('b') ?? '',
        covers: new Set((tags.get('h') ?? '').split(':')),
      };
    });
}
