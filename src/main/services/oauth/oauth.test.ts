import { request } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId } from '@shared/model/ids';
import { Secret } from '@shared/ports/secret';
import { SecretStoreError, type SecretStore } from '@shared/ports/secret-store';
import { NodeCrypto } from '@main/net/node-crypto';
import { ManualClock } from '../../../../tests/fakes/clocks';
import { discoverProvider } from './discover-provider';
import { SIGN_IN_MS } from './loopback-listener';
import { OAuthTokens, type AuthorizeRequest } from './oauth-tokens';
import { challengeOf, makePkce } from './pkce';
import { OAUTH_PROVIDERS, oauthProvider } from './providers';
import { AuthorizationServer } from './testing/authorization-server';
import type { Grant } from './token-store';
import { webFetch } from './web-fetch';

const ACCOUNT = 'a1' as AccountId;

class MemorySecrets implements SecretStore {
  readonly kept = new Map<string, Secret>();
  broken = false;
  get = async (key: string): Promise<Secret | null> => this.kept.get(key) ?? null;
  set = async (key: string, secret: Secret): Promise<void> => {
    if (this.broken) throw new SecretStoreError('needs-consent', 'no keyring');
    this.kept.set(key, secret);
  };
  delete = async (key: string): Promise<void> => void this.kept.delete(key);
  status = async () => ({ protection: 'secure' as const, backend: 'memory' });
  choose = async (): Promise<void> => undefined;
}

let server: AuthorizationServer;
let clock: ManualClock;
let secrets: MemorySecrets;
let tokens: OAuthTokens;
const reborn = (): OAuthTokens =>
  new OAuthTokens({ clock, crypto: new NodeCrypto(), secrets, fetch: server.fetch });
beforeEach(async () => {
  server = await AuthorizationServer.start();
  clock = new ManualClock();
  secrets = new MemorySecrets();
  tokens = reborn();
});
afterEach(() => server.stop());

interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A browser's GET; null when nobody listens (any more). */
function visit(
  url: URL,
  options: { headers?: Record<string, string>; method?: string } = {},
): Promise<Page | null> {
  return new Promise((resolve) => {
    const call = request(url, { agent: false, ...options }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    call.on('error', () => resolve(null));
    call.end();
  });
}

/** A sign-in on its way: the address the browser was opened with, and how it ends. */
async function begin(more: Partial<AuthorizeRequest> = {}): Promise<{ url: string; done: Promise<Grant> }> {
  let opened: (url: string) => void = () => undefined;
  const url = new Promise<string>((resolve) => (opened = resolve));
  const done = tokens.authorize({
    provider: server.provider,
    clientId: 'tern-test',
    user: 'ada@tern.example',
    openBrowser: (address) => opened(address),
    ...more,
  });
  done.catch(() => undefined);
  return { url: await url, done };
}
async function signIn(): Promise<Grant> {
  const { url, done } = await begin();
  await visit(server.consent(url));
  return done;
}

describe('signing in', () => {
  it('asks for what RFC 7636 and RFC 8252 ask for', async () => {
    const { url, done } = await begin();
    const asked = new URL(url);
    expect(asked.origin + asked.pathname).toBe('https://auth.tern.example/authorize');
    const redirect = new URL(asked.searchParams.get('redirect_uri') ?? '');
    expect(redirect.protocol).toBe('http:');
    expect(redirect.hostname).toBe('127.0.0.1');
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'tern-test',
      scope: 'mail offline',
      code_challenge_method: 'S256',
      login_hint: 'ada@tern.example',
      prompt: 'consent',
    });
    expect(asked.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(asked.searchParams.get('state')).toMatch(/^[\w-]{43}$/);

    const page = await visit(server.consent(url));
    const grant = await done;
    expect(grant.accessToken.reveal()).toMatch(/^access-/);
    expect(grant.refreshToken?.reveal()).toMatch(/^refresh-/);
    expect(grant.expiresAt).toBe(clock.now() + 3_600_000);
    expect(page).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' },
    });
    expect(page?.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page?.body).not.toContain('code-');
    expect(clock.pending).toBe(0);
  });

  it('has another state, verifier and port every time', async () => {
    const [one, two] = [await begin(), await begin()];
    const read = ({ url }: { url: string }): string[] =>
      ['state', 'code_challenge', 'redirect_uri'].map((name) => new URL(url).searchParams.get(name) ?? '');
    for (const value of read(one)) expect(read(two)).not.toContain(value);
    await Promise.all([visit(server.consent(one.url)), visit(server.consent(two.url))]);
    await Promise.all([one.done, two.done]);
  });

  it('does not take an answer with another state, and still takes the right one', async () => {
    const { url, done } = await begin();
    const right = server.consent(url);
    for (const state of ['', 'x', `${right.searchParams.get('state') ?? ''}x`]) {
      const wrong = new URL(right);
      wrong.searchParams.set('state', state);
      expect(await visit(wrong)).toMatchObject({ status: 400 });
    }
    const twice = new URL(right);
    twice.searchParams.append('state', 'x');
    expect(await visit(twice)).toMatchObject({ status: 400 });
    expect(server.tokenRequests).toHaveLength(0);
    await visit(right);
    await expect(done).resolves.toMatchObject({ user: 'ada@tern.example' });
  });

  it('answers once: the second hit finds nobody and the code is sent once', async () => {
    const { url, done } = await begin();
    const back = server.consent(url);
    expect(await visit(back)).toMatchObject({ status: 200 });
    await done;
    expect(await visit(back)).toBeNull();
    expect(server.tokenRequests).toHaveLength(1);
  });

  it('two hits at the same moment are one answer', async () => {
    const { url, done } = await begin();
    const back = server.consent(url);
    const pages = await Promise.all([visit(back), visit(back), visit(back)]);
    await done;
    expect(pages.filter((page) => page?.status === 200)).toHaveLength(1);
    expect(server.tokenRequests).toHaveLength(1);
  });

  it.each([
    ['another path', '/callback', {}, 404],
    ['a favicon', '/favicon.ico', {}, 404],
    ['a POST', '/', { method: 'POST' }, 404],
    ['a page of another origin', '/', { headers: { Origin: 'https://evil.example' } }, 400],
    ['a page without origin', '/', { headers: { Origin: 'null' } }, 400],
    ['a name that points here', '/', { headers: { Host: 'evil.example' } }, 400],
  ] as const)('%s is not the answer', async (_what, path, options, status) => {
    const { url, done } = await begin();
    const right = server.consent(url);
    const other = new URL(right);
    other.pathname = path;
    expect(await visit(other, options)).toMatchObject({ status });
    expect(server.tokenRequests).toHaveLength(0);
    await visit(right);
    await done;
  });

  it('a replayed code is refused by the provider, and nothing is kept', async () => {
    const { url, done } = await begin();
    const back = server.consent(url);
    const authorization = server.codes.get(back.searchParams.get('code') ?? '');
    if (authorization) authorization.used = true;
    await visit(back);
    await expect(done).rejects.toMatchObject({
      kind: 'refused',
      code: 'oauth-code-rejected',
      server: 'Said the server',
    });
    expect(secrets.kept.size).toBe(0);
  });

  it('a code of another sign-in does not pass PKCE', async () => {
    const [mine, other] = [await begin(), await begin()];
    const stolen = server.consent(other.url).searchParams.get('code') ?? '';
    const back = server.consent(mine.url);
    back.searchParams.set('code', stolen);
    await visit(back);
    await expect(mine.done).rejects.toMatchObject({ code: 'oauth-code-rejected' });
    await visit(server.consent(other.url));
    await other.done;
  });

  it('an answer of another issuer is refused (RFC 9207)', async () => {
    const { url, done } = await begin();
    const back = server.consent(url);
    back.searchParams.set('iss', 'https://evil.example');
    await visit(back);
    await expect(done).rejects.toMatchObject({ code: 'oauth-wrong-issuer' });
    expect(server.tokenRequests).toHaveLength(0);
  });

  it('a person who says no', async () => {
    const { url, done } = await begin();
    const back = server.consent(url);
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_description', '<script>alert(1)</script>');
    const page = await visit(back);
    expect(page?.body).not.toContain('script');
    await expect(done).rejects.toMatchObject({
      kind: 'refused',
      code: 'oauth-denied',
      details: { error: 'access_denied' },
      server: '<script>alert(1)</script>',
    });
  });

  it('a person who does nothing for five minutes', async () => {
    const { url, done } = await begin();
    clock.advance(SIGN_IN_MS - 1);
    expect(clock.pending).toBe(1);
    clock.advance(1);
    await expect(done).rejects.toMatchObject({ code: 'oauth-timeout', retry: { kind: 'never' } });
    expect(await visit(server.consent(url))).toBeNull();
  });

  it('a person who gives up', async () => {
    const stop = new AbortController();
    const { url, done } = await begin({ signal: stop.signal });
    stop.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    expect(await visit(server.consent(url))).toBeNull();
    await expect(
      tokens.authorize({
        provider: server.provider,
        clientId: 'x',
        user: '',
        openBrowser: () => undefined,
        signal: stop.signal,
      }),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('a browser that cannot be opened ends the listening', async () => {
    let address = '';
    await expect(
      tokens.authorize({
        provider: server.provider,
        clientId: 'tern-test',
        user: '',
        openBrowser: (url) => {
          address = url;
          throw new Error('no browser');
        },
      }),
    ).rejects.toThrow('no browser');
    expect(await visit(server.consent(address))).toBeNull();
    expect(clock.pending).toBe(0);
  });

  it('a client id that is not accepted', async () => {
    const { url, done } = await begin({ clientId: 'other' });
    await visit(server.consent(url));
    await expect(done).rejects.toMatchObject({ kind: 'refused', code: 'oauth-client' });
  });

  it('sends the secret of a desktop client back', async () => {
    const { url, done } = await begin({ clientSecret: new Secret('not-so-secret') });
    await visit(server.consent(url));
    await done;
    expect(server.tokenRequests[0]?.get('client_secret')).toBe('not-so-secret');
  });
});

describe('access tokens', () => {
  const signedIn = async (): Promise<Grant> => {
    const grant = await signIn();
    await tokens.keep(ACCOUNT, grant);
    server.tokenRequests.length = 0;
    return grant;
  };
  const later = (): void => clock.advance(3_600_000);

  it('are kept while they are good, also by the next Tern', async () => {
    const grant = await signedIn();
    clock.advance(3_000_000);
    expect((await tokens.accessToken(ACCOUNT)).reveal()).toBe(grant.accessToken.reveal());
    expect((await reborn().accessToken(ACCOUNT)).reveal()).toBe(grant.accessToken.reveal());
    expect(server.tokenRequests).toHaveLength(0);
  });

  it('are renewed before they end; the new refresh token is kept before the access token is given', async () => {
    const grant = await signedIn();
    for (let i = 0; i < 3; i++) {
      later();
      expect((await tokens.accessToken(ACCOUNT)).reveal()).not.toBe(grant.accessToken.reveal());
      tokens = reborn();
    }
    expect(server.tokenRequests.map((form) => form.get('grant_type'))).toEqual(
      Array(3).fill('refresh_token'),
    );
    expect([...server.refreshTokens.values()].filter(Boolean)).toHaveLength(1);
  });

  it('are renewed without rotation too', async () => {
    await signedIn();
    server.rotates = false;
    for (let i = 0; i < 2; i++) {
      later();
      await tokens.accessToken(ACCOUNT);
    }
    expect(new Set(server.tokenRequests.map((form) => form.get('refresh_token'))).size).toBe(1);
  });

  it('many askers cause one renewal', async () => {
    await signedIn();
    later();
    const all = await Promise.all(Array.from({ length: 10 }, () => tokens.accessToken(ACCOUNT)));
    expect(new Set(all.map((token) => token.reveal())).size).toBe(1);
    expect(server.tokenRequests).toHaveLength(1);
  });

  it('a refused token is replaced once; a refused replacement is a case for a person', async () => {
    const grant = await signedIn();
    const fresh = await tokens.accessToken(ACCOUNT, grant.accessToken);
    expect(fresh.reveal()).not.toBe(grant.accessToken.reveal());
    for (let i = 0; i < 3; i++) {
      await expect(tokens.accessToken(ACCOUNT, fresh)).rejects.toMatchObject({ code: 'oauth-sign-in' });
    }
    expect(server.tokenRequests).toHaveLength(1);
    await tokens.keep(ACCOUNT, await signIn());
    await expect(tokens.accessToken(ACCOUNT)).resolves.toBeInstanceOf(Secret);
  });

  it('invalid_grant asks for a sign-in once and is never asked again, not even by the next Tern', async () => {
    await signedIn();
    later();
    for (const token of server.refreshTokens.keys()) server.refreshTokens.set(token, false);
    for (let i = 0; i < 3; i++) {
      await expect(tokens.accessToken(ACCOUNT)).rejects.toMatchObject({
        kind: 'refused',
        code: 'oauth-sign-in',
      });
    }
    await expect(reborn().accessToken(ACCOUNT)).rejects.toMatchObject({ code: 'oauth-sign-in' });
    expect(server.tokenRequests).toHaveLength(1);

    const again = await signIn();
    await tokens.keep(ACCOUNT, again);
    expect((await tokens.accessToken(ACCOUNT)).reveal()).toBe(again.accessToken.reveal());
  });

  it.each([
    [503, 'down for repairs', 'unreachable', 'oauth-unavailable'],
    [429, '{"error":"slow_down"}', 'unreachable', 'oauth-unavailable'],
    [400, '{"error":"temporarily_unavailable"}', 'unreachable', 'oauth-unavailable'],
    [401, '{"error":"invalid_client"}', 'refused', 'oauth-client'],
    [400, '{"error":"invalid_scope"}', 'refused', 'oauth-refused'],
    [400, '<html>', 'refused', 'oauth-refused'],
    [200, '<html>', 'broken', 'oauth-bad-answer'],
    [200, '{"access_token":"canary-token","token_type":"mac"}', 'broken', 'oauth-bad-answer'],
    [200, '{"token_type":"Bearer"}', 'broken', 'oauth-bad-answer'],
  ] as const)('a failed renewal (%d %s) loses nothing', async (status, body, kind, code) => {
    await signedIn();
    later();
    server.nextAnswer = { status, body };
    const error: unknown = await tokens.accessToken(ACCOUNT).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind, code });
    expect(inspect(error, { depth: 10 })).not.toContain('canary-token');
    await expect(tokens.accessToken(ACCOUNT)).resolves.toBeInstanceOf(Secret);
  });

  it('a keyring that fails does not cost a rotated grant', async () => {
    await signedIn();
    later();
    secrets.broken = true;
    const token = await tokens.accessToken(ACCOUNT);
    later();
    await expect(tokens.accessToken(ACCOUNT)).resolves.not.toBe(token);
    secrets.broken = false;
    await tokens.accessToken(ACCOUNT);
    later();
    await expect(reborn().accessToken(ACCOUNT)).resolves.toBeInstanceOf(Secret);
    expect([...server.refreshTokens.values()].filter(Boolean)).toHaveLength(1);
  });

  it('without an end they are good until refused', async () => {
    const grant = await signIn();
    await tokens.keep(ACCOUNT, { ...grant, expiresAt: null });
    clock.advance(1e10);
    expect((await tokens.accessToken(ACCOUNT)).reveal()).toBe(grant.accessToken.reveal());
  });

  it('nobody signed in, or something unreadable was kept', async () => {
    await expect(tokens.accessToken(ACCOUNT)).rejects.toMatchObject({ code: 'oauth-sign-in' });
    secrets.kept.set(`account/${ACCOUNT}/oauth`, new Secret('{"from":"the future"}'));
    await expect(tokens.accessToken(ACCOUNT)).rejects.toMatchObject({ code: 'oauth-sign-in' });
  });

  it('forgetting tells the provider, and forgets even if it is not there', async () => {
    const grant = await signedIn();
    await tokens.forget(ACCOUNT);
    expect(server.revoked).toEqual([grant.refreshToken?.reveal()]);
    expect(secrets.kept.size).toBe(0);
    await tokens.keep(ACCOUNT, {
      ...grant,
      provider: { ...grant.provider, revocationEndpoint: 'https://gone.example/' },
    });
    await tokens.forget(ACCOUNT);
    expect(secrets.kept.size).toBe(0);
  });

  it('a grant prints without its tokens', async () => {
    const grant = await signIn();
    const text = inspect(grant, { depth: 10 }) + JSON.stringify(grant) + String(grant.accessToken);
    expect(text).not.toContain('access-');
    expect(text).not.toContain('refresh-');
  });
});

