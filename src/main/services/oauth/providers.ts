/** An authorization server and what mail needs of it. Plain data: it is kept beside the tokens. */
export interface OAuthProvider {
  /** `google`, `microsoft` …, or the issuer for one found by its discovery document. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** RFC 9207: an answer that names another issuer is not from this server. Null when it never says. */
  readonly issuer: string | null;
  readonly authorizationEndpoint: string;
  /** Exchanges codes and refreshes. */
  readonly tokenEndpoint: string;
  /** RFC 7009; null where there is none. */
  readonly revocationEndpoint: string | null;
  readonly scopes: readonly string[];
  /** Sent along to the authorization endpoint, e.g. what makes Google hand out a refresh token. */
  readonly extra: Readonly<Record<string, string>>;
  /**
   * What the redirect address is called; the listener is on 127.0.0.1 in any case. `localhost` only where a provider's
   * registration knows no other (RFC 8252 §8.3).
   */
  readonly redirectHost: '127.0.0.1' | 'localhost';
}

const provider = (
  it: Pick<OAuthProvider, 'id' | 'name' | 'authorizationEndpoint' | 'tokenEndpoint' | 'scopes'> &
    Partial<OAuthProvider>,
): OAuthProvider => ({
  issuer: null,
  revocationEndpoint: null,
  extra: {},
  redirectHost: '127.0.0.1',
  ...it,
});

/** Known providers. None comes with a client id: the person (or who packages Tern) registers one and puts it in. */
export const OAUTH_PROVIDERS: readonly OAuthProvider[] = [
  provider({
    id: 'google',
    name: 'Google',
    issuer: 'https://accounts.google.com',
    authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenEndpoint: 'https://oauth2.googleapis.com/token',
    revocationEndpoint: 'https://oauth2.googleapis.com/revoke',
    scopes: ['https://mail.google.com/'],
    // Without both a second sign-in gets no refresh token.
    extra: { access_type: 'offline', prompt: 'consent' },
  }),
  provider({
    id: 'microsoft',
    name: 'Microsoft',
    authorizationEndpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
    tokenEndpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    scopes: [
      'https://outlook.office.com/IMAP.AccessAsUser.All',
      'https://outlook.office.com/POP.AccessAsUser.All',
      'https://outlook.office.com/SMTP.Send',
      'offline_access',
    ],
    // The portal registers http://localhost by a click, the literal address only through the manifest.
    redirectHost: 'localhost',
  }),
  provider({
    id: 'yahoo',
    name: 'Yahoo',
    issuer: 'https://api.login.yahoo.com',
    authorizationEndpoint: 'https://api.login.yahoo.com/oauth2/request_auth',
    tokenEndpoint: 'https://api.login.yahoo.com/oauth2/get_token',
    scopes: ['mail-w'],
  }),
  provider({
    id: 'fastmail',
    name: 'Fastmail',
    issuer: 'https://api.fastmail.com',
    authorizationEndpoint: 'https://api.fastmail.com/oauth/authorize',
    // Codes and refresh tokens alike go to the address that is called refresh.
    tokenEndpoint: 'https://api.fastmail.com/oauth/refresh',
    scopes: [
      'https://www.fastmail.com/dev/protocol-imap',
      'https://www.fastmail.com/dev/protocol-pop',
      'https://www.fastmail.com/dev/protocol-smtp',
    ],
  }),
];

/** A preset by its id; null for unknown ids. */
export const oauthProvider = (id: string): OAuthProvider | null =>
  OAUTH_PROVIDERS.find((known) => known.id === id) ?? null;
