import type { AccountConfig, OAuthSettings } from '@shared/contract/account';
import { MailError } from '@shared/errors/mail-error';
import type { AccountId } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { Crypto } from '@shared/ports/crypto';
import { Secret } from '@shared/ports/secret';
import { type Protection, SecretStoreError } from '@shared/ports/secret-store';
import { hex } from '@shared/util/hex';
import type { KeptSecrets } from './kept-secrets';
import { discoverProvider, type Grant, grantKey, oauthProvider, OAuthTokens, type WebFetch } from './oauth';

export interface SignInPorts {
  readonly clock: Clock;
  readonly crypto: Crypto;
  readonly secrets: KeptSecrets;
  readonly fetch: WebFetch;
  /** Opens the provider's page in the person's own browser. False: the page has to. */
  openBrowser(url: string): Promise<boolean>;
}

export interface SignInRequest {
  readonly oauth: OAuthSettings;
  readonly clientSecret?: string | undefined;
  readonly user: string;
  /** The account that signs in anew; its client secret is used again. */
  readonly account: AccountId | null;
}

/** Sign-ins that no account has taken yet. More are those of wizards that were left. */
const MAX_PENDING = 8;

/** Signing in with a browser: from the person's click to tokens that belong to an account. */
export class SignIn {
  readonly #tokens: OAuthTokens;
  readonly #pending = new Map<string, { readonly grant: Grant; readonly oauth: OAuthSettings }>();

  constructor(private readonly ports: SignInPorts) {
    this.#tokens = new OAuthTokens(ports);
  }

  /**
   * Waits for the person to sign in.
   * @param onPage hears where that is done, and whether a browser was opened there.
   * @returns a handle, for `secretOf` and `keep`.
   * @throws MailError: those of `discoverProvider` and `OAuthTokens.authorize`.
   */
  async begin(
    request: SignInRequest,
    onPage: (page: { url: string; opened: boolean }) => void,
    signal: AbortSignal,
  ): Promise<string> {
    const { oauth, user, account } = request;
    const provider =
      oauthProvider(oauth.provider) ??
      (await discoverProvider(oauth.provider, oauth.scopes ?? [], this.ports.fetch, signal));
    const clientSecret =
      request.clientSecret === undefined || request.clientSecret === ''
        ? await this.#clientSecretOf(account, oauth)
        : new Secret(request.clientSecret);
    const grant = await this.#tokens.authorize({
      provider,
      clientId: oauth.clientId,
      ...(clientSecret === null ? {} : { clientSecret }),
      user,
      openBrowser: async (url) => onPage({ url, opened: await this.ports.openBrowser(url) }),
      signal,
    });
    const handle = hex(this.ports.crypto.randomBytes(16));
    this.#pending.set(handle, { grant, oauth });
    const [oldest] = this.#pending.keys();
    if (this.#pending.size > MAX_PENDING && oldest !== undefined) this.#pending.delete(oldest);
    return handle;
  }

  /** The access token of a sign-in that no account has yet. @throws MailError `oauth-sign-in` for an unknown handle. */
  secretOf(handle: string): Secret {
    return this.#pendingOf(handle).grant.accessToken;
  }

  /** What an account signs in with, by the handle. @throws MailError `oauth-sign-in`. */
  settingsOf(handle: string): OAuthSettings {
    return this.#pendingOf(handle).oauth;
  }

  /** Gives a sign-in to an account. @throws MailError `needs-consent`; then the handle is good for another try. */
  async keep(account: AccountId, handle: string, how: Protection): Promise<void> {
    const { grant } = this.#pendingOf(handle);
    await this.ports.secrets.keepAs(grantKey(account), how, () => this.#tokens.keep(account, grant));
    this.#pending.delete(handle);
  }

  /** @throws MailError `oauth-sign-in`, `keyring`; `unreachable` when the provider gives no token now. */
  async accessToken(config: AccountConfig, stale?: Secret): Promise<Secret> {
    try {
      return await this.#tokens.accessToken(config.id, stale);
    } catch (error) {
      if (!(error instanceof SecretStoreError)) throw error;
      throw new MailError({
        kind: 'unreachable',
        code: 'keyring',
        message: 'The keyring cannot be read now',
        cause: error,
      });
    }
  }

  /** Takes the sign-in back, also from the provider where that is possible. */
  forget(account: AccountId): Promise<void> {
    return this.#tokens.forget(account);
  }

  async #clientSecretOf(account: AccountId | null, oauth: OAuthSettings): Promise<Secret | null> {
    const client = account === null ? null : await this.#tokens.client(account);
    return client?.clientId === oauth.clientId ? client.clientSecret : null;
  }

  #pendingOf(handle: string): { readonly grant: Grant; readonly oauth: OAuthSettings } {
    const pending = this.#pending.get(handle);
    if (pending) return pending;
    throw new MailError({
      kind: 'refused',
      code: 'oauth-sign-in',
      message: 'This sign-in is not known any more',
    });
  }
}
