import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

interface Outcome {
  readonly code: number | null;
  readonly out: string;
}

const node = (args: string[], env: Record<string, string> = {}): Promise<Outcome> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      args,
      { cwd: root, env: { ...process.env, ...env } },
      (_error, out, err) => resolve({ code: child.exitCode, out: out + err }),
    );
  });

describe('npm start', () => {
  it('explains itself', async () => {
    const { code, out } = await node(['scripts/start.mjs', '--help']);
    expect(code).toBe(0);
    for (const flag of ['--host', '--demo', '--profile', '--port', '--no-open', '--help'])
      expect(out).toContain(flag);
  });

  it.each([
    [['--nonsense'], '--nonsense'],
    [['--host', 'netscape'], '--host netscape: electron or browser'],
    [['--port', 'x'], '--port x: not a port'],
    [['--port', '99999'], '--port 99999: not a port'],
    [['--host', 'electron', '--no-open'], 'belong to the browser host'],
    [['stray'], 'stray'],
  ])('refuses %j', async (args, words) => {
    const { code, out } = await node(['scripts/start.mjs', ...args]);
    expect(code).toBe(2);
    expect(out).toContain(words);
  });
});

describe('Electron’s binary', () => {
  const probe = (url: string): Promise<Outcome> =>
    node([
      '--input-type=module',
      '-e',
      `import { probeElectron } from './scripts/lib/electron.mjs'; console.log(await probeElectron(${JSON.stringify(url)}));`,
    ]);
  const answering = async (status: number): Promise<string> => {
    const server = createServer((_request, response) => response.writeHead(status).end());
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };

  it('can be had when the download answers', async () => {
    expect((await probe(await answering(200))).out.trim()).toBe('null');
  });

  it('cannot when it is refused or missing, and says why', async () => {
    expect((await probe(await answering(404))).out).toContain('answered 404');
    const url = await answering(200);
    servers.pop()?.close();
    expect((await probe(url)).out).toContain('is not reachable: ECONNREFUSED');
  });

  it('is not looked for again after a failure, until another version is wanted', async () => {
    const stamp = new URL('../node_modules/.cache/tern/test-stamp', import.meta.url);
    const script = `
      import { readStamp, writeStamp } from './scripts/lib/stale.mjs';
      console.log(readStamp('test-stamp'));
      writeStamp('test-stamp', '45.4.1\\nno network');
      console.log(readStamp('test-stamp').split('\\n')[1]);`;
    const { out } = await node(['--input-type=module', '-e', script]);
    expect(out.trim().split('\n').slice(-2)).toEqual(['null', 'no network']);
    rmSync(stamp);
  });
});

describe('packages', () => {
  it('are not stale right after they were installed', async () => {
    const { out } = await node([
      '--input-type=module',
      '-e',
      `import { packagesAreStale } from './scripts/lib/stale.mjs'; console.log(packagesAreStale());`,
    ]);
    expect(out.trim().split('\n').at(-1)).toBe('false');
  });
});

describe('npm run dist', () => {
  it('decides every fuse there is', async () => {
    const fuses = createRequire(import.meta.url)('../scripts/dist/fuses.cjs') as Record<string, unknown>;
    const { FuseV1Options } = await import('@electron/fuses');
    const options = Object.values(FuseV1Options).filter((value) => typeof value === 'number');
    expect(options.length).toBeGreaterThanOrEqual(9);
    for (const option of options) expect(typeof fuses[String(option)]).toBe('boolean');
    expect(fuses['strictlyRequireAllFuses']).toBe(true);
    expect(fuses[String(FuseV1Options.RunAsNode)]).toBe(false);
  });

  it('packs nothing of node_modules and registers mailto', () => {
    const config = readFileSync(new URL('../electron-builder.yml', import.meta.url), 'utf8');
    expect(config).toContain(`'!node_modules/**'`);
    expect(config).toContain('schemes: [mailto]');
    expect(config).toContain('x-scheme-handler/mailto');
    expect(config).toContain('afterPack: scripts/dist/after-pack.cjs');
  });
});

describe('npm run check', () => {
  it('knows its steps', async () => {
    const child = spawn(process.execPath, ['scripts/check.mjs', 'nothing'], { cwd: root });
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(2);
  });
});
