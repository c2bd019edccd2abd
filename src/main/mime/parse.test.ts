import { createHash } from 'node:crypto';
import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { run as fuzz } from '../../../tests/fuzz/mime';
import { attachmentsOf, bodyFromMessage, partsOf } from './body-from-message';
import { decodeHeader } from './decode-header';
import { fingerprint } from './fingerprint';
import { unflow } from './flowed';
import { parseAddresses } from './parse-addresses';
import { parseDate } from './parse-date';
import { parseEnvelope, parseMessageIds } from './parse-envelope';
import { parseHeaders } from './parse-headers';
import { parseParameters } from './parse-params';
import { textOfHtml } from '@shared/util/text-of-html';
import { preview } from './preview';
import { hasAttachment, selectTexts } from './select-texts';
import { decodeTransfer } from './transfer-encoding';
import { MAX_PARTS, walkMessage } from './walk-message';

const bytes = (text: string): Uint8Array => Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'utf8');
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const text = (data: Uint8Array): string => Buffer.from(data).toString('utf8');

describe('decodeHeader', () => {
  it.each([
    ['=?UTF-8?B?xb1sdcWlb3XEjWvDvQ==?= =?utf-8?Q?_k=C5=AF=C5=88?=', 'Žluťoučký kůň'],
    ['=?ISO-8859-2?Q?P=F8=EDli=B9?=', 'Příliš'],
    ['=?iso-8859-7?B?yuHr5+zd8eE=?=', 'Καλημέρα'],
    ['=?koi8-r?B?8NLJ18XU?=', 'Привет'],
    ['=?windows-1256?Q?=E3=D1=CD=C8=C7?=', 'مرحبا'],
    ['=?ISO-2022-JP?B?GyRCJDMkcyRLJEEkTxsoQg==?=', 'こんにちは'],
    ['=?shift_jis?B?grGC8YLJgr+CzQ==?=', 'こんにちは'],
    ['=?gb18030?B?xOO6ww==?=', '你好'],
    // A character split over two words, as careless mailers do.
    ['=?utf-8?B?xb1sdcU=?=\r\n =?utf-8?B?pW91xI1rw70=?=', 'Žluťoučký'],
    ['=?utf-8*cs?Q?=C5=BD?=', 'Ž'],
    ['plain =?utf-8?Q?=C5=BD?= words', 'plain Ž words'],
    ['=?no-such-charset?Q?caf=E9?=', 'café'],
    ['=?utf-8?Q?broken=ZZ?=', 'broken=ZZ'],
    ['=?utf-8?X?what?=', '=?utf-8?X?what?='],
    ['=?utf-7?Q?+AOQ-?=', 'ä'],
    ['a =? b', 'a =? b'],
  ])('%s', (raw, expected) => expect(decodeHeader(raw)).toBe(expected));

  it('reads raw UTF-8 and undeclared Latin-1 bytes', () => {
    expect(decodeHeader(Buffer.from('Žluť', 'utf8'))).toBe('Žluť');
    expect(decodeHeader(latin1('caf\xe9'))).toBe('café');
  });

  it('S-04 removes what forges a line, and keeps what spells words', () => {
    expect(decodeHeader('a\u202egpj.exe\u202c b\u200b\u2066c\u2069\u0000d\u0007')).toBe('agpj.exe bcd');
    expect(decodeHeader('=?utf-8?Q?one=0D=0Atwo=00three?=')).toBe('one twothree');
    expect(decodeHeader('👨\u200d👩\u200d👧 می\u200cخواهم a\u200db')).toBe(
      '👨\u200d👩\u200d👧 می\u200cخواهم ab',
    );
    expect(decodeHeader('lone \ud800 half')).toBe('lone \ufffd half');
  });

  it('M-07 is linear on bombs', () => {
    const word = '=?utf-8?Q?=C5=BD?= ';
    expect(decodeHeader(word.repeat(10_000))).toBe('Ž'.repeat(10_000));
    expect(decodeHeader('=?'.repeat(200_000)).length).toBeGreaterThan(1000);
    expect(decodeHeader('=?a?q?'.repeat(100_000)).length).toBeGreaterThan(1000);
    expect(decodeHeader(`=?${'x'.repeat(300_000)}`).length).toBeGreaterThan(1000);
  });
});

