import { EventEmitter } from 'node:events';
import type { ElectronApi } from '@main/host/electron/api';

/**
 * A fake of the part of Electron that Tern uses. It does nothing but remember: every call goes into one log, in order,
 * and every handler can be called by a test.
 */
export class FakeElectron {
  readonly log: string[] = [];
  readonly windows: FakeWindow[] = [];
  readonly app = new FakeApp(this.log);
  readonly defaultSession = new FakeSession(this.log);
  readonly dialogs: unknown[] = [];
  readonly errors: string[] = [];
  readonly opened: string[] = [];
  readonly menus: unknown[] = [];
  readonly schemes: unknown[] = [];
  /** What the person answers: the index of the button, and where to save. */
  answer: number | Promise<number> = 1;
  saveTo = '';
  /** The window that the person is in. */
  focused: FakeWindow | null = null;
  /** What the person chooses in an open dialog; nothing: they cancel. */
  openPaths: string[] = [];
  lock = true;
  openPathProblem = '';
  readonly safeStorage = new FakeSafeStorage();
  readonly powerMonitor = new EventEmitter();
  readonly screen = {
    getAllDisplays: () => [{ workArea: { x: 0, y: 25, width: 1920, height: 1055 } }],
  };
  copied = '';
  /** Icons in the tray or menu bar that were not destroyed. */
  readonly trays: FakeTray[] = [];
  readonly notifications: FakeNotification[] = [];
  notificationsSupported = true;

  constructor() {
    this.app.lock = () => this.lock;
  }

  get api(): ElectronApi {
    const { app, log, windows, defaultSession, dialogs, errors, opened, menus, schemes } = this;
    const focused = (): FakeWindow | null => this.focused;
    class BrowserWindow extends FakeWindow {
      static getFocusedWindow = (): FakeWindow | null => focused();
      constructor(options: Record<string, unknown>) {
        super(options, log, windows.length);
        windows.push(this);
        app.emit('web-contents-created', {}, this.webContents);
      }
    }
    const { trays, notifications } = this;
    const supported = (): boolean => this.notificationsSupported;
    const api = {
      app,
      Tray: class extends FakeTray {
        constructor(image: string) {
          super(image, trays);
        }
      },
      Notification: class extends FakeNotification {
        static isSupported = supported;
        constructor(options: FakeNote) {
          super(options, notifications);
        }
      },
      BrowserWindow,
      MessageChannelMain: FakeChannel,
      session: { defaultSession },
      safeStorage: this.safeStorage,
      powerMonitor: this.powerMonitor,
      screen: this.screen,
      clipboard: { writeText: (text: string) => (this.copied = text) },
      protocol: {
        registerSchemesAsPrivileged: (list: unknown[]) => {
          log.push('registerSchemesAsPrivileged');
          schemes.push(...list);
        },
      },
      Menu: {
        buildFromTemplate: (template: object) =>
          Object.assign(template, { popup: () => log.push('popup') && menus.push(template) }),
        setApplicationMenu: (menu: unknown) => {
          log.push('setApplicationMenu');
          menus.push(menu);
        },
      },
      dialog: {
        showMessageBox: async (options: unknown) => {
          dialogs.push(options);
          return { response: await this.answer, checkboxChecked: false };
        },
        showSaveDialog: (options: unknown) => {
          dialogs.push(options);
          return Promise.resolve({ canceled: this.saveTo === '', filePath: this.saveTo });
        },
        showOpenDialog: (options: unknown) => {
          dialogs.push(options);
          return Promise.resolve({ canceled: this.openPaths.length === 0, filePaths: this.openPaths });
        },
        showErrorBox: (title: string, text: string) => errors.push(`${title}: ${text}`),
      },
      shell: {
        openExternal: (url: string) => {
          opened.push(url);
          return Promise.resolve();
        },
        openPath: (path: string) => {
          opened.push(path);
          return Promise.resolve(this.openPathProblem);
        },
      },
    };
    return api as unknown as ElectronApi;
  }
}

