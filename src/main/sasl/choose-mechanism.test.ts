import { describe, expect, it } from 'vitest';
import { isMailError } from '@shared/errors/mail-error';
import type { Credentials, SaslPolicy } from '@shared/ports/credentials';
import { Secret } from '@shared/ports/secret';
import type { TransportSecurity } from '@shared/ports/transport';
import { testCrypto } from '../../../tests/support/test-crypto';
import { chooseMechanism } from './choose-mechanism';

const password: Credentials = { kind: 'password', user: 'ada', password: new Secret('s') };
const oauth: Credentials = { kind: 'oauth', user: 'ada', token: new Secret('t') };
const external: Credentials = { kind: 'external', user: 'ada' };
const plain: TransportSecurity = { kind: 'plain', loopback: false };
const loopback: TransportSecurity = { kind: 'plain', loopback: true };
const tls: TransportSecurity = { kind: 'tls', loopback: false, protocol: 'TLSv1.3' };
const bindable: TransportSecurity = { ...tls, exportKeyingMaterial: (length) => new Uint8Array(length) };
const tls12: TransportSecurity = { ...bindable, protocol: 'TLSv1.2' };

function pick(
  offered: string,
  credentials: Credentials,
  security: TransportSecurity,
  policy: SaslPolicy = {},
): string {
  const choice = chooseMechanism({
    offered: offered.split(' '),
    credentials,
    security,
    crypto: testCrypto(),
    policy,
  });
  return isMailError(choice) ? choice.code : choice.mechanism.name;
}

const EVERYTHING =
  'ANONYMOUS NTLM GSSAPI DIGEST-MD5 CRAM-MD5 LOGIN PLAIN SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS XOAUTH2 OAUTHBEARER EXTERNAL';

describe('chooseMechanism', () => {
  it.each([
    [EVERYTHING, password, bindable, 'SCRAM-SHA-256-PLUS'],
    [EVERYTHING, password, tls, 'SCRAM-SHA-256'],
    [EVERYTHING, password, tls12, 'SCRAM-SHA-256'],
    [EVERYTHING, oauth, tls, 'OAUTHBEARER'],
    [EVERYTHING, external, tls, 'EXTERNAL'],
    ['scram-sha-1 plain', password, tls, 'SCRAM-SHA-1'],
    ['LOGIN PLAIN', password, tls, 'PLAIN'],
    ['LOGIN', password, tls, 'LOGIN'],
    ['XOAUTH2 PLAIN', oauth, tls, 'XOAUTH2'],
    ['PLAIN', oauth, tls, 'oauth-not-offered'],
    ['XOAUTH2', password, tls, 'no-safe-mechanism'],
    ['CRAM-MD5 NTLM ANONYMOUS', password, tls, 'no-safe-mechanism'],
    ['PLAIN LOGIN', password, plain, 'no-safe-mechanism'],
    ['XOAUTH2 OAUTHBEARER', oauth, plain, 'no-safe-mechanism'],
    ['EXTERNAL', external, plain, 'no-safe-mechanism'],
    ['PLAIN LOGIN SCRAM-SHA-256', password, plain, 'SCRAM-SHA-256'],
    ['PLAIN', password, loopback, 'PLAIN'],
    ['', password, tls, 'no-safe-mechanism'],
  ] as const)('offered %s', (offered, credentials, security, expected) => {
    expect(pick(offered, credentials, security)).toBe(expected);
  });

  it('takes CRAM-MD5 and clear text only when told to', () => {
    expect(pick('CRAM-MD5', password, plain, { allowMd5: true })).toBe('CRAM-MD5');
    expect(pick('CRAM-MD5 PLAIN', password, tls, { allowMd5: true })).toBe('PLAIN');
    expect(pick('PLAIN', password, plain, { allowCleartext: true })).toBe('PLAIN');
  });

  it('refuses a server that offers less than before', () => {
    expect(pick('PLAIN', password, tls, { atLeast: 'SCRAM-SHA-256' })).toBe('mechanism-downgrade');
    expect(pick('SCRAM-SHA-256', password, tls, { atLeast: 'PLAIN' })).toBe('SCRAM-SHA-256');
  });

  it('uses LOGIN for Exchange shared mailboxes, user/shared (quirk M15)', () => {
    const shared: Credentials = { ...password, user: 'ada@example.org/sales' };
    expect(pick('PLAIN LOGIN', shared, tls)).toBe('LOGIN');
    expect(pick('PLAIN', shared, tls)).toBe('PLAIN');
  });

  it('takes 60 mechanisms from a hostile server without ado (X_1)', () => {
    const many = Array.from({ length: 60 }, (_x, i) => `X-MECH-${i}`).join(' ');
    expect(pick(many, password, tls)).toBe('no-safe-mechanism');
    expect(pick(`${many} PLAIN`, password, plain)).toBe('no-safe-mechanism');
  });
});
