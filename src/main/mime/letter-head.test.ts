import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { letterHead } from './letter-head';
import { parseDate } from './parse-date';
import { parseEnvelope } from './parse-envelope';
import { parseHeaders } from './parse-headers';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

describe('letterHead', () => {
  it('reads what the full parser reads', () => {
    const head = [
      'Received: from a by b;',
      '\tSat, 21 Nov 2026 10:14:07 +0100',
      'Received: from c by d; Fri, 20 Nov 2026 10:14:07 +0100',
      'from : Ada <ada@tern.example>',
      'SUBJECT: first',
      ' and second line',
      'Subject: not this one',
      'Date: Thu, 19 Nov 2026 10:14:07 +0100',
      'Message-Id: <one@tern.example>',
      '',
      'Subject: in the body',
    ];
    for (const end of ['\r\n', '\n']) {
      const raw = bytes(head.join(end));
      const { messageId, date, identity } = letterHead(raw);
      expect(messageId).toBe(parseEnvelope(raw).messageId);
      expect(date).toBe(parseDate('Sat, 21 Nov 2026 10:14:07 +0100'));
      expect(Buffer.from(identity).toString()).toBe(
        ` <one@tern.example>\n Thu, 19 Nov 2026 10:14:07 +0100\n Ada <ada@tern.example>\n first${end} and second line`,
      );
    }
  });

  it('is the same for a header alone and for the whole message: TOP and RETR', () => {
    const head = 'Message-ID: <a@b>\r\nX-UIDL: 1\r\nFrom: a@b\r\nSubject: x\r\n\r\n';
    expect(letterHead(bytes(head)).identity).toEqual(letterHead(bytes(`${head}body\r\n`)).identity);
    expect(letterHead(bytes(`Status: RO\r\n${head}`)).identity).toEqual(letterHead(bytes(head)).identity);
  });

  it('what it gave of thousands of letters stays what it was, long headers among them', () => {
    const subject = (i: number): string => `${i} `.repeat(i % 50 === 0 ? 2000 : 1 + (i % 20));
    const heads = Array.from({ length: 3000 }, (_, i) =>
      letterHead(bytes(`Subject: ${subject(i)}.\r\n\r\n`)),
    );
    heads.forEach(({ identity }, i) => {
      expect(Buffer.from(identity).toString('latin1')).toBe(`\n\n\n ${subject(i)}.`);
    });
  });

  it('falls back to Date, and to nothing', () => {
    const date = 'Thu, 19 Nov 2026 10:14:07 +0100';
    expect(letterHead(bytes(`Received: whenever\nDate: ${date}\n\n`)).date).toBe(parseDate(date));
    expect(letterHead(bytes(`Date:${date}`)).date).toBe(parseDate(date));
    expect(letterHead(bytes(''))).toMatchObject({ messageId: '', date: null });
    expect(letterHead(bytes('\nDate: x'))).toMatchObject({ messageId: '', date: null });
  });

  it('agrees with the full parser on the id of any header', () => {
    const line = fc.constantFrom(
      'Message-ID: <a@b>',
      'message-id:c@d',
      'MESSAGE-ID : <e@f> <g@h>',
      'Message-ID-2: <no@no>',
      ' folded',
      '\t<i@j>',
      'From: x',
      'Subject:',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const raw = bytes(['X: y', ...lines, '', 'body'].join(end));
        const full = parseHeaders(raw);
        expect(letterHead(raw).messageId).toBe(parseEnvelope(full).messageId);
      }),
    );
  });

  it('takes anything, in linear time', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (raw) => {
        expect(letterHead(raw).identity.length).toBeLessThanOrEqual(raw.length + 3);
      }),
    );
    const folded = bytes(`Subject: x${'\n y'.repeat(1_000_000)}`);
    expect(letterHead(folded).identity.length).toBeGreaterThan(2_999_000);
  });
});
