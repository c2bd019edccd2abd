import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { localHttps, serveHttps } from './fixtures/local-https';
import { httpsPost } from './https-post';

const requests: { readonly request: IncomingMessage; body: string }[] = [];
afterEach(() => {
  requests.length = 0;
});

const serve = (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> =>
  serveHttps((request, response) => {
    const seen = { request, body: '' };
    requests.push(seen);
    request.on('data', (chunk: Buffer) => (seen.body += chunk.toString()));
    request.on('end', () => answer(request, response));
  });

const { local, asked } = localHttps();
const post = (url: string, timeoutMs = 5000): ReturnType<typeof httpsPost> =>
  httpsPost(url, 'List-Unsubscribe=One-Click', { timeoutMs }, local);

describe('httpsPost', () => {
  it('asks once, resolves once, and tells nothing but the form', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('Set-Cookie', 'id=1');
      response.end('x'.repeat(100));
    });
    asked.length = 0;
    expect(await post(`${url}/leave?t=1`)).toEqual({ status: 200 });
    expect(await post(`${url}/leave?t=2`)).toEqual({ status: 200 });
    expect(asked).toEqual(['localhost', 'localhost']);
    expect(requests.map(({ body }) => body)).toEqual(Array(2).fill('List-Unsubscribe=One-Click'));
    const { headers, method } = requests[1]?.request ?? {};
    expect(method).toBe('POST');
    expect(Object.keys(headers ?? {}).sort()).toEqual([
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ]);
    expect(headers?.['user-agent']).not.toMatch(/\d+\.\d+\.\d+/);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a %i', async (status) => {
    const url = await serve((_request, response) => response.writeHead(status, { Location: '/again' }).end());
    expect(await post(url)).toEqual({ status });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['http://localhost/', 'not-https'],
    ['https://user:pw@localhost/', 'bad-url'],
    ['nonsense', 'bad-url'],
    ['https://router.example/', 'private-address'],
  ])('refuses %s before anything is sent', async (url, code) => {
    await expect(post(url)).rejects.toMatchObject({ kind: 'refused', code });
  });

  it('refuses private addresses in its own right', async () => {
    for (const host of ['127.0.0.1', '[::1]', '169.254.169.254', '2130706433', '[::ffff:7f00:1]'])
      await expect(httpsPost(`https://${host}/`, 'x')).rejects.toMatchObject({ code: 'private-address' });
  });

  it('reads no more than the status of an answer without end', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200);
      response.write('x'.repeat(10_000));
    });
    expect(await post(url)).toEqual({ status: 200 });
  });

  it('says whether it was sent when no answer comes', async () => {
    const url = await serve(() => undefined);
    await expect(post(url, 400)).rejects.toMatchObject({ kind: 'uncertain', code: 'no-answer' });
    expect(requests).toHaveLength(1);
    const cut = await serve((request) => request.socket.destroy());
    await expect(post(cut)).rejects.toMatchObject({ kind: 'uncertain' });
    const { extraRoots: _none, ...untrusting } = local;
    await expect(httpsPost(url, 'x', {}, untrusting)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(requests).toHaveLength(2);
  });
});
