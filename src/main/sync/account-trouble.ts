import type { AccountConfig, AccountStatus } from '@shared/contract/account';
import { isMailError } from '@shared/errors/mail-error';
import { isVaultError } from '@shared/ports/vault';

/** How an account stands before it has been tried. */
export const notConnected = (account: AccountConfig): AccountStatus => ({
  account,
  phase: 'offline',
  progress: null,
  trouble: null,
  retryAt: null,
  lastSync: null,
});

/** What people are told of a failure: its code, the server's own words, and what else there is to say. */
export function troubleOf(error: unknown): NonNullable<AccountStatus['trouble']> {
  if (isMailError(error)) return { code: error.code, server: error.server ?? '', details: error.details };
  if (isVaultError(error)) return { code: error.code, server: '', details: error.details };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', server: '', details: { message } };
}