describe('parseAddresses', () => {
  const one = (raw: string): string =>
    parseAddresses(raw)
      .map(({ name, address }) => `${name}|${address}`)
      .join(' ; ');

  it.each([
    ['jane@example.org', '|jane@example.org'],
    ['Jane Doe <jane@example.org>', 'Jane Doe|jane@example.org'],
    ['"Doe, Jane" <jane@example.org>, john@example.org', 'Doe, Jane|jane@example.org ; |john@example.org'],
    ['Doe, Jane <jane@example.org>', 'Doe, Jane|jane@example.org'],
    ['jane@example.org (Jane Doe)', 'Jane Doe|jane@example.org'],
    ['jane(a (nested) comment)@example.org', 'a (nested) comment|jane@example.org'],
    [
      'Friends: jane@example.org, Joe <joe@example.org>;, x@y.cz',
      '|jane@example.org ; Joe|joe@example.org ; |x@y.cz',
    ],
    ['undisclosed-recipients:;', 'undisclosed-recipients|'],
    ['"a@evil.example"@good.example', '|"a@evil.example"@good.example'],
    ['<"a b"@good.example>', '|"a b"@good.example'],
    ['"a\\"b" <x@y.cz>', 'a"b|x@y.cz'],
    ['<@route.example,@two.example:jane@example.org>', '|jane@example.org'],
    ['a@b.cz; c@d.cz', '|a@b.cz ; |c@d.cz'],
    ['=?utf-8?Q?=C5=BDofie?= <z@example.org>', 'Žofie|z@example.org'],
    ['"=?utf-8?Q?=C5=BDofie?=" <z@example.org>', 'Žofie|z@example.org'],
    ['Jane jane@example.org', 'Jane|jane@example.org'],
    ['MAILER-DAEMON', 'MAILER-DAEMON|'],
    ['jane@příklad.cz', '|jane@příklad.cz'],
    ['', ''],
    [',,;', ''],
  ])('%s', (raw, expected) => expect(one(raw)).toBe(expected));

  it('S-01 always shows the real addr-spec, whatever hides in encoded words', () => {
    const b64 = (value: string): string => Buffer.from(value, 'utf8').toString('base64');
    for (const trick of ['\0', '\n', '(', '<', '>', '"', ',', ' ', '\0(', '\n<']) {
      const hidden = b64(`potus@whitehouse.gov${trick}`);
      const raw = `From: =?utf-8?b?${hidden}?==?utf-8?Q?=00?=@mailsploit.example`.slice(6);
      const [found, ...more] = parseAddresses(raw);
      expect(more).toEqual([]);
      expect(found?.address.endsWith('@mailsploit.example')).toBe(true);
      expect(found?.address).not.toContain('whitehouse');
      expect(found?.name ?? '').not.toMatch(/[\0\n]/);
      const named = parseAddresses(
        `=?utf-8?b?${b64(`"potus" <potus@whitehouse.gov>${trick}`)}?= <real@evil.example>`,
      );
      expect(named.map(({ address }) => address)).toEqual(['real@evil.example']);
    }
    expect(one('"ceo@bank.example" <x@evil.example>')).toBe('ceo@bank.example|x@evil.example');
  });

  it('keeps its head on bombs', () => {
    expect(parseAddresses(`${'('.repeat(100_000)}a@b.cz`)).toMatchObject([{ address: '' }]);
    expect(parseAddresses('a:'.repeat(100_000)).length).toBeLessThan(3);
    expect(parseAddresses('a@b.cz,'.repeat(30_000))).toHaveLength(10_000);
    expect(parseAddresses('"'.repeat(99_999)).length).toBeLessThan(2);
    expect(parseAddresses(`${'<'.repeat(100_000)}a@b.cz>`)).toMatchObject([{ address: 'a@b.cz' }]);
  });
});

