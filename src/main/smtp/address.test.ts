import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMailError } from '@shared/errors/mail-error';
import { domainOf, needsSmtpUtf8, parseSmtpAddress } from './address';
import { mail } from './commands/mail';
import { rcpt } from './commands/rcpt';

describe('parseSmtpAddress', () => {
  it.each([
    ['ada@tern.example', 'ada@tern.example'],
    ['Ada.Lovelace+tag@Tern.Example', 'Ada.Lovelace+tag@tern.example'],
    ["o'brien!#$%&*/=?^_`{|}~-@x.example", "o'brien!#$%&*/=?^_`{|}~-@x.example"],
    ['"ada"@x.example', 'ada@x.example'],
    ['"ada lovelace"@x.example', '"ada lovelace"@x.example'],
    ['"a\\"b\\\\c"@x.example', '"a\\"b\\\\c"@x.example'],
    ['"a\\d"@x.example', 'ad@x.example'],
    ['"a@evil"@good.example', '"a@evil"@good.example'],
    ['"a>RCPT TO:<x"@x.example', '"a>RCPT TO:<x"@x.example'],
    ['a..b@docomo.example', '"a..b"@docomo.example'],
    ['a.@docomo.example', '"a."@docomo.example'],
    ['x@[192.0.2.1]', 'x@[192.0.2.1]'],
    ['x@[IPv6:2001:db8::1]', 'x@[IPv6:2001:db8::1]'],
    ['x@bücher.example', 'x@xn--bcher-kva.example'],
    ['x@例え.テスト', 'x@xn--r8jz45g.xn--zckzah'],
    ['x@例え。テスト', 'x@xn--r8jz45g.xn--zckzah'],
    ['jörg@x.example', 'jörg@x.example'],
    ['root@localhost', 'root@localhost'],
    ['x@_sub.x.example', 'x@_sub.x.example'],
  ])('%s → %s', (input, output) => {
    expect(parseSmtpAddress(input)).toBe(output);
    expect(parseSmtpAddress(output)).toBe(output);
  });

  it.each([
    ['no at sign', 'ada'],
    ['nothing before it', '@x.example'],
    ['an empty quoted local part', '""@x.example'],
    ['nothing behind it', 'ada@'],
    ['two unquoted at signs', 'a@b@c.example'],
    ['CRLF and a command', 'a@x.example>\r\nRCPT TO:<b@x.example'],
    ['a line feed', 'a\n@x.example'],
    ['NUL', 'a\0@x.example'],
    ['NUL in the domain', 'a@x\0.example'],
    ['a quoted line break', '"a\r\nb"@x.example'],
    ['DEL', 'a\u007f@x.example'],
    ['a C1 control', 'a\u0085b@x.example'],
    ['LINE SEPARATOR', 'a\u2028b@x.example'],
    ['a right-to-left override', 'a\u202Eb@x.example'],
    ['a lone surrogate', 'a\uD800@x.example'],
    ['a space', 'a b@x.example'],
    ['a space in the domain', 'a@x .example'],
    ['a leading space', ' a@x.example'],
    ['a no-break space', 'a\u00A0b@x.example'],
    ['angle brackets', '<a@x.example>'],
    ['an ESMTP parameter', 'a@x.example> SIZE=1'],
    ['a comment', 'a(b)@x.example'],
    ['a display name', 'Ada <a@x.example>'],
    ['a quote that does not end', '"a@x.example'],
    ['text behind the quote', '"a"b@x.example'],
    ['a port', 'a@x.example:25'],
    ['a path', 'a@x.example/y'],
    ['percent encoding', 'a@%65xample.com'],
    ['a full-width at sign', 'a@b\uFF20c.example'],
    ['a full-width IP address', 'a@\uFF11\uFF12\uFF17.0.0.1'],
    ['an IP address without brackets', 'a@127.0.0.1'],
    ['an address literal that is none', 'a@[x.example]'],
    ['an empty label', 'a@x..example'],
    ['a trailing dot', 'a@x.example.'],
    ['a label that starts with a dash', 'a@-x.example'],
    ['a label of 64', `a@${'x'.repeat(64)}.example`],
    ['300 octets', `${'a'.repeat(300)}@x.example`],
  ])('refuses %s', (_what, input) => {
    expect(() => parseSmtpAddress(input)).toThrow(
      expect.objectContaining({ kind: 'refused', code: 'bad-address' }),
    );
  });

  it('makes at most one command of anything (O-01)', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(...'a"\\@<> \r\n\0.,;:()[]é\u2028=+', 'RCPT', 'x.example'),
    });
    fc.assert(
      fc.property(nasty, nasty, (local, domain) => {
        let address;
        try {
          address = parseSmtpAddress(`${local}@${domain}`);
        } catch (error) {
          expect(isMailError(error)).toBe(true);
          return;
        }
        for (const { line } of [mail(address), rcpt(address)]) {
          expect(line).not.toMatch(/\p{Cc}/u);
          // Outside its quotes the path has no bracket and no blank: the first `>` outside quotes is ours.
          const bare = line.replace(/"(?:[^"\\]|\\.)*"/gu, 'q');
          expect(bare.split(' ')).toHaveLength(2);
          expect(bare.indexOf('>')).toBe(bare.length - 1);
        }
        expect(parseSmtpAddress(address)).toBe(address);
      }),
      { numRuns: 3000 },
    );
  });

  it('knows when SMTPUTF8 is needed: for the local part only', () => {
    expect(needsSmtpUtf8(parseSmtpAddress('jörg@x.example'))).toBe(true);
    expect(needsSmtpUtf8(parseSmtpAddress('jorg@bücher.example'))).toBe(false);
  });

  it('reads the domain behind a quoted at sign', () => {
    expect(domainOf(parseSmtpAddress('"a@evil"@good.example'))).toBe('good.example');
  });
});
