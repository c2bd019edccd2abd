import { describe, expect, it } from 'vitest';
import type { Response } from '../types';
import { encodeLatin1 } from './bytes';
import { Parser } from './parse-response';

const parse = (text: string): Response => new Parser().parse(encodeLatin1(text));
const fetched = (text: string): Extract<Response, { type: 'fetch' }>['message'] => {
  const response = parse(text);
  if (response.type !== 'fetch') throw new Error(`not FETCH: ${JSON.stringify(response)}`);
  return response.message;
};
const value = <T>(attr: { ok: true; value: T } | { ok: false; raw: Uint8Array } | undefined): T => {
  if (!attr?.ok) throw new Error('attribute missing or invalid');
  return attr.value;
};

describe('RFC 9051 §8 and RFC 3501 §8', () => {
  const line =
    '* 12 FETCH (FLAGS (\\Seen) INTERNALDATE "17-Jul-1996 02:44:25 -0700" RFC822.SIZE 4286 ENVELOPE ("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" ' +
    '"IMAP4rev2 WG mtg summary and minutes" (("Terry Gray" NIL "gray" "cac.washington.edu")) (("Terry Gray" NIL "gray" "cac.washington.edu")) ' +
    '(("Terry Gray" NIL "gray" "cac.washington.edu")) ((NIL NIL "imap" "cac.washington.edu")) ((NIL NIL "minutes" "CNRI.Reston.VA.US") ' +
    '("John Klensin" NIL "KLENSIN" "MIT.EDU")) NIL NIL "<B27397-0100000@cac.washington.ed>") BODY ("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 3028 92))';
  const m = fetched(line);

  it('reads flags, date and size', () => {
    expect(m.seq).toBe(12);
    expect(value(m.flags)).toEqual(['\\Seen']);
    expect(value(m.internalDate)).toBe(Date.UTC(1996, 6, 17, 9, 44, 25));
    expect(value(m.size)).toBe(4286);
  });
  it('reads the envelope', () => {
    const terry = { name: 'Terry Gray', mailbox: 'gray', host: 'cac.washington.edu' };
    expect(value(m.envelope)).toEqual({
      date: 'Wed, 17 Jul 1996 02:23:25 -0700 (PDT)',
      subject: 'IMAP4rev2 WG mtg summary and minutes',
      from: [terry],
      sender: [terry],
      replyTo: [terry],
      to: [{ name: '', mailbox: 'imap', host: 'cac.washington.edu' }],
      cc: [
        { name: '', mailbox: 'minutes', host: 'CNRI.Reston.VA.US' },
        { name: 'John Klensin', mailbox: 'KLENSIN', host: 'MIT.EDU' },
      ],
      bcc: [],
      inReplyTo: null,
      messageId: '<B27397-0100000@cac.washington.ed>',
    });
  });
  it('reads the body', () => {
    expect(value(m.structure)).toMatchObject({
      section: '1',
      type: 'text',
      subtype: 'plain',
      params: [['charset', 'US-ASCII']],
      encoding: '7bit',
      size: 3028,
      lines: 92,
      children: [],
    });
  });
  it('reads a literal header (§8)', () => {
    const header = fetched('* 12 FETCH (BODY[HEADER] {10}\r\nSubject: x)');
    expect(header.sections).toEqual([
      {
        item: 'BODY',
        section: 'HEADER',
        origin: null,
        data: { ok: true, value: { kind: 'bytes', bytes: encodeLatin1('Subject: x') } },
      },
    ]);
  });
});