describe('discovery', () => {
  const origin = AuthorizationServer.origin;
  const document = (more: object = {}): string =>
    JSON.stringify({
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      ...more,
    });

  it.each(['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'])(
    'by %s',
    async (path) => {
      server.documents.set(path, document({ revocation_endpoint: `${origin}/revoke` }));
      expect(await discoverProvider(origin, ['mail'], server.fetch)).toMatchObject({
        id: origin,
        issuer: origin,
        authorizationEndpoint: `${origin}/authorize`,
        tokenEndpoint: `${origin}/token`,
        revocationEndpoint: `${origin}/revoke`,
        scopes: ['mail'],
      });
    },
  );

  it('an issuer with a path has its document in between', async () => {
    server.documents.set(
      '/.well-known/oauth-authorization-server/tenant',
      document({ issuer: `${origin}/tenant` }),
    );
    expect(await discoverProvider(`${origin}/tenant`, [], server.fetch)).toMatchObject({
      id: `${origin}/tenant`,
    });
  });

  it.each([
    ['another issuer', { issuer: 'https://evil.example' }],
    ['an endpoint without https', { token_endpoint: 'http://auth.tern.example/token' }],
    ['PKCE only in plain', { code_challenge_methods_supported: ['plain'] }],
    ['no codes', { response_types_supported: ['token'] }],
    ['no token endpoint', { token_endpoint: undefined }],
  ])('%s is not used', async (_what, more) => {
    server.documents.set('/.well-known/oauth-authorization-server', document(more));
    await expect(discoverProvider(origin, [], server.fetch)).rejects.toMatchObject({
      code: 'oauth-bad-discovery',
    });
  });

  it('no document, no https', async () => {
    await expect(discoverProvider(origin, [], server.fetch)).rejects.toMatchObject({
      code: 'oauth-no-discovery',
    });
    for (const issuer of ['http://auth.tern.example', 'auth', `${origin}?x`, `${origin}#x`]) {
      await expect(discoverProvider(issuer, [], server.fetch)).rejects.toMatchObject({
        code: 'oauth-bad-discovery',
      });
    }
  });

  it('a provider that was found can be signed in to', async () => {
    server.documents.set('/.well-known/openid-configuration', document());
    const provider = await discoverProvider(origin, ['mail'], server.fetch);
    const { url, done } = await begin({ provider });
    await visit(server.consent(url));
    await expect(done).resolves.toMatchObject({ provider: { id: origin } });
  });
});