class FakeApp extends EventEmitter {
  isPackaged = true;
  lock = (): boolean => true;
  readonly switches: string[] = [];
  badge = 0;
  readonly protocols = new Set<string>();
  getFileIcon = (path: string): Promise<string> => Promise.resolve(`icon of ${path}`);
  ready: () => void = () => undefined;
  readonly #ready = new Promise<void>((resolve) => {
    this.ready = resolve;
  });
  constructor(private readonly log: string[]) {
    super();
  }
  readonly commandLine = {
    appendSwitch: (name: string, value?: string) => {
      this.log.push(`switch ${name}`);
      this.switches.push(value === undefined ? name : `${name}=${value}`);
    },
  };
  setPath(name: string, path: string): void {
    this.log.push(`setPath ${name} ${path}`);
  }
  getPath(name: string): string {
    return `/home/ada/${name}`;
  }
  isDefaultProtocolClient(protocol: string): boolean {
    return this.protocols.has(protocol);
  }
  setAsDefaultProtocolClient(protocol: string): boolean {
    this.protocols.add(protocol);
    return true;
  }
  /** What the system has on its list, and how the program was started. */
  loginItem = { openAtLogin: false, wasOpenedAtLogin: false };
  loginArgs: readonly string[] = [];
  /** Windows finds the entry by the arguments that it was made with; macOS has none. */
  getLoginItemSettings({ args = [] }: { args?: string[] } = {}): { openAtLogin: boolean } {
    return {
      ...this.loginItem,
      openAtLogin: this.loginItem.openAtLogin && args.join(' ') === this.loginArgs.join(' '),
    };
  }
  setLoginItemSettings({ openAtLogin, args = [] }: { openAtLogin: boolean; args?: string[] }): void {
    this.loginItem.openAtLogin = openAtLogin;
    this.loginArgs = args;
  }
  /** Of the system. */
  locale = 'en-US';
  getLocale(): string {
    return this.locale;
  }
  setBadgeCount(count: number): void {
    this.badge = count;
  }
  setAppUserModelId(): void {
    this.log.push('setAppUserModelId');
  }
  enableSandbox(): void {
    this.log.push('enableSandbox');
  }
  requestSingleInstanceLock(): boolean {
    this.log.push('requestSingleInstanceLock');
    return this.lock();
  }
  async whenReady(): Promise<void> {
    this.log.push('whenReady');
    await this.#ready;
    this.log.push('ready');
  }
  /** As Electron does: asks `before-quit` first, and goes on only when nobody held it back. */
  quit(): void {
    this.log.push('quit');
    const event = new FakeEvent();
    this.emit('before-quit', event);
    if (!event.prevented) this.log.push('quitting at once');
  }
  exit(code: number): void {
    this.log.push(`exit ${code}`);
  }
}

interface FakeMenuItem {
  readonly type?: string;
  readonly label?: string;
  readonly enabled?: boolean;
  readonly click?: () => void;
}

/** An icon in the tray. On Linux it is seen only with a menu; a destroyed one takes no calls. */
export class FakeTray extends EventEmitter {
  tooltip = '';
  menu: readonly FakeMenuItem[] | null = null;
  menusSet = 0;
  #destroyed = false;
  constructor(
    public image: string,
    private readonly all: FakeTray[],
  ) {
    super();
    all.push(this);
  }
  setImage(image: string): void {
    this.#check();
    this.image = image;
  }
  setToolTip(text: string): void {
    this.#check();
    this.tooltip = text;
  }
  setContextMenu(menu: readonly FakeMenuItem[]): void {
    this.#check();
    this.menu = menu;
    this.menusSet += 1;
  }
  destroy(): void {
    this.#destroyed = true;
    this.all.splice(this.all.indexOf(this), 1);
  }
  labels(): readonly (string | undefined)[] {
    return (this.menu ?? []).map(({ label }) => label);
  }
  /** The person chooses what is called so; nothing happens at what is not enabled. */
  choose(label: string): void {
    const item = this.menu?.find((one) => one.label === label);
    if (item?.enabled === false) return;
    item?.click?.();
  }
  #check(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }
}