describe('parseParameters', () => {
  it.each([
    ['text/plain; charset="utf-8"', 'text/plain', { charset: 'utf-8' }],
    ['Text/HTML;CHARSET=x (comment); a=b', 'text/html', { charset: 'x', a: 'b' }],
    [
      "attachment; filename*=UTF-8''%C5%BElu%C5%A5.txt; filename=zlut.txt",
      'attachment',
      { filename: 'žluť.txt' },
    ],
    ['a/b; name*1*=%C5%BE; name*0*=utf-8\'\'x; name*2="y z"', 'a/b', { name: 'xžy z' }],
    ['a/b; name*0="long "; name*1="name"; name*3=gap', 'a/b', { name: 'long namegap' }],
    ["a/b; name*=iso-8859-2'cs'%BE", 'a/b', { name: 'ž' }],
    ['a/b; name="=?utf-8?Q?=C5=BE?="', 'a/b', { name: 'ž' }],
    ['a/b; name="a;b\\"c"', 'a/b', { name: 'a;b"c' }],
    ['a/b; x=1; x=2', 'a/b', { x: '1' }],
    ['a/b; __proto__=1; constructor=2', 'a/b', { constructor: '2', ['__proto__']: '1' }],
    ['', '', {}],
  ])('%s', (raw, value, params) => {
    const found = parseParameters(raw);
    expect(found.value).toBe(value);
    expect(Object.entries(found.params).sort()).toEqual(Object.entries(params).sort());
  });

  it('M-07 is linear on continuations', () => {
    const bomb = Array.from({ length: 100_000 }, (_, i) => `; name*${99_999 - i}*=%41`).join('');
    expect(parseParameters(`a/b${bomb}`).params['name']?.length).toBeLessThan(1001);
  });
});

describe('parseDate', () => {
  const at = Date.UTC(2026, 10, 21, 9, 14, 7);
  it.each([
    ['Sat, 21 Nov 2026 10:14:07 +0100', at],
    ['21 Nov 2026 04:14:07 EST', at],
    ['Sat,21 Nov 26 09:14:07 GMT', at],
    ['Sat, 21 Nov 2026 09:14:07 (a (nested) comment) +0000 (UTC)', at],
    ['Saturday, 21-Nov-2026 09:14:07 Z', at],
    ['2026-11-21T09:14:07Z', at],
    ['Sat, 21 Nov 2026 09:14 +0000', at - 7000],
    ['Sat, 21 Nov 2026 09:14:07 +9999', at],
    ['Mon, 1 Jan 9999 00:00:00 +0000', Date.UTC(9999, 0, 1)],
    ['yesterday', null],
    ['32 Foo 2026 00:00:00 +0000', null],
    ['', null],
  ])('%s', (raw, expected) => expect(parseDate(raw)).toBe(expected));
  it('is not impressed by comments', () => expect(parseDate('('.repeat(1_000_000))).toBeNull());
});

describe('parseHeaders and parseEnvelope', () => {
  it('unfolds, keeps order and doubles, and finds the body', () => {
    const message = bytes('Received: a\n b\nSubject : x\nreceived:c\n\nbody');
    const headers = parseHeaders(message);
    expect(headers.list).toEqual([
      { name: 'Received', value: 'a b' },
      { name: 'Subject', value: 'x' },
      { name: 'received', value: 'c' },
    ]);
    expect(headers.all('received')).toEqual(['a b', 'c']);
    expect(headers.first('__proto__')).toBe('');
    expect(text(message.subarray(headers.bodyStart))).toBe('body');
  });

  it('lets a body without a blank line begin where it begins', () => {
    const message = bytes('Subject: x\nThis is no header\nFoo: bar');
    expect(text(message.subarray(parseHeaders(message).bodyStart))).toBe('This is no header\r\nFoo: bar');
  });

  it('M-08 caps', () => {
    expect(parseHeaders(Buffer.from('A: b\n'.repeat(1_000_00 + 5))).notices).toEqual(['too-many-headers']);
    const long = parseHeaders(Buffer.from(`A: ${'x\n '.repeat(4_000_000)}\n\nbody`));
    expect(long.notices).toEqual(['headers-too-long']);
  });

  it('gives an envelope', () => {
    const envelope = parseEnvelope(
      bytes(
        [
          'From: =?utf-8?Q?=C5=BDofie?= <z@example.org>',
          'To: a@b.cz',
          'To: c@d.cz',
          'Subject: =?utf-8?Q?P=C5=99=C3=ADloha?=',
          'Date: Sat, 21 Nov 2026 10:14:07 +0100',
          'Message-ID: <1@example.org>',
          'In-Reply-To: <0@example.org> "nonsense"',
          'References: <a@b> <b@c>',
          ' <0@example.org> <a@b>',
          'List-Id: News <news.example.org>',
          'X-Other: no',
          '',
        ].join('\n'),
      ),
    );
    expect(envelope).toEqual({
      subject: 'Příloha',
      from: [{ name: 'Žofie', address: 'z@example.org' }],
      sender: [],
      replyTo: [],
      to: [
        { name: '', address: 'a@b.cz' },
        { name: '', address: 'c@d.cz' },
      ],
      cc: [],
      bcc: [],
      date: Date.UTC(2026, 10, 21, 9, 14, 7),
      messageId: '1@example.org',
      inReplyTo: ['0@example.org'],
      references: ['a@b', 'b@c', '0@example.org'],
      extra: { 'list-id': 'News <news.example.org>' },
    });
    expect(parseMessageIds(' bare@id ')).toEqual(['bare@id']);
  });
});

