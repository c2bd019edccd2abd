import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAuthenticationResults, type SenderCheck, senderCheck } from './authentication-results';

const check = (field: string, ...from: string[]): SenderCheck | null => {
  const found = parseAuthenticationResults(field);
  return (
    found &&
    senderCheck(
      found,
      from.map((address) => ({ address })),
    )
  );
};

describe('Authentication-Results', () => {
  it('are taken apart as RFC 8601 Appendix B writes them', () => {
    const b3 = parseAuthenticationResults(
      'example.com; auth=pass (cram-md5) smtp.auth=sender@example.net; spf=pass smtp.mailfrom=example.net',
    );
    expect(b3?.server).toBe('example.com');
    expect(b3?.results.map(({ method, result }) => `${method}=${result}`)).toEqual(['auth=pass', 'spf=pass']);
    expect(b3?.results[0]?.properties.get('smtp.auth')).toBe('sender@example.net');
    const b7 = parseAuthenticationResults(
      'example.com; dkim=pass (good signature) header.d=mail-router.example.net; dkim=fail (bad signature) header.d=newyork.example.com',
    );
    expect(b7?.results.map(({ result, properties }) => [result, properties.get('header.d')])).toEqual([
      ['pass', 'mail-router.example.net'],
      ['fail', 'newyork.example.com'],
    ]);
    const none = parseAuthenticationResults('example.org 1; none');
    expect(none).toMatchObject({ server: 'example.org', results: [] });
    const odd = parseAuthenticationResults(
      "foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) fail policy (A dot can go here) . (like that) expired (this surprised me) = (as I wasn't expecting it) 1362471462",
    );
    expect(odd?.server).toBe('foo.example.net');
  });

  it('have no name at Microsoft', () => {
    const found = parseAuthenticationResults(
      'spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dkim=pass (signature was verified) header.d=example.com;dmarc=pass action=none header.from=example.com;compauth=pass reason=100',
    );
    expect(found?.server).toBe('');
    expect(found && senderCheck(found, [{ address: 'anna@example.com' }])).toBe('verified');
  });

  it('in quotes and comments say nothing', () => {
    expect(
      check(
        'mx.example.net; dkim=fail reason="; dmarc=pass header.from=bank.example" header.d=evil.example (; dmarc=pass)',
        'x@bank.example',
      ),
    ).toBe('unverified');
  });

  it('never take long or throw, whatever is in them', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a;=()"\\ .@dkimpass'), maxLength: 400 }), (field) => {
        check(field, 'a@b.example');
      }),
    );
    expect(check(`mx.example; ${'('.repeat(1e6)}`, 'a@b.example')).toBe('unverified');
  });
});

describe('a sender', () => {
  it.each<[string, string[], SenderCheck]>([
    ['mx; dmarc=pass header.from=example.com', ['anna@example.com'], 'verified'],
    ['mx; dmarc=pass', ['anna@example.com'], 'verified'],
    // About somebody else than the author that is shown.
    ['mx; dmarc=pass header.from=evil.example', ['anna@example.com'], 'unverified'],
    ['mx; dmarc=fail header.from=evil.example', ['anna@example.com'], 'unverified'],
    ['mx; dmarc=fail (p=NONE) header.from=example.com', ['anna@Example.COM'], 'failed'],
    // A list changed the mail, and signed it: the author's domain still denies it.
    [
      'mx; dkim=pass header.d=lists.example.org; dmarc=fail header.from=example.com',
      ['anna@example.com'],
      'failed',
    ],
    ['mx; dmarc=none; dkim=pass header.d=example.com', ['anna@mail.example.com'], 'verified'],
    ['mx; dkim=pass header.i=@example.com', ['anna@example.com'], 'verified'],
    // Whoever has a piece of a domain is not the domain.
    ['mx; dkim=pass header.d=evil.example.com', ['anna@example.com'], 'unverified'],
    ['mx; dkim=pass header.d=com', ['anna@example.com'], 'unverified'],
    ['mx; dkim=pass header.d=ample.com', ['anna@example.com'], 'unverified'],
    ['mx; spf=pass smtp.mailfrom=example.com', ['anna@example.com'], 'unverified'],
    ['mx; dmarc=temperror header.from=example.com', ['anna@example.com'], 'unverified'],
    ['mx; dmarc=pass header.from=example.com', ['anna@example.com', 'x@evil.example'], 'unverified'],
    ['mx; dmarc=pass', [], 'unverified'],
  ])('%s for %j is %s', (field, from, expected) => {
    expect(check(field, ...from)).toBe(expected);
  });
});
