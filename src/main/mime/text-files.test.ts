import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from 'node:zlib';
import { findEncodedFiles } from '@shared/util/encoded-files';
import { openTextFiles } from './text-files';

/** As POSIX `uuencode` writes it, with grave accents or with blanks for zero. */
function uuencode(name: string, content: Uint8Array, zero = '`'): string {
  const sign = (n: number): string => (n === 0 ? zero : String.fromCharCode(n + 32));
  const lines: string[] = [];
  for (let at = 0; at < content.length; at += 45) {
    const row = content.subarray(at, at + 45);
    let line = sign(row.length);
    for (let i = 0; i < row.length; i += 3) {
      const group = ((row[i] ?? 0) << 16) | ((row[i + 1] ?? 0) << 8) | (row[i + 2] ?? 0);
      for (const shift of [18, 12, 6, 0]) line += sign((group >> shift) & 63);
    }
    lines.push(line);
  }
  return [`begin 644 ${name}`, ...lines, zero, 'end', ''].join('\n');
}

/** As yenc.org says: critical characters escaped, lines of 128. */
function yenc(
  name: string,
  content: Uint8Array,
  head = '',
  tail = `crc32=${crc32(content).toString(16)}`,
): string {
  let out = '';
  let column = 0;
  for (const byte of content) {
    const code = (byte + 42) & 0xff;
    const critical = [0x00, 0x0a, 0x0d, 0x3d].includes(code) || (code === 0x2e && column === 0);
    const piece = critical ? `=${String.fromCharCode((code + 64) & 0xff)}` : String.fromCharCode(code);
    out += piece;
    column += piece.length;
    if (column >= 128) {
      out += '\r\n';
      column = 0;
    }
  }
  return `=ybegin ${head}line=128 size=${content.length} name=${name}\r\n${out}\r\n=yend size=${content.length} ${tail}\r\n`;
}

const open = (text: string) => openTextFiles(Buffer.from(text, 'latin1'));
const plain = (text: string) =>
  open(text).files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('latin1')]);

describe('files in a text', () => {
  it('a known uuencoded file, as GNU uuencode and Python write it', () => {
    expect(plain('Hello,\n\nbegin 644 cat.txt\n#0V%T\n`\nend\nBye\n')).toEqual([['cat.txt', 'Cat']]);
    expect(plain('begin 0755 a b.txt\r\n%:&5L;&\\ \r\n \r\nend\r\n')).toEqual([['a b.txt', 'hello']]);
    expect(plain('begin-base64 644 x\nQ2F0\n====\n')).toEqual([['x', 'Cat']]);
  });

  it('a known yEnc file (yenc.org: 584 octets, every value of an octet)', () => {
    const all = Uint8Array.from({ length: 584 }, (_, i) => i & 0xff);
    const { files, notices } = open(`Text\r\n${yenc('testfile.txt', all)}`);
    expect(notices).toEqual([]);
    expect(files[0]?.name).toBe('testfile.txt');
    expect(Buffer.from(files[0]?.bytes ?? []).equals(Buffer.from(all))).toBe(true);
  });

  it('any files, in any number and order, with text between them', () => {
    const file = fc.record({
      name: fc.stringMatching(/^[a-z][a-z .]{0,20}[a-z]$/),
      content: fc.uint8Array({ maxLength: 400 }),
      how: fc.constantFrom('`', ' ', 'yenc'),
    });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 4 }), (files) => {
        const some = files.filter(({ content, how }) => content.length > 0 || how !== ' ');
        const text = some
          .map(({ name, content, how }) =>
            how === 'yenc' ? yenc(name, content) : uuencode(name, content, how),
          )
          .join('And then:\n');
        const read = open(`Hello\n${text}Bye\n`);
        expect(read.notices).toEqual([]);
        expect(read.files.map(({ name, bytes }) => [name, [...bytes]])).toEqual(
          some.map(({ name, content }) => [name, [...content]]),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('blanks that got lost at the ends of lines are zeros', () => {
    const content = Uint8Array.from([1, 0, 0, 0, 0, 0]);
    const stripped = uuencode('x', content, ' ').replace(/ +$/gm, '');
    expect([...(open(stripped).files[0]?.bytes ?? [])]).toEqual([...content]);
  });

  it.each([
    'begin 644 with a walk by the sea.\nThen we had lunch.\n',
    'begin  644 x\n#0V%T\nend\n',
    'begin again tomorrow\nend\n',
    '> begin 644 quoted.txt\n> #0V%T\n> end\n',
    '=ybegin is a word of yEnc\n',
    'begin 644 x\n',
  ])('words stay words: %j', (text) => {
    expect(findEncodedFiles(text)).toEqual([]);
  });

  it('says what is damaged or only a piece, and gives what there is', () => {
    const cut = uuencode('x', Buffer.from('a'.repeat(200)))
      .split('\n')
      .slice(0, 3)
      .join('\n');
    expect(open(`${cut}\nsee you`)).toMatchObject({ files: [{ name: 'x' }], notices: ['encoded-damaged'] });
    expect(open(yenc('x', Buffer.from('abc'), '', 'crc32=00000000')).notices).toEqual(['encoded-damaged']);
    expect(open(yenc('x', Buffer.from('abc')).replace(/yend size=3/, 'yend size=4')).notices).toEqual([
      'encoded-damaged',
    ]);
    const piece = yenc(
      'x',
      Buffer.from('abc'),
      'part=1 total=2 ',
      `part=1 pcrc32=${crc32('abc').toString(16)}`,
    );
    expect(open(piece.replace('\r\n', '\r\n=ypart begin=1 end=3\r\n'))).toMatchObject({
      files: [{ name: 'x', bytes: new Uint8Array(Buffer.from('abc')) }],
      notices: ['encoded-piece'],
    });
  });

  it('is total and bounded: no bytes throw, and a line gives 63 octets at most', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (noise, uu) => {
        const head = uu ? 'begin 644 x\n' : '=ybegin line=128 size=9 name=x\n';
        const bytes = Buffer.concat([Buffer.from(head), noise]);
        const lines = noise.filter((byte) => byte === 0x0a).length + 1;
        for (const { bytes: content } of openTextFiles(bytes).files)
          expect(content.length).toBeLessThanOrEqual(uu ? lines * 63 : noise.length);
      }),
      { numRuns: 500 },
    );
    const { files, notices } = open('begin 644 x\n#0V%T\nend\n'.repeat(3000));
    expect([files.length, notices]).toEqual([1000, ['encoded-too-many']]);
    expect(findEncodedFiles('begin 644 x\n'.repeat(200_000))).toEqual([]);
  });
});