export interface FakeNote {
  readonly title: string;
  readonly body: string;
  readonly actions: readonly { readonly type: string; readonly text: string }[];
}

/** The system's notification: seen once it is shown. `click`, `action` (with `actionIndex` in its event), `close`, `failed`. */
export class FakeNotification extends EventEmitter {
  constructor(
    readonly options: FakeNote,
    private readonly all: FakeNotification[],
  ) {
    super();
  }
  show(): void {
    this.all.push(this);
    this.emit('show');
  }
  /** The person chooses the action that is called so. */
  act(label: string): void {
    const actionIndex = this.options.actions.findIndex(({ text }) => text === label);
    if (actionIndex < 0) throw new RangeError(`the notification does not offer ${label}`);
    this.emit('action', { actionIndex, selectionIndex: -1 }, actionIndex, -1);
  }
}

export class FakeEvent {
  prevented = false;
  constructor(
    readonly url = '',
    readonly isMainFrame = true,
  ) {}
  preventDefault(): void {
    this.prevented = true;
  }
}

type Handler = (...args: never[]) => unknown;

export class FakeSession extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  readonly served = new Map<string, (request: Request) => Response | Promise<Response>>();
  proxy: unknown;
  spellChecker = true;
  constructor(private readonly log: string[]) {
    super();
  }
  readonly webRequest = {
    onBeforeRequest: (filter: unknown, handler: Handler) => {
      this.log.push('onBeforeRequest');
      this.handlers.set(`before-request ${JSON.stringify(filter)}`, handler);
    },
  };
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) => {
      if (this.served.has(scheme)) throw new Error(`${scheme} is handled already`);
      this.log.push(`handle ${scheme}`);
      this.served.set(scheme, handler);
    },
  };
  setPermissionRequestHandler(handler: Handler): void {
    this.handlers.set('permission-request', handler);
  }
  setPermissionCheckHandler(handler: Handler): void {
    this.handlers.set('permission-check', handler);
  }
  setDevicePermissionHandler(handler: Handler): void {
    this.handlers.set('device', handler);
  }
  setDisplayMediaRequestHandler(handler: Handler): void {
    this.handlers.set('display-media', handler);
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker = enabled;
  }
  setProxy(proxy: unknown): Promise<void> {
    this.proxy = proxy;
    this.log.push('setProxy');
    return Promise.resolve();
  }
}

export class FakeWebContents extends EventEmitter {
  windowOpenHandler: ((details: { url: string }) => unknown) | null = null;
  url = '';
  readonly learned: string[] = [];
  readonly corrected: string[] = [];
  readonly session = { addWordToSpellCheckerDictionary: (word: string) => this.learned.push(word) > 0 };
  replaceMisspelling(word: string): void {
    this.corrected.push(word);
  }
  readonly dragged: { file: string; icon: unknown }[] = [];
  readonly posted: Array<{ channel: string; ports: FakePort[] }> = [];
  getURL(): string {
    return this.url;
  }
  isDestroyed(): boolean {
    return false;
  }
  /** As Electron asks: every frame first, and the page only when nobody objected. @returns whether it may go there. */
  wantsTo(url: string, isMainFrame = true): boolean {
    return ['will-frame-navigate', ...(isMainFrame ? ['will-navigate'] : [])].every((name) => {
      const event = new FakeEvent(url, isMainFrame);
      this.emit(name, event);
      return !event.prevented;
    });
  }
  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.windowOpenHandler = handler;
  }
  startDrag(item: { file: string; icon: unknown }): void {
    this.dragged.push(item);
  }
  postMessage(channel: string, _message: unknown, ports: FakePort[]): void {
    this.posted.push({ channel, ports });
  }
}

