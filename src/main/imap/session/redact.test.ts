import { describe, expect, it } from 'vitest';
import { encodeLatin1 } from '../codec/bytes';
import { redact } from './redact';

const show = (text: string, hidden = false): string => redact(encodeLatin1(text), [], hidden, 10_000);

describe('what a trace keeps of a response', () => {
  // `private` stands for content, wherever a server may put it.
  it.each([
    'private mail text from a literal that was counted wrongly',
    '* private x',
    '* X-PRIVATE-private (private "private")',
    '* 1 FETCH (ENVELOPE ("private" private {7}\r\nprivate NIL))',
    '* 1 FETCH (X-GM-LABELS (private "private" \\private1) BODY[] "a \\"private\\" b")',
    '* 1 FETCH (PREVIEW private FLAGS (private))',
    '* 1 FETCH (BODY[TEXT] {7}\r\nprivate)private',
    '* 7 UIDFETCH (BODY[1] "private',
    '* METADATA INBOX (/private/comment "private, too")'.replace('/private/', '/shared/'),
    '* ACL INBOX private lrs',
    '* LISTRIGHTS INBOX "private" l',
    '* 3 PRIVATE private',
  ])('nothing private: %s', (line) => {
    expect(show(line)).not.toMatch(/private(?!-)/);
  });

  it.each([
    'T1 NO hunter2 is wrong',
    'T1 NO [hunter2] hunter2',
    'hunter2 NO x',
    '* OK [CAPABILITY IMAP4rev1 hunter2 AUTH=hunter2] hunter2',
    '* CAPABILITY IMAP4rev1 hunter2 AUTH=hunter2',
    '+ hunter2',
    '* hunter2',
    '* LIST () "/" hunter2',
    '* ID ("name" "hunter2")',
  ])('at login nothing that a server may have heard: %s', (line) => {
    expect(show(line, true)).not.toContain('hunter2');
  });

  it.each([
    ['T1 OK [CAPABILITY IMAP4rev1 AUTH=PLAIN APPENDLIMIT=35651584] welcome', true],
    ['T1 NO [AUTHENTICATIONFAILED] xxxx', true],
    [
      '* 1 FETCH (UID 5 FLAGS (\\Seen $Forwarded) MODSEQ (7) INTERNALDATE "17-Jul-1996 02:44:25 -0700")',
      false,
    ],
    ['* 1 FETCH (BODY[HEADER.FIELDS (SUBJECT)]<0> NIL RFC822.SIZE 9)', false],
    ['* LIST (\\HasNoChildren) "/" "Sent Items"', false],
    ['* STATUS "a b" (MESSAGES 3)', false],
    ['* ESEARCH (TAG "T1") UID ALL 1:3', false],
    ['T1 NO [OVERQUOTA] full', false],
    ['* ID ("name" "Dovecot")', false],
  ] as const)('what a trace is read for: %s', (line, hidden) => {
    expect(show(line, hidden)).toBe(hidden ? line.replace('welcome', 'xxxxxxx') : line);
  });

  it('keeps the length of what it hides, and leaves literals out behind their count', () => {
    expect(show('* 1 FETCH (BODY[] {5}\r\nab)\r\n UID 5 ENVELOPE ("four" NIL))')).toBe(
      '* 1 FETCH (BODY[] {5}\r\n UID 5 ENVELOPE ("xxxx" NIL))',
    );
  });
  it('looks at no more than it shows', () => {
    expect(redact(encodeLatin1(`* SEARCH${' 1'.repeat(1e6)}`), [], false, 100).length).toBeLessThan(300);
  });
});
