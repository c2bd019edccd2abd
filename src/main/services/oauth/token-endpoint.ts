import { z } from 'zod';
import { MailError } from '@shared/errors/mail-error';
import { Secret } from '@shared/ports/secret';
import type { OAuthProvider } from './providers';
import type { WebFetch, WebResponse } from './web-fetch';

/** Who Tern is to the provider. */
export interface OAuthClient {
  readonly provider: OAuthProvider;
  readonly clientId: string;
  /** Some providers give desktop programs one and want it back; it keeps nothing secret (RFC 8252 §8.5). */
  readonly clientSecret: Secret | null;
}

export interface TokenAnswer {
  readonly accessToken: Secret;
  /** Seconds from now; null when not told. */
  readonly expiresIn: number | null;
  /** A new one replaces the old (rotation); null keeps it. */
  readonly refreshToken: Secret | null;
  readonly scope: string | null;
}

/** RFC 6749 §5.1. Some servers write numbers as strings. */
const success = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().finite().nonnegative().optional(),
  refresh_token: z.string().min(1).optional(),
  scope: z.string().optional(),
});
/** RFC 6749 §5.2. */
const failure = z.object({ error: z.string(), error_description: z.string().optional() });

/** Errors that say nothing about the grant: the same request may succeed later (RFC 6749 §4.1.2.1). */
const PASSING = new Set(['temporarily_unavailable', 'server_error', 'slow_down']);

/**
 * One request to the token endpoint (RFC 6749 §4.1.3, §6).
 * @throws MailError `refused` `oauth-invalid-grant` (the code or refresh token is worth nothing), `oauth-client` (the
 *   client id is not accepted), `oauth-refused`; `unreachable` when it may be tried again; `broken` `oauth-bad-answer`.
 */
export async function askTokens(
  client: OAuthClient,
  grant: Readonly<Record<string, string>>,
  fetch: WebFetch,
  signal?: AbortSignal,
): Promise<TokenAnswer> {
  const { provider, clientId, clientSecret } = client;
  const response = await fetch({
    url: provider.tokenEndpoint,
    form: {
      client_id: clientId,
      ...(clientSecret === null ? {} : { client_secret: clientSecret.reveal() }),
      ...grant,
    },
    ...(signal === undefined ? {} : { signal }),
  });
  const answer = parseJson(response.body);
  if (response.status !== 200) throw refusal(provider, response, failure.safeParse(answer).data ?? null);
  const parsed = success.safeParse(answer);
  if (!parsed.success) {
    // Never with the answer itself as cause or details: it may hold tokens.
    throw new MailError({
      kind: 'broken',
      code: 'oauth-bad-answer',
      message: `${provider.name} answered without a usable token.`,
    });
  }
  const { access_token, expires_in, refresh_token, scope } = parsed.data;
  return {
    accessToken: new Secret(access_token),
    expiresIn: expires_in ?? null,
    refreshToken: refresh_token === undefined ? null : new Secret(refresh_token),
    scope: scope ?? null,
  };
}

function refusal(
  { name }: OAuthProvider,
  { status }: WebResponse,
  answer: z.output<typeof failure> | null,
): MailError {
  const error = answer?.error ?? '';
  const server = (answer?.error_description ?? '').slice(0, 500);
  const details = { status, error: error.slice(0, 100) };
  if (status >= 500 || status === 429 || status === 408 || PASSING.has(error)) {
    return new MailError({
      kind: 'unreachable',
      code: 'oauth-unavailable',
      message: `${name} gives no tokens now.`,
      server,
      details,
    });
  }
  const [code, message] =
    error === 'invalid_grant'
      ? ['oauth-invalid-grant', `${name} wants a new sign-in.`]
      : error === 'invalid_client' || error === 'unauthorized_client'
        ? ['oauth-client', `${name} does not accept this client id.`]
        : ['oauth-refused', `${name} refused to give a token.`];
  return new MailError({ kind: 'refused', code, message, server, details });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
