import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDemoMailbox } from '@main/demo/demo-mailbox';
import { serveWorld, type ServedWorld } from '@main/demo/listen';
import { NodeClock } from '@main/net/node-clock';
import { freePorts } from '../servers/processes';
import { collect, exitOf, type Host, openChromium, runHost, startHost, Tern, until } from './support/tern';
import { addAccount } from './support/wizard';

/** The browser host as a process: who gets in, how it ends, what outlives it. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
const get = (host: Host, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: host.port, path, headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
/** The first line of the answer to a WebSocket's handshake. */
const upgrade = (host: Host, headers: Record<string, string>): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(host.port, '127.0.0.1', () => {
      const all = {
        Host: `127.0.0.1:${host.port}`,
        Upgrade: 'websocket',
        Connection: 'Upgrade',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version': '13',
        ...headers,
      };
      socket.write(
        `GET /ports/ui HTTP/1.1\r\n${Object.entries(all)
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join('')}\r\n`,
      );
    });
    socket.once('data', (chunk: Buffer) => {
      resolve(chunk.toString().split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.once('error', reject);
  });
const pathOf = (url: string): string => url.slice(new URL(url).origin.length);

let browser: Browser;
let host: Host;
beforeAll(async () => {
  [browser, host] = await Promise.all([openChromium(), startHost()]);
});
afterAll(async () => {
  await browser.close();
  await host.close();
});

describe('who gets in', () => {
  it('the holder of the address, once; then the cookie, and nobody without it', async () => {
    const first = await get(host, pathOf(host.url));
    expect(first.status).toBe(303);
    const cookie = String(first.headers['set-cookie']?.[0]).split(';')[0] ?? '';
    expect(String(first.headers['set-cookie']?.[0])).toMatch(/HttpOnly; SameSite=Strict/);
    const again = await get(host, pathOf(host.url));
    expect([again.status, again.body]).toEqual([403, 'This address has been used. Each works once.\n']);
    expect((await get(host, '/', { Cookie: cookie })).status).toBe(200);
    expect((await get(host, '/')).status).toBe(403);
    expect((await get(host, '/', { Cookie: `${cookie}x` })).status).toBe(403);

    // The same for sockets; a foreign page or a rebound name is refused whatever cookie it has.
    const origin = host.origin;
    expect(await upgrade(host, { Origin: origin, Cookie: cookie })).toBe('HTTP/1.1 101 Switching Protocols');
    for (const headers of [
      { Origin: origin },
      { Cookie: cookie },
      { Origin: 'https://evil.example', Cookie: cookie },
      { Origin: 'null', Cookie: cookie },
      { Origin: origin, Cookie: cookie, Host: `evil.example:${host.port}` },
      { Origin: origin, Cookie: cookie, Host: `localhost:${host.port}` },
    ]) {
      expect(await upgrade(host, headers), JSON.stringify(headers)).toMatch(/^HTTP\/1\.1 4/);
    }
    for (const headers of [
      { Cookie: cookie, Origin: 'https://evil.example' },
      { Cookie: cookie, Host: `evil.example:${host.port}` },
      { Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' },
    ]) {
      expect((await get(host, '/', headers)).status, JSON.stringify(headers)).toBeGreaterThanOrEqual(400);
    }
  });

  it('a wrong token is no use, and another address is to be had for Enter', async () => {
    expect((await get(host, '/?token=wrong')).status).toBe(403);
    const tern = await Tern.open(browser, await host.link());
    await tern.page.getByRole('button', { name: 'Add your account' }).waitFor();
    expect(tern.page.url()).toBe(`${host.origin}/`);
    await tern.page.reload();
    await tern.page.getByRole('button', { name: 'Add your account' }).waitFor();
    expect(tern.complaints).toEqual([]);
    await tern.close();
  });

  it('nobody from another interface', async () => {
    const others = Object.values(networkInterfaces())
      .flat()
      .flatMap((one) => (one !== undefined && !one.internal && one.family === 'IPv4' ? [one.address] : []));
    // 127.0.0.2 is loopback, too, but not the address we listen on: a server on all interfaces would answer there.
    for (const address of [...others, '127.0.0.2']) {
      const refused = await new Promise<boolean>((resolve) => {
        const socket = connect({ host: address, port: host.port, timeout: 3000 }, () => {
          socket.destroy();
          resolve(false);
        });
        socket.once('error', () => resolve(true));
        socket.once('timeout', () => {
          socket.destroy();
          resolve(true);
        });
      });
      expect(refused, address).toBe(true);
    }
  });
});

describe('one profile', () => {
  it('is open once: a second Tern says so, where it is, and ends', async () => {
    const second = runHost(['--no-open', '--profile', host.profile]);
    const output = collect(second);
    expect(await exitOf(second)).toBe(0);
    expect(output()).toContain('Tern is already open with this profile.');
    const [, link = ''] = /Tern is at (\S+)/.exec(output()) ?? [];
    expect(new URL(link).port).toBe(String(host.port));
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(303);
  });

  it('a port that is taken is told, and so is a flag that does not exist', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tern-e2e-port-'));
    const taken = runHost(['--no-open', '--profile', folder, '--port', String(host.port)]);
    const said = collect(taken);
    expect(await exitOf(taken)).toBe(1);
    expect(said()).toContain(`port ${host.port} is taken`);
    const odd = runHost(['--nonsense']);
    const words = collect(odd);
    expect(await exitOf(odd)).toBe(2);
    expect(words()).toMatch(/^tern: /);
    await rm(folder, { recursive: true, force: true });
  });

  it('is closed cleanly by Ctrl-C', async () => {
    expect(await host.interrupt()).toBe(0);
    expect(host.output()).toContain('SIGINT; finishing');
    const again = await startHost({ profile: host.profile });
    expect(await again.interrupt()).toBe(0);
  });
});

describe('a host that is killed', () => {
  let served: ServedWorld;
  let demo: ReturnType<typeof createDemoMailbox>;
  let profile: string;
  let first: Host;
  let second: Host | null = null;
  let tern: Tern;
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') console.log(await tern.report(`host-${task.name}`), second?.output());
  });
  beforeAll(async () => {
    demo = createDemoMailbox(new NodeClock());
    served = await serveWorld(demo.world, { ports: { imap: 0, smtp: 0 } });
    profile = await mkdtemp(join(tmpdir(), 'tern-e2e-kill-'));
    const [port = 0] = await freePorts(1);
    first = await startHost({ profile, port });
    tern = await Tern.open(browser, first.url, { expected: /WebSocket|ERR_CONNECTION|403/ });
  });
  afterAll(async () => {
    await first.close();
    await second?.close();
    demo.close();
    await served.close();
    await rm(profile, { recursive: true, force: true });
  });

  it('comes back with accounts, drafts and changes that wait; the page says what to do until then', async () => {
    const server = (port: number) => ({ host: '127.0.0.1', port, tls: 'None' as const });
    const [ada] = demo.accounts;
    await addAccount(tern, {
      address: ada.address,
      password: ada.password,
      incoming: server(served.ports.imap),
      outgoing: server(served.ports.smtp),
    });
    await tern
      .row(/Kranen/)
      .first()
      .waitFor();
    await tern.page.getByText('Online. Everything is up to date.').waitFor();
    await tern.palette('Work offline');
    await tern.page
      .getByText(/^Working offline/)
      .first()
      .waitFor();
    await tern
      .row(/Kranen/)
      .first()
      .click();
    await tern.list.focus();
    await tern.page.keyboard.press('e');
    await tern.row(/Kranen/).waitFor({ state: 'detached' });
    await tern.page.keyboard.press('c');
    await tern.composer.getByLabel('Subject').fill('A draft that outlives its host');
    await tern.composer.getByRole('textbox', { name: 'Message' }).fill('Every word of it.');
    await tern.composer.getByText('Saved').waitFor();
    const waiting = /(\d+) changes? waits?/.exec(await tern.page.locator('.statusline').innerText())?.[1];
    expect(Number(waiting)).toBeGreaterThan(0);

    await first.kill();
    await tern.page
      .getByText(/start it again and open the address it prints/)
      .first()
      .waitFor();
    second = await startHost({ profile, port: first.port });
    // The session of the page ended with the process that gave it: a new address is needed, in the same browser.
    await tern.page.goto(second.url);
    await tern.page
      .getByText(new RegExp(`Working offline\\. .*${waiting ?? ''} changes? wait`))
      .first()
      .waitFor();
    await tern
      .row(/Priya Nair, Invitation/)
      .first()
      .waitFor();
    expect(await tern.row(/Kranen/).count()).toBe(0);
    await tern.palette('Continue a draft');
    await tern.page.getByRole('dialog').getByText('A draft that outlives its host').click();
    await expect
      .poll(() => tern.composer.getByRole('textbox', { name: 'Message' }).inputValue())
      .toContain('Every word of it.');
    await tern.page.keyboard.press('Escape');
    await tern.composer.waitFor({ state: 'detached' });

    await tern.page.getByRole('button', { name: 'Go online' }).click();
    await tern.page.getByText('Online. Everything is up to date.').waitFor({ timeout: 30_000 });
    const archive = demo.world.mailbox(ada.user, 'Archive');
    await until('the archive on the server has it', () =>
      archive.messages.some(({ content }) => content.raw.includes('Subject: Kranen')),
    );
    expect(archive.messages.filter(({ content }) => content.raw.includes('Subject: Kranen'))).toHaveLength(1);
  });
});
