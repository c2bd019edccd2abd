import { join } from 'node:path';
import type { BrowserWindow, Session } from 'electron';
import type { EngineHost } from '@main/services/engine-host';
import type { Reception, SecondStart } from '../control/second-start';
import { type Control, serveControl } from '../control/serve';
import { engineParts, type EngineParts } from '../engine-parts';
import { type InUse, inUse } from '../in-use';
import { openingArguments } from '../message-file';
import { SCHEME, type ElectronApi, type OnError } from './api';
import { appProtocol } from './app-protocol';
import { offerContextMenu } from './context-menu';
import { ElectronDesktop } from './desktop';
import { AT_LOGIN } from './flags';
import { HandOver } from './hand-over';
import { lockDown } from './lock-down';
import type { LoginItem } from './login-item';
import { denyNavigation } from './navigation';
import { OutsideLinks } from './open-outside';
import { ElectronSecretStore } from './secret-store';
import { ElectronShell } from './shell';
import { reloadWhenGone } from './reload-when-gone';
import { prepareApp } from './startup';
import { SystemOpenings } from './system-openings';
import { spokenOf } from '@shared/model/spoken';
import { HOST_TEXTS, type HostTexts } from './texts';
import { hasTrayHost } from './tray-host';
import { createStoreWindow, createUiWindow, loadStore, loadUi } from './windows';
import { lastPlace, rememberPlace } from './window-place';

export interface ElectronRun {
  readonly api: ElectronApi;
  readonly version: string;
  readonly profile: string;
  readonly demo: boolean;
  /** The command line, for what the system wants opened, and what its paths are relative to. */
  readonly args: readonly string[];
  readonly folder: string;
  /** `out/preload` and `out/renderer`. */
  readonly preload: string;
  readonly root: string;
  readonly platform: NodeJS.Platform;
  /** The system started Tern because the person logged in. */
  readonly atLogin: boolean;
  /** Null where Tern is not installed, or this is not the profile that a start without arguments has. */
  readonly loginItem: LoginItem | null;
  readonly startEngine: (parts: EngineParts) => Promise<EngineHost>;
  readonly onError: OnError;
  /** After the drain, before the process ends. */
  readonly dispose?: () => Promise<void>;
}

/** How long a drain may take before Tern ends anyway; the vault continues what was not finished. */
const DRAIN_MS = 10_000;
/**
 * Tern in Electron, from start to end. The order matters: what must be said before `ready`; then no session without
 * its locks; then the engine; then pages. Resolves when the windows are loading.
 */
export async function runElectron(run: ElectronRun): Promise<void> {
  const { api, platform } = run;
  const { app } = api;
  prepareApp(api, run.profile);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const openings = new SystemOpenings(run.onError);
  openings.watch(api);
  openings.take(run.args, run.folder);
  const { loginItem } = run;
  const icons = join(run.root, 'tray');
  const desktop = new ElectronDesktop({ api, platform, icons, loginItem, hasTrayHost });
  const links = new OutsideLinks(api, () => desktop.texts);
  denyNavigation(api, links, run.onError);
  const locked = new WeakMap<Session, Promise<void>>();
  const lock = (session: Session): Promise<void> => {
    const known = locked.get(session) ?? lockDown(session, platform);
    locked.set(session, known);
    return known;
  };
  app.on('session-created', (session) => {
    lock(session).catch((error: unknown) => fail(api, error));
  });
  await app.whenReady();
  await lock(api.session.defaultSession);

  const shell = new ElectronShell(api, links, platform, desktop);
  let engine: EngineHost;
  try {
    const secrets = new ElectronSecretStore(api, run.profile, { platform });
    const { version, profile, demo } = run;
    const parts = engineParts({ host: 'electron', version, profile, demo, secrets, shell });
    engine = await run.startEngine(parts).catch(async (error: unknown) => {
      const held = inUse(error);
      if (!held || !(await wantsToTakeOver(api, held))) throw error;
      return run.startEngine({ ...parts, takeOver: true, seen: held.sign });
    });
  } catch (error) {
    fail(api, error);
    return;
  }
  shell.onCommand = (id) => engine.runCommand(id);
  desktop.onChoice = (choice) => engine.chosen(choice);
  loginItem?.refresh().catch(run.onError);
  // Sockets are dead after a sleep without knowing it (C9).
  api.powerMonitor.on('resume', () => engine.resume());
  const lifecycle = new Lifecycle(run, engine, shell, desktop, openings);
  lifecycle.drainBeforeQuit();
  // Without it the command line cannot ask; mail is none the worse for that.
  lifecycle.control = await serveControl({
    engine,
    profile: run.profile,
    platform,
    receive: (start) => lifecycle.receive(start),
  }).catch((error: unknown) => {
    run.onError(error);
    return null;
  });
  api.session.defaultSession.protocol.handle(SCHEME, appProtocol({ files: engine.files, root: run.root }));
  shell.showFirstMenu();
  openings.connect(engine);
  await lifecycle.openWindows();
}

/** In the system's language: what was chosen is in the settings, which can't be read. */
const systemTexts = (app: ElectronApi['app']): HostTexts => HOST_TEXTS[spokenOf('', [app.getLocale()])];

