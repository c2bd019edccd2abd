import { type AccountConfig, OAUTH_PRESETS, type OAuthSettings } from '@shared/contract/account';

export type Preset = (typeof OAUTH_PRESETS)[number];

/** Signing in with a browser as it stands in the form. */
export interface OAuthForm {
  readonly provider: Preset | 'other';
  /** https address of the server's issuer; `other` only. */
  readonly issuer: string;
  /** Parted by spaces; `other` only. */
  readonly scopes: string;
  readonly clientId: string;
  /** Only where the provider gives desktop programs one. Never shown again once it is kept. */
  readonly clientSecret: string;
}

/** What servers with a discovery document usually want before they hand out tokens that can be renewed. */
const USUAL_SCOPES = 'openid email offline_access';

export const emptyOAuth: OAuthForm = {
  provider: 'other',
  issuer: '',
  scopes: USUAL_SCOPES,
  clientId: '',
  clientSecret: '',
};

const isPreset = (provider: string): provider is Preset =>
  (OAUTH_PRESETS as readonly string[]).includes(provider);

export const presetOf = (provider: string): OAuthForm['provider'] =>
  isPreset(provider) ? provider : 'other';

/** The form for a provider: the client id that another account has for it already is filled in. */
export function oauthForm(
  known: Partial<OAuthSettings> | null | undefined,
  accounts: readonly AccountConfig[],
): OAuthForm {
  const provider = known?.provider;
  if (provider === undefined) return emptyOAuth;
  const preset = presetOf(provider);
  return {
    provider: preset,
    issuer: preset === 'other' ? provider : '',
    scopes: known?.scopes?.join(' ') || USUAL_SCOPES,
    clientId:
      known?.clientId ?? accounts.find(({ oauth }) => oauth?.provider === provider)?.oauth?.clientId ?? '',
    clientSecret: '',
  };
}

/** What a server that has no other name is called. */
export const hostOfIssuer = (issuer: string): string =>
  URL.canParse(issuer.trim()) ? new URL(issuer.trim()).host : issuer.trim();

const isIssuer = (text: string): boolean =>
  URL.canParse(text.trim()) && new URL(text.trim()).protocol === 'https:';

/** True when there is enough to open the browser. */
export const oauthComplete = ({ provider, issuer, clientId }: OAuthForm): boolean =>
  clientId.trim() !== '' && (provider !== 'other' || isIssuer(issuer));

export function toOAuth({ provider, issuer, scopes, clientId }: OAuthForm): OAuthSettings {
  return {
    clientId: clientId.trim(),
    ...(provider === 'other'
      ? {
          provider: issuer.trim(),
          scopes: scopes.split(/\s+/).filter((one) => one !== ''),
        }
      : { provider }),
  };
}

/** Hosts that belong to a preset, for accounts that were set up before with a password. */
const HOSTS: readonly (readonly [RegExp, Preset])[] = [
  [/(^|\.)(gmail|googlemail|google)\.com$/, 'google'],
  [/(^|\.)(office365|outlook|hotmail)\.com$/, 'microsoft'],
  [/(^|\.)yahoo\.[a-z.]+$/, 'yahoo'],
  [/(^|\.)fastmail\.com$/, 'fastmail'],
];

export const presetForHost = (host: string): Preset | null =>
  HOSTS.find(([pattern]) => pattern.test(host.toLowerCase()))?.[1] ?? null;
