import { expect, it } from 'vitest';
import { provesUnsubscribe } from './unsubscribe-proof';

const FIELDS =
  'List-Unsubscribe: <https://list.example/u>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n';
const H = 'from:subject:list-unsubscribe:List-Unsubscribe-Post';
const signature = (h: string, d = 'list.example', s = 'k1', b = 'AbC+d/9=='): string =>
  `DKIM-Signature: v=1; a=rsa-sha256; d=${d}; s=${s};\r\n h=${h};\r\n bh=x; b=${b.slice(0, 3)}\r\n ${b.slice(3)}\r\n`;
const results = (words: string, server = 'mx.mine.example'): string =>
  `Authentication-Results: ${server}; ${words}\r\n`;
const proves = (...fields: string[]): boolean =>
  provesUnsubscribe(new TextEncoder().encode(`${fields.join('')}\r\nbody`), 'mx.mine.example');

it('believes a signature that the own server found to be true and that covers both fields', () => {
  expect(proves(results('dkim=pass header.d=list.example'), signature(H), FIELDS)).toBe(true);
  expect(proves(results('dkim=pass header.i=@list.example header.s=k1'), signature(H), FIELDS)).toBe(true);
  expect(
    proves(results('spf=pass; dkim=pass header.d=LIST.example header.b=abc+'), signature(H), FIELDS),
  ).toBe(true);
});

it.each([
  ['no results', [signature(H), FIELDS]],
  [
    'results of another server',
    [results('dkim=pass header.d=list.example', 'mx.evil.example'), signature(H), FIELDS],
  ],
  [
    'results below those of another',
    [
      results('dkim=pass header.d=list.example', 'mx.evil.example'),
      results('dkim=pass header.d=list.example'),
      signature(H),
      FIELDS,
    ],
  ],
  ['a signature that failed', [results('dkim=fail header.d=list.example'), signature(H), FIELDS]],
  ['only DMARC', [results('dmarc=pass header.from=list.example'), signature(H), FIELDS]],
  ['no signature there', [results('dkim=pass header.d=list.example'), FIELDS]],
  ['somebody else’s signature', [results('dkim=pass header.d=other.example'), signature(H), FIELDS]],
  [
    'a signature that covers one field only',
    [results('dkim=pass header.d=list.example'), signature('from:list-unsubscribe'), FIELDS],
  ],
  [
    'one of two signatures that may be meant covers nothing',
    [results('dkim=pass header.d=list.example'), signature(H), signature('from'), FIELDS],
  ],
  [
    'the results are about the other signature',
    [
      results('dkim=pass header.d=list.example header.b=zzz'),
      signature(H),
      signature('from', 'list.example', 'k1', 'zzz9'),
      FIELDS,
    ],
  ],
  [
    'a second field above the signed one',
    [
      results('dkim=pass header.d=list.example'),
      'List-Unsubscribe: <https://evil.example/>\r\n',
      signature(H),
      FIELDS,
    ],
  ],
  ['a domain that is nobody’s', [results('dkim=pass header.d='), signature(H, ''), FIELDS]],
])('does not believe %s', (_what, fields) => {
  expect(proves(...fields)).toBe(false);
});