describe('decodeTransfer', () => {
  it.each([
    ['base64', 'xb4=\r\nxb4=', 'žž'],
    ['BASE64', 'xb!4*\r\n', 'ž'],
    ['quoted-printable', 'a=C5=BE=\r\nb  \r\nc=\nd =ZZ e=', 'ažb\r\ncd =ZZ e'],
    ['7bit', 'as is', 'as is'],
    ['x-uuencode', 'begin 644 a.txt\n#0V%T\n`\nend\n', 'Cat'],
  ])('%s', (encoding, raw, expected) =>
    expect(text(decodeTransfer(Buffer.from(raw), encoding).bytes)).toBe(expected),
  );
  it('says so when it does not know', () => {
    expect(decodeTransfer(Buffer.from('x'), 'x-magic').notices).toEqual(['unknown-encoding']);
  });
  it('survives cut input', () => {
    for (const encoding of ['base64', 'quoted-printable', 'x-uuencode']) {
      for (const raw of ['', '=', '==', '=A', 'begin 644 x\nM', 'x=\r'])
        decodeTransfer(Buffer.from(raw), encoding);
    }
    expect(text(decodeTransfer(Buffer.from('=A'), 'quoted-printable').bytes)).toBe('=A');
  });
});

const MIXED = bytes(`From: a@b.cz
Subject: x
Content-Type: multipart/mixed; boundary="outer"

preamble
--outer
Content-Type: multipart/related; boundary=rel

--rel
Content-Type: multipart/alternative; boundary="outer-2"

--outer-2
Content-Type: text/plain; charset=utf-8; format=flowed

Plain žluť
--outer-2
Content-Type: text/html; charset=iso-8859-2
Content-Transfer-Encoding: quoted-printable

<p>HTML =BElu=BB <img src="cid:i@1"></p>
--outer-2--
--rel
Content-Type: image/png
Content-ID: <i@1>
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--rel--
--outer
Content-Type: message/rfc822

Subject: inner
Content-Type: multipart/mixed; boundary=in

--in

inner text
--in
Content-Type: application/pdf; name="a.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--in--
--outer
Content-Type: application/pdf
Content-Disposition: attachment; filename="b.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--outer--
epilogue
`);

