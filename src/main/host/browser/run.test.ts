import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineHost } from '@main/services/engine-host';
import type { EngineParts } from '../engine-parts';
import { defaultProfile } from '../profile';
import { parseFlags } from './flags';
import { browserArguments, findBrowser } from './open-browser';
import { runBrowserHost } from './run';
import { systemBrowser } from './shell';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tern-run-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const events: string[] = [];
const idleEngine: EngineHost = {
  openings: { address: () => false, file: () => Promise.resolve() },
  runCommand: () => undefined,
  chosen: () => undefined,
  resume: () => undefined,
  connectUi: (port) => port.close(),
  connectStore: (port) => port.close(),
  files: {
    openPart: () => Promise.resolve(null),
    openImage: () => Promise.resolve(null),
    accept: () => Promise.reject(new Error('not here')),
  },
  stop: () => {
    events.push('engine stopped');
    return Promise.resolve();
  },
};

/** Runs until the line that says where Tern is, hands the address over, and collects what is said. */
async function run(
  args: string[],
  atAddress: (url: string) => void,
  startEngine: (parts: EngineParts) => Promise<EngineHost> = () => Promise.resolve(idleEngine),
): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  events.length = 0;
  const code = await runBrowserHost({
    args,
    version: '1.2.3',
    root: folder,
    startEngine,
    say: (line) => {
      lines.push(line);
      const url = /http:\/\/\S+/.exec(line)?.[0];
      // The signal handlers are in place once this turn is over.
      if (url !== undefined) setImmediate(() => atAddress(url));
    },
  });
  return { code, said: lines.join('\n') };
}

const interrupt = (): void => void process.emit('SIGINT');

describe('runBrowserHost', () => {
  it('serves until Ctrl-C, then drains the engine and ends well', async () => {
    const before = process.listenerCount('SIGTERM');
    let answer = 0;
    const { code, said } = await run(['--no-open', '--profile', folder], (url) => {
      void fetch(url, { redirect: 'manual' }).then(({ status }) => {
        answer = status;
        interrupt();
      });
    });
    expect({ code, answer, events }).toEqual({ code: 0, answer: 303, events: ['engine stopped'] });
    expect(said).toMatch(
      /^Tern is at http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\ntern: SIGINT; finishing …$/,
    );
    process.removeAllListeners('SIGINT');
    process.removeAllListeners('SIGTERM');
    expect(before).toBe(0);
  });

  it('gives a demo a profile that does not outlive it', async () => {
    let profile = '';
    await run(['--no-open', '--demo'], interrupt, (parts) => {
      profile = parts.profile;
      expect(parts).toMatchObject({ host: 'browser', demo: true, version: '1.2.3' });
      expect(existsSync(profile)).toBe(true);
      return Promise.resolve(idleEngine);
    });
    expect(profile).toContain('tern-demo-');
    expect(existsSync(profile)).toBe(false);
    process.removeAllListeners('SIGINT');
    process.removeAllListeners('SIGTERM');
  });

  it('says that a port is taken, and stops the engine it had started', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, said } = await run(['--no-open', '--profile', folder, '--port', String(port)], interrupt);
    server.close();
    expect({ code, said, events }).toEqual({
      code: 1,
      said: `tern: port ${port} is taken; choose another with --port, or leave it out.`,
      events: ['engine stopped'],
    });
  });

  it('a second start with the profile hands over what it was to open, and asks for a window when none is open', async () => {
    const addresses: string[] = [];
    const engine: EngineHost = {
      ...idleEngine,
      openings: { ...idleEngine.openings, address: (url) => addresses.push(url) > 0 },
    };
    const none = (): Promise<never> => Promise.reject(new Error('a second engine'));
    const later: { code: number; said: string }[] = [];
    const { code } = await run(
      ['--no-open', '--profile', folder],
      () => {
        // The control socket is served by the time that the address is told.
        const second = (...wanted: string[]): Promise<{ code: number; said: string }> =>
          run(['--no-open', '--profile', folder, ...wanted], () => undefined, none);
        void second('mailto:ada@tern.example')
          .then((end) => later.push(end))
          .then(() => second('nowhere.eml'))
          .then((end) => later.push(end))
          .finally(interrupt);
      },
      () => Promise.resolve(engine),
    );
    expect(code).toBe(0);
    expect(addresses).toEqual(['mailto:ada@tern.example']);
    expect(later.map((end) => end.code)).toEqual([0, 1]);
    expect(later[0]?.said).toMatch(/already open with this profile\.\nTern is at http:\S+token=/);
    expect(later[1]?.said).toContain('nowhere.eml is no message file');
    process.removeAllListeners('SIGINT');
    process.removeAllListeners('SIGTERM');
  });

  it('says that the profile is open elsewhere', async () => {
    const locked = Object.assign(new Error('locked'), { code: 'locked' });
    const { code, said } = await run(['--no-open', '--profile', folder], interrupt, () =>
      Promise.reject(locked),
    );
    expect(code).toBe(1);
    expect(said).toContain('already open with this profile');
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ computer: 'Office' }, /is open with this profile on Office\. Close it there/],
    [{ computer: 'Office', perhaps: 1 }, /was not closed there\..* asleep .*--take-over/],
    [{ perhaps: 1 }, /may already be open .*--take-over/],
  ])('says on which computer it may be, and the way to go on: %j', async (details, words) => {
    const locked = Object.assign(new Error('locked'), { code: 'locked', details });
    const given: unknown[] = [];
    const { code, said } = await run(
      ['--no-open', '--take-over', '--profile', folder],
      interrupt,
      ({ takeOver, onListen }) => {
        given.push(takeOver);
        onListen?.('Office');
        return Promise.reject(locked);
      },
    );
    expect([code, given]).toEqual([1, [true]]);
    expect(said).toContain('was last open on Office; seeing whether it still is');
    expect(said).toMatch(words);
  });

  it.each([
    [['--nonsense'], '--nonsense'],
    [['--port', '70000'], '65535'],
    [['--port', 'x'], '--port x'],
    [['--profile', ''], '--profile'],
    [['extra'], 'extra'],
  ])('refuses %j in words', async (args, words) => {
    const { code, said } = await run(args, interrupt);
    expect(code).toBe(2);
    expect(said).toContain(words);
  });
});

