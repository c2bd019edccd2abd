export { discoverProvider } from './discover-provider';
export { OAuthTokens } from './oauth-tokens';
export { oauthProvider } from './providers';
export { type Grant, grantKey } from './token-store';
export { webFetch, type WebFetch } from './web-fetch';
