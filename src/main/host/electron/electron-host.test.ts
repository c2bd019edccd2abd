import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DesktopWish, EngineHost } from '@main/services/engine-host';
import type { DeskChoice } from '@shared/contract/desk';
import type { Port } from '@shared/rpc/port';
import { FakeElectron, FakeEvent, FakeSession, type FakeWindow } from '../../../../tests/electron-fake';
import { handInStart } from '../control/second-start';
import { runElectron } from './run';

let folder = '';
let electron: FakeElectron;
let ui: Port[] = [];
let store: Port[] = [];
let stopped: () => void = () => undefined;
let engineError: Error | null = null;
/** The command line of the start. */
let args: readonly string[] = [];

let chosen: DeskChoice[] = [];
/** What the engine tells the desktop when it starts: the person's settings. */
let wish: DesktopWish = { keepRunning: false, menuBarIcon: false, startHidden: true, language: '' };
let atLogin = false;
let addresses: string[] = [];
let messageFiles: string[] = [];

const engine: EngineHost = {
  openings: {
    address: (url) => {
      addresses.push(url);
      return true;
    },
    file: ({ name, stream }) => {
      messageFiles.push(name);
      if (stream instanceof Readable) stream.destroy();
      return Promise.resolve();
    },
  },
  runCommand: () => undefined,
  chosen: (choice) => chosen.push(choice),
  resume: () => electron.log.push('engine resumes'),
  connectUi: (port) => ui.push(port),
  connectStore: (port) => store.push(port),
  files: {
    openPart: () => Promise.resolve(null),
    openImage: () => Promise.resolve(null),
    accept: () => Promise.reject(new Error('not here')),
  },
  stop: () =>
    new Promise((resolve) => {
      electron.log.push('engine stops');
      stopped = resolve;
    }),
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tern-electron-'));
  mkdirSync(join(folder, 'renderer'));
  writeFileSync(join(folder, 'renderer', 'index.html'), '<!doctype html>');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  electron = new FakeElectron();
  [ui, store, engineError] = [[], [], null];
  [addresses, messageFiles, chosen] = [[], [], []];
  wish = { keepRunning: false, menuBarIcon: false, startHidden: true, language: '' };
  atLogin = false;
  args = [];
});

