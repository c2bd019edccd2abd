import type { AccountConfig } from '@shared/contract/account';
import type { SecretSource } from '../sync/log-in';
import type { Engine } from './engine';
import type { EngineParts } from './engine-host';
import type { KeptSecrets } from './kept-secrets';
import { SignIn } from './sign-in';

/** Signing in with a browser, joined with the outside world. */
export const signInOf = (parts: EngineParts, secrets: KeptSecrets): SignIn =>
  new SignIn({
    clock: parts.clock,
    crypto: parts.crypto,
    secrets,
    fetch: parts.fetchWeb,
    openBrowser: (url) => parts.shell.openSignIn(url),
  });

/** What an account proves itself with, as it is set up when that is asked. */
export const secretSource =
  (engine: Engine, before: AccountConfig, direction: 'incoming' | 'outgoing'): SecretSource =>
  (stale) => {
    const config = engine.accounts.get(before.id) ?? before;
    return config[direction].auth === 'oauth'
      ? engine.signIn.accessToken(config, stale)
      : engine.secrets[direction](config);
  };
