import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connect } from '@shared/rpc/client';
import { engineContract } from '@shared/contract/engine-api';
import { auditCommand } from '@main/cli/audit-command';
import { syncCommand } from '@main/cli/sync-command';
import type { OpenTern } from '@main/cli/tern-at';
import { Bench } from '../../../../tests/fakes/bench';
import { controlPath } from './address';
import { connectControl } from './connect';
import { handInStart, MAX_SECOND_START_OCTETS, type SecondStart } from './second-start';
import { type Control, serveControl } from './serve';

let profile: string;
let bench: Bench;
let control: Control;

beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'tern-control-'));
  bench = new Bench('everything');
  bench.deliver('INBOX', 1, 5);
  await bench.start();
  await bench.settled('INBOX');
  control = await serve();
});
afterEach(async () => {
  await control.close();
  await bench.stop();
  await rm(profile, { recursive: true, force: true });
});

const received: SecondStart[] = [];
const serve = (): Promise<Control> =>
  serveControl({
    engine: bench.engine,
    profile,
    receive: (start) => {
      received.push(start);
      return Promise.resolve(
        start.openings.includes('gone.eml')
          ? { taken: false, reason: 'gone.eml is no message file.' }
          : { taken: true, link: 'http://127.0.0.1:1/?token=x' },
      );
    },
  });

const mode = async (name: string): Promise<number> => (await stat(join(profile, name))).mode & 0o777;

/** Answers of a socket that asks to be upgraded, with these headers. */
const knock = (headers: Record<string, string>, path = '/ports/ui'): Promise<number> =>
  new Promise((resolve, reject) => {
    const asking = request({
      socketPath: controlPath(profile, process.platform),
      path,
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
        ...headers,
      },
    });
    asking.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asking.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve(101);
    });
    asking.on('error', reject);
    asking.end();
  });

it('lets in who has read the token, and nobody else', async () => {
  expect([await mode('control.json'), await mode('control.sock')]).toEqual([0o600, 0o600]);
  const { token } = JSON.parse(await readFile(join(profile, 'control.json'), 'utf8')) as { token: string };
  const bearer = { Authorization: `Bearer ${token}` };
  expect(await knock(bearer)).toBe(101);
  expect(await knock({})).toBe(403);
  expect(await knock({ Authorization: `Bearer ${token.slice(1)}x` })).toBe(403);
  expect(await knock({ ...bearer, Origin: 'http://127.0.0.1' })).toBe(403);
  expect(await knock(bearer, '/ports/store')).toBe(403);
});

it('answers as a page would be answered, and leaves nothing behind', async () => {
  const port = await connectControl(profile);
  if (!port) throw new Error('nobody there');
  const engine = connect(port, engineContract);
  const { accounts } = await engine.api.status({});
  expect(accounts.map(({ account }) => account.label)).toEqual([bench.account.label]);
  engine.close();
  await control.close();
  expect(await connectControl(profile)).toBeNull();
});

it('is not taken in by what a killed Tern left behind', async () => {
  await control.close();
  await writeFile(
    join(profile, 'control.json'),
    JSON.stringify({ path: join(profile, 'control.sock'), token: 'x' }),
  );
  await writeFile(join(profile, 'control.sock'), '');
  expect(await connectControl(profile)).toBeNull();
  control = await serve();
  const port = await connectControl(profile);
  expect(port).not.toBeNull();
  port?.close();
});

it('takes in what a later start was to open', async () => {
  const start: SecondStart = { openings: ['mailto:ada@tern.example?subject=Čaj'], folder: '/home/ada' };
  expect(await handInStart(profile, start)).toEqual({ taken: true, link: 'http://127.0.0.1:1/?token=x' });
  expect(received.splice(0)).toEqual([start]);
  expect(await handInStart(profile, { openings: ['gone.eml'], folder: '/' })).toEqual({
    taken: false,
    reason: 'gone.eml is no message file.',
  });
  received.length = 0;
  const endless = { openings: ['x'.repeat(MAX_SECOND_START_OCTETS + 1)], folder: '/' };
  expect(await handInStart(profile, endless)).toBeNull();
  await control.close();
  expect(await handInStart(profile, start)).toBeNull();
  expect(received).toEqual([]);
});

it('stays within what the system allows as a path', () => {
  const long = controlPath(`/${'deep/'.repeat(40)}profile`, 'linux');
  expect(Buffer.byteLength(long)).toBeLessThan(104);
  expect(controlPath('C:\\Users\\Ada', 'win32')).toMatch(/^\\\\\.\\pipe\\tern-[0-9a-f]{16}$/);
});

const openTern: OpenTern = async (folder) => {
  const port = await connectControl(folder);
  if (!port) throw new Error('nobody there');
  const engine = connect(port, engineContract);
  return { engine, how: 'running', close: () => Promise.resolve(engine.close()) };
};

async function run(
  command: typeof auditCommand,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await command(
    args,
    {
      print: (line) => out.push(line),
      warn: (line) => err.push(line),
      env: {},
      askSecret: () => Promise.reject(new Error('not asked')),
    },
    profile,
    openTern,
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
}

it('tern audit compares through the running Tern: equal, then what differs by UID', async () => {
  const equal = await run(auditCommand, '--account', bench.account.label.toUpperCase(), '--json');
  expect(equal.code).toBe(0);
  expect(JSON.parse(equal.out)).toMatchObject({ format: 1, tern: 'running', messages: 5 });

  bench.store.messages.get(`${bench.idOf('INBOX')}/0`)?.delete(2);
  const differs = await run(auditCommand, '--folder', 'inbox');
  expect(differs.code).toBe(1);
  expect(differs.out).toContain('INBOX: different, 4 here, 5 there');
  expect(differs.out).toContain('1 on the server and not here: UID 2');
  await expect(run(auditCommand, '--account', 'nobody')).rejects.toThrow('There is no account “nobody”');
  await expect(run(auditCommand, '--folder', 'Nowhere')).rejects.toThrow('There is no folder');
});

it('tern sync returns when what had come in is here', async () => {
  bench.elsewhere.deliver('Archive', 'From elsewhere');
  const { code, out } = await run(syncCommand);
  expect([code, out]).toEqual([0, `${bench.account.label}: up to date`]);
  expect(bench.here('Archive')).toEqual(['From elsewhere']);
});

it('says why an account cannot be compared', async () => {
  await bench.ui.api.pauseAccount({ account: bench.account.id, paused: true });
  const { code, err } = await run(auditCommand);
  expect(code).toBe(1);
  expect(err).toContain('paused');
});
