import { describe, expect, it } from 'vitest';
import { parseSmtpAddress } from './address';
import { parseExtensions, type Extensions } from './extensions';
import { meaningOf } from './meaning';
import { batches } from './prepare';
import { quirksOf, SERVER_QUIRKS } from './quirks';
import { ReplyReader } from './reply-reader';

function extensions(...lines: readonly string[]): Extensions {
  return parseExtensions({ code: 250, enhanced: null, lines: ['mail.example', ...lines] });
}

describe('parseExtensions', () => {
  it('reads keywords in any case (MailKit #1074)', () => {
    const found = extensions('pipelining', 'Size 100', '8bitmime', 'auth plain Login');
    expect([...found.keywords.keys()]).toEqual(['PIPELINING', 'SIZE', '8BITMIME', 'AUTH']);
    expect(found.maxSize).toBe(100);
    expect(found.mechanisms).toEqual(['PLAIN', 'LOGIN']);
  });

  it('merges AUTH, AUTH= and X-EXPS (MailKit #603)', () => {
    expect(
      extensions('AUTH LOGIN', 'AUTH=LOGIN PLAIN', 'X-EXPS GSSAPI NTLM', 'X-EXPS=LOGIN').mechanisms,
    ).toEqual(['LOGIN', 'PLAIN', 'GSSAPI', 'NTLM']);
  });

  it.each([
    ['SIZE', null],
    ['SIZE 0', null],
    ['SIZE -1', null],
    ['SIZE 99999999999999999999', null],
    ['SIZE 35882577', 35_882_577],
  ])('%s means %s', (line, size) => {
    expect(extensions(line).maxSize).toBe(size);
  });

  it('reads LIMITS (RFC 9422) and splits recipients by it', () => {
    const limited = extensions('LIMITS MAILMAX=5 RCPTMAX=2 RCPTDOMAINMAX=1 OTHER=x');
    expect(limited.limits).toEqual({ recipients: 2, messages: 5, recipientDomains: 1 });
    const to = ['a@x.example', 'b@y.example', 'c@x.example', 'd@x.example'].map(parseSmtpAddress);
    expect(batches(to, limited)).toEqual([['a@x.example', 'c@x.example'], ['b@y.example'], ['d@x.example']]);
    expect(batches(to, extensions())).toEqual([to]);
  });

  it('survives nonsense', () => {
    expect(extensions('', '   ', '***', '-x', '__proto__ y').keywords.size).toBe(0);
  });
});

describe('meaningOf', () => {
  it.each([
    ['535 5.7.8 no', 'auth-failed'],
    ['535 no', 'auth-failed'],
    ['530 5.7.0 login first', 'auth-required'],
    ['454 4.7.0 later', 'try-later'],
    ['450 4.7.0 greylisted', 'greylisted'],
    ['451 4.7.1 greylisted', 'greylisted'],
    ['450 4.2.2 full', 'mailbox-full'],
    ['552 5.2.2 full', 'mailbox-full'],
    ['552 5.3.4 big', 'too-large'],
    ['552 5.2.3 big', 'too-large'],
    ['550 5.1.1 who', 'no-such-mailbox'],
    ['452 4.5.3 many', 'too-many-recipients'],
    ['452 disk', 'try-later'],
    ['550 5.7.1 spam', 'policy'],
    ['554 5.7.1 see http://x (Yandex, R10)', 'policy'],
    ['550 5.5.0 (Delta Chat)', 'retry-once'],
    ['535 5.7.139 basic auth (Outlook, M24)', 'auth-failed'],
    ['554 5.2.0 SendAsDenied (Exchange, M24)', 'sender-refused'],
    ['421 bye', 'service-unavailable'],
    ['538 plain', 'encryption-required'],
    ['550 no', 'rejected'],
    ['499 hm', 'try-later'],
  ])('%s → %s', (line, meaning) => {
    const reader = new ReplyReader();
    reader.feed(new TextEncoder().encode(`${line}\r\n`));
    const reply = reader.next();
    expect(reply && meaningOf(reply)).toBe(meaning);
  });
});

describe('quirks', () => {
  it.each([
    ['smtp.office365.com', [], 'M26'],
    ['mail.corp.example', ['X-EXPS GSSAPI'], 'M26'],
    ['smtp.gmail.com', [], 'G-BDAT'],
    ['smtp.mail.me.com', [], 'A-BDAT'],
  ])('%s %j: %s', (host, lines, id) => {
    expect(quirksOf(host, extensions(...lines)).map((quirk) => quirk.id)).toEqual([id]);
  });

  it('does not take a look-alike for the server', () => {
    expect(quirksOf('notgmail.com', extensions())).toEqual([]);
    expect(quirksOf('gmail.com.evil.example', extensions())).toEqual([]);
  });

  it('cites a source for every row', () => {
    for (const { id, source, server } of SERVER_QUIRKS)
      expect([id, source, server].every(Boolean)).toBe(true);
  });
});
