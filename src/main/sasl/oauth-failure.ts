import { fromUtf8 } from './text';

/** What a server says about a bearer token it did not take (RFC 7628 §3.2.2, and Google's XOAUTH2 page). */
export interface OAuthFailure {
  /** e.g. `invalid_token`, `401`, `400`. */
  readonly status: string;
  readonly scope?: string;
}

const MAX_FAILURE_BYTES = 16 * 1024;

const field = (value: unknown, key: string): string | undefined => {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
};

/** Reads the JSON of an error challenge. Anything else than a JSON object with a status counts as `unknown`. */
export function parseOAuthFailure(challenge: Uint8Array): OAuthFailure {
  if (challenge.length > MAX_FAILURE_BYTES) return { status: 'unknown' };
  let parsed: unknown;
  try {
    parsed = JSON.parse(fromUtf8(challenge));
  } catch {
    return { status: 'unknown' };
  }
  const scope = field(parsed, 'scope');
  return { status: field(parsed, 'status') ?? 'unknown', ...(scope === undefined ? {} : { scope }) };
}