describe('walkMessage', () => {
  it('numbers sections as IMAP does', () => {
    const { structure, ranges, notices } = walkMessage(MIXED);
    const seen: string[] = [];
    const visit = (part: typeof structure): void => {
      seen.push(`${part.section} ${part.type}`);
      part.children.forEach(visit);
    };
    visit(structure);
    expect(seen).toEqual([
      ' multipart/mixed',
      '1 multipart/related',
      '1.1 multipart/alternative',
      '1.1.1 text/plain',
      '1.1.2 text/html',
      '1.2 image/png',
      '2 message/rfc822',
      '2.TEXT multipart/mixed',
      '2.1 text/plain',
      '2.2 application/pdf',
      '3 application/pdf',
    ]);
    expect(notices).toEqual([]);
    const range = ranges.get('2.1');
    expect(text(MIXED.subarray(range?.start, range?.end))).toBe('inner text');
  });

  it('M-02 caps depth and parts, and loses no bytes', () => {
    let deep = '';
    for (let i = 0; i < 3000; i++) deep += `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`;
    const nested = walkMessage(bytes(`${deep}Content-Type: text/plain\n\nbottom`));
    expect(nested.notices).toContain('too-deep');
    expect([...nested.ranges.values()].some(({ start, end }) => start < end)).toBe(true);
    const rfc822 = walkMessage(bytes(`${'Content-Type: message/rfc822\n\n'.repeat(20_000)}x`));
    expect(rfc822.notices).toContain('too-deep');
    const wide = bytes(`Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(30_000)}--b--`);
    const many = walkMessage(wide);
    expect(many.notices).toContain('too-many-parts');
    expect(many.structure.children.length).toBe(MAX_PARTS - 1);
    expect(many.ranges.get(String(MAX_PARTS - 1))?.end).toBe(wide.length - 7);
  });

  it('M-03 every leaf is reachable, whatever the boundaries do', () => {
    const bodies = (message: string): string[] =>
      [...partsOf(bytes(message))].map((part) => text(part.bytes()).trim());
    const head = 'Content-Type: multipart/mixed; boundary=';
    // The inner boundary is a prefix of the outer, or the other way round.
    expect(bodies(`${head}ab\n\n--ab\n${head}abc\n\n--abc\n\none\n--abc--\n--ab\n\ntwo\n--ab--`)).toEqual([
      'one',
      'two',
    ]);
    expect(bodies(`${head}abc\n\n--abc\n${head}ab\n\n--ab\n\none\n--ab--\n--abc\n\ntwo\n--abc--`)).toEqual([
      'one',
      'two',
    ]);
    // Missing ends, an outer delimiter inside of the inner.
    expect(bodies(`${head}a\n\n--a\n${head}b\n\n--b\n\none\n--a\n\ntwo`)).toEqual(['one', 'two']);
    // Same boundary twice.
    expect(bodies(`${head}a\n\n--a\n${head}a\n\n--a\n\none\n--a\n\ntwo\n--a--`)).toEqual(['one', 'two']);
    // More parts after the end.
    expect(bodies(`${head}a\n\n--a\n\none\n--a--\n--a\n\ntwo\n--a--`)).toEqual(['one', 'two']);
    // No boundary, or one that never comes.
    expect(bodies('Content-Type: multipart/mixed\n\nhello')).toEqual(['hello']);
    expect(bodies(`${head}never\n\nhello`)).toEqual(['hello']);
    // No blank line before the delimiter; odd characters; trailing white space.
    expect(bodies(`${head}"a:b (x)+?"\n\n--a:b (x)+? \nX: y\n--a:b (x)+?\n\ntwo\n--a:b (x)+?--`)).toEqual([
      '',
      'two',
    ]);
  });

  it('M-04 takes the first of conflicting headers and says so', () => {
    const message = bytes('Content-Type: text/plain\nContent-Type: text/html\n\n<b>x</b>');
    expect(bodyFromMessage(message)).toMatchObject({
      structure: { type: 'text/plain' },
      notices: ['ambiguous-header'],
    });
    // The same whatever the order they come in, and for each header that decides what a part is.
    for (const [first, second, field, value] of [
      ['Content-Transfer-Encoding: base64', 'Content-Transfer-Encoding: 7bit', 'encoding', 'base64'],
      ['Content-Disposition: inline', 'Content-Disposition: attachment', 'disposition', 'inline'],
    ] as const) {
      const conflicting = bodyFromMessage(bytes(`Content-Type: text/plain\n${first}\n${second}\n\neA==`));
      expect(conflicting.structure[field]).toBe(value);
      expect(conflicting.notices).toContain('ambiguous-header');
    }
  });

  it('accepts bare LF, CRLF and mbox lines alike', () => {
    const lf = Buffer.from(text(MIXED).replaceAll('\r\n', '\n'));
    const [a, b] = [bodyFromMessage(MIXED), bodyFromMessage(lf)];
    expect(b.texts).toEqual(a.texts);
    expect(bodyFromMessage(Buffer.concat([Buffer.from('From a@b Sat\n'), lf])).envelope).toEqual(a.envelope);
  });

  it('M-05 M-10 gives something for anything', () => {
    for (const hostile of [
      '',
      '\n',
      '--',
      ':',
      'Content-Type: message/external-body; access-type=URL; URL="http://x"\n\n',
      'Content-Type: message/partial; id=a; number=1\n\nx',
      'Content-Type: text/plain; charset=\n\nx',
      'Content-Type: text/plain; charset=utf-16\n\nx',
      'Content-Type: ;;;\nContent-Transfer-Encoding: base64\n\n!!!!',
      'Content-Type: multipart/; boundary=--\n\n----\n\nx',
    ]) {
      expect(typeof bodyFromMessage(bytes(hostile)).structure.type).toBe('string');
    }
  });

  it('grows linearly', () => {
    const message = (n: number): Uint8Array =>
      bytes(`Content-Type: multipart/mixed; boundary=b\n\n${'--b\nX: y\n\n-- \n--c\nxx\n'.repeat(n)}`);
    // Processor time for the same octets, whole and in eight parts, the best of several runs: neither other processes
    // nor the garbage collector, which both ways keep equally busy, decide this test.
    const cost = (data: Uint8Array, times: number): number => {
      const start = process.cpuUsage();
      for (let n = 0; n < times; n++) walkMessage(data);
      return process.cpuUsage(start).user;
    };
    const [part, whole] = [message(1000), message(8000)];
    cost(part, 8);
    const runs = Array.from({ length: 8 }, () => [cost(part, 8), cost(whole, 1)] as const);
    const inParts = Math.max(1000, Math.min(...runs.map(([parts]) => parts)));
    // Quadratic work would be eight times as much for the whole.
    expect(Math.min(...runs.map(([, all]) => all)) / inParts).toBeLessThan(4);
  });
});

