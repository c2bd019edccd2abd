import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '@shared/ports/secret';
import { decodeLatin1, encodeLatin1 } from './bytes';
import { decodeUtf7, encodeUtf7 } from '@shared/util/utf7';
import { CommandWriter, type Part, type WireContext } from './writer';
import { Reader } from './reader';

const PLUS: WireContext = { literals: '+', utf8: false };
const wire = (parts: readonly Part[]): string =>
  parts
    .map((p) =>
      p.kind === 'bytes' ? decodeLatin1(p.bytes) : p.kind === 'sync' ? '<sync>' : `<${String(p.size)}>`,
    )
    .join('');
const write = (fill: (w: CommandWriter) => unknown, context = PLUS): string => {
  const w = new CommandWriter(context);
  fill(w);
  return wire(w.end()).slice(0, -2);
};

describe('CommandWriter', () => {
  it.each([
    ['plain', 'plain'],
    ['', '""'],
    ['nil', '"nil"'],
    ['two words', '"two words"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['Entwürfe', '{9+}\r\nEntw\xc3\xbcrfe'],
    ['a\r\nX LOGOUT', '{11+}\r\na\r\nX LOGOUT'],
  ])('writes %j as %j', (text, expected) => {
    expect(write((w) => w.astring(text))).toBe(expected);
  });

  it('never lets an argument out of its literal', () => {
    for (const literals of ['+', '-', 'sync'] as const) {
      for (const utf8 of [true, false]) {
        fc.assert(
          fc.property(fc.string({ unit: 'binary' }), (text) => {
            fc.pre(!text.includes('\0'));
            const w = new CommandWriter({ literals, utf8 });
            w.raw('A X ').string(text).sp().mailbox(text);
            const sent = wire(w.end());
            // Lines are broken only by literal markers and inside of literals.
            const breaks = [...sent.matchAll(/\r\n/g)].length;
            const markers = [...sent.matchAll(/\{\d+\+?\}\r\n/g)].length;
            const inText = [...text.matchAll(/\r\n/g)].length;
            expect(breaks).toBe(markers + 1 + inText);
          }),
        );
      }
    }
  });

  it('counts octets, not characters, in literals', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        fc.pre(!text.includes('\0'));
        const w = new CommandWriter(PLUS);
        w.string(text);
        const bytes = encodeLatin1(wire(w.end()).slice(0, -2));
        const r = new Reader();
        r.reset(bytes, []);
        expect(r.string()).toBe(
          new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text)),
        );
        expect(r.done).toBe(true);
      }),
    );
  });

  it.each(['a\0b'])('refuses %j', (text) => {
    expect(() => write((w) => w.astring(text))).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  });
  it.each([['\\Seen x'], ['a)'], ['a\r\nb'], ['']])('refuses the flag %j', (flag) => {
    expect(() => write((w) => w.flags([flag]))).toThrow(expect.objectContaining({ kind: 'refused' }));
  });
  it('takes flags and keywords as people have them', () => {
    expect(write((w) => w.flags(['\\Seen', '$Forwarded', 'OIB-Seen-[Google']))).toBe(
      '(\\Seen $Forwarded OIB-Seen-[Google)',
    );
  });

  it('waits for + without LITERAL+, above 4,096 with LITERAL-, above 1 MiB always', () => {
    const literal = (size: number, literals: WireContext['literals']): string =>
      write((w) => w.literal({ size, chunks: (async function* () {})() }), { literals, utf8: false });
    expect(literal(1, 'sync')).toBe('{1}\r\n<sync><1>');
    expect(literal(4096, '-')).toBe('{4096+}\r\n<4096>');
    expect(literal(4097, '-')).toBe('{4097}\r\n<sync><4097>');
    expect(literal(1_048_576, '+')).toBe('{1048576+}\r\n<1048576>');
    expect(literal(1_048_577, '+')).toBe('{1048577}\r\n<sync><1048577>');
  });

  it('sends back names exactly as they were received', () => {
    expect(write((w) => w.mailbox({ wire: '&bad name' }))).toBe('"&bad name"');
    expect(write((w) => w.mailbox({ wire: 'Entw\xc3\xbcrfe' }))).toBe('{9+}\r\nEntw\xc3\xbcrfe');
    expect(write((w) => w.mailbox('inbox'))).toBe('INBOX');
    expect(write((w) => w.mailbox('Entwürfe'))).toBe('Entw&APw-rfe');
    expect(write((w) => w.mailbox('Entwürfe'), { literals: '+', utf8: true })).toBe('"Entw\xc3\xbcrfe"');
  });

  it('shows no secret in the trace', () => {
    for (const password of ['plain', 'with space', 'ümlaut', 'a\r\nb', 'q"uote']) {
      const w = new CommandWriter(PLUS);
      w.raw('LOGIN ').string('ann').sp().secret(new Secret(password));
      const shown = w
        .end()
        .map((p) => (p.kind === 'bytes' ? p.show : ''))
        .join('');
      expect(shown).not.toContain(password);
      expect(wire(w.parts)).toContain('LOGIN "ann"');
    }
  });
});

describe('modified UTF-7 (RFC 3501 §5.1.3)', () => {
  it.each([
    ['~peter/mail/台北/日本語', '~peter/mail/&U,BTFw-/&ZeVnLIqe-'],
    ['Tom & Jerry', 'Tom &- Jerry'],
    ['😀', '&2D3eAA-'],
    ['', ''],
    ['ä&ö', '&AOQ-&-&APY-'],
  ])('%j is %j', (name, wireName) => {
    expect(encodeUtf7(name)).toBe(wireName);
    expect(decodeUtf7(wireName)).toBe(name);
  });
  it('round-trips every string', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => decodeUtf7(encodeUtf7(name)) === name));
  });
  it.each(['&', '&AOQ', '&A-', '&AOQA-', 'x&%%-', '&AP/-', '&é-'])('leaves %j alone', (bad) => {
    expect(decodeUtf7(bad)).toBeNull();
  });
});
