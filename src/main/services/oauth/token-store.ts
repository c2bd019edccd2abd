import { z } from 'zod';
import type { AccountId } from '@shared/model/ids';
import { Secret } from '@shared/ports/secret';
import type { SecretStore } from '@shared/ports/secret-store';
import type { OAuthClient } from './token-endpoint';

/** What one account's sign-in left behind. */
export interface Grant extends OAuthClient {
  /** Who signed in, as far as Tern knows. */
  readonly user: string;
  readonly accessToken: Secret;
  /** Milliseconds since 1970; null when the provider did not say. */
  readonly expiresAt: number | null;
  /** Null when the provider gave none, or has said that it is worth nothing: a person must sign in again. */
  readonly refreshToken: Secret | null;
}

const providerSchema = z.object({
  id: z.string(),
  name: z.string(),
  issuer: z.string().nullable(),
  authorizationEndpoint: z.string(),
  tokenEndpoint: z.string(),
  revocationEndpoint: z.string().nullable(),
  scopes: z.array(z.string()),
  extra: z.record(z.string(), z.string()),
  redirectHost: z.enum(['127.0.0.1', 'localhost']),
});
const secret = z.string().transform((text) => new Secret(text));
const grantSchema = z.object({
  provider: providerSchema,
  clientId: z.string(),
  clientSecret: secret.nullable(),
  user: z.string(),
  accessToken: secret,
  expiresAt: z.number().nullable(),
  refreshToken: secret.nullable(),
});

/** Where the secret store has an account's sign-in. */
export const grantKey = (account: AccountId): string => `account/${account}/oauth`;

/** Grants in the secret store, one entry an account; all of an entry is secret. */
export class TokenStore {
  constructor(private readonly secrets: SecretStore) {}

  /** Null when there is none, or what is there was written by another version. @throws SecretStoreError `locked`. */
  async get(account: AccountId): Promise<Grant | null> {
    const kept = await this.secrets.get(grantKey(account));
    if (kept === null) return null;
    let value: unknown;
    try {
      value = JSON.parse(kept.reveal());
    } catch {
      return null;
    }
    return grantSchema.safeParse(value).data ?? null;
  }

  /** @throws SecretStoreError `needs-consent`. */
  set(account: AccountId, grant: Grant): Promise<void> {
    const plain = {
      ...grant,
      clientSecret: grant.clientSecret?.reveal() ?? null,
      accessToken: grant.accessToken.reveal(),
      refreshToken: grant.refreshToken?.reveal() ?? null,
    };
    return this.secrets.set(grantKey(account), new Secret(JSON.stringify(plain)));
  }

  delete(account: AccountId): Promise<void> {
    return this.secrets.delete(grantKey(account));
  }
}
