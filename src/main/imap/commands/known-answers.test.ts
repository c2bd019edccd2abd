import { describe, expect, it } from 'vitest';
import type { Uid } from '@shared/model/ids';
import { Secret } from '@shared/ports/secret';
import { Capabilities } from '../capabilities';
import { decodeLatin1, encodeLatin1 } from '../codec/bytes';
import { CommandWriter } from '../codec/writer';
import * as imap from '../index';
import { SAVED, SeqSet, UidSet, type Command } from '../index';
import { profile } from '../quirks';
import type { SessionState } from '../session/state';
import { authenticate } from './authenticate';
import { compress } from './compress';
import { idle } from './idle';
import { login } from './login';
import { logout } from './logout';
import { starttls } from './starttls';

interface Setting {
  readonly caps?: string;
  readonly enabled?: readonly string[];
}

/** The command as it goes out; `⏎` for CRLF inside, `…` where it waits for the server's `+`. */
function wire(command: Command<unknown>, { caps = 'IMAP4rev1', enabled = [] }: Setting): string {
  const words = caps.split(' ');
  const capabilities = new Capabilities(words);
  const state = {
    phase: 'selected',
    capabilities,
    enabled: new Set(enabled),
    quirks: profile('', null, words),
    view: null,
  } as unknown as SessionState;
  const writer = new CommandWriter({
    literals: capabilities.has('LITERAL+') ? '+' : capabilities.has('LITERAL-') ? '-' : 'sync',
    utf8: enabled.length > 0 && state.enabled.has('UTF8=ACCEPT'),
  });
  command.write(writer, state);
  return writer
    .end()
    .map((part) =>
      part.kind === 'sync' ? '…' : part.kind === 'bytes' ? decodeLatin1(part.bytes) : '<stream>',
    )
    .join('')
    .replace(/\r\n$/, '')
    .replaceAll('\r\n', '⏎');
}

const U = (text: string): UidSet => UidSet.parse(text) ?? UidSet.empty;
const S = (text: string): SeqSet => SeqSet.parse(text) ?? SeqSet.empty;
const text = (content: string, more: object = {}) => ({ content: encodeLatin1(content), ...more });
const drop = (): void => undefined;
const sasl = (name: string, initial: string | null) => ({
  name,
  initial: () => (initial === null ? null : encodeLatin1(initial)),
  step: (c: Uint8Array) => c,
});
const day = (y: number, m: number, d: number): number => Date.UTC(y, m - 1, d);

type Maker = Extract<
  {
    [K in keyof typeof imap]: (typeof imap)[K] extends (...args: never[]) => Command<infer _T> ? K : never;
  }[keyof typeof imap],
  string
>;
type Row = readonly [
  of: Maker | 'login' | 'logout' | 'authenticate' | 'starttls' | 'compress' | 'idle',
  rfc: string,
  command: Command<unknown>,
  wire: string,
  setting?: Setting,
];

/**
 * What the RFCs' own examples look like, by Tern's hand: UID forms where both exist, `UID` first in FETCH, `.PEEK`
 * and `.SILENT`, flags always in parentheses.
 */
