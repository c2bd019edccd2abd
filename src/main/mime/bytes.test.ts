import fc from 'fast-check';
import { concatOctets } from '@shared/util/octets';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64, toLatin1, toUtf8 } from './bytes';
import { decodeCharset } from './charset';

const bytes = fc.uint8Array({ maxLength: 400 });

describe('base64', () => {
  it('agrees with Node on every length', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        const text = Buffer.from(data).toString('base64');
        expect(toLatin1(toBase64(data))).toBe(text);
        expect(Buffer.compare(fromBase64(toUtf8(text)), data)).toBe(0);
        expect(Buffer.compare(fromBase64(toUtf8(text.replace(/=+$/, ''))), data)).toBe(0);
        const lines = toLatin1(toBase64(data, 57));
        expect(lines).toBe(text.replace(/.{1,76}/g, '$&\r\n'));
        expect(Buffer.compare(fromBase64(toUtf8(lines)), data)).toBe(0);
      }),
    );
  });

  it('reads on behind padding, as two parts glued together', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const glued = concatOctets([toBase64(a), toUtf8('\r\n'), toBase64(b)]);
        expect(Buffer.compare(fromBase64(glued), concatOctets([a, b]))).toBe(0);
      }),
    );
  });

  it('takes anything', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(fromBase64(data).length).toBeLessThanOrEqual(data.length);
      }),
    );
  });
});

describe('decodeCharset', () => {
  it.each([
    ['utf-16le', 'Žluť 🐎'],
    ['utf-16be', 'Žluť 🐎'],
    ['utf-7', 'Žluť & 日本 +'],
    ['utf-32le', 'Žluť 🐎'],
    ['iso-8859-2', 'Žluťoučký'],
    ['windows-1250', 'Žluťoučký „kůň“'],
    ['iso-8859-7', 'Καλημέρα'],
    ['windows-1253', 'Καλημέρα'],
    ['koi8-r', 'Привет'],
    ['koi8-u', 'Привіт'],
    ['windows-1251', 'Привет'],
    ['windows-1256', 'مرحبا'],
    ['iso-8859-6', 'مرحبا'],
    ['windows-1255', 'שלום'],
    ['euc-jp', 'こんにちは'],
    ['shift_jis', 'こんにちは'],
    ['gb18030', '你好'],
    ['big5', '你好'],
    ['euc-kr', '안녕하세요'],
    ['tis-620', 'สวัสดี'],
    ['macintosh', 'café'],
  ])('%s, from bytes that are no Buffer', (charset, text) => {
    const plain = new Uint8Array(iconv.encode(text, charset));
    expect(decodeCharset(plain, charset)).toEqual({ text, known: true });
    expect(decodeCharset(plain, ` ${charset.toUpperCase()} `).text).toBe(text);
  });

  it('M-05 never throws, whatever the label', () => {
    const labels = [
      '',
      'utf-8',
      'utf-7',
      'utf-16',
      'iso-2022-jp',
      'iso-2022-kr',
      'hz-gb-2312',
      'x-user-defined',
      'base64',
      'hex',
      'constructor',
      '__proto__',
      'a'.repeat(10_000),
      '\0',
    ];
    fc.assert(
      fc.property(bytes, fc.constantFrom(...labels), (data, label) => {
        expect(typeof decodeCharset(data, label).text).toBe('string');
      }),
    );
    expect(decodeCharset(toUtf8('ž'), 'hex')).toEqual({ text: 'ž', known: false });
    expect(decodeCharset(toUtf8('ž'), 'no-such-charset')).toEqual({ text: 'ž', known: false });
  });
});
