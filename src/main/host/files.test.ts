import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HostFile, Upload } from '@main/services/engine-host';
import { FakeElectron } from '../../../tests/electron-fake';
import { attachmentDisposition } from './disposition';
import { appProtocol } from './electron/app-protocol';
import { ElectronShell } from './electron/shell';
import { safeFileName } from './file-name';

let folder = '';
let electron: FakeElectron;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tern-files-'));
  electron = new FakeElectron();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, type: string, ...chunks: Array<string | Error>): HostFile => ({
  name,
  type,
  stream: (async function* () {
    for (const chunk of chunks) {
      if (chunk instanceof Error) throw chunk;
      yield new TextEncoder().encode(chunk);
    }
  })(),
});

describe('safeFileName', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['..\\..\\x.txt', '_.._x.txt'],
    ['C:\\x.txt', 'C__x.txt'],
    ['a.txt:evil.exe', 'a.txt_evil.exe'],
    ['a\0b.txt', 'ab.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['a\u200b\u2066b.txt', 'ab.txt'],
    ['x.txt. . .', 'x.txt'],
    ['CON', '_CON'],
    ['com¹.txt', '_com¹.txt'],
    ['nul.tar.gz', '_nul.tar.gz'],
    ['-rf', 'rf'],
    ['~/.bashrc', '_.bashrc'],
    ['.bashrc', 'bashrc'],
    ['invoice.pdf                                   .exe', 'invoice.pdf .exe'],
    ['příloha №1.pdf', 'příloha №1.pdf'],
    ['', 'attachment'],
    ['...', 'attachment'],
    ['\ud800.txt', '\ufffd.txt'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it('shortens by bytes, between characters, and keeps the extension', () => {
    const name = safeFileName(`${'ž'.repeat(300)}.pdf`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
    expect(name).toMatch(/^ž+\.pdf$/);
  });
});

describe('attachmentDisposition', () => {
  it.each(['a"b.txt', 'a\r\nSet-Cookie: x', '%41.txt', "it's (1).txt", '\ud800', ''])(
    'is one harmless header for %j',
    (name) => {
      const header = attachmentDisposition(name);
      expect(header).toMatch(/^attachment; filename="[ !#-~]*"; filename\*=UTF-8''[\w%.!~-]+$/);
      expect(() => new Headers({ 'Content-Disposition': header })).not.toThrow();
    },
  );
});

describe('app://', () => {
  const serve = (
    maxUploadBytes = 100,
    content?: () => AsyncIterable<Uint8Array>,
  ): ((url: string, init?: RequestInit) => Promise<Response>) => {
    const root = join(folder, 'renderer');
    mkdirSync(join(root, 'assets'), { recursive: true });
    writeFileSync(join(root, 'index.html'), '<!doctype html>');
    writeFileSync(join(root, 'assets', 'main-1.js'), 'export {};');
    writeFileSync(join(folder, 'secret.js'), 'secret');
    const handle = appProtocol({
      root,
      maxUploadBytes,
      files: {
        openPart: (token) => {
          const found = file('x.html', 'text/html', '<b>');
          return Promise.resolve(
            token !== 'known' ? null : { ...found, ...(content && { stream: content() }) },
          );
        },
        openImage: (token) =>
          Promise.resolve(
            token === 'unknown' ? null : file('x', token === 'svg' ? 'image/svg+xml' : 'image/gif', 'GIF'),
          ),
        accept: async ({ name, stream }: Upload) => {
          let size = 0;
          for await (const chunk of stream) size += chunk.length;
          return { blob: name, size };
        },
      },
    });
    // As Electron's: the URL is as it was written. A Request would have it normalised.
    return (url, init = {}) => {
      const request = new Request('app://bundle/', { duplex: 'half', ...init });
      return handle(new Proxy(request, { get: (target, key) => (key === 'url' ? url : bound(target, key)) }));
    };
  };
  const bound = (target: Request, key: string | symbol): unknown => {
    const found: unknown = Reflect.get(target, key, target);
    return typeof found === 'function' ? (found.bind(target) as unknown) : found;
  };

  it('lets go of a file whose page is gone before all of it was read', async () => {
    const thrown: unknown[] = [];
    const caught = (error: unknown): void => void thrown.push(error);
    process.on('uncaughtException', caught);
    onTestFinished(() => void process.off('uncaughtException', caught));
    let ended = 0;
    async function* slowly(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          await new Promise((resolve) => setTimeout(resolve));
          yield new Uint8Array(16_384);
        }
      } finally {
        ended += 1;
      }
    }
    const get = serve(100, () => slowly());
    for (let n = 0; n < 20; n += 1) {
      const { body } = await get('app://bundle/part/known');
      const page = new AbortController();
      // Read more slowly than it comes, which is when Node's own bridge throws.
      const slow = new WritableStream({ write: () => new Promise((resolve) => setTimeout(resolve, 2)) });
      setTimeout(() => page.abort(), 8);
      await expect(body?.pipeTo(slow, { signal: page.signal })).rejects.toThrow();
    }
    await vi.waitFor(() => expect(ended).toBe(20));
    expect(thrown).toEqual([]);
  });

  it('serves the renderer under the policy', async () => {
    const get = serve();
    const page = await get('app://bundle/index.html?x#y');
    expect([page.status, await page.text()]).toEqual([200, '<!doctype html>']);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain(`script-src 'self'; style-src 'self'`);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(await (await get('app://bundle/assets/main-1.js')).text()).toBe('export {};');
  });

  it.each([
    ...[
      '/../secret.js',
      '/..%2fsecret.js',
      '/%2e%2e/secret.js',
      '/assets/../../secret.js',
      '/assets/..\\..\\secret.js',
    ],
    ...[
      '//secret.js',
      '/.',
      '/..',
      '/assets',
      '/assets/',
      '/nothing.js',
      '/index.html%00.js',
      '/%252e%252e/secret.js',
    ],
    ...['/....//secret.js', '/assets/%c0%ae%c0%ae/secret.js', '/C:/secret.js', '/secret.js\0', '/etc/passwd'],
  ])('does not serve %j', async (path) => {
    const answer = await serve()(`app://bundle${path}`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('secret');
  });

  it.each([
    'app://other/index.html',
    'app://bundle.evil/index.html',
    'app://bundle@evil/index.html',
    'https://bundle/',
  ])('has one host, which is not %s', async (url) => {
    expect((await serve()(url)).status).toBe(403);
  });

  it('hands out files by token, inert', async () => {
    const get = serve();
    const part = await get('app://bundle/part/known');
    expect([await part.text(), part.headers.get('content-type')]).toEqual([
      '<b>',
      'application/octet-stream',
    ]);
    expect(part.headers.get('content-disposition')).toContain('attachment');
    expect(part.headers.get('content-security-policy')).toBe(`default-src 'none'; sandbox`);
    expect((await get('app://bundle/image/gif')).headers.get('content-type')).toBe('image/gif');
    expect((await get('app://bundle/image/svg')).status).toBe(415);
    expect((await get('app://bundle/image/unknown')).status).toBe(404);
    expect((await get('app://bundle/part/unknown')).status).toBe(404);
    expect((await get('app://bundle/index.html', { method: 'DELETE' })).status).toBe(405);
  });

  it('takes uploads from its own page, up to the cap', async () => {
    const get = serve();
    const post = (body: string, headers: Record<string, string>): Promise<Response> =>
      get('app://bundle/upload', { method: 'POST', body, headers });
    const own = { origin: 'app://bundle', 'x-tern-name': encodeURIComponent('ž.txt') };
    expect(await (await post('abc', own)).json()).toEqual({ blob: 'ž.txt', size: 3 });
    // A handler of a scheme is given no Origin.
    const bare = { 'x-tern-name': own['x-tern-name'] };
    expect(await (await post('abc', bare)).json()).toEqual({ blob: 'ž.txt', size: 3 });
    expect((await post('abc', {})).status).toBe(400);
    expect((await post('x'.repeat(101), own)).status).toBe(413);
    expect((await post('abc', { ...own, origin: 'https://evil.example' })).status).toBe(403);
    expect((await post('abc', { ...own, origin: 'null' })).status).toBe(403);
    expect((await post('abc', { origin: 'app://bundle' })).status).toBe(400);
    expect((await post('abc', { ...own, 'x-tern-name': '%' })).status).toBe(400);
    expect((await get('app://bundle/upload')).status).toBe(405);
  });
});

describe('ElectronShell', () => {
  const shell = (): ElectronShell =>
    new ElectronShell(electron.api, { open: () => Promise.resolve(true) }, 'linux');

  it('opens a file from a fresh private folder, and removes it in the end', async () => {
    const opener = shell();
    expect(await opener.openFile(file('../minutes.pdf', 'application/pdf', 'one', 'two'))).toBe(true);
    const [path = ''] = electron.opened;
    expect(path).toMatch(/tern-open-[^/]+\/_minutes\.pdf$/);
    expect(readFileSync(path, 'utf8')).toBe('onetwo');
    expect((statSync(path).mode & 0o777).toString(8)).toBe('400');
    expect((statSync(dirname(path)).mode & 0o777).toString(8)).toBe('700');
    await opener.dispose();
    expect(existsSync(dirname(path))).toBe(false);
  });

  it.each(['a.exe', 'a.pdf\u202e.desktop', 'A.HTML', 'x.lnk', 'run.sh', 'a.exe. .', 'a.svg'])(
    'does not open %j',
    async (name) => {
      expect(await shell().openFile(file(name, 'application/pdf', 'x'))).toBe(false);
      expect(electron.opened).toEqual([]);
    },
  );

  it('passes on what the system says when it cannot open a file', async () => {
    electron.openPathProblem = 'No application is registered';
    const opener = shell();
    await expect(opener.openFile(file('a.xyz', 'x/y', 'x'))).rejects.toThrow('No application');
    await opener.dispose();
  });

  it('saves where the person says, whole or not at all', async () => {
    const target = join(folder, 'chosen.bin');
    expect(await shell().saveFile(file('a\0/b.bin', 'x/y', 'x'))).toEqual({ saved: false, path: '' });
    expect(electron.dialogs).toEqual([{ defaultPath: join('/home/ada/downloads', 'a_b.bin') }]);
    electron.saveTo = target;
    expect(await shell().saveFile(file('b.bin', 'x/y', 'new'))).toEqual({ saved: true, path: target });
    expect(readFileSync(target, 'utf8')).toBe('new');
    await expect(shell().saveFile(file('b.bin', 'x/y', 'half', new Error('cut')))).rejects.toThrow('cut');
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['chosen.bin']);
  });

  it('saves many in one folder, over nothing that is there', async () => {
    const into = join(folder, 'into');
    mkdirSync(into);
    writeFileSync(join(into, 'a.txt'), 'mine');
    symlinkSync(join(folder, 'victim'), join(into, 'b'));
    for (const name of ['a.txt', 'a.txt', 'b']) await shell().saveFile(file(name, 'x/y', 'new'), into);
    await expect(shell().saveFile(file('c', 'x/y', 'half', new Error('cut')), into)).rejects.toThrow('cut');
    expect(electron.dialogs).toEqual([]);
    expect(readdirSync(into).sort()).toEqual(['a (2).txt', 'a (3).txt', 'a.txt', 'b', 'b (2)']);
    expect(readFileSync(join(into, 'a.txt'), 'utf8')).toBe('mine');
    expect(readFileSync(join(into, 'a (3).txt'), 'utf8')).toBe('new');
    expect(existsSync(join(folder, 'victim'))).toBe(false);
    await expect(shell().saveFile(file('c', 'x/y', 'x'), join(folder, 'gone'))).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  it('does not follow a link that was planted where it writes', async () => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'precious');
    symlinkSync(victim, join(folder, '.b.bin.tern-part'));
    electron.saveTo = join(folder, 'chosen.bin');
    await expect(shell().saveFile(file('b.bin', 'x/y', 'evil'))).rejects.toMatchObject({ code: 'ELOOP' });
    expect(readFileSync(victim, 'utf8')).toBe('precious');
  });
});
