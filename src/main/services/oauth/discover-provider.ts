import { z } from 'zod';
import { MailError } from '@shared/errors/mail-error';
import type { OAuthProvider } from './providers';
import type { WebFetch } from './web-fetch';

const https = z.string().refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:');

/** RFC 8414 §2; only what is used here. */
const metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: https,
  token_endpoint: https,
  revocation_endpoint: https.optional(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
  response_types_supported: z.array(z.string()).optional(),
});

/**
 * A provider by its discovery document: RFC 8414's name first, then OpenID's (RFC 8414 §3, §5).
 * @param issuer an https address without query or fragment.
 * @throws MailError `refused` `oauth-no-discovery` (no document), `oauth-bad-discovery` (for another issuer, without
 *   https, or a server that cannot do PKCE with S256); `unreachable`.
 */
export async function discoverProvider(
  issuer: string,
  scopes: readonly string[],
  fetch: WebFetch,
  signal?: AbortSignal,
): Promise<OAuthProvider> {
  const url = URL.canParse(issuer) ? new URL(issuer) : null;
  if (url?.protocol !== 'https:' || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw bad(issuer, 'The issuer is no plain https address.');
  }
  for (const address of documentsOf(url)) {
    const { status, body } = await fetch({ url: address, ...(signal === undefined ? {} : { signal }) });
    if (status === 200) return read(body, issuer, scopes);
    if (status >= 500) {
      throw new MailError({
        kind: 'unreachable',
        code: 'oauth-unavailable',
        message: `${url.host} has trouble.`,
        details: { status },
      });
    }
  }
  throw new MailError({
    kind: 'refused',
    code: 'oauth-no-discovery',
    message: `${url.host} does not say how to sign in.`,
    details: { issuer },
  });
}

/** RFC 8414 §3.1 puts its name between host and path, OpenID behind the path. */
function documentsOf({ origin, pathname }: URL): string[] {
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
}

function read(body: string, issuer: string, scopes: readonly string[]): OAuthProvider {
  const parsed = metadata.safeParse(safeJson(body));
  if (!parsed.success) throw bad(issuer, 'Its discovery document cannot be used.');
  const { data } = parsed;
  // RFC 8414 §3.3: else one server could speak for another.
  if (data.issuer !== issuer) throw bad(issuer, 'Its discovery document is for another issuer.');
  if (data.code_challenge_methods_supported?.includes('S256') === false)
    throw bad(issuer, 'It cannot do PKCE with S256.');
  if (data.response_types_supported?.includes('code') === false)
    throw bad(issuer, 'It gives no authorization codes.');
  return {
    id: issuer,
    name: new URL(issuer).host,
    issuer,
    authorizationEndpoint: data.authorization_endpoint,
    tokenEndpoint: data.token_endpoint,
    revocationEndpoint: data.revocation_endpoint ?? null,
    scopes,
    extra: {},
    redirectHost: '127.0.0.1',
  };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const bad = (issuer: string, message: string): MailError =>
  new MailError({ kind: 'refused', code: 'oauth-bad-discovery', message, details: { issuer } });
