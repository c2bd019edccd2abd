import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { EngineHost } from '@main/services/engine-host';
import { engineParts, type EngineParts } from '../engine-parts';
import { type InUse, inUse } from '../in-use';
import { handInStart, type Reception, type SecondStart } from '../control/second-start';
import { type Control, serveControl } from '../control/serve';
import { defaultProfile, makePrivateFolder } from '../profile';
import { giveOpenings } from '../message-file';
import { parseFlags, type Flags } from './flags';
import { findBrowser, openBrowser, thisMachine } from './open-browser';
import { FileSecretStore } from './secret-store';
import { browserShell } from './shell';
import { startBrowserHost, type BrowserHost } from './server';
import { onUsualPort } from './usual-port';

export interface RunOptions {
  readonly args: readonly string[];
  readonly version: string;
  /** The folder of the built renderer. */
  readonly root: string;
  readonly startEngine: (parts: EngineParts) => Promise<EngineHost>;
  readonly say: (line: string) => void;
}

/** A window that is closed this soon was handed to a browser that was running already. */
const HANDED_OVER_MS = 4_000;
/** How long a drain may take before Tern ends anyway. */
const DRAIN_MS = 10_000;

/**
 * The browser host from command line to end: engine, server, window, and a clean stop on Ctrl-C, SIGTERM or when the
 * window is closed. @returns the exit code.
 */
