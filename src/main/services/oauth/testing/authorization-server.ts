import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { MailError } from '@shared/errors/mail-error';
import type { OAuthProvider } from '../providers';
import type { WebFetch } from '../web-fetch';

interface Authorization {
  readonly challenge: string;
  readonly redirectUri: string;
  used: boolean;
}

/**
 * A real authorization server on loopback, strict about what RFC 6749, 7636 and 9700 ask: codes for one use, PKCE, the
 * same redirect address, rotation with detection of reuse. Its addresses are https for Tern; `fetch` leads them here.
 */
export class AuthorizationServer {
  readonly codes = new Map<string, Authorization>();
  /** Refresh tokens: true while good. */
  readonly refreshTokens = new Map<string, boolean>();
  /** Forms that came to the token endpoint. */
  readonly tokenRequests: URLSearchParams[] = [];
  readonly revoked: string[] = [];
  /** Seconds that access tokens last. */
  lifetime = 3600;
  rotates = true;
  /** Answers the next token request instead of the true answer. */
  nextAnswer: { status: number; body: string } | null = null;
  /** Documents by path. */
  readonly documents = new Map<string, string>();
  /** Hears of every access token that is handed out: the mail server that will accept it. */
  onToken: (token: string) => void = () => undefined;
  #port = 0;
  readonly #server: Server;
  readonly #tls: boolean;

  static readonly origin = 'https://auth.tern.example';

  private constructor(tls: { readonly key: string; readonly cert: string } | null) {
    const serve = (request: IncomingMessage, response: ServerResponse): void =>
      void this.#serve(request, response);
    this.#tls = tls !== null;
    this.#server = tls === null ? createServer(serve) : createTlsServer(tls, serve);
  }

  /** Where it is: `https://localhost:…` with a certificate, else a name that only `fetch` knows the way to. */
  get origin(): string {
    return this.#tls ? `https://localhost:${this.#port}` : AuthorizationServer.origin;
  }

  /** RFC 8414 §3. */
  publish(): void {
    const { origin } = this;
    this.documents.set(
      '/.well-known/oauth-authorization-server',
      JSON.stringify({
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        revocation_endpoint: `${origin}/revoke`,
        code_challenge_methods_supported: ['S256'],
        response_types_supported: ['code'],
      }),
    );
  }

  /** The provider takes everything back: no token and no refresh token is worth anything any more. */
  revokeAll(): void {
    for (const token of this.refreshTokens.keys()) this.refreshTokens.set(token, false);
  }

  /** @param tls makes it a server that a browser and Tern itself can be led to. */
  static async start(
    tls: { readonly key: string; readonly cert: string } | null = null,
  ): Promise<AuthorizationServer> {
    const server = new AuthorizationServer(tls);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    const address = server.#server.address();
    server.#port = typeof address === 'object' && address !== null ? address.port : 0;
    return server;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  readonly provider: OAuthProvider = {
    id: 'test',
    name: 'Test',
    issuer: AuthorizationServer.origin,
    authorizationEndpoint: `${AuthorizationServer.origin}/authorize`,
    tokenEndpoint: `${AuthorizationServer.origin}/token`,
    revocationEndpoint: `${AuthorizationServer.origin}/revoke`,
    scopes: ['mail', 'offline'],
    extra: { prompt: 'consent' },
    redirectHost: '127.0.0.1',
  };

  /** Leads https://auth.tern.example to this server. */
  readonly fetch: WebFetch = async ({ url, form, signal }) => {
    const target = url.replace(AuthorizationServer.origin, `http://127.0.0.1:${this.#port}`);
    if (target === url)
      throw new MailError({ kind: 'unreachable', code: 'dns', message: `No way to ${url}.` });
    const response = await fetch(target, {
      method: form === undefined ? 'GET' : 'POST',
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      ...(signal === undefined ? {} : { signal }),
    });
    return { status: response.status, body: await response.text() };
  };

  /** A person who agrees: where the browser is sent to with the code. */
  consent(url: string): URL {
    const asked = new URL(url).searchParams;
    const code = `code-${randomBytes(8).toString('hex')}`;
    const redirectUri = asked.get('redirect_uri') ?? '';
    this.codes.set(code, { challenge: asked.get('code_challenge') ?? '', redirectUri, used: false });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state') ?? '');
    back.searchParams.set('iss', this.origin);
    return back;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const path = request.url ?? '';
    if (path.startsWith('/authorize?')) {
      // The page on which a person agrees.
      const back = this.consent(`${this.origin}${path}`);
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', Connection: 'close' });
      response.end(
        `<!doctype html><title>Sign in</title><a href="${back.href.replaceAll('&', '&amp;')}">Let Tern in</a>`,
      );
      return;
    }
    const send = (status: number, answer: string): void => {
      response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' });
      response.end(answer);
    };
    const document = this.documents.get(path);
    if (document !== undefined) send(200, document);
    else if (path === '/token') {
      const form = new URLSearchParams(body);
      this.tokenRequests.push(form);
      const next = this.nextAnswer;
      this.nextAnswer = null;
      const { status, body: answer } = next ?? this.#token(form);
      send(status, answer);
    } else if (path === '/revoke') {
      this.revoked.push(new URLSearchParams(body).get('token') ?? '');
      send(200, '');
    } else send(404, '{}');
  }

  #token(form: URLSearchParams): { status: number; body: string } {
    const refuse = (error: string): { status: number; body: string } => ({
      status: 400,
      body: JSON.stringify({ error, error_description: 'Said the server' }),
    });
    if (form.get('client_id') !== 'tern-test') return refuse('invalid_client');
    if (form.get('grant_type') === 'refresh_token') {
      const old = form.get('refresh_token') ?? '';
      if (this.refreshTokens.get(old) !== true) {
        // Reuse of a rotated token: somebody has stolen one (RFC 9700 §4.14.2).
        for (const token of this.refreshTokens.keys()) this.refreshTokens.set(token, false);
        return refuse('invalid_grant');
      }
      if (this.rotates) this.refreshTokens.set(old, false);
      return this.#grant();
    }
    const authorization = this.codes.get(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (
      !authorization ||
      authorization.used ||
      authorization.challenge !== challenge ||
      authorization.redirectUri !== form.get('redirect_uri')
    ) {
      return refuse('invalid_grant');
    }
    authorization.used = true;
    return this.#grant(true);
  }

  #grant(first = false): { status: number; body: string } {
    const token = (kind: string): string => `${kind}-${randomBytes(8).toString('hex')}`;
    const refresh = token('refresh');
    const gives = first || this.rotates;
    const access = token('access');
    if (gives) this.refreshTokens.set(refresh, true);
    this.onToken(access);
    return {
      status: 200,
      body: JSON.stringify({
        access_token: access,
        token_type: 'Bearer',
        expires_in: this.lifetime,
        ...(gives ? { refresh_token: refresh } : {}),
      }),
    };
  }
}
