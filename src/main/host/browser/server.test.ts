import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { decodeMessage, encodeMessage } from '@shared/rpc/codec';
import type { Port } from '@shared/rpc/port';
import type { EngineHost, HostFile, Upload } from '@main/services/engine-host';
import { startBrowserHost, type BrowserHost } from './server';

let root = '';
let host: BrowserHost;
let ui: Port[] = [];
let store: Port[] = [];
let kept: Array<{ name: string; type: string; text: string }> = [];
let broken: unknown[] = [];
let onChunk: () => void = () => undefined;
let onBroken: () => void = () => undefined;
const errors: unknown[] = [];

const file = (type: string, name: string, ...chunks: string[]): HostFile => ({
  type,
  name,
  stream: (async function* () {
    for (const chunk of chunks) yield new TextEncoder().encode(chunk);
  })(),
});
const part = (token: string): HostFile | null =>
  token === 'known' ? { ...file('text/html', 'naïve "x"\r\n.html', '<script>', 'alert(1)'), size: 16 } : null;
const image = (token: string): HostFile | null =>
  token === 'png'
    ? file('image/png', 'a', 'pixels')
    : token === 'svg'
      ? file('image/svg+xml', 'a', '<svg/>')
      : null;

async function accept({ name, type, stream }: Upload): Promise<{ blob: string; size: number }> {
  let text = '';
  try {
    for await (const chunk of stream) {
      text += new TextDecoder().decode(chunk);
      onChunk();
    }
  } catch (error) {
    broken.push(error);
    onBroken();
    throw error;
  }
  kept.push({ name, type, text });
  return { blob: `kept-${kept.length}`, size: text.length };
}

