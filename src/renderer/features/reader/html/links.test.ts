import { describe, expect, it } from 'vitest';
import { hostInText, isRasterData, linkConcerns, readLink, remoteImageUrl, worthAsking } from './links';

describe('readLink', () => {
  it.each([
    'javascript:alert(1)', ' java\tscript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'smb://h/s', 'ftp://h/x', 'ms-msdt:/id',
    'search-ms:query', 'vscode://x', '\\\\host\\share', '//host/x', ' //host', '/\\host', 'relative/path', '', 'about:blank', 'blob:x',
    'vbscript:x', 'https://', 'http:', 'mailbox:x', 'view-source:https://x.example',
  ])('leads nowhere: %j', (href) => expect(readLink(href)).toBeNull()); // prettier-ignore

  it('reads web, mail and telephone links', () => {
    expect(readLink('HTTPS://Example.com/a')).toEqual({
      url: 'https://example.com/a',
      scheme: 'https',
      host: 'example.com',
    });
    expect(readLink('mailto:a@b.example?subject=x')?.scheme).toBe('mailto');
    expect(readLink('tel:+420123')?.scheme).toBe('tel');
    expect(readLink('ht\ntps://x.example/')?.url).toBe('https://x.example/');
  });
});

const concerns = (href: string, text: string) => {
  const target = readLink(href);
  return target === null ? null : linkConcerns(target, text);
};

describe('linkConcerns', () => {
  it('sees that the text names another host', () => {
    expect(concerns('https://evil.example/', 'https://bank.example')).toEqual(['text-differs']);
    expect(concerns('https://evil.example/', 'bank.example')).toEqual(['text-differs']);
    expect(concerns('https://evil.example/', 'bank\u200b.exam\u202eple')).toEqual(['text-differs']);
    expect(concerns('https://bank.example.evil.example/', 'www.bank.example/login')).toEqual([
      'text-differs',
    ]);
  });

  it('is calm about words and about the same host', () => {
    expect(concerns('https://example.com/x', 'Read more')).toEqual([]);
    expect(concerns('https://www.example.com/x', 'example.com')).toEqual([]);
    expect(concerns('https://example.com/x', 'anna@example.org')).toEqual([]);
    expect(concerns('https://example.com/x', '1.5')).toEqual([]);
  });

  it('sees user info, punycode, numbers and ports', () => {
    expect(concerns('https://bank.example@evil.example/', 'here')).toEqual(['user-info']);
    expect(concerns('https://аpple.example/', 'here')).toEqual(['punycode']);
    expect(concerns('https://2130706433/', 'here')).toEqual(['ip-address']);
    expect(concerns('https://[::1]/', 'here')).toEqual(['ip-address']);
    expect(concerns('https://x.example:8443/', 'here')).toEqual(['odd-port']);
  });

  it('mentions plain http but does not ask for it alone', () => {
    const found = concerns('http://x.example/', 'here') ?? [];
    expect(found).toEqual(['plain-http']);
    expect(worthAsking(found)).toBe(false);
    expect(worthAsking(['text-differs'])).toBe(true);
  });
});

it('hostInText never throws on stray percent signs', () => expect(hostInText('100%.example')).toBeNull());

it.each([
  ['Log in at https://yourbank.example/login, please', 'yourbank.example'],
  ['(www.yourbank.example) now', 'www.yourbank.example'],
  ['https://yourbank.example\u00a0»', 'yourbank.example'],
  ['yourbank.example and more', null],
  ['the meeting at 10:30', null],
])('an address among other words claims its host: %s', (text, host) => expect(hostInText(text)).toBe(host));

describe('images', () => {
  it('asks for https only and keeps no credentials', () => {
    expect(remoteImageUrl('http://u:p@x.example/a.png')).toBe('https://x.example/a.png');
    expect(remoteImageUrl('//x.example/a')).toBe('https://x.example/a');
    for (const src of ['file:///x', 'data:image/png;base64,AA', 'cid:x', 'ftp://x/', '', 'a.png'])
      expect(remoteImageUrl(src)).toBeNull();
  });

  it('takes raster data only', () => {
    expect(isRasterData('data:image/png;base64,iVBORw0KGgo=')).toBe(true);
    for (const src of [
      'data:image/svg+xml;base64,AA',
      'data:text/html;base64,AA',
      'data:image/png,<svg>',
      'data:image/png;base64,A"A',
    ]) {
      expect(isRasterData(src)).toBe(false);
    }
  });
});