// prettier-ignore
const ROWS: readonly Row[] = [
  ['capability', 'RFC 9051 §6.1.1', imap.capability(), 'CAPABILITY'],
  ['noop', 'RFC 9051 §6.1.2', imap.noop(), 'NOOP'],
  ['logout', 'RFC 9051 §6.1.3', logout(), 'LOGOUT'],
  ['starttls', 'RFC 9051 §6.2.1', starttls(), 'STARTTLS'],
  ['authenticate', 'RFC 9051 §6.2.2', authenticate(sasl('GSSAPI', null)), 'AUTHENTICATE GSSAPI'],
  ['authenticate', 'RFC 4959 §4 initial response', authenticate(sasl('PLAIN', '\0test\0test')), 'AUTHENTICATE PLAIN AHRlc3QAdGVzdA==', { caps: 'IMAP4rev1 SASL-IR' }],
  ['authenticate', 'RFC 4959 §4 empty', authenticate(sasl('EXTERNAL', '')), 'AUTHENTICATE EXTERNAL =', { caps: 'IMAP4rev1 SASL-IR' }],
  ['authenticate', 'RFC 4959 §3 not offered', authenticate(sasl('PLAIN', '\0test\0test')), 'AUTHENTICATE PLAIN'],
  ['login', 'RFC 9051 §6.2.3', login('SMITH', new Secret('SESAME')), 'LOGIN "SMITH" "SESAME"'],
  ['login', 'RFC 9051 §6.2.3 literals', login('a"b', new Secret('é')), 'LOGIN "a\\"b" {2}⏎…\xc3\xa9'],
  ['enable', 'RFC 5161 §3.1', imap.enable(['CONDSTORE', 'X-GOOD-IDEA']), 'ENABLE CONDSTORE X-GOOD-IDEA'],
  ['id', 'RFC 2971 §3.1', imap.id(new Map([['name', 'sodr'], ['version', '19.34'], ['vendor', 'Pink Floyd Music Limited']])), 'ID ("name" "sodr" "version" "19.34" "vendor" "Pink Floyd Music Limited")'],
  ['namespace', 'RFC 2342 §6', imap.namespace(), 'NAMESPACE'],
  ['compress', 'RFC 4978 §3', compress(), 'COMPRESS DEFLATE'],
  ['idle', 'RFC 2177 §3', idle(drop), 'IDLE'],
  ['unauthenticate', 'RFC 8437 §3', imap.unauthenticate(), 'UNAUTHENTICATE'],
  ['select', 'RFC 9051 §6.3.2', imap.select('INBOX'), 'SELECT INBOX'],
  ['select', 'RFC 9051 §6.3.3', imap.select('blurdybloop', { readOnly: true }), 'EXAMINE blurdybloop'],
  ['select', 'RFC 7162 §3.1.8', imap.select('inbox', { condstore: true }), 'SELECT INBOX (CONDSTORE)'],
  ['select', 'RFC 7162 §3.2.5.1', imap.select('INBOX', { qresync: { uidValidity: 67890007, modseq: 20050715194045000n, known: U('41,43:211,214:541') } }), 'SELECT INBOX (QRESYNC (67890007 20050715194045000 41,43:211,214:541))', { enabled: ['QRESYNC'] }],
  ['select', 'RFC 7162 §3.2.5.2', imap.select('INBOX', { qresync: { uidValidity: 67890007, modseq: 90060115194045000n, known: U('41:211,214:541'), match: { seqs: S('1,3,8'), uids: U('41,45,100') } } }), 'SELECT INBOX (QRESYNC (67890007 90060115194045000 41:211,214:541 (1,3,8 41,45,100)))', { enabled: ['QRESYNC'] }],
  ['unselect', 'RFC 3691 §2', imap.unselect(), 'UNSELECT'],
  ['create', 'RFC 9051 §6.3.4', imap.create('owatagusiam/blurdybloop'), 'CREATE owatagusiam/blurdybloop'],
  ['create', 'RFC 6154 §3', imap.create('MySpecial', '\\Drafts'), 'CREATE MySpecial (USE (\\Drafts))', { caps: 'IMAP4rev1 CREATE-SPECIAL-USE' }],
  ['create', 'RFC 6154 §3 not offered', imap.create('MySpecial', '\\Drafts'), 'CREATE MySpecial'],
  ['create', 'RFC 3501 §5.1.3', imap.create('~peter/mail/台北/日本語'), 'CREATE ~peter/mail/&U,BTFw-/&ZeVnLIqe-'],
  ['create', 'RFC 6855 §3', imap.create('日本'), 'CREATE "\xe6\x97\xa5\xe6\x9c\xac"', { enabled: ['UTF8=ACCEPT'] }],
  ['deleteMailbox', 'RFC 9051 §6.3.5', imap.deleteMailbox('blurdybloop'), 'DELETE blurdybloop'],
  ['rename', 'RFC 9051 §6.3.6', imap.rename('blurdybloop', 'sarasoop'), 'RENAME blurdybloop sarasoop'],
  ['rename', 'names as they came', imap.rename({ wire: '&bad' }, { wire: 'a"b' }), 'RENAME &bad "a\\"b"'],
  ['subscribe', 'RFC 9051 §6.3.7', imap.subscribe('#news.comp.mail.mime'), 'SUBSCRIBE #news.comp.mail.mime'],
  ['unsubscribe', 'RFC 9051 §6.3.8', imap.unsubscribe('#news.comp.mail.mime'), 'UNSUBSCRIBE #news.comp.mail.mime'],
  ['list', 'RFC 9051 §6.3.9', imap.list('plain', { reference: '/usr/staff/jones', patterns: [''] }), 'LIST "/usr/staff/jones" ""'],
  ['list', 'RFC 3501 §6.3.9', imap.list('lsub', { reference: '#news.', patterns: ['comp.mail.*'] }), 'LSUB "#news." "comp.mail.*"'],
  ['list', 'XLIST', imap.list('xlist', { patterns: ['%'] }), 'XLIST "" "%"'],
  ['list', 'RFC 5258 §5 subscribed', imap.list('extended', { subscribed: true }), 'LIST (SUBSCRIBED) "" "*" RETURN (SUBSCRIBED CHILDREN)', { caps: 'IMAP4rev1 LIST-EXTENDED' }],
  ['list', 'RFC 5258 §5 several patterns', imap.list('extended', { patterns: ['INBOX', 'Drafts', 'Sent/%'] }), 'LIST "" ("INBOX" "Drafts" "Sent/%") RETURN (SUBSCRIBED CHILDREN)', { caps: 'IMAP4rev1 LIST-EXTENDED' }],
  ['list', 'RFC 5258 §3.1 remote and recursive', imap.list('extended', { subscribed: true, remote: true, recursive: true }), 'LIST (SUBSCRIBED REMOTE RECURSIVEMATCH) "" "*" RETURN (SUBSCRIBED CHILDREN)', { caps: 'IMAP4rev1 LIST-EXTENDED' }],
  ['list', 'RFC 6154 §5.2', imap.list('extended', { specialUse: true }), 'LIST (SPECIAL-USE) "" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE)', { caps: 'IMAP4rev1 LIST-EXTENDED SPECIAL-USE' }],
  ['list', 'RFC 5819 §2', imap.list('extended', { patterns: ['%'], status: ['MESSAGES', 'UNSEEN'] }), 'LIST "" "%" RETURN (SUBSCRIBED CHILDREN STATUS (MESSAGES UNSEEN))', { caps: 'IMAP4rev1 LIST-EXTENDED LIST-STATUS' }],
  ['list', 'RFC 5819 §2 alone', imap.list('extended', { patterns: ['%'], status: ['MESSAGES'] }), 'LIST "" "%" RETURN (STATUS (MESSAGES))', { caps: 'IMAP4rev1 LIST-STATUS' }],
  ['status', 'RFC 9051 §6.3.11', imap.status('blurdybloop', ['UIDNEXT', 'MESSAGES']), 'STATUS blurdybloop (UIDNEXT MESSAGES)'],
  ['status', 'RFC 8438, 7162, 8474, 7889, 9208', imap.status('INBOX', ['SIZE', 'HIGHESTMODSEQ', 'MAILBOXID', 'APPENDLIMIT', 'DELETED', 'DELETED-STORAGE']), 'STATUS INBOX (SIZE HIGHESTMODSEQ MAILBOXID APPENDLIMIT DELETED DELETED-STORAGE)'],
  ['append', 'RFC 9051 §6.3.12', imap.append('saved-messages', [text('Date: x', { flags: ['\\Seen'] })]), 'APPEND saved-messages (\\Seen) {7}⏎…Date: x'],
  ['append', 'RFC 7888 §5 LITERAL+', imap.append('Drafts', [text('abc')]), 'APPEND Drafts () {3+}⏎abc', { caps: 'IMAP4rev1 LITERAL+' }],
  ['append', 'RFC 7888 §5 LITERAL-: at most 4,096', imap.append('Drafts', [text('x'.repeat(4096))]), `APPEND Drafts () {4096+}⏎${'x'.repeat(4096)}`, { caps: 'IMAP4rev1 LITERAL-' }],
  ['append', 'RFC 7888 §5 LITERAL-: above it waits', imap.append('Drafts', [text('x'.repeat(4097))]), `APPEND Drafts () {4097}⏎…${'x'.repeat(4097)}`, { caps: 'IMAP4rev1 LITERAL-' }],
  ['append', 'RFC 3501 §9 date-time', imap.append('x', [text('a', { internalDate: Date.UTC(1994, 1, 7, 21, 52, 25) })]), 'APPEND x () "07-Feb-1994 21:52:25 +0000" {1}⏎…a'],
  ['append', 'RFC 3502 §6.3.11', imap.append('saved-messages', [text('one', { flags: ['\\Seen'] }), text('two')]), 'APPEND saved-messages (\\Seen) {3}⏎…one () {3}⏎…two', { caps: 'IMAP4rev1 MULTIAPPEND' }],
  ['append', 'RFC 3516 §4.4', imap.append('drafts', [text('a\0b', { binary: true })]), 'APPEND drafts () ~{3}⏎…a\0b'],
  ['append', 'RFC 6855 §4', imap.append('drafts', [text('\xc3\xa4', { utf8: true })]), 'APPEND drafts () UTF8 (~{2+}⏎\xc3\xa4)', { caps: 'IMAP4rev1 LITERAL+', enabled: ['UTF8=ACCEPT'] }],
  ['replace', 'RFC 8508 §3.4', imap.replace(2000 as Uid, 'Drafts', text('new', { flags: ['\\Seen', '\\Draft'] })), 'UID REPLACE 2000 Drafts (\\Seen \\Draft) {3}⏎…new'],
  ['check', 'RFC 3501 §6.4.1', imap.check(), 'CHECK'],
  ['uidExpunge', 'RFC 9051 §6.4.9', imap.uidExpunge(U('3000:3002')), 'UID EXPUNGE 3000:3002'],
  ['uidExpunge', 'RFC 5182 §2', imap.uidExpunge(SAVED), 'UID EXPUNGE $', { caps: 'IMAP4rev1 SEARCHRES' }],
  ['search', 'RFC 9051 §6.4.4', imap.search({ flagged: true, since: day(1994, 2, 1), not: { from: 'Smith' } }), 'UID SEARCH FLAGGED SINCE 1-Feb-1994 NOT (FROM "Smith")'],
  ['search', 'RFC 9051 §6.4.4 charset', imap.search({ text: 'ст' }), 'UID SEARCH CHARSET UTF-8 TEXT {4}⏎…\xd1\x81\xd1\x82'],
  ['search', 'RFC 6855 §3 no charset', imap.search({ text: 'ст' }), 'UID SEARCH TEXT "\xd1\x81\xd1\x82"', { enabled: ['UTF8=ACCEPT'] }],
  ['search', 'RFC 9051 §6.4.4 every key', imap.search({ uids: U('1:*'), seen: false, answered: true, deleted: false, draft: true, keyword: '$A', unkeyword: 'b', to: 'a', cc: 'b', bcc: 'c', subject: 'd', body: 'e', header: ['X-Y', ''], before: day(2026, 1, 2), on: day(2026, 1, 3), sentSince: day(2026, 1, 4), sentBefore: day(2026, 1, 5), larger: 5, smaller: 9, or: [{ seen: true }, { flagged: true }] }), 'UID SEARCH UID 1:* UNSEEN ANSWERED UNDELETED DRAFT KEYWORD $A UNKEYWORD b TO "a" CC "b" BCC "c" SUBJECT "d" BODY "e" HEADER X-Y "" BEFORE 2-Jan-2026 ON 3-Jan-2026 SENTSINCE 4-Jan-2026 SENTBEFORE 5-Jan-2026 LARGER 5 SMALLER 9 OR (SEEN) (FLAGGED)'],
  ['search', 'RFC 4731 §3.1', imap.search({ flagged: true }, { returns: ['MIN', 'COUNT'] }), 'UID SEARCH RETURN (MIN COUNT) FLAGGED', { caps: 'IMAP4rev1 ESEARCH' }],
  ['search', 'RFC 5182 §2.1', imap.search({ seen: false }, { returns: ['SAVE'] }), 'UID SEARCH RETURN (SAVE) UNSEEN', { caps: 'IMAP4rev1 ESEARCH SEARCHRES' }],
  ['search', 'RFC 5182 §2.3', imap.search({ saved: true, smaller: 4096 }), 'UID SEARCH RETURN (ALL) $ SMALLER 4096', { caps: 'IMAP4rev1 ESEARCH SEARCHRES' }],
  ['search', 'RFC 9394 §3.1', imap.search({ deleted: false }, { partial: [-1, -100] }), 'UID SEARCH RETURN (PARTIAL -1:-100) UNDELETED', { caps: 'IMAP4rev1 ESEARCH PARTIAL' }],
  ['search', 'RFC 7162 §3.1.5', imap.search({ modseq: 620162338n }), 'UID SEARCH MODSEQ 620162338'],
  ['search', 'RFC 5032 §3', imap.search({ seen: false, younger: 259200, older: 60 }), 'UID SEARCH UNSEEN YOUNGER 259200 OLDER 60'],
  ['search', 'RFC 8474 §6', imap.search({ emailId: 'M6d99ac3275bb4e', threadId: 'T64b478a75b7ea9' }), 'UID SEARCH EMAILID M6d99ac3275bb4e THREADID T64b478a75b7ea9'],
  ['search', 'X-GM-RAW', imap.search({ gmailRaw: 'has:attachment in:unread' }), 'UID SEARCH X-GM-RAW "has:attachment in:unread"'],
  ['fetch', 'RFC 9051 §6.4.5', imap.fetch(S('2:4'), ['FLAGS', { headers: ['DATE', 'FROM'] }], {}, drop), 'FETCH 2:4 (UID FLAGS BODY.PEEK[HEADER.FIELDS (DATE FROM)])'],
  ['fetch', 'RFC 9051 §6.4.9', imap.fetch(U('4827313:4828442'), ['FLAGS'], {}, drop), 'UID FETCH 4827313:4828442 (UID FLAGS)'],
  ['fetch', 'RFC 9051 §6.4.5.1 sections', imap.fetch(U('1'), [{ section: '' }, { section: '3.HEADER' }, { section: '1', partial: [0, 2048] }, { headers: ['X'], part: '4.2', except: true }], {}, drop), 'UID FETCH 1 (UID BODY.PEEK[] BODY.PEEK[3.HEADER] BODY.PEEK[1]<0.2048> BODY.PEEK[4.2.HEADER.FIELDS.NOT (X)])'],
  ['fetch', 'RFC 3516 §4.2', imap.fetch(U('1'), [{ section: '1', binary: true, partial: [0, 10] }, { binarySize: '1' }], {}, drop), 'UID FETCH 1 (UID BINARY.PEEK[1]<0.10> BINARY.SIZE[1])'],
  ['fetch', 'RFC 7162 §3.1.4.1', imap.fetch(S('1:*'), ['FLAGS'], { changedSince: 12345n }, drop), 'FETCH 1:* (UID FLAGS) (CHANGEDSINCE 12345)'],
  ['fetch', 'RFC 7162 §3.2.6', imap.fetch(U('300:500'), ['FLAGS'], { changedSince: 12345n, vanished: true }, drop), 'UID FETCH 300:500 (UID FLAGS) (CHANGEDSINCE 12345 VANISHED)'],
  ['fetch', 'RFC 9394 §3.4', imap.fetch(U('25900:26600'), ['FLAGS'], { partial: [-1, -100] }, drop), 'UID FETCH 25900:26600 (UID FLAGS) (PARTIAL -1:-100)'],
  ['fetch', 'RFC 5182 §2', imap.fetch(SAVED, ['ENVELOPE'], {}, drop), 'UID FETCH $ (UID ENVELOPE)', { caps: 'IMAP4rev1 SEARCHRES' }],
  ['fetch', 'RFC 8970 §3.1', imap.fetch(U('1'), ['PREVIEW', 'PREVIEW (LAZY)'], {}, drop), 'UID FETCH 1 (UID PREVIEW PREVIEW (LAZY))'],
  ['fetch', 'RFC 8474 §5, 8514 §4.2, X-GM-EXT-1', imap.fetch(U('1'), ['EMAILID', 'THREADID', 'SAVEDATE', 'X-GM-MSGID', 'X-GM-THRID', 'X-GM-LABELS'], {}, drop), 'UID FETCH 1 (UID EMAILID THREADID SAVEDATE X-GM-MSGID X-GM-THRID X-GM-LABELS)'],
  ['store', 'RFC 9051 §6.4.6', imap.store(U('2:4'), { mode: 'add', flags: ['\\Deleted'] }, { silent: false }), 'UID STORE 2:4 +FLAGS (\\Deleted)'],
  ['store', 'RFC 7162 §3.1.3', imap.store(U('7,5,9'), { mode: 'add', flags: ['\\Deleted'] }, { unchangedSince: 320162338n }), 'UID STORE 5,7,9 (UNCHANGEDSINCE 320162338) +FLAGS.SILENT (\\Deleted)'],
  ['store', 'RFC 9051 §6.4.6 removal', imap.store(SAVED, { mode: 'remove', flags: ['$Junk', '\\Seen'] }), 'UID STORE $ -FLAGS.SILENT ($Junk \\Seen)', { caps: 'IMAP4rev1 SEARCHRES' }],
  ['store', 'X-GM-LABELS', imap.store(U('1'), { mode: 'add', flags: ['foo', '\\Inbox'], labels: true }), 'UID STORE 1 +X-GM-LABELS.SILENT (foo \\Inbox)'],
  ['copy', 'RFC 9051 §6.4.7', imap.copy(U('2:4'), 'MEETING'), 'UID COPY 2:4 MEETING'],
  ['copy', 'RFC 5182 §2', imap.copy(SAVED, 'Other Messages'), 'UID COPY $ "Other Messages"', { caps: 'IMAP4rev1 SEARCHRES' }],
  ['move', 'RFC 6851 §3.3', imap.move(U('42:69'), 'foo'), 'UID MOVE 42:69 foo'],
  ['getQuota', 'RFC 9208 §4.1.1', imap.getQuota('!partition/sda4'), 'GETQUOTA !partition/sda4'],
  ['getQuota', 'RFC 9208 §4.1.1 empty root', imap.getQuota(''), 'GETQUOTA ""'],
  ['getQuotaRoot', 'RFC 9208 §4.1.2', imap.getQuotaRoot('INBOX'), 'GETQUOTAROOT INBOX'],
  ['setAcl', 'RFC 4314 §3.1', imap.setAcl('INBOX/Drafts', 'David', 'lrswida'), 'SETACL INBOX/Drafts David "lrswida"'],
  ['setAcl', 'RFC 4314 §3.1 adding', imap.setAcl('INBOX', '-john', '+cda'), 'SETACL INBOX -john "+cda"'],
  ['deleteAcl', 'RFC 4314 §3.2', imap.deleteAcl('INBOX', 'Fred'), 'DELETEACL INBOX Fred'],
  ['getAcl', 'RFC 4314 §3.3', imap.getAcl('INBOX'), 'GETACL INBOX'],
  ['listRights', 'RFC 4314 §3.4', imap.listRights('~/Mail/saved', 'smith'), 'LISTRIGHTS ~/Mail/saved smith'],
  ['myRights', 'RFC 4314 §3.5', imap.myRights('INBOX'), 'MYRIGHTS INBOX'],
  ['getMetadata', 'RFC 5464 §4.2', imap.getMetadata('INBOX', ['/shared/comment', '/private/comment']), 'GETMETADATA INBOX (/shared/comment /private/comment)'],
  ['getMetadata', 'RFC 5464 §4.2.1, §4.2.2', imap.getMetadata('', ['/private/filters/values'], { maxSize: 1024, depth: '1' }), 'GETMETADATA (MAXSIZE 1024 DEPTH 1) "" (/private/filters/values)'],
  ['setMetadata', 'RFC 5464 §4.3', imap.setMetadata('INBOX', new Map([['/private/comment', 'My new comment across\r\ntwo lines.'], ['/shared/comment', null]])), 'SETMETADATA INBOX (/private/comment {33}⏎…My new comment across⏎two lines. /shared/comment NIL)'],
  ['notifySet', 'RFC 5465 §3.1', imap.notifySet([{ which: 'selected', events: ['MessageNew', 'MessageExpunge'], fetch: [{ headers: ['From', 'To', 'Subject'] }] }, { which: 'subscribed', events: ['MessageNew', 'MessageExpunge', 'FlagChange', 'MailboxName'] }], true), 'NOTIFY SET STATUS (SELECTED (MessageNew (UID BODY.PEEK[HEADER.FIELDS (From To Subject)]) MessageExpunge)) (SUBSCRIBED (MessageNew MessageExpunge FlagChange MailboxName))'],
  ['notifySet', 'RFC 5465 §6', imap.notifySet([{ which: { subtree: ['Lists', 'a b'] }, events: [] }, { which: 'inboxes', events: ['MessageNew', 'MessageExpunge', 'AnnotationChange'] }]), 'NOTIFY SET (SUBTREE (Lists "a b") NONE) (INBOXES (MessageNew MessageExpunge AnnotationChange))'],
  ['notifyNone', 'RFC 5465 §3.1', imap.notifyNone(), 'NOTIFY NONE'],
  ['sort', 'RFC 5256 §3', imap.sort(['SUBJECT', '-DATE'], { seen: true }), 'UID SORT (SUBJECT REVERSE DATE) UTF-8 SEEN'],
  ['sort', 'RFC 5957 §3', imap.sort(['DISPLAYFROM', 'DISPLAYTO'], {}), 'UID SORT (DISPLAYFROM DISPLAYTO) UTF-8 ALL'],
  ['thread', 'RFC 5256 §3', imap.thread('REFERENCES', { since: day(2000, 3, 5), text: 'gewp' }), 'UID THREAD REFERENCES UTF-8 TEXT "gewp" SINCE 5-Mar-2000'],
];

