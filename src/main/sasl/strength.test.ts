import { describe, expect, it } from 'vitest';
import { MECHANISM_ORDER } from './choose-mechanism';
import { downgrade, isWeaker } from './strength';

describe('isWeaker', () => {
  it('follows the order in which mechanisms are chosen', () => {
    const order = MECHANISM_ORDER.password;
    for (const [rank, name] of order.entries())
      for (const later of order.slice(rank + 1)) {
        expect(isWeaker(name, later), `${name} ${later}`).toBe(false);
      }
    expect(isWeaker('scram-sha-256', 'SCRAM-SHA-256-PLUS')).toBe(true);
    expect(isWeaker('PLAIN', 'SCRAM-SHA-1')).toBe(true);
    expect(isWeaker('CRAM-MD5', 'PLAIN')).toBe(true);
  });

  it.each(['PLAIN', 'LOGIN', 'USER'])('does not tell %s from others that show the password', (name) => {
    for (const other of ['PLAIN', 'LOGIN', 'USER']) expect(isWeaker(name, other)).toBe(false);
    expect(isWeaker(name, 'SCRAM-SHA-1')).toBe(true);
  });

  it('does not compare passwords with tokens, or with what it does not know', () => {
    expect(isWeaker('PLAIN', 'OAUTHBEARER')).toBe(false);
    expect(isWeaker('XOAUTH2', 'SCRAM-SHA-256')).toBe(false);
    expect(isWeaker('PLAIN', 'X-FUTURE')).toBe(false);
  });
});

describe('downgrade', () => {
  it('says what was used and what is offered', () => {
    const error = downgrade({
      mechanism: 'PLAIN',
      atLeast: 'SCRAM-SHA-256',
      offered: ['PLAIN', 'LOGIN'],
      host: 'mail.example.org',
    });
    expect(error).toMatchObject({
      kind: 'refused',
      code: 'mechanism-downgrade',
      details: {
        before: 'SCRAM-SHA-256',
        mechanism: 'PLAIN',
        offered: 'PLAIN LOGIN',
        host: 'mail.example.org',
      },
    });
  });
  it('is none the first time', () => {
    expect(
      downgrade({ mechanism: 'PLAIN', atLeast: undefined, offered: ['PLAIN'], host: undefined }),
    ).toBeNull();
  });
});
