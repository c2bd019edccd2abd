import type { Secret } from '@shared/ports/secret';
import type { Command } from '../session/command';

/** LOGIN (RFC 9051 §6.2.3). The caller has checked that the connection may carry a password. */
export const login = (user: string, password: Secret): Command<void> => ({
  name: 'LOGIN',
  lane: 'alone',
  idempotent: true,
  begin: (state) => state.forgetCapabilities(),
  write: (w) => void w.raw('LOGIN ').string(user).sp().secret(password),
  finish: (_done, state) => state.authenticated(),
});