describe('commands as the RFCs write them', () => {
  it.each(ROWS.map((row) => [row[0], row[1], row] as const))('%s, %s', (_of, _rfc, row) => {
    const [, , command, expected, setting = {}] = row;
    expect(wire(command, setting)).toBe(expected);
  });

  it('has a row for every command that the folder offers', () => {
    const makers = Object.entries(imap).flatMap(([name, value]) =>
      typeof value === 'function' && !/^[A-Z]|^is[A-Z]/.test(name) ? [name] : [],
    );
    const covered = new Set<string>(ROWS.map(([of]) => of));
    expect(makers.filter((name) => !covered.has(name))).toEqual([]);
  });

  it('offers nothing that expunges what it was not told to', () => {
    const all = ROWS.map(([, , command, , setting]) => wire(command, setting ?? {}));
    expect(all.filter((line) => /^(EXPUNGE|CLOSE)\b/.test(line))).toEqual([]);
    expect(all.filter((line) => /\bBODY\[|\bRFC822(\.TEXT)?\b(?!\.SIZE)/.test(line))).toEqual([]);
  });

  it.each([
    ['no capability', imap.append('x', [text('a'), text('b')]), 'no-capability'],
    ['no message', imap.append('x', []), 'no-capability'],
    ['not enabled', imap.select('x', { qresync: { uidValidity: 1, modseq: 1n } }), 'not-enabled'],
    ['line breaks in a word', imap.enable(['A\r\nB']), 'invalid-argument'],
    ['line breaks in a flag', imap.store(U('1'), { mode: 'add', flags: ['a\r\nb'] }), 'invalid-argument'],
    ['NUL in a name', imap.search({ subject: 'a\0b' }), 'invalid-argument'],
    ['rights that are none', imap.setAcl('x', 'y', 'l r'), 'invalid-argument'],
    ['a section that is none', imap.fetch(U('1'), [{ section: '1]\r\nX' }], {}, drop), 'invalid-argument'],
  ] as const)('is not written with %s', (_what, command, code) => {
    expect(() => wire(command, {})).toThrow(expect.objectContaining({ kind: 'refused', code }));
  });
});