describe('parts', () => {
  it('PKCE: the example of RFC 7636 appendix B', () => {
    expect(challengeOf(new NodeCrypto(), 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
    const { verifier, challenge } = makePkce(new NodeCrypto());
    expect(verifier).toMatch(/^[\w-]{43}$/);
    expect(challengeOf(new NodeCrypto(), verifier)).toBe(challenge);
  });

  it('presets: https everywhere, mail scopes, no client ids', () => {
    expect(OAUTH_PROVIDERS.map(({ id }) => id)).toEqual(['google', 'microsoft', 'yahoo', 'fastmail']);
    for (const preset of OAUTH_PROVIDERS) {
      const { authorizationEndpoint, tokenEndpoint, revocationEndpoint, scopes } = preset;
      for (const url of [authorizationEndpoint, tokenEndpoint, revocationEndpoint ?? tokenEndpoint]) {
        expect(new URL(url).protocol).toBe('https:');
      }
      expect(scopes.length).toBeGreaterThan(0);
      expect(JSON.stringify(preset)).not.toMatch(/client_?id/i);
    }
    expect(oauthProvider('nobody')).toBeNull();
  });

  it('the fetch of the program speaks https only', async () => {
    await expect(webFetch({ url: 'http://127.0.0.1:9/' })).rejects.toMatchObject({
      kind: 'refused',
      code: 'not-https',
    });
    await expect(webFetch({ url: 'https://127.0.0.1:9/' })).rejects.toMatchObject({ kind: 'unreachable' });
  });
});
