import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { attachmentsOf, bodyFromMessage, partsOf } from '../body-from-message';
import { flow, unflow } from '../flowed';
import { parseHeaders } from '../parse-headers';
import { addrSpec } from './address';
import { encodeText } from './body-encoding';
import { formatDate, messageBytes, newMessageId, smtpEnvelope } from './build-message';
import type { OutgoingFile, OutgoingMessage } from './outgoing';

const BASE: OutgoingMessage = {
  from: { name: 'Žofie Nováková', address: 'zofie@example.org' },
  to: [{ name: 'Doe, Jane', address: 'jane@example.com' }],
  cc: [],
  bcc: [{ name: '', address: 'secret@example.net' }],
  subject: 'Příloha: smlouva',
  date: Date.UTC(2026, 10, 21, 9, 14, 7),
  messageId: 'abc@example.org',
  text: 'Dobrý den,\n\nposílám smlouvu.\n',
};
const build = async (more: Partial<OutgoingMessage> = {}, bcc: 'omit' | 'keep' = 'omit'): Promise<string> =>
  Buffer.from(await messageBytes({ ...BASE, ...more }, { bcc })).toString('latin1');
const parse = (wire: string): ReturnType<typeof bodyFromMessage> =>
  bodyFromMessage(Buffer.from(wire, 'latin1'));

function file(filename: string, type: string, bytes: Uint8Array, pieces = 1000): OutgoingFile {
  return {
    filename,
    type,
    async *read() {
      for (let at = 0; at < bytes.length; at += pieces) yield bytes.subarray(at, at + pieces);
    },
  };
}

