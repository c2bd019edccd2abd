import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { localHttps, serveHttps } from './fixtures/local-https';
import { httpsFetch } from './https-fetch';
import type { HttpsEnvironment } from './public-https';

const requests: IncomingMessage[] = [];
afterEach(() => {
  requests.length = 0;
});

const serve = (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> =>
  serveHttps((request, response) => {
    requests.push(request);
    answer(request, response);
  });

const { local, asked } = localHttps();
const get = (
  url: string,
  options: { maxBytes?: number; timeoutMs?: number; signal?: AbortSignal } = {},
): ReturnType<typeof httpsFetch> => httpsFetch(url, { maxBytes: 1000, ...options }, local);

describe('httpsFetch', () => {
  it('fetches, and tells the server nothing about us', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('Content-Type', 'Image/PNG; charset=x');
      response.setHeader('Set-Cookie', 'id=1');
      response.end('pixels');
    });
    const answer = await get(`${url}/a.png?u=1`);
    expect(answer).toMatchObject({ status: 200, type: 'image/png', url: `${url}/a.png?u=1` });
    expect(new TextDecoder().decode(answer.bytes)).toBe('pixels');
    await get(`${url}/again`);
    const names = Object.keys(requests[1]?.headers ?? {}).sort();
    expect(names).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
    expect(requests[1]?.headers['user-agent']).not.toMatch(/\d+\.\d+\.\d+/);
  });

  it.each(['http://localhost/', 'file:///etc/passwd', 'data:,x', 'ftp://localhost/'])(
    'refuses %s',
    async (url) => {
      await expect(get(url)).rejects.toMatchObject({ kind: 'refused', code: 'not-https' });
    },
  );

  it.each([
    ['nonsense', 'bad-url'],
    ['https://user:pw@localhost/', 'bad-url'],
  ])('refuses %s', async (url, code) => {
    await expect(get(url)).rejects.toMatchObject({ code });
  });

  it('refuses private addresses, by name and by number, in its own right', async () => {
    await expect(get('https://intranet.example/')).rejects.toMatchObject({ code: 'private-address' });
    for (const host of [
      '127.0.0.1',
      '[::1]',
      '10.0.0.1',
      '169.254.169.254',
      '2130706433',
      '0x7f.1',
      '[::ffff:7f00:1]',
    ]) {
      await expect(httpsFetch(`https://${host}/`, { maxBytes: 1 })).rejects.toMatchObject({
        code: 'private-address',
      });
    }
  });

  it('refuses a name of which even one address is private', async () => {
    const mixed: HttpsEnvironment = { lookup: () => Promise.resolve(['1.1.1.1', '192.168.0.1']) };
    await expect(httpsFetch('https://rebind.example/', { maxBytes: 1 }, mixed)).rejects.toMatchObject({
      code: 'private-address',
    });
  });

  it('connects to the address that was checked: the name is resolved once', async () => {
    const url = await serve((_request, response) => response.end('ok'));
    asked.length = 0;
    await get(url);
    expect(asked).toEqual(['localhost']);
  });

  it('follows three redirects, judges each, and no more', async () => {
    const url = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('arrived');
      else response.writeHead(302, { Location: `/${left - 1}` }).end();
    });
    expect((await get(`${url}/3`)).url).toBe(`${url}/0`);
    await expect(get(`${url}/4`)).rejects.toMatchObject({ code: 'too-many-redirects' });
  });

  it.each([
    ['http://localhost/', 'not-https'],
    ['https://10.0.0.1/', 'private-address'],
    ['https://router.example/', 'private-address'],
  ])('does not follow a redirect to %s', async (location, code) => {
    const url = await serve((_request, response) => response.writeHead(301, { Location: location }).end());
    await expect(get(url)).rejects.toMatchObject({ code });
    expect(requests).toHaveLength(1);
  });

  it('stops reading at the cap, whatever the length says', async () => {
    const url = await serve((_request, response) => {
      response.write('x'.repeat(800));
      response.write('x'.repeat(800));
    });
    await expect(get(url)).rejects.toMatchObject({ kind: 'refused', code: 'too-large' });
  });

  it('gives up after its time, and when the caller does', async () => {
    const url = await serve((_request, response) => response.write('x'));
    await expect(get(url, { timeoutMs: 60 })).rejects.toMatchObject({ kind: 'unreachable', code: 'timeout' });
    const controller = new AbortController();
    const pending = get(url, { signal: controller.signal });
    controller.abort(new Error('closed'));
    await expect(pending).rejects.toThrow('closed');
  });

  it('checks the certificate', async () => {
    const url = await serve((_request, response) => response.end('x'));
    const { extraRoots: _none, ...untrusting } = local;
    await expect(httpsFetch(url, { maxBytes: 10 }, untrusting)).rejects.toMatchObject({
      kind: 'unreachable',
    });
    expect(requests).toHaveLength(0);
  });
});
