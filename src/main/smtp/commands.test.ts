import { describe, expect, it } from 'vitest';
import { parseSmtpAddress } from './address';
import { auth } from './commands/auth';
import { bdat } from './commands/bdat';
import { ehlo, ehloName, PRIVATE_NAME } from './commands/ehlo';
import { command } from './commands/line';
import { mail } from './commands/mail';
import { rcpt } from './commands/rcpt';
import { xtext } from './commands/xtext';
import { NULL_SENDER } from './address';

const ada = parseSmtpAddress('ada@tern.example');

describe('commands', () => {
  it('says the same name for everyone (O-07)', () => {
    expect(ehlo(PRIVATE_NAME).line).toBe('EHLO [127.0.0.1]');
  });

  it.each([
    [mail(ada).line, 'MAIL FROM:<ada@tern.example>'],
    [mail(NULL_SENDER).line, 'MAIL FROM:<>'],
    [
      mail(ada, {
        size: 10,
        body: '8BITMIME',
        utf8: true,
        requireTls: true,
        ret: 'HDRS',
        envelopeId: 'a+b=c d',
      }).line,
      'MAIL FROM:<ada@tern.example> SIZE=10 BODY=8BITMIME SMTPUTF8 REQUIRETLS RET=HDRS ENVID=a+2Bb+3Dc+20d',
    ],
    [mail(ada, { size: Number.NaN }).line, 'MAIL FROM:<ada@tern.example>'],
    [rcpt(ada).line, 'RCPT TO:<ada@tern.example>'],
    [rcpt(ada, { notify: 'never' }).line, 'RCPT TO:<ada@tern.example> NOTIFY=NEVER'],
    [
      rcpt(ada, { notify: ['success', 'failure'], originalRecipient: ada }).line,
      'RCPT TO:<ada@tern.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;ada@tern.example',
    ],
    [auth('PLAIN', new Uint8Array(0)).line, 'AUTH PLAIN ='],
    [auth('LOGIN', null).line, 'AUTH LOGIN'],
    [bdat(5, true).line, 'BDAT 5 LAST'],
  ])('%s', (line, expected) => {
    expect(line).toBe(expected);
  });

  it.each(['a\r\nRCPT', 'a\nb', 'a\rb', 'a\0b', 'x'.repeat(13_000)])(
    'never lets %.12j into a line',
    (text) => {
      expect(() => command('NOOP', text)).toThrow(expect.objectContaining({ code: 'unsafe-argument' }));
    },
  );

  it.each(['a b', 'x\r\nQUIT', '', '-', '[', 'é.example', 'a'.repeat(300)])(
    'refuses the name %.12j',
    (name) => {
      expect(() => ehloName(name)).toThrow(expect.objectContaining({ code: 'unsafe-argument' }));
    },
  );

  it('escapes whatever an envelope id holds (E14)', () => {
    expect(xtext('a\r\nb', 100)).toBe('a+0D+0Ab');
    expect(() => xtext('x'.repeat(101), 100)).toThrow(expect.objectContaining({ code: 'unsafe-argument' }));
  });
});