/** What every message that leaves must hold to, whatever is in it. */
function expectCorrectWire(wire: string): void {
  expect(wire).not.toMatch(/[^\x00-\x7f]/);
  expect(wire.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/);
  expect(wire.endsWith('\r\n')).toBe(true);
  for (const line of wire.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  for (const line of (wire.split('\r\n\r\n')[0] ?? '').split('\r\n'))
    expect(line.length).toBeLessThanOrEqual(998);
}

const names = (wire: string): string[] =>
  parseHeaders(Buffer.from(wire, 'latin1')).list.map(({ name }) => name);

describe('buildMessage', () => {
  it('writes a plain message that reads back the same', async () => {
    const wire = await build({ inReplyTo: ['p@x'], references: ['r@x', 'p@x'] });
    expectCorrectWire(wire);
    expect(names(wire)).toEqual([
      'Date',
      'From',
      'To',
      'Message-ID',
      'In-Reply-To',
      'References',
      'Subject',
      'MIME-Version',
      'Content-Type',
      'Content-Transfer-Encoding',
    ]);
    const { envelope, texts } = parse(wire);
    expect(envelope).toMatchObject({
      from: [BASE.from],
      to: BASE.to,
      bcc: [],
      subject: BASE.subject,
      date: BASE.date,
      messageId: BASE.messageId,
      inReplyTo: ['p@x'],
      references: ['r@x', 'p@x'],
    });
    expect(texts).toMatchObject([{ type: 'text/plain', flowed: true }]);
    expect(texts[0]?.text.trimEnd()).toBe(BASE.text.trimEnd());
  });

  it('gives the same bytes for the same message', async () => {
    const more = { html: '<b>x</b>', attachments: [file('a.bin', '', randomBytes(10_000))] };
    expect(await build(more)).toBe(await build(more));
  });

  it('O-04 leaves Bcc out of the wire copy and keeps it in the filed one', async () => {
    const [wire, filed] = [await build(), await build({}, 'keep')];
    expect(wire).not.toContain('secret');
    expect(filed).toContain('Bcc: secret@example.net\r\n');
    expect(filed.replace('Bcc: secret@example.net\r\n', '')).toBe(wire);
    expect(smtpEnvelope(BASE)).toEqual({
      from: 'zofie@example.org',
      to: ['jane@example.com', 'secret@example.net'],
    });
    expect(await build({ to: [] })).toContain('To: undisclosed-recipients:;\r\n');
  });

  it('writes alternatives, embedded images and attachments', async () => {
    const png = randomBytes(5000);
    const pdf = randomBytes(200_001);
    const wire = await build({
      html: '<p>Dobrý den <img src="cid:i1@tern"></p>',
      images: [{ ...file('obr.png', 'image/png', png), contentId: 'i1@tern' }],
      attachments: [
        file('Smlouva č. 1 – žluťoučký kůň úpěl ďábelské ódy a ještě něco navíc.pdf', '', pdf, 777),
      ],
    });
    expectCorrectWire(wire);
    const { texts, notices, structure } = parse(wire);
    expect(notices).toEqual([]);
    expect(structure.type).toBe('multipart/mixed');
    expect(texts.map(({ type }) => type)).toEqual(['text/plain', 'text/html']);
    const parts = [...partsOf(Buffer.from(wire, 'latin1'))];
    const image = parts.find(({ part }) => part.contentId === 'i1@tern');
    expect(Buffer.compare(image?.bytes() ?? Buffer.alloc(0), png)).toBe(0);
    const [attachment, ...more] = [...attachmentsOf(Buffer.from(wire, 'latin1'))];
    expect(more).toEqual([]);
    expect(attachment?.part).toMatchObject({
      type: 'application/pdf',
      filename: 'Smlouva č. 1 – žluťoučký kůň úpěl ďábelské ódy a ještě něco navíc.pdf',
    });
    expect(Buffer.compare(attachment?.bytes() ?? Buffer.alloc(0), pdf)).toBe(0);
    const theirs = await simpleParser(Buffer.from(wire, 'latin1'));
    expect(theirs.attachments.map(({ filename, size }) => [filename, size])).toEqual([
      ['obr.png', 5000],
      [attachment?.part.filename, pdf.length],
    ]);
  });

  it('embeds a 7-bit message as it is, and any other one as a file', async () => {
    const inner = 'Subject: in\nX: y\n\nline\r\nline\n';
    const wire = await build({ attachments: [file('a.eml', 'message/rfc822', Buffer.from(inner), 17)] });
    expectCorrectWire(wire);
    const [attached] = [...attachmentsOf(Buffer.from(wire, 'latin1'))];
    expect(attached?.part.type).toBe('message/rfc822');
    expect(Buffer.from(attached?.bytes() ?? []).toString()).toBe(
      'Subject: in\r\nX: y\r\n\r\nline\r\nline\r\n',
    );
    const eight = await build({
      attachments: [file('b.eml', 'message/rfc822', Buffer.from('Subject: ž\n\nž'))],
    });
    expectCorrectWire(eight);
    const [raw] = [...attachmentsOf(Buffer.from(eight, 'latin1'))];
    expect(raw?.part).toMatchObject({ type: 'application/octet-stream', filename: 'b.eml' });
    expect(Buffer.from(raw?.bytes() ?? []).toString()).toBe('Subject: ž\n\nž');
  });

  it('O-01 nothing a person or a page puts in can become a header', async () => {
    const evil = 'x\r\nBcc: victim@example.org\r\n\r\n\0body\u2028\u0085\ud800';
    const honest = names(await build({ html: 'x', attachments: [file('a', '', Buffer.from('x'))] }));
    const wire = await build({
      subject: evil,
      from: { name: evil, address: 'a@b.cz' },
      to: [{ name: `"${evil}<x@y>`, address: 'c@d.cz' }],
      inReplyTo: [evil, 'ok@x'],
      references: [evil],
      messageId: `m\r\nBcc: x@y\r\n@b.cz`.replace(/\s/g, ''),
      html: evil,
      images: [{ ...file(evil, 'image/png\r\nX: y', Buffer.from('x')), contentId: `i>\r\nX: y` }],
      attachments: [file(evil, evil, Buffer.from('x'))],
      text: evil,
    });
    expectCorrectWire(wire);
    expect(names(wire).filter((name) => name !== 'In-Reply-To')).toEqual(honest);
    for (const part of partsOf(Buffer.from(wire, 'latin1')))
      expect(part.part.params).not.toHaveProperty('bcc');
    expect(parse(wire).envelope).toMatchObject({ bcc: [], inReplyTo: ['ok@x'] });
    const bad = [
      { from: { name: '', address: 'a@b.cz\r\nBcc: x@y' } },
      { to: [{ name: '', address: 'a@b.cz>\r\nRCPT TO:<x@y' }] },
      { to: [{ name: '', address: 'a@b.cz, x@y.cz' }] },
      { to: [{ name: '', address: 'a\0@b.cz' }] },
      { to: [{ name: '', address: 'nobody' }] },
      { messageId: 'a\r\nb@c' },
    ];
    for (const more of bad.slice(0, 5))
      await expect(build(more)).rejects.toMatchObject({ code: 'bad-address' });
    expect(names(await build(bad[5]))).toEqual(names(await build()));
    await expect(build({ extra: [{ name: 'X: y\r\nBcc', value: 'x' }] })).rejects.toMatchObject({
      code: 'bad-header',
    });
    expect(names(await build({ extra: [{ name: 'X-A', value: evil }] })).filter((n) => n === 'Bcc')).toEqual(
      [],
    );
  });

  it('folds at 78 columns wherever words allow', async () => {
    const to = Array.from({ length: 60 }, (_, i) => ({
      name: `Řehoř číslo ${i}`,
      address: `recipient-${i}@example.org`,
    }));
    const wire = await build({
      to,
      subject: `${'ž'.repeat(300)} ${'word '.repeat(100)}end`,
      references: Array.from({ length: 50 }, (_, i) => `${i}-${'x'.repeat(40)}@example.org`),
    });
    expectCorrectWire(wire);
    for (const line of (wire.split('\r\n\r\n')[0] ?? '').split('\r\n'))
      expect(line.length).toBeLessThanOrEqual(78);
    expect(parse(wire).envelope.to).toEqual(to);
    expect(parse(wire).envelope.subject).toBe(`${'ž'.repeat(300)} ${'word '.repeat(100)}end`);
  });

  it('any subject, name and text comes back (property)', async () => {
    const line = fc
      .string({ unit: 'grapheme', maxLength: 120 })
      .map((text) => text.replace(/[\p{C}\p{Z}\u115f\u1160\u3164\uffa0\u17b4\u17b5]+/gu, ' ').trim());
    await fc.assert(
      fc.asyncProperty(
        line,
        line,
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        async (subject, name, body) => {
          const wire = await build({ subject, from: { name, address: 'a@b.cz' }, text: body, html: body });
          expectCorrectWire(wire);
          const { envelope, texts } = parse(wire);
          expect(envelope.subject).toBe(subject);
          expect(envelope.from).toEqual([{ name, address: 'a@b.cz' }]);
          const normal = (text: string): string =>
            text
              .replace(/\p{Surrogate}/gu, '\ufffd')
              .replace(/\r\n?/g, '\n')
              .replaceAll('\0', '');
          expect(texts[1]?.text).toBe(normal(body));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('addrSpec', () => {
  it.each([
    ['jane@example.org', 'jane@example.org'],
    ['Jane.Doe+tag@Example.ORG', 'Jane.Doe+tag@Example.ORG'],
    ['jane@příklad.cz', 'jane@xn--pklad-zsa96e.cz'],
    ['a b@example.org', '"a b"@example.org'],
    ['"a@evil"@example.org', '"a@evil"@example.org'],
    ['a..b@example.org', '"a..b"@example.org'],
    ['x@[127.0.0.1]', 'x@[127.0.0.1]'],
  ])('O-05 %s', (given, expected) => expect(addrSpec(given)).toBe(expected));

  it('O-06 refuses what has no ASCII form unless the server takes UTF-8', () => {
    expect(() => addrSpec('žofie@example.org')).toThrow(expect.objectContaining({ code: 'needs-smtputf8' }));
    expect(addrSpec('žofie@example.org', true)).toBe('žofie@example.org');
    for (const bad of [
      '',
      'a',
      '@b',
      'a@',
      'a@b c',
      'a@b@c>',
      'a@b/c',
      'a@b%0d',
      'a@-',
      'a@b..c',
      'a,b@c.cz',
      '<a@b.cz>',
    ]) {
      expect(() => addrSpec(bad)).toThrow(expect.objectContaining({ code: 'bad-address' }));
    }
  });
});

describe('encodings', () => {
  it('chooses by content', () => {
    expect(encodeText('plain\ntext')).toEqual({ encoding: '7bit', body: 'plain\r\ntext' });
    expect(encodeText('Dobrý den, posílám Vám slíbenou smlouvu k podpisu.').encoding).toBe(
      'quoted-printable',
    );
    expect(encodeText('こんにちは、元気ですか').encoding).toBe('base64');
    expect(encodeText('x'.repeat(5000)).encoding).toBe('quoted-printable');
  });

  it('flows text that joins again to what was typed', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z >F.-]{0,200}$/), { maxLength: 8 }), (lines) => {
        const typed = lines.map((line) =>
          line.replace(/ +$/, '').replace(/^>[> ]*/, (marks) => `${marks.replaceAll(' ', '')} `.trimEnd()),
        );
        const text = typed.filter((line) => !line.startsWith('>')).join('\n');
        expect(unflow(flow(text).replaceAll('\r\n', '\n'), false)).toBe(text);
      }),
    );
    expect(flow('-- \nme')).toBe('-- \r\nme');
    expect(flow('From me\n a')).toBe(' From me\r\n  a');
    for (const line of flow('word '.repeat(100)).split('\r\n')) expect(line.length).toBeLessThanOrEqual(73);
  });

  it('writes dates of any zone', () => {
    expect(formatDate(BASE.date, 0)).toBe('Sat, 21 Nov 2026 09:14:07 +0000');
    expect(formatDate(BASE.date, 60)).toBe('Sat, 21 Nov 2026 10:14:07 +0100');
    expect(formatDate(BASE.date, -570)).toBe('Fri, 20 Nov 2026 23:44:07 -0930');
  });

  it('O-07 makes message ids that tell the domain of the sender and nothing else', () => {
    const id = newMessageId({ name: '', address: 'a@příklad.cz' }, { randomBytes: (n) => randomBytes(n) });
    expect(id).toMatch(/^[A-Za-z0-9_-]{20,}@xn--pklad-zsa96e\.cz$/);
  });
});
