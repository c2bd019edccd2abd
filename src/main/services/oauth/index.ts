export { discoverProvider } from './discover-provider';
export { OAuthTokens, type AuthorizeRequest, type OAuthPorts } from './oauth-tokens';
export { OAUTH_PROVIDERS, oauthProvider, type OAuthProvider } from './providers';
export type { OAuthClient } from './token-endpoint';
export type { Grant } from './token-store';
export { webFetch, type WebFetch, type WebRequest, type WebResponse } from './web-fetch';
