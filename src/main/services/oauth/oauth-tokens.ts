import { isMailError, MailError } from '@shared/errors/mail-error';
import type { AccountId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { Crypto } from '@shared/ports/crypto';
import type { Secret } from '@shared/ports/secret';
import { type SecretStore, SecretStoreError } from '@shared/ports/secret-store';
import { listenForCode } from './loopback-listener';
import { makePkce } from './pkce';
import type { OAuthProvider } from './providers';
import { askTokens, type OAuthClient, type TokenAnswer } from './token-endpoint';
import { TokenStore, type Grant } from './token-store';
import type { WebFetch } from './web-fetch';

export interface OAuthPorts {
  readonly clock: Clock;
  readonly crypto: Pick<Crypto, 'randomBytes' | 'hash'>;
  readonly secrets: SecretStore;
  readonly fetch: WebFetch;
}

export interface AuthorizeRequest {
  readonly provider: OAuthProvider;
  readonly clientId: string;
  readonly clientSecret?: Secret;
  /** Who should sign in: the provider's page is filled in with it. */
  readonly user: string;
  /** Opens the system's browser, never a window of Tern (RFC 8252 §8.12). */
  readonly openBrowser: (url: string) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/** A token is renewed this long before it ends, so that it does not end on its way to the server. */
const MARGIN_MS = 60_000;
/** How long the removal of an account waits for the provider to hear of it. */
const REVOKE_MS = 5_000;

/** OAuth 2 for mail (RFC 6749, 7636, 8252, 9700): signing in, and access tokens for as long as that lasts. */
export class OAuthTokens {
  readonly #store: TokenStore;
  /** One at a time for each account: a refresh token may be good for one use only. */
  readonly #busy = new Map<AccountId, Promise<Secret>>();
  /** Grants that the store could not take yet: the old refresh token may be dead already. */
  readonly #unsaved = new Map<AccountId, Grant>();
  /** Tokens that replaced a refused one. If they are refused too, more of them will not help. */
  readonly #replacements = new Map<AccountId, Secret>();

  constructor(private readonly ports: OAuthPorts) {
    this.#store = new TokenStore(ports.secrets);
  }

  /**
   * Lets a person sign in, in the browser. The grant belongs to nobody until `keep` gives it to an account.
   * @throws MailError `refused` `oauth-denied`, `oauth-wrong-issuer`, `oauth-code-rejected`, `oauth-client`,
   *   `oauth-refused`; `unreachable` `oauth-timeout` (five minutes), `cancelled`, and those of the fetch.
   */
  async authorize(request: AuthorizeRequest): Promise<Grant> {
    const { provider, clientId, user, openBrowser, signal } = request;
    const { clock, crypto, fetch } = this.ports;
    const { verifier, challenge, state } = makePkce(crypto);
    const listener = await listenForCode({
      clock,
      state,
      host: provider.redirectHost,
      issuer: provider.issuer,
      ...(signal === undefined ? {} : { signal }),
    });
    try {
      const url = new URL(provider.authorizationEndpoint);
      const parameters = {
        ...provider.extra,
        response_type: 'code',
        client_id: clientId,
        redirect_uri: listener.redirectUri,
        ...(provider.scopes.length === 0 ? {} : { scope: provider.scopes.join(' ') }),
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
        ...(user === '' ? {} : { login_hint: user }),
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      await openBrowser(url.href);
      const code = await listener.code;
      const client: OAuthClient = { provider, clientId, clientSecret: request.clientSecret ?? null };
      const asked = clock.now();
      const answer = await this.#exchange(client, code, verifier, listener.redirectUri, fetch, signal);
      return grantOf({ ...client, user, refreshToken: null }, answer, asked);
    } finally {
      listener.close();
    }
  }

  /** Gives a grant to an account, in place of any earlier one. @throws SecretStoreError `needs-consent`. */
  async keep(account: AccountId, grant: Grant): Promise<void> {
    await this.#busy.get(account)?.catch(() => undefined);
    await this.#store.set(account, grant);
    this.#unsaved.delete(account);
    this.#replacements.delete(account);
  }

  /**
   * A token that is good now: the kept one, or a new one.
   * @param stale the token that a server has just refused; it is not given again. When its replacement is refused too,
   *   a person is asked: there is no loop.
   * @throws MailError `refused` `oauth-sign-in` when a person has to sign in (again): nothing is asked of the provider
   *   until `keep`; `unreachable` when it may be tried later. SecretStoreError `locked`.
   */
  accessToken(account: AccountId, stale?: Secret, signal?: AbortSignal): Promise<Secret> {
    const running = this.#busy.get(account);
    // Who waits takes what the other one got; if that is the stale one, it asks again, once.
    if (running)
      return running.then((token) =>
        isSame(token, stale) ? this.accessToken(account, stale, signal) : token,
      );
    const work = this.#current(account, stale, signal).finally(() => this.#busy.delete(account));
    this.#busy.set(account, work);
    return work;
  }

  /** Who Tern was to the provider when this account signed in; null when it has not, or the keyring is locked. */
  client(account: AccountId): Promise<OAuthClient | null> {
    return this.#readable(account);
  }

  /** Takes the grant back from the provider where it can be, and forgets it in any case. */
  async forget(account: AccountId): Promise<void> {
    const grant = await this.#readable(account);
    await this.#store.delete(account);
    this.#unsaved.delete(account);
    const endpoint = grant?.provider.revocationEndpoint;
    const token = grant?.refreshToken ?? grant?.accessToken;
    if (!grant || !token || endpoint === undefined || endpoint === null) return;
    try {
      // RFC 7009 §2.1. The account is gone whether or not the provider hears of it, and nobody waits long for that.
      await this.ports.fetch({
        url: endpoint,
        form: { token: token.reveal(), client_id: grant.clientId },
        timeoutMs: REVOKE_MS,
      });
    } catch (error) {
      if (!isMailError(error)) throw error;
    }
  }

  async #readable(account: AccountId): Promise<Grant | null> {
    try {
      return await this.#read(account);
    } catch (error) {
      if (error instanceof SecretStoreError) return null;
      throw error;
    }
  }

  async #read(account: AccountId): Promise<Grant | null> {
    return this.#unsaved.get(account) ?? (await this.#store.get(account));
  }

  async #current(
    account: AccountId,
    stale: Secret | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Secret> {
    const grant = await this.#read(account);
    if (grant === null) throw signIn('Nobody has signed in yet.');
    if (this.#unsaved.has(account)) await this.#save(account, grant);
    const { clock, fetch } = this.ports;
    const isGood = grant.expiresAt === null || grant.expiresAt - clock.now() > MARGIN_MS;
    if (isGood && !isSame(grant.accessToken, stale)) return grant.accessToken;
    if (grant.refreshToken === null) throw signIn(`${grant.provider.name} wants a new sign-in.`);
    const replaced = this.#replacements.get(account);
    if (stale !== undefined && isSame(stale, replaced))
      throw signIn('The server refuses even a fresh token.');
    const asked = clock.now();
    try {
      const answer = await askTokens(
        grant,
        { grant_type: 'refresh_token', refresh_token: grant.refreshToken.reveal() },
        fetch,
        signal,
      );
      const renewed = grantOf(grant, answer, asked);
      await this.#save(account, renewed);
      if (stale === undefined) this.#replacements.delete(account);
      else this.#replacements.set(account, renewed.accessToken);
      return renewed.accessToken;
    } catch (error) {
      if (!isMailError(error) || error.code !== 'oauth-invalid-grant') throw error;
      // Remembered, so that no restart and no retry asks again what has been answered for good.
      await this.#save(account, { ...grant, refreshToken: null, expiresAt: 0 });
      throw signIn(error.message, error);
    }
  }

  /** Keeps the grant, at least for this session: an access token is not withheld because a keyring is locked. */
  async #save(account: AccountId, grant: Grant): Promise<void> {
    try {
      await this.#store.set(account, grant);
      this.#unsaved.delete(account);
    } catch {
      this.#unsaved.set(account, grant);
    }
  }

  async #exchange(
    client: OAuthClient,
    code: string,
    verifier: string,
    redirectUri: string,
    fetch: WebFetch,
    signal: AbortSignal | undefined,
  ): Promise<TokenAnswer> {
    const grant = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    };
    try {
      return await askTokens(client, grant, fetch, signal);
    } catch (error) {
      if (!isMailError(error) || error.code !== 'oauth-invalid-grant') throw error;
      const { message, server, details } = error;
      throw new MailError({
        kind: 'refused',
        code: 'oauth-code-rejected',
        message,
        details,
        ...(server === undefined ? {} : { server }),
      });
    }
  }
}

function grantOf(
  before: OAuthClient & Pick<Grant, 'user' | 'refreshToken'>,
  answer: TokenAnswer,
  asked: number,
): Grant {
  return {
    provider: before.provider,
    clientId: before.clientId,
    clientSecret: before.clientSecret,
    user: before.user,
    accessToken: answer.accessToken,
    expiresAt: answer.expiresIn === null ? null : asked + answer.expiresIn * 1000,
    refreshToken: answer.refreshToken ?? before.refreshToken,
  };
}

const isSame = (a: Secret, b: Secret | undefined): boolean => b !== undefined && a.reveal() === b.reveal();

const signIn = (message: string, cause?: unknown): MailError =>
  new MailError({
    kind: 'refused',
    code: 'oauth-sign-in',
    message,
    ...(cause === undefined ? {} : { cause }),
  });