export async function runBrowserHost(options: RunOptions): Promise<number> {
  const { args, version, root, startEngine, say } = options;
  let flags: Flags;
  try {
    flags = parseFlags(args);
  } catch (error) {
    say(`tern: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  const { profile, dispose } = await openProfile(flags);
  let engine: EngineHost | null = null;
  let host: BrowserHost | null = null;
  let control: Control | null = null;
  try {
    const reception = await handInStart(profile, { openings: flags.openings, folder: process.cwd() });
    if (reception !== null) return handedOver(reception, flags, profile, say);
    const secrets = new FileSecretStore(profile);
    const started = await startEngine(
      engineParts({
        host: 'browser',
        version,
        profile,
        demo: flags.demo,
        secrets,
        shell: browserShell(flags.open),
        takeOver: flags.takeOver,
        onListen: (computer) =>
          say(`tern: this profile was last open on ${computer}; seeing whether it still is …`),
      }),
    );
    engine = started;
    const unreadable = await giveOpenings(started, flags.openings, process.cwd());
    if (unreadable !== null) {
      say(`tern: ${notAMessage(unreadable)}`);
      return 1;
    }
    const serve = (port: number): Promise<BrowserHost> =>
      startBrowserHost({
        engine: started,
        root,
        port,
        onError: (error) => say(`tern: ${String(error)}`),
      });
    const served = flags.port === 0 ? await onUsualPort(profile, serve) : await serve(flags.port);
    host = served;
    // Without it the command line cannot ask; mail is none the worse for that.
    const receive = (start: SecondStart): Promise<Reception> => welcome(started, served, start);
    control = await serveControl({ engine: started, profile, receive }).catch((error: unknown) => {
      say(`tern: the command line cannot reach this Tern: ${String(error)}`);
      return null;
    });
    const reason = await present(served, flags, profile, say);
    say(`tern: ${reason}; finishing …`);
    return 0;
  } catch (error) {
    say(`tern: ${explain(error, flags)}`);
    return 1;
  } finally {
    await control?.close();
    await withinDrainTime(engine?.stop(), say);
    await host?.close();
    await dispose();
  }
}

/** A later start with this profile: what it was to open goes to the page that is there, else it is given a link. */
async function welcome(
  engine: EngineHost,
  host: BrowserHost,
  { openings, folder }: SecondStart,
): Promise<Reception> {
  const unreadable = await giveOpenings(engine, openings, folder);
  if (unreadable !== null) return { taken: false, reason: notAMessage(unreadable) };
  return { taken: true, link: openings.length > 0 && host.shown() ? null : host.link() };
}

/** This start is the later one. @returns the exit code. */
function handedOver(
  reception: Reception,
  flags: Flags,
  profile: string,
  say: (line: string) => void,
): number {
  if (!reception.taken) {
    say(`tern: ${reception.reason}`);
    return 1;
  }
  const { link } = reception;
  if (link === null) {
    say('tern: Tern is already open with this profile; its window has been told.');
    return 0;
  }
  const found = flags.open ? findBrowser(thisMachine()) : null;
  if (found !== null && 'browser' in found) {
    say('tern: Tern is already open with this profile; opening another window of it.');
    openBrowser(found.browser, link, profile).unref();
  } else {
    say('tern: Tern is already open with this profile.');
    say(`Tern is at ${link}`);
  }
  return 0;
}

const notAMessage = (path: string): string => `${path} is no message file that can be read.`;

/** A demo leaves nothing behind, unless it was given a folder of its own. */
async function openProfile({
  demo,
  profile,
}: Flags): Promise<{ profile: string; dispose: () => Promise<void> }> {
  if (profile === null && demo) {
    const folder = await mkdtemp(join(tmpdir(), 'tern-demo-'));
    return { profile: folder, dispose: () => rm(folder, { recursive: true, force: true }) };
  }
  const folder =
    profile === null ? defaultProfile(process.platform, process.env, homedir()) : resolve(profile);
  await makePrivateFolder(folder);
  return { profile: folder, dispose: () => Promise.resolve() };
}

/** Shows where Tern is and waits for a reason to end. */
async function present(
  host: BrowserHost,
  flags: Flags,
  profile: string,
  say: (line: string) => void,
): Promise<string> {
  const signals = new AbortController();
  const ended = [onSignal('SIGINT', signals.signal), onSignal('SIGTERM', signals.signal)];
  const found = flags.open ? findBrowser(thisMachine()) : null;
  if (found !== null && 'browser' in found) {
    say(`tern: opening ${found.browser}; Ctrl-C or closing the window ends Tern.`);
    ended.push(windowClosed(openBrowser(found.browser, host.link(), profile), host, say));
  } else {
    if (found !== null) say(`tern: ${found.reason}, so open this address yourself. Ctrl-C ends Tern.`);
    say(`Tern is at ${host.link()}`);
  }
  const lines = createInterface({ input: process.stdin, terminal: false });
  // Every address works once: Enter asks for another, for a second browser or after a lost cookie.
  lines.on('line', () => say(`Tern is at ${host.link()}`));
  try {
    return await Promise.race(ended);
  } finally {
    signals.abort();
    // Also pauses the terminal, so that it no longer keeps the process.
    lines.close();
  }
}

/** One Ctrl-C arrives several times: from the terminal, and again from each npm in between. */
const SAME_KEYPRESS_MS = 1_000;

function onSignal(name: NodeJS.Signals, stop: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const listener = (): void => resolve(name);
    process.once(name, listener);
    stop.addEventListener('abort', () => {
      process.off(name, listener);
      const since = performance.now();
      // From here on another one means: at once.
      process.on(name, () => {
        if (performance.now() - since > SAME_KEYPRESS_MS) process.exit(130);
      });
    });
  });
}

function windowClosed(
  browser: ReturnType<typeof openBrowser>,
  host: BrowserHost,
  say: (line: string) => void,
): Promise<string> {
  const started = performance.now();
  return new Promise((resolve) => {
    browser.once('error', () => say(`tern: the browser did not start. Tern is at ${host.link()}`));
    browser.once('exit', () => {
      if (performance.now() - started > HANDED_OVER_MS) resolve('the window was closed');
      else say(`tern: the browser went away at once. Tern is at ${host.link()}`);
    });
  });
}

async function withinDrainTime(
  drained: Promise<void> | undefined,
  say: (line: string) => void,
): Promise<void> {
  if (drained === undefined) return;
  const impatient = new Promise<void>((resolve) => {
    setTimeout(() => {
      say('tern: something is still busy; what was not finished is continued at the next start.');
      resolve();
    }, DRAIN_MS).unref();
  });
  await Promise.race([drained, impatient]);
}

/** Who has the profile open, and the way to go on. */
export function whoHasIt({ computer, perhaps }: InUse): string {
  if (computer === '' && !perhaps)
    return 'Tern is already open with this profile. Use that window, or another --profile.';
  if (computer === '')
    return 'Tern may already be open with this profile. If it is not, start with --take-over.';
  return perhaps
    ? `Tern was open with this profile on ${computer} and was not closed there. It gave no sign of life: it may have crashed, or ${computer} is asleep or cut off. Close it there; if it does not run there any more, start with --take-over.`
    : `Tern is open with this profile on ${computer}. Close it there first, or use another --profile.`;
}

function explain(error: unknown, { port }: Flags): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE') return `port ${port} is taken; choose another with --port, or leave it out.`;
  const held = inUse(error);
  if (held) return whoHasIt(held);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
