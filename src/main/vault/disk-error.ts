import { VaultError } from '@shared/ports/vault';
import { errorCode } from './disk';

/** Whatever the disk threw, as `no-space` or `io`. */
export function asVaultError(error: unknown): VaultError {
  if (error instanceof VaultError) return error;
  if (errorCode(error) === 'ENOSPC') return new VaultError('no-space', 'The disk is full.', {}, error);
  return new VaultError('io', 'The disk refused.', { errno: errorCode(error) }, error);
}

export function throwAsVaultError(error: unknown): never {
  throw asVaultError(error);
}
