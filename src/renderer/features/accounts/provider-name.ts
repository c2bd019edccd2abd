import type { t as translate } from '../../i18n';
import { hostOfIssuer, type OAuthForm } from './oauth-form';

/** A provider as people call it; another server by its host. */
export const providerName = (
  { provider, issuer }: Pick<OAuthForm, 'provider' | 'issuer'>,
  t: typeof translate,
): string => (provider === 'other' ? hostOfIssuer(issuer) : t(`accounts.signIn.providers.${provider}`));