/** Asks about a profile that somebody may have open and that gives no sign of life. */
async function wantsToTakeOver(
  { app, dialog }: Pick<ElectronApi, 'app' | 'dialog'>,
  { computer, perhaps }: InUse,
): Promise<boolean> {
  if (!perhaps) return false;
  const texts = systemTexts(app);
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: computer === '' ? texts.perhapsHere : texts.perhapsThere(computer),
    detail: computer === '' ? texts.perhapsHereDetail : texts.perhapsThereDetail(computer),
    buttons: [texts.openAnyway, texts.quit],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

function fail({ app, dialog }: Pick<ElectronApi, 'app' | 'dialog'>, error: unknown): void {
  const held = inUse(error);
  const texts = systemTexts(app);
  // Who was asked has answered.
  if (held?.perhaps !== true)
    dialog.showErrorBox(texts.startFailed, held ? whoHasIt(held, texts) : String(error));
  app.exit(1);
}

const whoHasIt = ({ computer }: InUse, texts: HostTexts): string =>
  computer === '' ? texts.alreadyOpen : texts.openThere(computer);

class Lifecycle {
  #quitting = false;
  #systemEnds = false;
  #draining: Promise<void> | null = null;
  #ui: BrowserWindow | null = null;
  control: Control | null = null;

  constructor(
    private readonly run: ElectronRun,
    private readonly engine: EngineHost,
    private readonly shell: ElectronShell,
    private readonly desktop: ElectronDesktop,
    private readonly openings: SystemOpenings,
  ) {}

  /** A later start of the browser host with this profile hands its wishes over and ends. */
  receive({ openings, folder }: SecondStart): Promise<Reception> {
    this.openings.take(openings, folder);
    this.#show();
    return Promise.resolve({ taken: true, link: null });
  }

  /** The first wish to quit is held back until the engine has finished what must not be cut short. */
  drainBeforeQuit(): void {
    const { app, powerMonitor } = this.run.api;
    powerMonitor.on('shutdown', () => {
      this.#systemEnds = true;
    });
    app.on('before-quit', (event) => {
      this.#quitting = true;
      // Who holds back here would stop the system from shutting down. What is in the vault survives any end.
      if (this.#systemEnds) return;
      event.preventDefault();
      this.#draining ??= this.#drain().finally(() => app.exit(0));
    });
  }

  async openWindows(): Promise<void> {
    const { api, preload, platform, profile, onError } = this.run;
    const options = { preload, platform, devTools: !api.app.isPackaged };
    const store = createStoreWindow(api, options);
    const ui = createUiWindow(api, options, await lastPlace(profile, api.screen), this.#startsHidden());
    rememberPlace(ui, profile, onError);
    offerContextMenu(api, ui.webContents, () => this.shell.words);
    new HandOver(api, this.engine, ui, store).watch();
    const reloading = { quitting: () => this.#quitting, onError };
    reloadWhenGone(store, loadStore, reloading);
    reloadWhenGone(ui, loadUi, reloading);
    this.#onClose(ui);
    this.#ui = ui;
    const show = (): void => this.#show();
    this.desktop.onShow = show;
    // A second start hands its wishes over and ends. The way back to the window also where no tray shows an icon.
    api.app.on('second-instance', (_event, args, folder) => {
      this.openings.take(args, folder);
      if (!args.includes(AT_LOGIN)) show();
    });
    api.app.on('open-url', show);
    api.app.on('open-file', show);
    api.app.on('activate', show);
    await Promise.all([loadStore(store), loadUi(ui)]);
  }

  #show(): void {
    if (this.#ui?.isMinimized() === true) this.#ui.restore();
    this.#ui?.show();
    this.#ui?.focus();
  }

  /** What was handed over with the start wants to be seen. macOS says itself how the program was started. */
  #startsHidden(): boolean {
    const { api, platform, atLogin, args } = this.run;
    const byLogin = platform === 'darwin' ? api.app.getLoginItemSettings().wasOpenedAtLogin : atLogin;
    const { addresses, files } = openingArguments(args, this.run.folder);
    return byLogin && this.desktop.startsHidden && addresses.length + files.length === 0;
  }

  /** Where Tern keeps running a closed window is only hidden; else it is the program, whatever else is hidden. */
  #onClose(ui: BrowserWindow): void {
    ui.on('close', (event) => {
      if (this.#quitting) return;
      event.preventDefault();
      if (!this.desktop.keepsRunning) {
        this.run.api.app.quit();
        return;
      }
      ui.hide();
      this.engine.chosen({ kind: 'window-hidden' });
    });
  }

  async #drain(): Promise<void> {
    // Nobody types any more into what is about to end.
    this.#ui?.hide();
    let timer: NodeJS.Timeout | undefined;
    const impatient = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, DRAIN_MS);
    });
    try {
      await Promise.race([Promise.all([this.engine.stop(), this.control?.close()]), impatient]);
      await this.shell.dispose();
      await this.run.dispose?.();
    } catch (error) {
      this.run.onError(error);
    } finally {
      clearTimeout(timer);
    }
  }
}