const engine: EngineHost = {
  openings: { address: () => false, file: () => Promise.resolve() },
  runCommand: () => undefined,
  chosen: () => undefined,
  resume: () => undefined,
  connectUi: (port) => ui.push(port),
  connectStore: (port) => store.push(port),
  files: {
    openPart: (token) => Promise.resolve(part(token)),
    openImage: (token) =>
      token === 'fails' ? Promise.reject(new Error('disk')) : Promise.resolve(image(token)),
    accept,
  },
  stop: () => Promise.resolve(),
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tern-renderer-'));
  mkdirSync(join(root, 'out', 'assets'), { recursive: true });
  writeFileSync(join(root, 'out', 'index.html'), '<!doctype html><title>Tern</title>');
  writeFileSync(join(root, 'out', 'assets', 'main-AbC_1.js'), 'export {};');
  writeFileSync(join(root, 'secret.js'), 'secret');
  writeFileSync(join(root, 'out', '.hidden.js'), 'secret');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(async () => {
  [ui, store, kept, broken] = [[], [], [], []];
  errors.length = 0;
  host = await startBrowserHost({
    engine,
    root: join(root, 'out'),
    maxUploadBytes: 1000,
    onError: (error) => errors.push(error),
  });
});
afterEach(() => host.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Ask {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

async function ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
  const call = request({ host: '127.0.0.1', port: host.port, path, method, headers, agent: false });
  call.end(body);
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response as AsyncIterable<Buffer>) text += chunk.toString();
  return { status: response.statusCode ?? 0, headers: response.headers, body: text };
}

async function signIn(): Promise<string> {
  const answer = await ask(new URL(host.link()).search.replace(/^/, '/'));
  return (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
}

describe('who is admitted', () => {
  it('exchanges a link for a session once, and shows the page to the session', async () => {
    const { pathname, search } = new URL(host.link());
    const first = await ask(pathname + search);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    const cookie = first.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/^tern_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const again = await ask(pathname + search);
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
    const session = cookie.split(';')[0] ?? '';
    for (let reload = 0; reload < 2; reload += 1) {
      const page = await ask('/', { headers: { cookie: session } });
      expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Tern</title>' });
    }
  });

  it.each([
    ['no cookie', {}],
    ['a made-up cookie', { cookie: 'tern=1' }],
    ['an empty cookie', { cookie: 'tern_PORT=' }],
    ['the token as cookie', { cookie: 'tern_PORT=TOKEN' }],
  ])('refuses %s everywhere', async (_name, { cookie = '' }: { cookie?: string }) => {
    const token = new URL(host.link()).searchParams.get('token') ?? '';
    const headers = { cookie: cookie.replace('PORT', String(host.port)).replace('TOKEN', token) };
    for (const path of ['/', '/index.html', '/assets/main-AbC_1.js', '/part/known', '/image/png']) {
      const answer = await ask(path, { headers });
      expect(answer.status).toBe(403);
      expect(answer.headers['content-security-policy']).toContain('sandbox');
    }
  });

  it.each([
    'evil.example',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost:PORT',
    '127.0.0.1.nip.io:PORT',
    '[::1]:PORT',
  ])('refuses the Host %s, even with a session (DNS rebinding)', async (name) => {
    const cookie = await signIn();
    const answer = await ask('/', { headers: { cookie, host: name.replace('PORT', String(host.port)) } });
    expect(answer.status).toBe(421);
  });

  it('does not use a link up for a request with a foreign Host or Origin', async () => {
    const { pathname, search } = new URL(host.link());
    expect((await ask(pathname + search, { headers: { host: 'evil.example' } })).status).toBe(403);
    expect((await ask(pathname + search, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    expect((await ask(pathname + search)).status).toBe(303);
  });

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('refuses %s', async (headers) => {
    const cookie = await signIn();
    expect((await ask('/', { headers: { cookie, ...headers } })).status).toBe(403);
  });

  it('listens on 127.0.0.1 only', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address }) => address !== '127.0.0.1' && !address.startsWith('fe80'))
      .map(({ address }) => address);
    for (const address of [...others, '127.0.0.2']) {
      const socket = connect({ host: address, port: host.port });
      const outcome = await Promise.race([
        once(socket, 'connect').then(() => 'connected'),
        once(socket, 'error').then(() => 'refused'),
      ]).catch(() => 'refused');
      socket.destroy();
      expect(`${address} ${outcome}`).toBe(`${address} refused`);
    }
  });
});

describe('pages', () => {
  it('carry the policy', async () => {
    const { headers } = await ask('/', { headers: { cookie: await signIn() } });
    const policy = headers['content-security-policy'] as string;
    expect(policy).toContain(`default-src 'none'; script-src 'self'; style-src 'self';`);
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${host.port};`);
    expect(policy).toContain(`frame-src 'none'`);
    expect(policy).toContain(`require-trusted-types-for 'script'`);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('serve assets that never change as such', async () => {
    const cookie = await signIn();
    const answer = await ask('/assets/main-AbC_1.js', { headers: { cookie } });
    expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(answer.headers['cache-control']).toContain('immutable');
    expect(await ask('/assets/main-AbC_1.js', { method: 'HEAD', headers: { cookie } })).toMatchObject({
      status: 200,
      body: '',
    });
  });

  it.each([
    ...[
      '/../secret.js',
      '/..%2fsecret.js',
      '/%2e%2e/secret.js',
      '/assets/../../secret.js',
      '/assets/..%5c..%5csecret.js',
    ],
    ...[
      '//secret.js',
      '/.hidden.js',
      '/assets',
      '/assets/',
      '/nothing.js',
      '/index.html%00.js',
      '/part/',
      '/part/a/b',
    ],
    ...[
      '/..\\secret.js',
      '/assets/%252e%252e/%252e%252e/secret.js',
      '/part/unknown',
      '/image/../part/known2',
    ],
  ])('do not include %s', async (path) => {
    const answer = await ask(path, { headers: { cookie: await signIn() } });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });

  it('refuse other methods', async () => {
    const cookie = await signIn();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const answer = await ask('/', { method, headers: { cookie, origin: host.origin } });
      expect(answer.status).toBe(405);
    }
  });
});

describe('files', () => {
  it('are downloads, inert, under a harmless name', async () => {
    const answer = await ask('/part/known', { headers: { cookie: await signIn() } });
    expect(answer).toMatchObject({ status: 200, body: '<script>alert(1)' });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '16',
      'content-security-policy': `default-src 'none'; sandbox`,
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="na_ve _x__.html"; filename*=UTF-8''na%C3%AFve%20%22x%22_.html`,
    });
  });

  it('are shown when they are raster images, and only then', async () => {
    const cookie = await signIn();
    const shown = await ask('/image/png', { headers: { cookie } });
    expect(shown).toMatchObject({ status: 200, body: 'pixels' });
    expect(shown.headers['content-type']).toBe('image/png');
    expect((await ask('/image/svg', { headers: { cookie } })).status).toBe(415);
    expect((await ask('/image/known', { headers: { cookie } })).status).toBe(404);
  });

  it('that fail are an answer and a report, not a crash', async () => {
    expect((await ask('/image/fails', { headers: { cookie: await signIn() } })).status).toBe(500);
    expect(errors).toHaveLength(1);
  });
});

