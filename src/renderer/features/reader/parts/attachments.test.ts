import { describe, expect, it } from 'vitest';
import { section } from '@shared/model/ids';
import type { BodyPart } from '@shared/model/message';
import { attachmentsOf, decodedSize, isDangerous, kindOf, shownFileName, suspicionOf } from './attachments';
import { growsInProportion } from '../../../../../tests/support/growth';

describe('names', () => {
  it.each([
    ['../../etc/passwd', '..⁄..⁄etc⁄passwd'], ['C:\\x.exe', 'C:⁄x.exe'], ['invoice\u202efdp.exe', 'invoicefdp.exe'], ['a\0b.txt', 'ab.txt'],
    ['x.pdf. . ', 'x.pdf'], ['a\r\nb', 'ab'], ['\u200b', 'file 1'], ['  two   spaces.txt', 'two spaces.txt'], ['зима.pdf', 'зима.pdf'],
  ])('%j is shown as %j', (raw, shown) => expect(shownFileName(raw, 'file 1')).toBe(shown)); // prettier-ignore

  it('tells disguises', () => {
    expect(suspicionOf('invoice\u202efdp.exe')).toBe('direction');
    expect(suspicionOf('invoice.pdf.exe')).toBe('double-extension');
    expect(suspicionOf(`invoice.pdf${' '.repeat(40)}.exe`)).toBe('long-spaces');
    expect(suspicionOf('notes.v2.pdf')).toBeNull();
    expect(suspicionOf('archive.tar.gz')).toBeNull();
  });

  it.each([
    'x.exe',
    'x.EXE',
    'x.desktop',
    'x.lnk',
    'x.url',
    'x.svg',
    'x.html',
    'x.docm',
    'x.iso',
    'x.ps1',
    'x.jar',
    'x.hta',
    'x.app',
  ])('%s can run', (name) => expect(isDangerous('application/octet-stream', name)).toBe(true));
  it('judges by type as well', () => expect(isDangerous('text/html', 'x.pdf')).toBe(true));
  it('knows kinds', () => {
    expect(kindOf('application/octet-stream', 'a.PDF')).toBe('document');
    expect(kindOf('image/png', 'noextension')).toBe('image');
    expect(kindOf('application/octet-stream', 'x')).toBe('file');
  });
});

const part = (over: Partial<Omit<BodyPart, 'section'>> & { section: string }): BodyPart => ({
  type: 'text/plain', params: {}, disposition: '', filename: '', contentId: '', encoding: '7bit', size: 100, children: [], ...over,
  section: section(over.section),
}); // prettier-ignore

describe('attachmentsOf', () => {
  const structure = part({
    section: '',
    type: 'multipart/mixed',
    children: [
      part({ section: '1', type: 'multipart/related', children: [
        part({ section: '1.1', type: 'text/html' }),
        part({ section: '1.2', type: 'image/png', contentId: 'used@x', disposition: 'inline', filename: 'a.png' }),
        part({ section: '1.3', type: 'image/png', contentId: 'unused@x', disposition: 'inline' }),
      ] }),
      part({ section: '2', type: 'application/pdf', filename: 'b.pdf', encoding: 'BASE64', size: 4000 }),
      part({ section: '3', type: 'message/rfc822', children: [part({ section: '3.1' })] }),
      part({ section: '4', type: 'text/plain', disposition: 'attachment', filename: 'notes.txt' }),
    ],
  }); // prettier-ignore

  it('lists every leaf that is not shown, and no other', () => {
    const list = attachmentsOf(structure, new Set(['1.1']), new Set(['used@x']), (type, n) => `${type} ${n}`);
    expect(list.map((file) => [file.section, file.name])).toEqual([
      ['1.3', 'image/png 1'],
      ['2', 'b.pdf'],
      ['3', 'message/rfc822 3'],
      ['4', 'notes.txt'],
    ]);
  });

  it('estimates decoded sizes', () => expect(decodedSize({ encoding: 'base64', size: 78_000 })).toBe(57_000));
});

it('reads a name of nothing but spaces or dots in proportion to its length', () => {
  expect(suspicionOf(`${' '.repeat(10_000)}x`)).toBeNull();
  expect(shownFileName(`a${'.'.repeat(10_000)}x`, '')).toHaveLength(10_002);
  expect(shownFileName('a.pdf . .', '')).toBe('a.pdf');
  expect(growsInProportion((n) => void suspicionOf(`${' '.repeat(n)}x`), 5000)).toBe(true);
  expect(growsInProportion((n) => void shownFileName(`a${'.'.repeat(n)}x`, ''), 5000)).toBe(true);
});