describe('parseFlags', () => {
  it('has quiet defaults', () => {
    expect(parseFlags([])).toEqual({
      demo: false,
      open: true,
      profile: null,
      port: 0,
      takeOver: false,
      openings: [],
    });
    expect(parseFlags(['--demo', '--no-open', '--profile', 'p', '--port', '8000'])).toEqual({
      demo: true,
      open: false,
      profile: 'p',
      port: 8000,
      takeOver: false,
      openings: [],
    });
  });

  it('takes what the system wants opened, and nothing else', () => {
    expect(parseFlags(['mailto:ada@tern.example', 'letter.eml']).openings).toEqual([
      'mailto:ada@tern.example',
      'letter.eml',
    ]);
    expect(() => parseFlags(['letter.txt'])).toThrow(/letter.txt: only a mailto: address or an .eml file/);
  });
});

describe('findBrowser', () => {
  const machine = (platform: NodeJS.Platform, env: Record<string, string>, ...there: string[]) => ({
    platform,
    env,
    isRoot: false,
    exists: (path: string) => there.includes(path),
  });

  it('finds the first of Chromium, Chrome and Edge', () => {
    const linux = { DISPLAY: ':0', PATH: '/a:/b' };
    expect(findBrowser(machine('linux', linux, '/b/google-chrome', '/b/chromium'))).toEqual({
      browser: '/b/chromium',
    });
    const edge = 'C:\\P\\Microsoft\\Edge\\Application\\msedge.exe';
    expect(findBrowser(machine('win32', { PROGRAMFILES: 'C:\\P' }, edge))).toEqual({ browser: edge });
    const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findBrowser(machine('darwin', {}, chrome))).toEqual({ browser: chrome });
  });

  it('opens sign-in pages by the system’s own program, wherever Tern was started from', () => {
    expect(systemBrowser('win32', { SystemRoot: 'D:\\Win' })?.[0]).toBe('D:\\Win\\System32\\rundll32.exe');
  });

  it('says why there is none', () => {
    expect(findBrowser(machine('linux', { PATH: '/a' }))).toEqual({ reason: 'there is no display' });
    expect(findBrowser(machine('linux', { WAYLAND_DISPLAY: 'w', PATH: '/a' }))).toEqual({
      reason: 'no Chromium, Chrome or Edge was found',
    });
    expect(findBrowser({ ...machine('linux', { DISPLAY: ':0' }), isRoot: true })).toEqual({
      reason: 'Chromium does not start as root',
    });
  });

  it('opens an app window with a profile of its own and keeps the sandbox', () => {
    const args = browserArguments('http://127.0.0.1:1/?token=x', '/p');
    expect(args).toContain('--app=http://127.0.0.1:1/?token=x');
    expect(args).toContain(`--user-data-dir=${join('/p', 'browser')}`);
    expect(args.join(' ')).not.toMatch(/no-sandbox|disable-web-security|remote-debugging/);
  });
});

describe('defaultProfile', () => {
  it.each([
    ['linux', {}, '/home/ada/.config/Tern'],
    ['linux', { XDG_CONFIG_HOME: '/x' }, '/x/Tern'],
    ['darwin', {}, '/home/ada/Library/Application Support/Tern'],
    ['win32', { APPDATA: '/r' }, '/r/Tern'],
  ] as const)('%s %j: %s', (platform, env, folderName) => {
    expect(defaultProfile(platform, env, '/home/ada')).toBe(join(folderName));
  });
});