/** Lets everything that only waits for settled promises happen. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function start(platform: NodeJS.Platform = 'linux'): Promise<void> {
  const running = runElectron({
    api: electron.api,
    version: '1.2.3',
    profile: folder,
    demo: false,
    args,
    folder,
    preload: '/tern/out/preload',
    root: join(folder, 'renderer'),
    platform,
    atLogin,
    loginItem: null,
    startEngine: (parts) => {
      electron.log.push(`engine starts in ${parts.host}`);
      parts.shell?.desktop?.apply(wish);
      return engineError === null ? Promise.resolve(engine) : Promise.reject(engineError);
    },
    onError: (error) => electron.log.push(`error ${String(error)}`),
    dispose: () => {
      electron.log.push('dispose');
      return Promise.resolve();
    },
  });
  electron.app.ready();
  await running;
}

const windows = (): { storeWindow: FakeWindow; uiWindow: FakeWindow } => {
  const [storeWindow, uiWindow] = electron.windows;
  if (storeWindow === undefined || uiWindow === undefined) throw new Error('there are not two windows');
  return { storeWindow, uiWindow };
};

describe('start', () => {
  it('does everything in this order', async () => {
    await start();
    expect(electron.log).toEqual([
      `setPath userData ${folder}`,
      'setAppUserModelId',
      'enableSandbox',
      'switch host-resolver-rules',
      'switch disable-features',
      'switch disable-background-networking',
      'switch disable-component-update',
      'switch force-webrtc-ip-handling-policy',
      'registerSchemesAsPrivileged',
      'requestSingleInstanceLock',
      'whenReady',
      'ready',
      'onBeforeRequest',
      'handle http',
      'handle https',
      'handle file',
      'setProxy',
      'engine starts in electron',
      'handle app',
      'setApplicationMenu',
      'window 0',
      'window 1',
      'window 0 loads app://bundle/store.html',
      'window 1 loads app://bundle/index.html',
    ]);
    expect(electron.app.switches).toContain('host-resolver-rules=MAP * ^NOTFOUND');
    expect(electron.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
  });

  it('ends at once when Tern is open already, and shows the open one', async () => {
    electron.lock = false;
    await start();
    expect(electron.log.at(-2)).toBe('quit');
    expect(electron.windows).toHaveLength(0);
    electron = new FakeElectron();
    await start();
    electron.log.length = 0;
    electron.app.emit('second-instance', {}, [], folder);
    expect(electron.log).toEqual(['window 1 restore', 'window 1 show', 'window 1 focus']);
  });

  it('says why it could not start, and ends', async () => {
    engineError = Object.assign(new Error('x'), { code: 'locked' });
    await start();
    expect(electron.errors).toEqual(['Tern could not start: Tern is already open with this profile.']);
    expect(electron.log.at(-1)).toBe('exit 1');
    expect(electron.windows).toHaveLength(0);
  });
});

describe('windows', () => {
  it.each([true, false])('have every safe preference (packaged: %s)', async (isPackaged) => {
    electron.app.isPackaged = isPackaged;
    await start();
    const { storeWindow, uiWindow } = windows();
    const safe = {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      safeDialogs: true,
      devTools: !isPackaged,
    };
    expect(uiWindow.options['webPreferences']).toEqual({ ...safe, preload: '/tern/out/preload/ui.cjs' });
    expect(storeWindow.options['webPreferences']).toEqual({
      ...safe,
      backgroundThrottling: false,
      preload: '/tern/out/preload/store.cjs',
    });
    expect(storeWindow.options).toMatchObject({ show: false, skipTaskbar: true, focusable: false });
    expect(storeWindow).toMatchObject({ excludedFromShownWindowsMenu: true });
    expect(uiWindow.options['show']).toBe(false);
    uiWindow.emit('ready-to-show');
    storeWindow.emit('ready-to-show');
    expect(electron.log.filter((line) => line.endsWith('show'))).toEqual(['window 1 show']);
  });

  it('deny every way out, and ask before they offer a link', async () => {
    await start();
    electron.answer = 0;
    for (const { webContents } of Object.values(windows())) {
      electron.opened.length = 0;
      for (const name of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
        const event = new FakeEvent('https://example.org/');
        webContents.emit(name, event, {}, {});
        expect(`${name} ${String(event.prevented)}`).toBe(`${name} true`);
      }
      expect(webContents.wantsTo('https://example.org/')).toBe(false);
      await settled();
      expect(electron.opened).toEqual(['https://example.org/']);
      expect(webContents.windowOpenHandler?.({ url: 'mailto:ada@tern.example' })).toEqual({ action: 'deny' });
      await settled();
      expect(electron.opened).toEqual(['https://example.org/', 'mailto:ada@tern.example']);
      expect(webContents.windowOpenHandler?.({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
      await settled();
      expect(electron.opened).toHaveLength(2);
    }
    expect(electron.dialogs).toHaveLength(4);
  });

  it('are guarded even when something else makes one', async () => {
    await start();
    const { FakeWebContents } = await import('../../../../tests/electron-fake');
    const stranger = new FakeWebContents();
    electron.app.emit('web-contents-created', {}, stranger);
    expect(stranger.windowOpenHandler?.({ url: 'x' })).toEqual({ action: 'deny' });
    expect(stranger.listenerCount('will-navigate')).toBe(1);
  });

  it('are loaded again after a crash', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    await start();
    electron.log.length = 0;
    const gone = [{}, { reason: 'crashed' }];
    for (const { webContents } of Object.values(windows())) webContents.emit('render-process-gone', ...gone);
    vi.advanceTimersByTime(100);
    expect(electron.log.filter((line) => line.includes(' loads ')).sort()).toEqual([
      'window 0 loads app://bundle/store.html',
      'window 1 loads app://bundle/index.html',
    ]);
  });
});

describe('ports', () => {
  it('are handed over when both pages listen, and anew after a reload', async () => {
    await start();
    const { storeWindow, uiWindow } = windows();
    uiWindow.webContents.emit('dom-ready');
    expect(uiWindow.webContents.posted.map(({ channel }) => channel)).toEqual(['tern:engine-port']);
    storeWindow.webContents.emit('dom-ready');
    expect(storeWindow.webContents.posted.map(({ channel }) => channel)).toEqual([
      'tern:engine-port',
      'tern:view-port',
    ]);
    expect(uiWindow.webContents.posted.map(({ channel }) => channel)).toEqual([
      'tern:engine-port',
      'tern:view-port',
    ]);
    const [viewInUi, viewInStore] = [uiWindow, storeWindow].map(
      (window) => window.webContents.posted[1]?.ports[0],
    );
    expect(viewInUi?.peer).toBe(viewInStore);

    const inPage = uiWindow.webContents.posted[0]?.ports[0];
    const heard: unknown[] = [];
    ui[0]?.onMessage((message) => heard.push(message));
    inPage?.postMessage({ columns: Uint32Array.of(7) });
    await settled();
    expect(heard).toEqual([{ columns: Uint32Array.of(7) }]);
    let closed = false;
    ui[0]?.onClose(() => (closed = true));
    inPage?.close();
    expect(closed).toBe(true);

    uiWindow.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    storeWindow.webContents.emit('dom-ready');
    expect(uiWindow.webContents.posted).toHaveLength(2);
    uiWindow.webContents.emit('dom-ready');
    expect(uiWindow.webContents.posted).toHaveLength(4);
    expect([ui.length, store.length]).toEqual([2, 2]);
  });

  it('are not confused by frames and fragments', async () => {
    await start();
    const { storeWindow, uiWindow } = windows();
    uiWindow.webContents.emit('dom-ready');
    uiWindow.webContents.emit('did-start-navigation', { isMainFrame: false, isSameDocument: false });
    uiWindow.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    storeWindow.webContents.emit('dom-ready');
    expect(uiWindow.webContents.posted.at(-1)?.channel).toBe('tern:view-port');
  });
});

describe('the session', () => {
  const decided = (url: string): boolean | undefined => {
    let cancel: boolean | undefined;
    const handler = electron.defaultSession.handlers.get('before-request {"urls":["<all_urls>"]}') as (
      details: { url: string },
      decide: (answer: { cancel: boolean }) => void,
    ) => void;
    handler({ url }, (answer) => {
      ({ cancel } = answer);
    });
    return cancel;
  };

  it('cancels every request but those to our own pages', async () => {
    await start();
    for (const url of [
      'app://bundle/index.html',
      'app://bundle/part/x',
      'data:image/png;base64,',
      'blob:app://bundle/1',
      'devtools://devtools/bundled/devtools_app.html',
    ]) {
      expect(`${url} ${String(decided(url))}`).toBe(`${url} false`);
    }
    for (const url of [
      ...[
        'https://example.org/',
        'http://127.0.0.1/',
        'ws://x/',
        'wss://x/',
        'ftp://x/',
        'file:///etc/passwd',
      ],
      ...[
        'app://bundle.evil/x',
        'app://other/',
        'chrome://gpu/',
        'devtools://devtools/remote/x.js',
        'filesystem:app://bundle/x',
      ],
    ]) {
      expect(`${url} ${String(decided(url))}`).toBe(`${url} true`);
    }
  });

  it('answers foreign schemes itself, proxies to nowhere and resolves nothing', async () => {
    await start();
    for (const scheme of ['http', 'https', 'file']) {
      const answer = await electron.defaultSession.served.get(scheme)?.(new Request('https://example.org/'));
      expect(answer?.status).toBe(403);
    }
    expect(electron.defaultSession.proxy).toEqual({
      mode: 'fixed_servers',
      proxyRules: '127.0.0.1:9',
      proxyBypassRules: '<-loopback>',
    });
    expect(electron.defaultSession.spellChecker).toBe(false);
  });

  it('grants nothing but two things to our own page', async () => {
    await start();
    const { uiWindow, storeWindow } = windows();
    const request = electron.defaultSession.handlers.get('permission-request') as (
      ...args: unknown[]
    ) => void;
    const check = electron.defaultSession.handlers.get('permission-check') as (...args: unknown[]) => boolean;
    const ask = (
      contents: unknown,
      permission: string,
      requestingUrl: string,
      isMainFrame = true,
    ): boolean => {
      let granted = false;
      request(contents, permission, (answer: boolean) => (granted = answer), { requestingUrl, isMainFrame });
      return granted;
    };
    const page = 'app://bundle/index.html';
    for (const permission of ['notifications', 'clipboard-sanitized-write']) {
      expect(ask(uiWindow.webContents, permission, page)).toBe(true);
      expect(ask(uiWindow.webContents, permission, page, false)).toBe(false);
      expect(ask(uiWindow.webContents, permission, 'https://example.org/')).toBe(false);
      expect(ask(storeWindow.webContents, permission, page)).toBe(false);
      expect(check(uiWindow.webContents, permission, 'app://bundle')).toBe(true);
      expect(check(uiWindow.webContents, permission, 'app://bundle.evil')).toBe(false);
      expect(check(null, permission, 'app://bundle')).toBe(false);
    }
    for (const permission of [
      ...[
        'media',
        'geolocation',
        'midi',
        'midiSysex',
        'pointerLock',
        'fullscreen',
        'openExternal',
        'clipboard-read',
      ],
      ...[
        'display-capture',
        'hid',
        'serial',
        'usb',
        'fileSystem',
        'idle-detection',
        'unknown',
        'mediaKeySystem',
      ],
    ]) {
      expect(`${permission} ${ask(uiWindow.webContents, permission, page)}`).toBe(`${permission} false`);
      expect(check(uiWindow.webContents, permission, 'app://bundle')).toBe(false);
    }
    const device = electron.defaultSession.handlers.get('device') as () => boolean;
    expect(device()).toBe(false);
  });

  it('downloads nothing and captures nothing', async () => {
    await start();
    const event = new FakeEvent();
    electron.defaultSession.emit('will-download', event);
    expect(event.prevented).toBe(true);
    const capture = electron.defaultSession.handlers.get('display-media') as (
      request: unknown,
      decide: (streams: object) => void,
    ) => void;
    let streams: object | null = null;
    capture({}, (answer) => {
      streams = answer;
    });
    expect(streams).toEqual({});
  });

  it('is locked once, and so is any other that comes into being', async () => {
    await start();
    electron.app.emit('session-created', electron.defaultSession);
    const other = new FakeSession([]);
    electron.app.emit('session-created', other);
    await settled();
    expect(other.handlers.size).toBe(5);
    expect(other.served.size).toBe(3);
  });
});

describe('the end', () => {
  it('drains first, whoever asks and however often', async () => {
    await start();
    electron.log.length = 0;
    electron.app.quit();
    electron.app.quit();
    await settled();
    expect(electron.log).toEqual(['quit', 'window 1 hide', 'engine stops', 'quit']);
    stopped();
    // What the command line asks at is a file and a socket; taking them away needs the disk.
    await vi.waitFor(() => expect(electron.log.slice(4)).toEqual(['dispose', 'exit 0']));
  });

  it('comes with the window, except on macOS', async () => {
    await start('win32');
    const closing = new FakeEvent();
    electron.log.length = 0;
    windows().uiWindow.emit('close', closing);
    expect(closing.prevented).toBe(true);
    expect(electron.log).toEqual(['quit', 'window 1 hide', 'engine stops']);

    electron = new FakeElectron();
    await start('darwin');
    electron.log.length = 0;
    windows().uiWindow.emit('close', new FakeEvent());
    electron.app.emit('activate');
    expect(electron.log).toEqual(['window 1 hide', 'window 1 restore', 'window 1 show', 'window 1 focus']);
    electron.app.quit();
    const last = new FakeEvent();
    windows().uiWindow.emit('close', last);
    expect(last.prevented).toBe(false);
  });
});

describe('without its window', () => {
  const ends = (lines: readonly string[]): string[] => lines.filter((line) => !line.startsWith('handle '));

  it('goes on when the person wants that, with a way back by the tray and by a second start', async () => {
    wish = { ...wish, keepRunning: true };
    await start('linux');
    const { uiWindow } = windows();
    const [tray] = electron.trays;
    electron.log.length = 0;
    const closing = new FakeEvent();
    uiWindow.emit('close', closing);
    expect(closing.prevented).toBe(true);
    expect(electron.log).toEqual(['window 1 hide']);
    expect(chosen).toEqual([{ kind: 'window-hidden' }]);
    const back = ['window 1 restore', 'window 1 show', 'window 1 focus'];
    for (const come of [
      () => tray?.choose('Open Tern'),
      () => tray?.emit('click'),
      () => electron.app.emit('second-instance', {}, ['tern'], folder),
    ]) {
      electron.log.length = 0;
      come();
      expect(electron.log).toEqual(back);
    }
    // The session that begins starts what runs already.
    electron.log.length = 0;
    electron.app.emit('second-instance', {}, ['tern', '--at-login'], folder);
    expect(electron.log).toEqual([]);
  });

  it('ends by the tray, and drains then as ever', async () => {
    wish = { ...wish, keepRunning: true };
    await start('win32');
    electron.log.length = 0;
    electron.trays[0]?.choose('Quit');
    await settled();
    expect(electron.log).toEqual(['quit', 'window 1 hide', 'engine stops']);
    stopped();
    await vi.waitFor(() => expect(electron.log.slice(3)).toEqual(['dispose', 'exit 0']));
    const last = new FakeEvent();
    windows().uiWindow.emit('close', last);
    expect(last.prevented).toBe(false);
  });

  it.each([
    ['a start by hand', 'linux', false, true, [], true],
    ['a start at login', 'linux', true, true, [], false],
    ['a start at login, where a closed window is the end', 'win32', true, false, [], true],
    ['a start at login with a letter to write', 'linux', true, true, ['mailto:a@tern.example'], true],
    ['a start at login on macOS, which says so itself', 'darwin', true, false, [], false],
    ['a start by hand on macOS', 'darwin', false, false, [], true],
  ] as const)('%s', async (_what, platform, login, keepRunning, given, seen) => {
    wish = { ...wish, keepRunning };
    args = given;
    if (platform === 'darwin') electron.app.loginItem.wasOpenedAtLogin = login;
    else atLogin = login;
    await start(platform);
    const { uiWindow } = windows();
    uiWindow.emit('ready-to-show');
    expect(electron.log.includes('window 1 show')).toBe(seen);
    // Asked for, it comes.
    electron.app.emit('second-instance', {}, [], folder);
    expect(ends(electron.log).slice(-2)).toEqual(['window 1 show', 'window 1 focus']);
  });

  it('shows the window at login where the person wants that', async () => {
    wish = { ...wish, keepRunning: true, startHidden: false };
    atLogin = true;
    await start('linux');
    windows().uiWindow.emit('ready-to-show');
    expect(electron.log).toContain('window 1 show');
  });
});

describe('what the system wants opened', () => {
  it('reaches the engine from the command line of the start, once there is one', async () => {
    const letter = join(folder, 'letter.eml');
    writeFileSync(letter, 'Subject: x');
    args = [
      '.',
      '--demo',
      'mailto:ada@tern.example?subject=Hi',
      'letter.eml',
      '--x.eml',
      join(folder, 'no.eml'),
    ];
    await start();
    await vi.waitFor(() => expect(messageFiles).toEqual(['letter.eml']));
    expect(addresses).toEqual(['mailto:ada@tern.example?subject=Hi']);
  });

  it('comes from a second start, and as macOS’s events, also before anything is ready', async () => {
    await start();
    electron.app.emit('second-instance', {}, ['tern', 'mailto:bo@tern.example'], folder);
    const [url, file] = [new FakeEvent(), new FakeEvent()];
    electron.app.emit('open-url', url, 'mailto:cy@tern.example');
    electron.app.emit('open-file', file, join(folder, 'letter.eml'));
    expect([url.prevented, file.prevented]).toEqual([true, true]);
    expect(addresses).toEqual(['mailto:bo@tern.example', 'mailto:cy@tern.example']);
    await vi.waitFor(() => expect(messageFiles).toEqual(['letter.eml']));
    expect(electron.log.filter((line) => line === 'window 1 focus')).toHaveLength(3);
  });

  it('comes from a later start of the browser host with the same profile', async () => {
    await start();
    const reception = await handInStart(folder, { openings: ['mailto:bo@tern.example'], folder });
    expect(reception).toEqual({ taken: true, link: null });
    expect(addresses).toEqual(['mailto:bo@tern.example']);
    expect(electron.log.at(-1)).toBe('window 1 focus');
  });
});

describe('the machine', () => {
  it('connects anew after a sleep', async () => {
    await start();
    electron.powerMonitor.emit('resume');
    expect(electron.log.at(-1)).toBe('engine resumes');
  });

  it('is not kept from shutting down', async () => {
    await start('darwin');
    electron.powerMonitor.emit('shutdown');
    electron.app.quit();
    expect(electron.log.slice(-2)).toEqual(['quit', 'quitting at once']);
  });
});