describe('random messages', () => {
  it('break no parser', async () => {
    expect(await fuzz({ runs: 1500, seed: 7 })).toMatchObject({ failed: [], ok: true });
  });
});

describe('bodyFromMessage', () => {
  it('decodes the texts and offers the rest', () => {
    const { texts, notices, envelope } = bodyFromMessage(MIXED);
    expect(envelope.from).toEqual([{ name: '', address: 'a@b.cz' }]);
    expect(notices).toEqual([]);
    expect(texts).toMatchObject([
      { section: '1.1.1', type: 'text/plain', text: 'Plain žluť', flowed: true },
      { section: '1.1.2', type: 'text/html', text: '<p>HTML žluť <img src="cid:i@1"></p>' },
    ]);
    const attachments = [...attachmentsOf(MIXED)];
    expect(attachments.map(({ part }) => part.section)).toEqual(['2', '3']);
    expect(text(attachments[0]?.bytes() ?? new Uint8Array())).toContain('Subject: inner');
    expect(text(attachments[1]?.bytes() ?? new Uint8Array())).toBe('%PDF-');
  });

  it('finds the charset of HTML that only says it inside', () => {
    const message = Buffer.concat([
      bytes('Content-Type: text/html\n\n<meta charset=iso-8859-2>'),
      Buffer.from([0xbe]),
    ]);
    expect(bodyFromMessage(message).texts[0]?.text.endsWith('ž')).toBe(true);
  });

  it('agrees with mailparser and postal-mime on honest messages', async () => {
    const honest = [
      MIXED,
      bytes('From: =?utf-8?Q?=C5=BD?= <z@x.cz>\nTo: "A, B" <a@b.cz>\nSubject: Hi\n\nBody\n'),
      bytes(
        'Subject: =?iso-2022-jp?B?GyRCJDMkcyRLJEEkTxsoQg==?=\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nxb5sdcWl',
      ),
      bytes(
        `Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: text/csv\nContent-Disposition: attachment; filename*=utf-8''%C5%BE.csv\n\na;b\n--b--\n`,
      ),
    ];
    for (const message of honest) {
      const ours = bodyFromMessage(message);
      const theirs = await simpleParser(Buffer.from(message));
      const postal = await PostalMime.parse(message);
      expect(ours.envelope.subject).toBe(theirs.subject ?? '');
      expect(ours.envelope.subject).toBe(postal.subject ?? '');
      expect(ours.envelope.from[0]?.address).toBe(theirs.from?.value[0]?.address);
      expect(ours.envelope.from[0]?.name).toBe(theirs.from?.value[0]?.name);
      const plain = ours.texts.find(({ type }) => type === 'text/plain')?.text.trim();
      expect(plain).toBe(postal.text?.split('\n\n')[0]?.trim());
      const names = [...attachmentsOf(message)]
        .map(({ part }) => part.filename)
        .filter((name) => name !== '');
      expect(theirs.attachments.map(({ filename }) => filename ?? '')).toEqual(expect.arrayContaining(names));
    }
  });
});