describe('uploads', () => {
  const headers = async (more: OutgoingHttpHeaders = {}): Promise<OutgoingHttpHeaders> => ({
    cookie: await signIn(),
    origin: host.origin,
    'content-type': 'text/csv',
    'x-tern-name': encodeURIComponent('žluť.csv'),
    ...more,
  });

  it('are streamed to the engine, which says where it keeps them', async () => {
    const answer = await ask('/upload', { method: 'POST', headers: await headers(), body: 'a;b' });
    expect(answer).toMatchObject({
      status: 200,
      body: JSON.stringify({ blob: 'kept-1', size: kept[0]?.text.length }),
    });
    expect(kept).toEqual([{ name: 'žluť.csv', type: 'text/csv', text: 'a;b' }]);
  });

  it('need our Origin, a session, and a name', async () => {
    const { origin: _origin, ...withoutOrigin } = await headers();
    expect((await ask('/upload', { method: 'POST', headers: withoutOrigin, body: 'x' })).status).toBe(403);
    const foreign = await headers({ origin: 'https://evil.example' });
    expect((await ask('/upload', { method: 'POST', headers: foreign, body: 'x' })).status).toBe(403);
    const stranger = await headers({ cookie: '' });
    expect((await ask('/upload', { method: 'POST', headers: stranger, body: 'x' })).status).toBe(403);
    for (const name of ['', '%E0%A4%A']) {
      const nameless = await headers({ 'x-tern-name': name });
      expect((await ask('/upload', { method: 'POST', headers: nameless, body: 'x' })).status).toBe(400);
    }
    expect((await ask('/upload', { headers: await headers() })).status).toBe(405);
    expect(kept).toEqual([]);
  });

  it('stop at the cap, announced or not', async () => {
    const body = 'x'.repeat(1001);
    const announced = await headers({ 'content-length': 1001 });
    expect((await ask('/upload', { method: 'POST', headers: announced, body })).status).toBe(413);
    const chunked = await headers({ 'transfer-encoding': 'chunked' });
    expect((await ask('/upload', { method: 'POST', headers: chunked, body })).status).toBe(413);
    expect(kept).toEqual([]);
    expect(broken).toHaveLength(1);
  });

  it('that break off are not kept', async () => {
    const call = request({
      host: '127.0.0.1',
      port: host.port,
      path: '/upload',
      method: 'POST',
      headers: await headers({ 'content-length': 500 }),
      agent: false,
    });
    const over = once(call, 'error');
    const stored = new Promise<void>((resolve) => {
      onChunk = resolve;
    });
    call.write('half');
    await stored;
    const told = new Promise<void>((resolve) => {
      onBroken = resolve;
    });
    call.destroy(new Error('the page is gone'));
    await over;
    await told;
    expect(kept).toEqual([]);
  });
});

describe('ports', () => {
  const open = (path: string, headers: OutgoingHttpHeaders): WebSocket =>
    new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers: headers as Record<string, string> });

  it.each(['/ports/ui', '/ports/store'])('%s carries messages both ways', async (path) => {
    const socket = open(path, { cookie: await signIn(), origin: host.origin });
    await once(socket, 'open');
    const [port] = path === '/ports/ui' ? ui : store;
    expect(ui.length + store.length).toBe(1);
    const heard = new Promise((resolve) => port?.onMessage(resolve));
    socket.send(encodeMessage({ t: 'call', uid: 7, big: 12345678901234567890n }));
    expect(await heard).toEqual({ t: 'call', uid: 7, big: 12345678901234567890n });
    const arriving = once(socket, 'message') as Promise<[Buffer]>;
    port?.post({ columns: Uint32Array.of(1, 2, 3) });
    expect(decodeMessage((await arriving)[0])).toEqual({ columns: Uint32Array.of(1, 2, 3) });
    const closed = new Promise<void>((resolve) => port?.onClose(resolve));
    socket.close();
    await closed;
  });

  it.each([
    ['without a session', { cookie: '' }, 403],
    ['from another page', { origin: 'https://evil.example' }, 403],
    ['without an Origin', { origin: undefined }, 403],
    ['under another Host', { host: 'evil.example' }, 421],
  ])('are refused %s', async (_name, change: OutgoingHttpHeaders, status) => {
    const wanted = { cookie: await signIn(), origin: host.origin, ...change };
    const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    const socket = open('/ports/ui', given);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(response.statusCode).toBe(status);
    socket.on('error', () => undefined);
    socket.terminate();
    expect(ui).toEqual([]);
  });

  it('exist at two addresses only', async () => {
    const socket = open('/ports/other', { cookie: await signIn(), origin: host.origin });
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(response.statusCode).toBe(404);
    socket.on('error', () => undefined);
    socket.terminate();
  });

  it('close on a text frame and on rubbish', async () => {
    const headers = { cookie: await signIn(), origin: host.origin };
    for (const rubbish of ['{"t":"call"}', Buffer.from([0xc1, 0xc1])]) {
      const socket = open('/ports/ui', headers);
      await once(socket, 'open');
      socket.send(rubbish);
      await once(socket, 'close');
    }
  });

  it('close when the host does, and the address is free again', async () => {
    const socket = open('/ports/ui', { cookie: await signIn(), origin: host.origin });
    await once(socket, 'open');
    const closed = once(socket, 'close');
    const { port } = host;
    await host.close();
    await closed;
    host = await startBrowserHost({ engine, root: join(root, 'out'), port });
    expect(host.port).toBe(port);
    await expect(startBrowserHost({ engine, root, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
