import { describe, expect, it } from 'vitest';
import { bodyStructure, envelope } from './imap/attributes';
import { headerFields, parseAddresses, parseMime, sectionBytes, type SectionText } from './mime-walk';

const crlf = (text: string): string => text.replace(/\n/g, '\r\n');
/** The example of RFC 3501 §6.4.5: mixed of text, octets, a message and a mixed of picture and message. */
const NESTED = crlf(`Subject: outer
Content-Type: multipart/mixed; boundary="a"

preamble
--a
Content-Type: text/plain

one
--a
Content-Type: application/octet-stream

two
--a
Content-Type: message/rfc822

Subject: inner
Content-Type: multipart/mixed; boundary=b

--b

three one
--b
Content-Type: application/octet-stream

three two
--b--
--a
Content-Type: multipart/mixed; boundary=c

--c
Content-Type: image/gif

four one
--c
Content-Type: message/rfc822

Subject: deep

four two
--c--
--a--
epilogue
`);

describe('sections', () => {
  const root = parseMime(NESTED);
  it.each<[number[], SectionText, string | null]>([
    [[1], 'body', 'one'],
    [[1], 'MIME', 'Content-Type: text/plain\n\n'],
    [[2], 'body', 'two'],
    [[3], 'HEADER', 'Subject: inner\nContent-Type: multipart/mixed; boundary=b\n\n'],
    [[3, 1], 'body', 'three one'],
    [[3, 2], 'body', 'three two'],
    [[3, 2], 'MIME', 'Content-Type: application/octet-stream\n\n'],
    [[4, 1], 'body', 'four one'],
    [[4, 2], 'body', 'Subject: deep\n\nfour two'],
    [[4, 2], 'HEADER', 'Subject: deep\n\n'],
    [[4, 2], 'TEXT', 'four two'],
    [[4, 2, 1], 'body', 'four two'],
    [[], 'HEADER', 'Subject: outer\nContent-Type: multipart/mixed; boundary="a"\n\n'],
    [[5], 'body', null],
    [[1, 1], 'body', null],
    [[1], 'HEADER', null],
  ])('%j %s', (path, what, expected) => {
    expect(sectionBytes(NESTED, root, path, what)).toBe(expected === null ? null : crlf(expected));
  });
  it('has part 1 in a message that is not multipart', () => {
    const raw = 'Subject: x\r\n\r\nbody\r\n';
    expect(sectionBytes(raw, parseMime(raw), [1], 'body')).toBe('body\r\n');
    expect(sectionBytes(raw, parseMime(raw), [2], 'body')).toBeNull();
  });
  it('picks header fields with their folded lines', () => {
    const header = 'A: 1\r\nB: 2\r\n two\r\nC: 3\r\n\r\n';
    expect(headerFields(header, ['b', 'x'], false)).toBe('B: 2\r\n two\r\n\r\n');
    expect(headerFields(header, ['b'], true)).toBe('A: 1\r\nC: 3\r\n\r\n');
  });
});

describe('structure', () => {
  it('says a text part as RFC 3501 does', () => {
    const raw =
      'Content-Type: TEXT/PLAIN; CHARSET=US-ASCII\r\nContent-Disposition: attachment; filename="a b.txt"\r\n\r\none\r\ntwo\r\n';
    expect(bodyStructure(raw, parseMime(raw), false)).toBe(
      '("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 10 2)',
    );
    expect(bodyStructure(raw, parseMime(raw), true)).toBe(
      '("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 10 2 NIL ("ATTACHMENT" ("FILENAME" "a b.txt")) NIL NIL)',
    );
  });
  it('says nested messages with their envelope and lines', () => {
    const raw = 'Content-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nx\r\n';
    expect(bodyStructure(raw, parseMime(raw), false)).toBe(
      '("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 18 (NIL "in" NIL NIL NIL NIL NIL NIL NIL NIL) ("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 3 1) 3)',
    );
  });
  it('takes an unfinished multipart, one without parts and one without a boundary', () => {
    const unfinished = 'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nlast';
    expect(parseMime(unfinished).children).toHaveLength(1);
    const empty = 'Content-Type: multipart/mixed; boundary=x\r\n\r\nnothing';
    expect(bodyStructure(empty, parseMime(empty), false)).toBe(
      '(("TEXT" "PLAIN" NIL NIL NIL "7BIT" 0 0) "MIXED")',
    );
    expect(parseMime('Content-Type: multipart/mixed\r\n\r\n--x\r\n').children).toEqual([]);
  });
  it('stops at a depth nobody sends', () => {
    const deep = Array.from({ length: 500 }, () => 'Content-Type: message/rfc822\r\n\r\n').join('');
    let depth = 0;
    for (let part = parseMime(deep); part.message !== null; part = part.message) depth += 1;
    expect(depth).toBe(50);
  });
});

describe('envelope', () => {
  it('is the example of RFC 3501 §8', () => {
    const raw = crlf(`Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
From: Terry Gray <gray@cac.washington.edu>
Subject: IMAP4rev1 WG mtg summary and minutes
To: imap@cac.washington.edu
Cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>
Message-Id: <B27397-0100000@cac.washington.edu>

`);
    expect(envelope(parseMime(raw))).toBe(
      '("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" "IMAP4rev1 WG mtg summary and minutes" (("Terry Gray" NIL "gray" "cac.washington.edu")) (("Terry Gray" NIL "gray" "cac.washington.edu")) (("Terry Gray" NIL "gray" "cac.washington.edu")) ((NIL NIL "imap" "cac.washington.edu")) ((NIL NIL "minutes" "CNRI.Reston.VA.US")("John Klensin" NIL "KLENSIN" "MIT.EDU")) NIL NIL "<B27397-0100000@cac.washington.edu>")',
    );
  });
  it.each<[string, Array<[string | null, string | null, string | null]>]>([
    [
      '"Ek, Bo" <bo@x.example>, ada@x.example',
      [
        ['Ek, Bo', 'bo', 'x.example'],
        [null, 'ada', 'x.example'],
      ],
    ],
    ['bo@x.example (Bo Ek)', [['Bo Ek', 'bo', 'x.example']]],
    [
      'Crew: a@x.example, b@x.example;',
      [
        [null, 'Crew', null],
        [null, 'a', 'x.example'],
        [null, 'b', 'x.example'],
        [null, null, null],
      ],
    ],
    ['"quo\\"te" <q@x.example>', [['quo"te', 'q', 'x.example']]],
    ['undisclosed', [[null, 'undisclosed', '']]],
  ])('reads %s', (text, expected) => {
    expect(parseAddresses(text).map(({ name, mailbox, host }) => [name, mailbox, host])).toEqual(expected);
  });
});
