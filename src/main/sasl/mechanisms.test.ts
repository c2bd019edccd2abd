import { describe, expect, it } from 'vitest';
import type { SaslMechanism } from '@shared/ports/sasl';
import { Secret } from '@shared/ports/secret';
import { decodeBase64, encodeBase64 } from '@shared/util/base64';
import { testCrypto } from '../../../tests/support/test-crypto';
import {
  CramMd5Mechanism,
  ExternalMechanism,
  LoginMechanism,
  OAuthBearerMechanism,
  PlainMechanism,
  XOAuth2Mechanism,
} from './index';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('PLAIN', () => {
  it('follows RFC 4616 §4, without an authorization identity', () => {
    expect(text(new PlainMechanism('tim', new Secret('tanstaaftanstaaf')).initial())).toBe(
      '\0tim\0tanstaaftanstaaf',
    );
  });
  it('refuses a NUL in the name or the password', () => {
    const unsafe = expect.objectContaining({ code: 'unsafe-credentials' });
    expect(() => new PlainMechanism('a\0b', new Secret('x'))).toThrow(unsafe);
    expect(() => new PlainMechanism('a', new Secret('x\0y')).initial()).toThrow(unsafe);
  });
});

describe('LOGIN', () => {
  it.each([
    ['Username:', 'Password:'],
    ['User Name\0', 'Password\0'],
    ['', ''],
    ['Benutzername', 'Kennwort'],
  ])('answers by position to %j and %j (quirk X16)', async (first, second) => {
    const login: SaslMechanism = new LoginMechanism('ada', new Secret('pass wörd'));
    expect(login.initial()).toBeNull();
    expect(text(await login.step(bytes(first)))).toBe('ada');
    expect(text(await login.step(bytes(second)))).toBe('pass wörd');
    expect(() => login.step(bytes('Password:'))).toThrow(expect.objectContaining({ kind: 'broken' }));
  });
});

describe('CRAM-MD5', () => {
  it('follows RFC 2195 §2', () => {
    const cram = new CramMd5Mechanism('tim', new Secret('tanstaaftanstaaf'), testCrypto());
    const answer = cram.step(bytes('<1896.697170952@postoffice.reston.mci.net>'));
    expect(encodeBase64(answer)).toBe('dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw');
    expect(() => cram.step(bytes('again'))).toThrow(expect.objectContaining({ kind: 'broken' }));
  });
});

describe('XOAUTH2', () => {
  it("builds Google's example", () => {
    const token = 'ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg';
    const first = new XOAuth2Mechanism('someuser@example.com', new Secret(token)).initial();
    expect(encodeBase64(first)).toBe(
      'dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==',
    );
  });
  it('answers the error challenge with nothing and remembers why', () => {
    const mechanism = new XOAuth2Mechanism('u', new Secret('t'));
    expect(
      mechanism.step(bytes('{"status":"401","schemes":"bearer","scope":"https://mail.google.com/"}')),
    ).toHaveLength(0);
    expect(mechanism.failure).toEqual({ status: '401', scope: 'https://mail.google.com/' });
  });
  it.each(['', 'null', '[]', '{"__proto__":{"status":"1"}}', 'x'.repeat(20_000)])(
    'survives the challenge %.30j',
    (challenge) => {
      const mechanism = new XOAuth2Mechanism('u', new Secret('t'));
      mechanism.step(bytes(challenge));
      expect(mechanism.failure).toEqual({ status: 'unknown' });
    },
  );
  it.each(['a\x01auth=Bearer evil', 'a\r\nb'])('refuses the user %j', (user) => {
    expect(() => new XOAuth2Mechanism(user, new Secret('t'))).toThrow(
      expect.objectContaining({ code: 'unsafe-credentials' }),
    );
  });
});

describe('OAUTHBEARER', () => {
  it('follows RFC 7628 §4.1', () => {
    const mechanism = new OAuthBearerMechanism(
      'user@example.com',
      new Secret('vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=='),
      {
        host: 'server.example.com',
        port: 143,
      },
    );
    expect(encodeBase64(mechanism.initial())).toBe(
      'bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB',
    );
  });
  it('answers the error challenge with a lone %x01 (RFC 7628 §4.3)', () => {
    const mechanism = new OAuthBearerMechanism('u', new Secret('t'));
    expect(
      encodeBase64(mechanism.step(decodeBase64('eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=') ?? bytes(''))),
    ).toBe('AQ==');
    expect(mechanism.failure?.status).toBe('invalid_token');
  });
});

describe('EXTERNAL', () => {
  it('says who to be, or nothing', () => {
    expect(text(new ExternalMechanism('ada').initial())).toBe('ada');
    expect(new ExternalMechanism('').initial()).toHaveLength(0);
  });
});