describe('selectTexts', () => {
  it('keeps every leaf in sight', () => {
    const { structure } = walkMessage(MIXED);
    const { texts, attachments, inline } = selectTexts(structure);
    expect(texts.map(({ plain, html }) => [plain?.section, html?.section])).toEqual([['1.1.1', '1.1.2']]);
    expect(attachments.map(({ section }) => section)).toEqual(['2', '3']);
    expect([...inline].map(([id, part]) => [id, part.section])).toEqual([['i@1', '1.2']]);
  });

  it('shows the paper clip for what people attach, not for signatures', () => {
    const signed = bytes(
      'Content-Type: multipart/signed; boundary=b\n\n--b\n\nx\n--b\nContent-Type: application/pgp-signature\n\ny\n--b--',
    );
    expect(hasAttachment(walkMessage(signed).structure)).toBe(false);
    expect(hasAttachment(walkMessage(MIXED).structure)).toBe(true);
  });

  it('never joins parts: mixed texts stay apart and in order (Efail)', () => {
    const mixed = bytes(
      'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<img src="http://x/\n--b\n\nsecret\n--b\nContent-Type: text/html\n\n">\n--b--',
    );
    expect(bodyFromMessage(mixed).texts.map(({ section, type }) => [section, type])).toEqual([
      ['1', 'text/html'],
      ['2', 'text/plain'],
      ['3', 'text/html'],
    ]);
  });
});

describe('preview', () => {
  const html = (value: string): string =>
    preview({ type: 'text/html', text: value, flowed: false, delsp: false });
  const plain = (value: string, flowed = false): string =>
    preview({ type: 'text/plain', text: value, flowed, delsp: false });

  it('reads HTML as people do', () => {
    expect(
      html(
        '<head><title>no</title></head><style>p{}</style><p>Dobrý&nbsp;den,</p><p>a &lt;b&gt; &#382;&#x17e;</p>',
      ),
    ).toBe('Dobrý den, a <b> žž');
    expect(html('<div style="display:none">hidden <b>too</b></div><span hidden>x</span>seen')).toBe('seen');
    expect(html('<script>if (a < b) "</div>"</script>a <b>b</b>c 1 < 2 <!-- no --> d')).toBe('a bc 1 < 2 d');
    expect(html('<p title="a>b">x</p><blockquote>quoted</blockquote>y')).toBe('x y');
    expect(html('\u202etxt.exe<br>&#0;&#xd800;')).toBe('txt.exe ��');
  });

  it('skips quotes and signatures of plain text', () => {
    expect(plain('On Monday Jane wrote:\n> old\n> older\nNew words\n-- \nJane')).toBe('New words');
    expect(plain('Henrik Dahl wrote:\n> old\nNew words')).toBe('New words');
    expect(plain('Two things:\nfirst')).toBe('Two things: first');
    expect(plain('one \ntwo\nthree', true)).toBe('one two three');
    expect(plain('ž'.repeat(500))).toBe('ž'.repeat(200));
  });

  it('is linear on bombs', () => {
    expect(textOfHtml('< '.repeat(50_000)).length).toBe(100_000);
    expect(textOfHtml('<style>'.repeat(50_000))).toBe(' '.repeat(0));
    expect(textOfHtml('<div hidden>'.repeat(50_000))).toBe('');
    expect(textOfHtml('<a "'.repeat(50_000))).toBe('');
  });
});

describe('small things', () => {
  it('joins flowed lines of one depth (RFC 3676)', () => {
    expect(unflow('> a \n> b\n>> c \n> d\n  stuffed\nx \ny\n-- \nsig', false)).toBe(
      '> a b\n>> c \n> d\n stuffed\nx y\n-- \nsig',
    );
    expect(unflow('ab \ncd', true)).toBe('abcd');
  });

  it('H8 fingerprints tell messages apart and copies together', () => {
    const crypto = { hash: (_: string, data: Uint8Array) => createHash('sha256').update(data).digest() };
    const envelope = parseEnvelope(
      bytes('From: A@b.cz\nMessage-ID: <1@x>\nSubject: s\nDate: Sat, 21 Nov 2026 10:14:07 +0100\n'),
    );
    const base = fingerprint({ envelope, size: 100, internalDate: 1 }, crypto);
    expect(base).toMatch(/^[0-9a-f]{32}$/);
    expect(fingerprint({ envelope, size: 100, internalDate: 2 }, crypto)).toBe(base);
    expect(fingerprint({ envelope, size: 101, internalDate: 1 }, crypto)).not.toBe(base);
    const bare = { messageId: '', date: null, from: [], subject: '' };
    expect(fingerprint({ envelope: bare, size: 1, internalDate: 1 }, crypto)).not.toBe(
      fingerprint({ envelope: bare, size: 1, internalDate: 2 }, crypto),
    );
  });
});
