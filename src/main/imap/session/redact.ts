import { decodeLatin1 } from '../codec/bytes';
import type { StreamedLiteral } from '../codec/framer';

/**
 * A response as the trace keeps it: what is known to hold neither content nor secrets is kept, everything else becomes
 * as many `x`; literals are left out (their count stands in the text). Nothing has to be recognised to be hidden.
 */
export function redact(
  bytes: Uint8Array,
  literals: readonly StreamedLiteral[],
  hidden: boolean,
  limit: number,
): string {
  const line = printable(withoutLiterals(bytes, literals, limit));
  if (STATUS.test(line)) return hidden ? hiddenStatus(line) : line;
  if (line.startsWith('+')) return hidden ? `+${cover(line.slice(1))}` : line;
  if (/^\* CAPABILITY /i.test(line)) return hidden ? keepKnown(line) : line;
  if (/^\* \d+ (UID)?FETCH\b/i.test(line)) return structure(line);
  if (/^\* METADATA /i.test(line)) return line.replace(STRINGS, covered);
  if (/^\* (ACL|LISTRIGHTS) /i.test(line)) return line.slice(0, 6) + cover(line.slice(6));
  if (!hidden && NAMES_AND_NUMBERS.test(line)) return line;
  return line.slice(0, 2) + cover(line.slice(2));
}

const STATUS = /^\S+ (OK|NO|BAD|BYE|PREAUTH)\b/i;
/** Numbers, flags, capabilities and names of mailboxes: what a trace is read for. */
const NAMES_AND_NUMBERS =
  /^\* (\d+ (EXISTS|RECENT|EXPUNGE)|FLAGS|SEARCH|ESEARCH|SORT|THREAD|VANISHED|ENABLED|LIST|LSUB|XLIST|STATUS|NAMESPACE|QUOTA|QUOTAROOT|MYRIGHTS|ID)\b/i;
const STRINGS = /"(?:[^"\\]|\\.)*"?/g;

const cover = (text: string): string => text.replace(/[^\s()[\]"]/g, 'x');
const covered = (text: string): string =>
  `"${'x'.repeat(Math.max(0, text.length - 2))}${text.length > 1 ? '"' : ''}`;

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\r\n]/g, 'x');
}

/** Only the end of a line is looked at. */
const MARKER = /\{(\d{1,15})[+-]?\} *\r?\n$/;
const MARKER_LENGTH = 64;

/** The text with every literal's octets taken out; `{n}` and its line end stay. At most `limit` characters. */
function withoutLiterals(bytes: Uint8Array, literals: readonly StreamedLiteral[], limit: number): string {
  const pieces: string[] = [];
  let length = 0;
  let pos = 0;
  while (pos < bytes.length && length < limit) {
    const lf = bytes.indexOf(10, pos);
    const end = lf < 0 ? bytes.length : lf + 1;
    const piece = decodeLatin1(bytes, pos, Math.min(end, pos + limit));
    pieces.push(piece);
    length += piece.length;
    pos = end;
    const size = lf < 0 ? null : MARKER.exec(piece.slice(-MARKER_LENGTH));
    if (size && !literals.some(({ at }) => at === pos)) pos += Number(size[1]);
  }
  return pieces.join('');
}