export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeWebContents();
  constructor(
    readonly options: Record<string, unknown>,
    private readonly log: string[],
    private readonly number: number,
  ) {
    super();
    this.log.push(`window ${number}`);
  }
  loadURL(url: string): Promise<void> {
    this.log.push(`window ${this.number} loads ${url}`);
    this.webContents.url = url;
    return Promise.resolve();
  }
  isDestroyed(): boolean {
    return false;
  }
  normalBounds = { x: 10, y: 30, width: 1000, height: 700 };
  maximized = false;
  getNormalBounds(): unknown {
    return this.normalBounds;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  maximize(): void {
    this.log.push(`window ${this.number} maximize`);
  }
  isMinimized(): boolean {
    return true;
  }
  show(): void {
    this.log.push(`window ${this.number} show`);
    this.emit('show');
  }
  hide(): void {
    this.log.push(`window ${this.number} hide`);
  }
  restore(): void {
    this.log.push(`window ${this.number} restore`);
  }
  focus(): void {
    this.log.push(`window ${this.number} focus`);
  }
}

/** Two entangled ports, delivering in a later microtask and only after `start`, as Electron's do. */
export class FakePort extends EventEmitter {
  peer: FakePort | null = null;
  #started = false;
  #waiting: unknown[] = [];
  postMessage(message: unknown): void {
    const copy: unknown = structuredClone(message);
    queueMicrotask(() => this.peer?.deliver(copy));
  }
  deliver(data: unknown): void {
    if (this.#started) this.emit('message', { data });
    else this.#waiting.push(data);
  }
  start(): void {
    this.#started = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data });
  }
  close(): void {
    this.emit('close');
    this.peer?.emit('close');
  }
}

class FakeChannel {
  readonly port1 = new FakePort();
  readonly port2 = new FakePort();
  constructor() {
    this.port1.peer = this.port2;
    this.port2.peer = this.port1;
  }
}

/** A keyring that reverses text, can be locked, away, or replaced; without one, the constant key has to be asked for first. */
class FakeSafeStorage {
  available = true;
  /** What the desktop's name suggests. */
  backend = 'gnome_libsecret';
  /** Whether there really is a keyring; null: as the name suggests. */
  keyring: boolean | null = null;
  /** The key that everybody knows is taken when there is no other (Electron 43); else only when it is asked for. */
  lastResort = true;
  locked = false;
  rotated = false;
  plainText = false;
  /** All that was sealed, the last of it last. */
  readonly sealed: string[] = [];
  isAsyncEncryptionAvailable(): Promise<boolean> {
    return Promise.resolve(this.available);
  }
  getSelectedStorageBackend(): string {
    return this.backend;
  }
  setUsePlainTextEncryption(plain: boolean): void {
    this.plainText = plain;
  }
  get #hasKeyring(): boolean {
    return this.keyring ?? !['basic_text', 'unknown'].includes(this.backend);
  }
  /** Why a key is not to be had now; what it seals begins with its tag. */
  #problem(tag: string): string | null {
    if (tag === 'v10') return this.lastResort || this.plainText ? null : 'there is no key';
    if (this.locked) return 'the keyring is locked';
    return this.#hasKeyring ? null : 'there is no key';
  }
  encryptStringAsync(text: string): Promise<Buffer> {
    const tag = this.#hasKeyring ? 'v11' : 'v10';
    const problem = this.#problem(tag);
    if (problem !== null) return Promise.reject(new Error(problem));
    this.sealed.push(text);
    return Promise.resolve(Buffer.from(tag + [...text].reverse().join('')));
  }
  decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const text = sealed.toString();
    const problem = this.#problem(text.slice(0, 3));
    if (problem !== null) return Promise.reject(new Error(problem));
    return Promise.resolve({
      result: [...text.slice(3)].reverse().join(''),
      shouldReEncrypt: this.rotated,
    });
  }
}