describe('BODYSTRUCTURE', () => {
  it('numbers parts as BODY[section] does (RFC 9051 §6.4.5.1)', () => {
    const text = (n: number): string => `("TEXT" "PLAIN" NIL NIL NIL "7BIT" ${String(n)} 1)`;
    const inner = `(${text(1)}${text(2)} "ALTERNATIVE")`;
    const envelope = '(NIL "s" NIL NIL NIL NIL NIL NIL NIL NIL)';
    const m = fetched(
      `* 1 FETCH (BODYSTRUCTURE (${text(3)}("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 342 ${envelope} ${inner} 12)("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 342 ${envelope} ${text(4)} 12)${inner} "MIXED" ("BOUNDARY" "x") ("inline" NIL) ("en" "de") "http://x"))`,
    );
    const root = value(m.structure);
    const sections: string[] = [];
    const walk = (part: typeof root): void => {
      if (part.type !== 'multipart') sections.push(part.section);
      part.children.forEach(walk);
    };
    walk(root);
    expect(sections).toEqual(['1', '2', '2.1', '2.2', '3', '3.1', '4.1', '4.2']);
    expect(root).toMatchObject({
      disposition: { type: 'inline', params: [] },
      language: ['en', 'de'],
      location: 'http://x',
    });
    expect(root.children[1]?.envelope?.subject).toBe('s');
    expect(root.children[1]?.lines).toBe(12);
  });
  it('reads RFC 3501 §7.4.2: a part with description and disposition', () => {
    const m = fetched(
      '* 1 FETCH (BODYSTRUCTURE (("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 1152 23)("TEXT" "PLAIN" ("CHARSET" "US-ASCII" "NAME" "cc.diff") "<960723163407.20117h@cac.washington.edu>" "Compiler diff" "BASE64" 4554 73 NIL ("attachment" ("filename" "cc.diff")) NIL NIL) "MIXED"))',
    );
    expect(value(m.structure).children[1]).toMatchObject({
      section: '2',
      id: '<960723163407.20117h@cac.washington.edu>',
      description: 'Compiler diff',
      encoding: 'base64',
      size: 4554,
      lines: 73,
      disposition: { type: 'attachment', params: [['filename', 'cc.diff']] },
    });
  });
  it('costs one attribute when it is too deep', () => {
    const deep = '('.repeat(200) + '"TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1' + ')'.repeat(200);
    const m = fetched(`* 1 FETCH (BODYSTRUCTURE ${deep} UID 5)`);
    expect(m.structure?.ok).toBe(false);
    expect(m.uid).toBe(5);
  });
  it('survives a million parentheses', () => {
    const m = fetched(`* 1 FETCH (BODYSTRUCTURE ${'('.repeat(1_000_000)}`);
    expect(m.structure?.ok).toBe(false);
  });
});

describe('one broken attribute', () => {
  it('leaves the others', () => {
    const m = fetched(
      '* 7 FETCH (UID 9 ENVELOPE ("date" garbage( FLAGS (\\Seen) "x") RFC822.SIZE 10 FLAGS (\\Seen))',
    );
    expect(m.uid).toBe(9);
    expect(m.envelope?.ok).toBe(false);
  });
  it('keeps its raw bytes', () => {
    const m = fetched('* 7 FETCH (UID 9 INTERNALDATE "yesterday" RFC822.SIZE 10)');
    expect(m.internalDate).toEqual({ ok: false, raw: encodeLatin1('"yesterday"') });
    expect(value(m.size)).toBe(10);
  });
  it('skips unknown attributes by their value', () => {
    const m = fetched('* 7 FETCH (X-NEW (a "b)" {3}\r\n))( (c)) X-OTHER[1.2]<0> NIL UID 9)');
    expect(m.unknown).toEqual(['X-NEW', 'X-OTHER']);
    expect(m.uid).toBe(9);
  });
});

