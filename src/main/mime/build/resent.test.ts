import { describe, expect, it } from 'vitest';
import { toLatin1, toUtf8 } from '../bytes';
import { resent } from './resent';

const passed = (text: string, to = [{ name: 'Čeněk', address: 'cy@tern.example' }]): string =>
  toLatin1(
    resent(toUtf8(text), {
      from: { name: 'Ada', address: 'ada@tern.example' },
      to,
      date: Date.UTC(2026, 10, 26, 12),
      messageId: 'r1@tern.example',
    }),
  );

describe('a message passed on', () => {
  it('keeps its bytes below a block of Resent fields, without what was of the first journey', () => {
    const body =
      'From: Bo <bo@tern.example>\r\nSubject: Hi\r\nMessage-ID: <1@x>\r\n\r\nBcc: is just text here\r\n';
    const out = passed(
      `Return-Path: <bo@tern.example>\r\nDelivered-To: ada@tern.example\r\nBcc: secret@x.example,\r\n other@x.example\r\n${body}`,
    );
    expect(out.endsWith(body)).toBe(true);
    expect(out.slice(0, -body.length)).toBe(
      'Resent-Date: Thu, 26 Nov 2026 12:00:00 +0000\r\nResent-From: Ada <ada@tern.example>\r\n' +
        'Resent-To: =?utf-8?b?xIxlbsSbaw==?= <cy@tern.example>\r\nResent-Message-ID: <r1@tern.example>\r\n',
    );
  });

  it.each(['', '\r\n', 'Subject: no body', '\n\nbody'])('copes with %j', (text) => {
    expect(passed(text).endsWith(text)).toBe(true);
  });

  it('O-01 refuses addresses that would end the line', () => {
    expect(() => passed('', [{ name: 'x', address: 'a@b.example\r\nBcc: c@d.example' }])).toThrow();
  });
});
