import { describe, expect, it } from 'vitest';
import { FakeElectron } from '../../../../tests/electron-fake';
import type { Spoken } from '@shared/model/spoken';
import { OutsideLinks, outsideUrl } from './open-outside';
import { HOST_TEXTS } from './texts';

describe('links', () => {
  it.each(['https://example.org/a?b#c', 'http://example.org/', 'mailto:ada@tern.example?subject=x'])(
    '%s may be opened',
    (url) => {
      expect(outsideUrl(url)?.href).toBe(url);
    },
  );

  it.each([
    ...[
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'smb://host/share',
      'ftp://x/',
      'ms-msdt:/id',
    ],
    ...[
      'search-ms:query=x',
      'vscode://x',
      '\\\\host\\share',
      '//host/x',
      ' ',
      '',
      'https://user:pw@example.org/',
    ],
    ...[
      'https://good.example@evil.example/',
      'app://bundle/index.html',
      'java\nscript:alert(1)',
      'blob:https://x/1',
    ],
    `https://example.org/${'x'.repeat(9000)}`,
  ])('%s may not', (url) => {
    expect(outsideUrl(url)).toBeNull();
  });

  it('are asked about in both scripts, one at a time, and a no is a no', async () => {
    const electron = new FakeElectron();
    let language: Spoken = 'en';
    const links = new OutsideLinks(electron.api, () => HOST_TEXTS[language]);
    let decide: (button: number) => void = () => undefined;
    electron.answer = new Promise((resolve) => {
      decide = resolve;
    });
    const first = links.open('https://xn--e1awd7f.example/');
    expect(await links.open('https://example.org/')).toBe(false);
    decide(1);
    expect(await first).toBe(false);
    expect(electron.opened).toEqual([]);
    expect(electron.dialogs).toEqual([
      expect.objectContaining({
        message: 'Open xn--e1awd7f.example in your browser?',
        detail: 'еріс.example\nhttps://xn--e1awd7f.example/',
        defaultId: 1,
        cancelId: 1,
      }),
    ]);
    language = 'de';
    electron.answer = Promise.resolve(1);
    await links.open('https://example.org/');
    expect(electron.dialogs.at(-1)).toMatchObject({
      message: 'example.org im Browser öffnen?',
      buttons: ['Öffnen', 'Abbrechen'],
    });
  });
});