/** At login a server may echo what it got: kept are tags, statuses, codes and capabilities that exist. */
function hiddenStatus(line: string): string {
  const [, tag = '', status = '', capabilities = '', code = ''] = LOGIN_STATUS.exec(line) ?? [];
  const head = tag.length + status.length + capabilities.length + code.length;
  return (
    (/^(\*|[A-Z]{1,8}\d+)$/.test(tag) ? tag : cover(tag)) +
    status +
    keepKnown(capabilities) +
    (CODES.test(code) ? code : cover(code)) +
    cover(line.slice(head))
  );
}
const LOGIN_STATUS = /^(\S+)( (?:OK|NO|BAD|BYE|PREAUTH)\b)( \[CAPABILITY [^\]]*\])?( \[[A-Za-z-]+)?/i;
const CODES =
  /^ \[(AUTHENTICATIONFAILED|AUTHORIZATIONFAILED|EXPIRED|PRIVACYREQUIRED|CONTACTADMIN|UNAVAILABLE|ALERT|LIMIT|INUSE|SERVERBUG|CLIENTBUG|REFERRAL|WEBALERT)$/i;

const KNOWN = new Set(
  `* CAPABILITY [CAPABILITY IMAP4 IMAP4REV1 IMAP4REV2 ACL ANNOTATE-EXPERIMENT-1 APPENDLIMIT AUTH BINARY CATENATE CHILDREN COMPRESS
   CONDSTORE CONTEXT CREATE-SPECIAL-USE ENABLE ESEARCH ESORT FILTERS I18NLEVEL ID IDLE INPROGRESS JMAPACCESS LANGUAGE LIST-EXTENDED
   LIST-METADATA LIST-MYRIGHTS LIST-STATUS LITERAL+ LITERAL- LOGIN-REFERRALS LOGINDISABLED MAILBOX-REFERRALS MESSAGELIMIT METADATA
   METADATA-SERVER MOVE MULTIAPPEND MULTISEARCH NAMESPACE NOTIFY OBJECTID PARTIAL PREVIEW QRESYNC QUOTA QUOTASET REPLACE RIGHTS
   SASL-IR SAVEDATE SAVELIMIT SEARCH SEARCHRES SORT SPECIAL-USE STARTTLS STATUS THREAD UIDONLY UIDPLUS UNAUTHENTICATE UNSELECT
   URLAUTH UTF8 WITHIN X-GM-EXT-1 XLIST XYMHIGHESTMODSEQ XAPPLEPUSHSERVICE XSTOP
   PLAIN LOGIN EXTERNAL CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-1-PLUS SCRAM-SHA-256 SCRAM-SHA-256-PLUS XOAUTH2 OAUTHBEARER GSSAPI NTLM
   ACCEPT ONLY DEFLATE REFERENCES ORDEREDSUBJECT REFS DISPLAY FUZZY SIZE RES-STORAGE RES-MESSAGE`.split(
    /\s+/,
  ),
);
const isKnown = (word: string): boolean =>
  word.split('=').every((part) => KNOWN.has(part.toUpperCase()) || /^\d{1,10}$/.test(part));
const keepKnown = (text: string): string =>
  text.replace(/[^\s\]]+/g, (word) => (isKnown(word) ? word : cover(word)));

const ATTRIBUTE = new Set(
  `* NIL FETCH UIDFETCH UID FLAGS MODSEQ INTERNALDATE RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE BINARY BINARY.SIZE PREVIEW EMAILID
   THREADID SAVEDATE X-GM-MSGID X-GM-THRID X-GM-LABELS RFC822 RFC822.HEADER RFC822.TEXT`.split(/\s+/),
);
/** A token of a FETCH answer: string, literal marker, section, or word. */
const TOKEN =
  /"(?:[^"\\]|\\.)*"?|~?\{\d+[+-]?\} *\r?\n|\[[^\][]{0,500}\](?:<[\d.]*>)?|[^\s()"[\]{}]+|[{}[\]]/g;
const DATE = /^"[ 0-3]\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d [+-]\d{4}"$/;

/** A FETCH answer with its names, numbers, flags and dates; every string and unknown word covered. */
function structure(line: string): string {
  return line.replace(TOKEN, (token) => {
    if (token.startsWith('"')) return DATE.test(token) ? token : covered(token);
    if (/^~?\{\d/.test(token) || token.startsWith('[')) return token;
    const plain = /^\d+$/.test(token) || /^[\\$][A-Za-z]+$/.test(token);
    return plain || ATTRIBUTE.has(token.toUpperCase()) ? token : cover(token);
  });
}
