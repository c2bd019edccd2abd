import type { SaslMechanism } from '@shared/ports/sasl';
import { encodeLatin1, fromBase64, toBase64 } from '../codec/bytes';
import { broken } from '../errors';
import type { Command } from '../session/command';

/**
 * AUTHENTICATE (RFC 9051 §6.2.2), with the initial response in the command where SASL-IR allows it (RFC 4959).
 * An error challenge of XOAUTH2 or OAUTHBEARER is answered by the mechanism like any other.
 */
export function authenticate(mechanism: SaslMechanism): Command<void> {
  let first = true;
  let pending: Uint8Array | null = null;
  const line = (bytes: Uint8Array): Uint8Array => encodeLatin1(`${toBase64(bytes)}\r\n`);
  return {
    name: 'AUTHENTICATE',
    lane: 'alone',
    idempotent: true,
    begin: (state) => state.forgetCapabilities(),
    write(w, state) {
      w.raw(`AUTHENTICATE ${mechanism.name}`);
      pending = mechanism.initial();
      if (pending !== null && state.capabilities.has('SASL-IR')) {
        w.sp().secretRaw(pending.length === 0 ? '=' : toBase64(pending));
        pending = null;
        first = false;
      }
    },
    proceed(text) {
      if (first && pending !== null) {
        const initial = pending;
        pending = null;
        first = false;
        return line(initial);
      }
      first = false;
      const challenge = fromBase64(text.trim());
      if (challenge === null)
        return Promise.reject(broken('sasl-challenge', 'The challenge of the server is not base64.'));
      return (async () => line(await mechanism.step(challenge)))();
    },
    finish(_done, state) {
      if (mechanism.done === false)
        throw broken('sasl-unverified', 'The server did not prove that it knows the password.');
      state.authenticated();
    },
  };
}