describe('extensions', () => {
  // prettier-ignore
  const cases: readonly (readonly [rfc: string, line: string, expected: unknown])[] = [
    ['RFC 9051 §7.2.2', '* CAPABILITY STARTTLS AUTH=GSSAPI IMAP4rev2 LOGINDISABLED XPIG-LATIN', { type: 'capability', capabilities: ['STARTTLS', 'AUTH=GSSAPI', 'IMAP4rev2', 'LOGINDISABLED', 'XPIG-LATIN'] }],
    ['RFC 9051 §7.1', '* OK [ALERT] System shutdown in 10 minutes', { type: 'condition', status: 'OK', code: { name: 'OTHER', atom: 'ALERT' }, text: 'System shutdown in 10 minutes' }],
    ['RFC 9051 §7.1.2', '* NO Disk is 98% full, please delete unnecessary data', { type: 'condition', status: 'NO', code: null }],
    ['RFC 9051 §7.1.4', '* PREAUTH IMAP4rev2 server logged in as Smith', { type: 'condition', status: 'PREAUTH' }],
    ['RFC 9051 §7.1.5', '* BYE Autologout; idle for too long', { type: 'condition', status: 'BYE', text: 'Autologout; idle for too long' }],
    ['RFC 9051 §7.3.1', '* LIST (\\Noselect) "/" ~/Mail/foo', { type: 'list', entry: { kind: 'LIST', wire: '~/Mail/foo', delimiter: '/', attributes: ['\\noselect'] } }],
    ['RFC 3501 §7.2.3', '* LSUB () "." #news.comp.mail.misc', { type: 'list', entry: { kind: 'LSUB', name: '#news.comp.mail.misc', delimiter: '.' } }],
    ['XLIST', '* XLIST (\\HasNoChildren \\Inbox) "/" "Posteingang"', { type: 'list', entry: { kind: 'XLIST', attributes: ['\\hasnochildren', '\\inbox'] } }],
    ['RFC 9051 §7.3.4', '* STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292)', { type: 'status', status: { name: 'blurdybloop', messages: 231, uidNext: 44292 } }],
    ['RFC 9051 §7.3.5', '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)', { type: 'flags', flags: ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft'] }],
    ['RFC 9051 §7.4.1', '* 23 EXISTS', { type: 'exists', count: 23 }],
    ['RFC 3501 §7.3.2', '* 5 RECENT', { type: 'recent', count: 5 }],
    ['RFC 9051 §7.5.1', '* 44 EXPUNGE', { type: 'expunge', seq: 44 }],
    ['RFC 3501 §7.2.5', '* SEARCH 2 3 6', { type: 'search', pairs: Uint32Array.of(2, 3, 6, 6), modseq: null }],
    ['RFC 9051 §7.6', '+ Ready for additional command text', { type: 'continue', text: 'Ready for additional command text' }],
    ['RFC 9051 §6.3.2', '* OK [PERMANENTFLAGS (\\Deleted \\Seen \\*)] Limited', { type: 'condition', code: { name: 'PERMANENTFLAGS', flags: ['\\Deleted', '\\Seen', '\\*'] } }],
    ['RFC 9051 §6.3.2', '* OK [UIDVALIDITY 3857529045] UIDs valid', { type: 'condition', code: { name: 'UIDVALIDITY', value: 3857529045 } }],
    ['RFC 9051 §6.3.2', '* OK [UIDNEXT 4392] Predicted next UID', { type: 'condition', code: { name: 'UIDNEXT', value: 4392 } }],
    ['RFC 3501 §6.3.1', '* OK [UNSEEN 8] Message 8 is first unseen', { type: 'condition', code: { name: 'UNSEEN', value: 8 } }],
    ['RFC 7162 §3.1.2.1', '* OK [HIGHESTMODSEQ 715194045007]', { type: 'condition', code: { name: 'HIGHESTMODSEQ', value: 715194045007n } }],
    ['RFC 2971 §3.2', '* ID ("name" "Cyrus" "version" "1.5" "os" NIL)', { type: 'id', params: new Map([['name', 'Cyrus'], ['version', '1.5'], ['os', null]]) }],
    ['RFC 5256 §4', '* SORT 2 3 6', { type: 'sort', numbers: Uint32Array.of(2, 3, 6) }],
    ['RFC 5465 §8', 'a NO [BADEVENT (MessageNew MessageExpunge)] no', { type: 'tagged', code: { name: 'BADEVENT', events: ['MessageNew', 'MessageExpunge'] } }],
    ['RFC 5465 §5.8', '* OK [NOTIFICATIONOVERFLOW] x', { type: 'condition', code: { name: 'OTHER', atom: 'NOTIFICATIONOVERFLOW' } }],
    ['RFC 7889 §3.1', '* STATUS INBOX (APPENDLIMIT NIL)', { type: 'status', status: { appendLimit: null } }],
    ['RFC 7162 §3.2.10', '* VANISHED 505,507,510,625', { type: 'vanished', earlier: false }],
    ['RFC 7162 §3.2.10', '* VANISHED (EARLIER) 41,43:116,118', { type: 'vanished', earlier: true }],
    ['RFC 7162 §3.1.5', '* SEARCH 2 5 6 7 11 12 18 19 20 23 (MODSEQ 917162500)', { type: 'search', modseq: 917162500n }],
    ['RFC 4731 §3.1', '* ESEARCH (TAG "A282") MIN 2 COUNT 3', { type: 'esearch', data: { tag: 'A282', uid: false, min: 2, count: 3 } }],
    ['RFC 4731 §3.1', '* ESEARCH (TAG "A283") UID ALL 2,10:11', { type: 'esearch', data: { tag: 'A283', uid: true, all: [2, 2, 10, 11] } }],
    ['RFC 4731 §3.1 empty', '* ESEARCH (TAG "A284")', { type: 'esearch', data: { tag: 'A284', uid: false } }],
    ['RFC 9394 §3.1', '* ESEARCH (TAG "A01") UID PARTIAL (-1:-100 200:250,252:300)', { type: 'esearch', data: { tag: 'A01', uid: true, partial: { range: '-1:-100', pairs: [200, 250, 252, 300] } } }],
    ['RFC 9394 §3.1 NIL', '* ESEARCH (TAG "A02") UID PARTIAL (24000:24500 NIL)', { type: 'esearch', data: { tag: 'A02', uid: true, partial: { range: '24000:24500', pairs: null } } }],
    ['RFC 5256 §4', '* THREAD (2)(3 6 (4 23)(44 7 96))', { type: 'thread', threads: [{ id: 2, children: [] }, { id: 3, children: [{ id: 6, children: [{ id: 4, children: [{ id: 23, children: [] }] }, { id: 44, children: [{ id: 7, children: [{ id: 96, children: [] }] }] }] }] }] }],
    ['RFC 5256 §4 missing parent', '* THREAD ((3)(5))', { type: 'thread', threads: [{ id: null, children: [{ id: 3, children: [] }, { id: 5, children: [] }] }] }],
    ['RFC 2342 §6', '* NAMESPACE (("" "/")) (("~" "/")) NIL', { type: 'namespace', namespaces: { personal: [{ prefix: '', delimiter: '/' }], otherUsers: [{ prefix: '~', delimiter: '/' }], shared: [] } }],
    ['RFC 2342 extension', '* NAMESPACE (("" "/")("#mh/" "/" "X-PARAM" ("FLAG1" "FLAG2"))) NIL NIL', { type: 'namespace', namespaces: { personal: [{ prefix: '', delimiter: '/' }, { prefix: '#mh/', delimiter: '/' }], otherUsers: [], shared: [] } }],
    ['RFC 9208 §5.1', '* QUOTA "" (STORAGE 10 512)', { type: 'quota', quota: { root: '', resources: [{ name: 'STORAGE', usage: 10n, limit: 512n }] } }],
    ['RFC 9208 64 bit', '* QUOTA "a[b" (STORAGE 10 9223372036854775808)', { type: 'quota', quota: { root: 'a[b', resources: [{ name: 'STORAGE', usage: 10n, limit: 9223372036854775808n }] } }],
    ['RFC 9208 §5.2', '* QUOTAROOT INBOX "" "x y"', { type: 'quotaroot', mailbox: 'INBOX', roots: ['', 'x y'] }],
    ['RFC 4314 §3.3', '* ACL INBOX Fred rwipslda', { type: 'acl', mailbox: 'INBOX', entries: [{ identifier: 'Fred', rights: 'rwipslda' }] }],
    ['RFC 4314 §3.4', '* LISTRIGHTS ~/Mail/saved smith la r swicdkxte', { type: 'listrights', mailbox: '~/Mail/saved', identifier: 'smith', rights: ['la', 'r', 'swicdkxte'] }],
    ['RFC 4314 §3.5', '* MYRIGHTS INBOX rwiptsldaex', { type: 'myrights', mailbox: 'INBOX', rights: 'rwiptsldaex' }],
    ['RFC 5464 §4.4', '* METADATA "INBOX" (/private/comment {2}\r\nhi)', { type: 'metadata', mailbox: 'INBOX', entries: [{ name: '/private/comment', value: encodeLatin1('hi') }] }],
    ['RFC 5464 unsolicited', '* METADATA "" /shared/comment', { type: 'metadata', mailbox: '', entries: [{ name: '/shared/comment', value: null }] }],
    ['RFC 5465 §5.2', '* STATUS "misc" (UIDNEXT 999 MESSAGES 8 HIGHESTMODSEQ 65597)', { type: 'status', status: { name: 'misc', uidNext: 999, messages: 8, highestModSeq: 65597n } }],
    ['RFC 5258 §6', '* LIST (\\Subscribed \\NonExistent) "/" "Fruit/Peach" ("CHILDINFO" ("SUBSCRIBED"))', { type: 'list', entry: { kind: 'LIST', name: 'Fruit/Peach', attributes: ['\\subscribed', '\\nonexistent'], childInfo: ['SUBSCRIBED'] } }],
    ['RFC 9051 OLDNAME', '* LIST () "/" "new" ("OLDNAME" ("old"))', { type: 'list', entry: { name: 'new', oldName: 'old' } }],
    ['RFC 8474 §4.2', '* OK [MAILBOXID (F2212ea87-6097-4256-9d51-71338625)] Ok', { type: 'condition', code: { name: 'MAILBOXID', id: 'F2212ea87-6097-4256-9d51-71338625' } }],
    ['RFC 8474 STATUS', '* STATUS foo (MAILBOXID (F2212ea87))', { type: 'status', status: { mailboxId: 'F2212ea87' } }],
    ['RFC 9585 §5', '* OK [INPROGRESS ("A001" 454 1000)] Still working', { type: 'condition', code: { name: 'INPROGRESS', tag: 'A001', done: 454, total: 1000 } }],
    ['RFC 9585 bare', '* OK [INPROGRESS] Still working', { type: 'condition', code: { name: 'INPROGRESS', tag: null, done: null, total: null } }],
    ['RFC 9738 §3', 'A1 OK [MESSAGELIMIT 1000 23221] 1000 messages', { type: 'tagged', code: { name: 'MESSAGELIMIT', limit: 1000, uid: 23221 } }],
    ['RFC 7162 §3.1.3', 'd105 OK [MODIFIED 7,9] Conditional STORE failed', { type: 'tagged', code: { name: 'MODIFIED', pairs: [7, 7, 9, 9] } }],
    ['RFC 4315 §3', 'A003 OK [APPENDUID 38505 3955:3957] done', { type: 'tagged', code: { name: 'APPENDUID', uidValidity: 38505, uids: [[3955, 3957]] } }],
    ['RFC 5530', 'A NO [AUTHENTICATIONFAILED] bad', { type: 'tagged', code: { name: 'OTHER', atom: 'AUTHENTICATIONFAILED', text: '' }, text: 'bad' }],
    ['RFC 9051 BADCHARSET', 'A NO [BADCHARSET (US-ASCII UTF-8)] no', { type: 'tagged', code: { name: 'BADCHARSET', charsets: ['US-ASCII', 'UTF-8'] } }],
    ['RFC 5161', '* ENABLED CONDSTORE X-GOOD-IDEA', { type: 'enabled', capabilities: ['CONDSTORE', 'X-GOOD-IDEA'] }],
    ['text in brackets', '* OK [X-Y a "]" b', { type: 'condition', code: { name: 'OTHER', atom: 'X-Y' } }],
  ];
  it.each(cases)('%s: %s', (_rfc, line, expected) => {
    expect(parse(line)).toMatchObject(expected as object);
  });

  it('reads FETCH items of every extension', () => {
    const m = fetched(
      '* 3 FETCH (UID 101 MODSEQ (12121231000) EMAILID (M6d99ac3275bb4e) THREADID NIL X-GM-MSGID 1278455344230334865 X-GM-THRID 1266894439832287888 X-GM-LABELS (\\Inbox "\\\\Sent" Important "Muy Importante") PREVIEW "Hi" SAVEDATE NIL BINARY.SIZE[4] 2000 BINARY[1]<0> ~{2}\r\n\0\x01)',
    );
    expect(value(m.modseq)).toBe(12121231000n);
    expect(value(m.emailId)).toBe('M6d99ac3275bb4e');
    expect(value(m.threadId)).toBeNull();
    expect(value(m.gmailMessageId)).toBe(1278455344230334865n);
    expect(value(m.gmailThreadId)).toBe(1266894439832287888n);
    expect(value(m.gmailLabels)).toEqual(['\\Inbox', '\\Sent', 'Important', 'Muy Importante']);
    expect(value(m.preview)).toBe('Hi');
    expect(value(m.saveDate)).toBeNull();
    expect(m.binarySizes).toEqual([{ section: '4', size: 2000 }]);
    expect(m.sections?.[0]).toEqual({
      item: 'BINARY',
      section: '1',
      origin: 0,
      data: { ok: true, value: { kind: 'bytes', bytes: Uint8Array.of(0, 1) } },
    });
  });

  it('reads UIDFETCH (RFC 9586 §3)', () => {
    const m = fetched('* 25996 UIDFETCH (FLAGS (\\Seen))');
    expect([m.uid, m.seq]).toEqual([25996, 0]);
  });

  it('reads VANISHED as a set and never expands it', () => {
    const r = parse('* VANISHED 1:4294967295');
    expect(r.type === 'vanished' && r.uids.size).toBe(4294967295);
  });

  it('maps COPYUID in the order of the wire (RFC 4315 §3)', () => {
    const r = parse('A OK [COPYUID 38505 304,319:320 3956:3958] Done');
    if (r.type !== 'tagged' || r.code?.name !== 'COPYUID') throw new Error('no COPYUID');
    expect([...(r.code.mapping ?? [])]).toEqual([
      [304, 3956],
      [319, 3957],
      [320, 3958],
    ]);
    const reversed = parse('A OK [COPYUID 1 9,5 20:21] Done');
    if (reversed.type !== 'tagged' || reversed.code?.name !== 'COPYUID') throw new Error('no COPYUID');
    expect(reversed.code.mapping?.map(5 as never)).toBe(21);
  });

  it('keeps three different nothings apart', () => {
    const e = (subject: string): string | null =>
      value(fetched(`* 1 FETCH (ENVELOPE (NIL ${subject} NIL NIL NIL NIL NIL NIL NIL NIL))`).envelope)
        .subject;
    expect([e('NIL'), e('""'), e('"NIL"'), e('{0}\r\n')]).toEqual([null, '', 'NIL', '']);
  });

  it('reads a mailbox called NIL, and names in every form', () => {
    const name = (wire: string): unknown => {
      const r = parse(`* LIST () "/" ${wire}`);
      return r.type === 'list' ? [r.entry.name, r.entry.wire] : r;
    };
    expect(name('NIL')).toEqual(['NIL', 'NIL']);
    expect(name('"&ZeVnLIqe-"')).toEqual(['日本語', '&ZeVnLIqe-']);
    expect(name('{5}\r\na"b\\c')).toEqual(['a"b\\c', 'a"b\\c']);
    expect(name('"a\\"b\\\\c"')).toEqual(['a"b\\c', 'a"b\\c']);
    expect(name('"Entw\xc3\xbcrfe"')).toEqual(['Entwürfe', 'Entw\xc3\xbcrfe']);
    expect(name('"&bad"')).toEqual(['&bad', '&bad']);
  });
});
