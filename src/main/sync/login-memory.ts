import type { ServerSettings } from '@shared/contract/account';
import type { SaslPolicy } from '@shared/ports/credentials';

/** What is remembered of the logins to one server of an account: a weaker one is not used without being told. */
export interface LoginMemory {
  /** The mechanism that was used before; null before the first login. */
  strongest(): string | null;
  /** A login with it has succeeded. Resolves when that will be known after a crash, too. */
  used(mechanism: string): Promise<void>;
}

/** How one may log in with these settings. */
export function saslPolicy(
  { tls }: Pick<ServerSettings, 'tls'>,
  memory: Pick<LoginMemory, 'strongest'> | null,
): SaslPolicy {
  const before = memory?.strongest() ?? null;
  return { allowCleartext: tls === 'none', ...(before === null ? {} : { atLeast: before }) };
}
