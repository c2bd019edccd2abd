/**
 * What servers of different makes send in one sitting, written for these tests after the documented behaviour of each.
 * `L` stands for a line end. Used by the split, truncation and mutation tests and by the fuzzer.
 */
export interface RecordedSession {
  readonly name: string;
  readonly bytes: string;
}

const L = '\r\n';
const env = (subject: string, id: string): string =>
  `ENVELOPE ("Mon, 7 Feb 2026 21:52:25 -0800" ${subject} (("A B" NIL "a" "example.org")) NIL NIL (("C" NIL "c" "example.net")(NIL NIL "d" "example.net")) NIL NIL NIL ${id})`;
const text = '("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "QUOTED-PRINTABLE" 512 11 NIL NIL NIL NIL)';
const pdf =
  '("APPLICATION" "PDF" ("NAME" "a.pdf") NIL NIL "BASE64" 90210 NIL ("ATTACHMENT" ("FILENAME" "a.pdf")) NIL NIL)';

// prettier-ignore
export const SESSIONS: readonly RecordedSession[] = [
  {
    name: 'dovecot-like, QRESYNC',
    bytes: [
      '* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN] Dovecot ready.',
      'T1 OK [CAPABILITY IMAP4rev1 SASL-IR ID ENABLE IDLE SORT THREAD=REFERENCES UIDPLUS LIST-EXTENDED CONDSTORE QRESYNC ESEARCH NOTIFY BINARY MOVE] Logged in',
      '* ENABLED QRESYNC', 'T2 OK Enabled (0.001 secs).',
      '* OK [CLOSED] Previous mailbox closed.', '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Forwarded NonJunk)',
      '* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Forwarded NonJunk \\*)] Flags permitted.',
      '* 172 EXISTS', '* 0 RECENT', '* OK [UIDVALIDITY 1700000000] UIDs valid', '* OK [UIDNEXT 4392] Predicted next UID',
      '* OK [HIGHESTMODSEQ 715194045007] Highest', '* VANISHED (EARLIER) 41,43:116,118,120:211',
      '* 49 FETCH (UID 117 FLAGS (\\Seen \\Answered) MODSEQ (90060115194045001))', 'T3 OK [READ-WRITE] Select completed.',
      `* 1 FETCH (UID 117 ${env('"hello"', '"<1@x>"')} BODYSTRUCTURE (${text}${pdf} "MIXED" ("BOUNDARY" "b") NIL NIL NIL))`, 'T4 OK Fetch completed.',
    ].join(L) + L,
  },
  {
    name: 'gmail-like, labels and literals',
    bytes: [
      '* OK Gimap ready for requests from 203.0.113.1 abc', '* CAPABILITY IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS', 'T1 OK Success',
      '* LIST (\\HasChildren \\Noselect) "/" "[Gmail]"', '* LIST (\\All \\HasNoChildren) "/" "[Gmail]/All Mail"', '* LIST (\\HasNoChildren) "/" "&ZeVnLIqe-"', 'T2 OK Success',
      '* FLAGS (\\Answered \\Flagged OIB-Seen-[Google Mail]/Alle)', '* OK [PERMANENTFLAGS (\\Answered \\*)] Flags permitted.', '* 2 EXISTS', '* OK [HIGHESTMODSEQ 990]', 'T3 OK [READ-WRITE] INBOX selected. (Success)',
      `* 1 FETCH (X-GM-THRID 1266894439832287888 X-GM-MSGID 1278455344230334865 X-GM-LABELS ("\\\\Inbox" [Mailbox] +IMNews NIL {7}${L}a "b" c) UID 5 ${env(`{13}${L}"quoted" text`, '"<2@x>"')} BODY[HEADER.FIELDS (REFERENCES)] {21}${L}References: <1@x>${L}  )`,
      '* QUOTA "" (STORAGE 4294967296 18446744073709551615)', 'T4 OK Success', '+', '* 3 EXISTS', 'T5 OK IDLE terminated (Success)',
    ].join(L) + L,
  },
  {
    name: 'exchange-like',
    bytes: [
      '* OK The Microsoft Exchange IMAP4 service is ready. [UABSADIA]', '* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+', 'T1 OK CAPABILITY completed.',
      '* LIST (\\HasNoChildren) "/" Tab\there', `* LIST (\\Marked) "/" {9}${L}back\\slas`, '* STATUS INBOX (MESSAGES 4 UNSEEN 1 ) ', 'T2 OK done.',
      '* 5 FETCH (ENVELOPE ("Tue, 1 Jan 2026" "x" ((NIL NIL "a" "b")  (NIL NIL "c" "d")) NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE ("text" "calendar" ("method" "REQUEST") NIL NIL "base64" -1 NIL "inline"))',
      '* 5 FETCH (BODYSTRUCTURE (NIL NIL NIL NIL NIL "7BIT" 0 NIL (NIL NIL) NIL))', '* [COPYUID 31 7 9] moved', '* 7 EXPUNGE', '* 6 EXPUNGE', 'T3 OK [COPYUID 31  ] MOVE completed.',
      'T4 BAD Request is throttled. Suggested Backoff Time: 41032 milliseconds', 'Server Unavailable. 15', '* OK [Error="Failed"] see {12}', '* BYE Connection closed. 14',
    ].join(L) + L,
  },
  {
    name: 'icloud-like',
    bytes: [
      '* OK [CAPABILITY XAPPLEPUSHSERVICE IMAP4 IMAP4rev1 SASL-IR AUTH=ATOKEN] (2H-abc) mx99.mail.icloud.com', 'T1 OK done', 'T2 OK Completed',
      '* VANISHED 12:*', '* VANISHED (EARLIER) 1:4294967295',
      `* 1 FETCH (UID 12 ENVELOPE ("d" "s" NIL NIL NIL NIL NIL NIL "<"bad"@x>" "<in"ner@y>"))`, '* 1 FETCH (UID 12 BODY[] NIL)', 'T3 OK done',
    ].join(L) + L,
  },
  {
    name: 'yahoo-like',
    bytes: [
      '* OK [CAPABILITY IMAP4rev1 SASL-IR ID AUTH=XOAUTH2 XYMHIGHESTMODSEQ MESSAGELIMIT=1000 PARTIAL UIDONLY OBJECTID] IMAP4rev1 Hello',
      '* ENABLED UIDONLY', 'T1 OK', '* 25900 UIDFETCH (FLAGS (\\Seen) EMAILID (M1) THREADID (T1))', '* 25901 UIDFETCH (FLAGS () EMAILID (M2) THREADID NIL)', '* VANISHED 25900',
      'T2 OK [MESSAGELIMIT 1000 25900] FETCH completed', '* ESEARCH (TAG "T3") UID PARTIAL (-1:-100 200:250,252:300)', 'T3 OK SEARCH completed', 'T4 NO [SERVERBUG] SEARCH failed',
    ].join(L) + L,
  },
  {
    name: 'coremail-like',
    bytes: [
      '* OK Coremail System IMap Server Ready(163com[1234])', '* ID ("name" "Coremail" "vendor" NIL)', 'T1 OK ID completed', 'T2 NO SELECT Unsafe Login. Please contact kefu@188.com for help',
      '* STATUS "INBOX" ()', 'T3 OK', `* 2 FETCH (UID 1320 BODYSTRUCTURE (("text" "html" ("charset" "gbk") NIL """" "base64" 100 2) "alternative"))`, '* SEARCH 1 2 3 ', 'T4 OK',
    ].join(L) + L,
  },
  {
    name: 'courier-like, LF only, and zero',
    bytes: ['* OK [CAPABILITY IMAP4rev1 UIDPLUS CHILDREN] Courier-IMAP ready.', '* 0 FETCH (FLAGS ())', '* 3 EXISTS', '* OK [UIDNEXT 0] x', '* OK [UNSEEN 0] x', 'T1 OK done', '* SEARCH', 'T2 OK done', ''].join('\n'),
  },
  {
    name: 'domino-like',
    bytes: [
      '* OK Domino IMAP4 Server Release 8.5 ready Mon', `* 1 FETCH (UID 3 ENVELOPE (("d" "s" NIL NIL NIL NIL NIL NIL NIL "<m>")) BODY[HEADER] {6}   ${L}abc: d)`, `* 2 FETCH (BODYSTRUCTURE () UID 4)`, 'T1 OK FETCH completed',
    ].join(L) + L,
  },
  {
    name: 'yandex-like, mail.ru numbers, endless BYE',
    bytes: [
      '* OK Yandex IMAP4rev1 at sas1', '* 4 FETCH (BODY[] UID 7)', '* 5 FETCH (RFC822.SIZE 9.3736e+06 UID 8 BODYSTRUCTURE ("text" "plain" NIL NIL NIL "7bit" 9.3736e+06 5))', '* 6 FETCH (UID 9 BODYSTRUCTURE ("mixed" ("boundary" "x")))', '* 9 FETCH ()', 'T1 OK',
      '* BYE Autologout', '* BYE Autologout', '* BYE Autologout',
    ].join(L) + L,
  },
  {
    name: 'oddities',
    bytes: [
      '\0\0* OK hi', '* CAPABILITY IMAP4rev1 LITERAL + IDLE ', `* 1 FETCH (BODY[1]<0.10> {012}${L}123456789012 UID 3)`, `* 2 FETCH (UID 4 BODY[TEXT] ~{3}${L}\0\x01\xff FLAGS (\\Weird $x [a]b))`, '* -3 FETCH (UID 5)',
      `* LIST (\\HasNoChildren) NIL {0}${L}`, '* 3 FETCH(UID 6)', '* OK see ticket {123}', '* NO {5}', '+ go {3}', '* X-ICON (a b (c "d"))', '* 12345', '* FLAGS (\\Seen', 'T1 OK [ALERT] \xc3\xa4\xff', 'T2 NO', '* THREAD (1 2)(3', '* ESEARCH UID COUNT', '\r\r', '*', '* ',
    ].join(L) + L,
  },
  {
    name: 'notify, metadata, acl',
    bytes: [
      '* PREAUTH [CAPABILITY IMAP4rev1 NOTIFY METADATA ACL] ready', '* STATUS misc (UIDNEXT 999 UNSEEN 2)', '* LIST (\\Subscribed) "/" "new" ("OLDNAME" ("old"))', '* METADATA INBOX (/private/comment NIL /shared/x "y")', '* OK [NOTIFICATIONOVERFLOW] bye',
      '* ACL "a b" x lrs "y z" lr', '* MYRIGHTS INBOX lrswipkxtecda', '* NAMESPACE (("" NIL)) NIL (("Shared/" "/"))', '* ID NIL', '* ID ()', '* SORT 5 3 4 1 (MODSEQ 12)', '* OK [INPROGRESS ("T1" NIL 5)] x', 'T1 OK [HIGHESTMODSEQ 5] done',
    ].join(L) + L,
  },
];
