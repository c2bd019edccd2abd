import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Download,
  type Locator,
  type Page,
} from 'playwright-core';
import { stopProcess } from '../../servers/processes';
import { hearFailures } from './failures';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Where the built program is; another folder for runs beside a build that is being changed. */
export const OUT = process.env['TERN_OUT'] ?? join(root, 'out');

let built: Promise<void> | null = null;

/** Builds the program once, if it is older than its sources. */
export function ensureBuilt(): Promise<void> {
  built ??= (async () => {
    if (process.env['TERN_OUT'] !== undefined) return;
    const { buildIsStale } = (await import(join(root, 'scripts/lib/stale.mjs'))) as {
      buildIsStale(): boolean;
    };
    if (!buildIsStale()) return;
    const build = spawn(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'pipe' });
    const output = collect(build);
    const code = await exitOf(build);
    if (code !== 0) throw new Error(`the build failed:\n${output()}`);
  })();
  return built;
}

export interface HostOptions {
  readonly demo?: boolean;
  /** Another one is made, and removed in the end, when none is given. */
  readonly profile?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What the system wants opened: `mailto:` addresses, `.eml` files. */
  readonly openings?: readonly string[];
}

/** The browser host as a process of its own. */
export interface Host {
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  readonly profile: string;
  readonly child: ChildProcess;
  output(): string;
  /** Asks for another one-time address, as a person does by pressing Enter. */
  link(): Promise<string>;
  /** Ctrl-C. @returns exit code */
  interrupt(): Promise<number | null>;
  /** No time to say goodbye. The profile stays. */
  kill(): Promise<void>;
  /** Ends the process in whatever state it is, and removes a profile that was made for it. */
  close(): Promise<void>;
}

const ADDRESS = /http:\/\/127\.0\.0\.1:(\d+)\/\?token=\S+/g;

/** Starts `node out/main/browser.js --no-open` and waits for its address. */
export async function startHost(options: HostOptions = {}): Promise<Host> {
  await ensureBuilt();
  const own = options.profile === undefined ? await mkdtemp(join(tmpdir(), 'tern-e2e-')) : null;
  const profile = options.profile ?? own ?? '';
  const child = runHost(
    [
      '--no-open',
      '--profile',
      profile,
      ...(options.demo === true ? ['--demo'] : []),
      ...(options.port === undefined ? [] : ['--port', String(options.port)]),
      ...(options.openings ?? []),
    ],
    options.env,
  );
  const output = collect(child);
  const addresses = (): RegExpMatchArray[] => [...output().matchAll(ADDRESS)];
  const address = (n: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = addresses()[n];
        if (found === undefined) return;
        child.stdout?.off('data', look);
        resolve(found[0]);
      };
      child.stdout?.on('data', look);
      child.once('exit', (code) => reject(new Error(`the host ended with ${String(code)}:\n${output()}`)));
      look();
    });
  const url = await address(0);
  const { origin, port } = new URL(url);
  return {
    url,
    origin,
    port: Number(port),
    profile,
    child,
    output,
    link: () => {
      const next = addresses().length;
      child.stdin?.write('\n');
      return address(next);
    },
    interrupt: async () => {
      const ended = exitOf(child);
      child.kill('SIGINT');
      return ended;
    },
    kill: async () => {
      const ended = exitOf(child);
      child.kill('SIGKILL');
      await ended;
    },
    close: async () => {
      await stopProcess(child, 'SIGINT');
      if (own !== null) await rm(own, { recursive: true, force: true });
    },
  };
}

/** The host's process with any arguments, for what ends by itself. */
export function runHost(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const child = spawn(process.execPath, [join(OUT, 'main/browser.js'), ...args], {
    cwd: root,
    stdio: 'pipe',
    env: { ...process.env, ...env },
  });
  const onExit = (): void => void child.kill('SIGKILL');
  process.once('exit', onExit);
  child.once('exit', () => process.off('exit', onExit));
  return child;
}

/** Everything a process writes. */
export function collect(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: Buffer): void => {
    text += chunk.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => text;
}

export const exitOf = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)));

/** Chromium as the tests want it: nothing of its own on the network. */
export const openChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export interface WindowOptions {
  readonly size?: readonly [number, number];
  readonly theme?: 'light' | 'dark';
  /** Console errors that the test itself brings about, such as a host that is gone. */
  readonly expected?: RegExp;
  /** A test server's certificate is no one's that Chromium knows. */
  readonly anyCertificate?: boolean;
  /** A browser folder that there is already; else one of its own. */
  readonly context?: BrowserContext;
}

/** One window of Tern in a browser profile of its own, with the handles that tests and people share. */
export class Tern {
  /** Console errors, exceptions, policy violations, failed requests: a good run has none. */
  readonly complaints: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async open(browser: Browser, url: string, options: WindowOptions = {}): Promise<Tern> {
    const [width, height] = options.size ?? [1280, 800];
    const context =
      options.context ??
      (await browser.newContext({
        viewport: { width, height },
        locale: 'en-GB',
        colorScheme: options.theme ?? 'light',
        acceptDownloads: true,
        ignoreHTTPSErrors: options.anyCertificate === true,
      }));
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const tern = new Tern(context, page);
    const complain = (text: string): void => {
      if (options.expected?.test(text) !== true) tern.complaints.push(text);
    };
    page.on('console', (message) => {
      if (message.type() === 'error') complain(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => complain(`exception: ${error.message}`));
    page.on('response', (response) => {
      if (response.status() >= 400) complain(`${response.status()} ${response.url()}`);
    });
    await hearFailures(page);
    // A violation in a mail's frame, too, comes to the page as an event of its own document only; the console has it.
    await page.goto(url);
    return tern;
  }

  close(): Promise<void> {
    return this.context.close();
  }

  /** For a failed test: a picture in /tmp/shots, and what Tern itself says is going on. */
  async report(name: string): Promise<string> {
    const path = `/tmp/shots/failed-${name.replaceAll(/\W+/g, '-').slice(0, 60)}.png`;
    await this.page.screenshot({ path });
    const status = await this.page
      .locator('.statusline')
      .innerText({ timeout: 1000 })
      .catch(() => 'no status line');
    return `${path}\n${status}\n${this.complaints.join('\n')}`;
  }

  // The list

  get rows(): Locator {
    return this.page.locator('[role=option][data-index]:not(.is-leaving)');
  }
  /** Rows whose spoken text has this in it. */
  row(text: string | RegExp): Locator {
    return this.rows
      .filter({ has: this.page.locator('.row-words') })
      .and(this.page.getByRole('option', { name: text }));
  }
  get list(): Locator {
    return this.page.getByRole('listbox');
  }
  /** How many rows the list has, those out of sight included. */
  async total(): Promise<number> {
    return Number((await this.rows.first().getAttribute('aria-setsize')) ?? 0);
  }
  async search(text: string): Promise<void> {
    await this.page.getByRole('search').getByRole('combobox').fill(text);
  }

  // Folders

  folder(name: string | RegExp): Locator {
    return this.page.getByRole('treeitem', { name });
  }
  async go(name: string | RegExp, heading = name): Promise<void> {
    await this.folder(name).first().click();
    await this.page.getByRole('heading', { level: 1, name: heading }).first().waitFor();
  }

  // The reader

  get reader(): Locator {
    return this.page.locator('section.reader');
  }
  get subject(): Locator {
    return this.reader.locator('.reader-subject');
  }
  async openRow(text: string | RegExp): Promise<void> {
    await this.row(text).first().click();
    await this.reader.locator('.reader-message').first().waitFor();
  }
  /** The texts of the HTML frames of the open message. */
  frame(n = 0): ReturnType<Locator['contentFrame']> {
    return this.reader.locator('iframe').nth(n).contentFrame();
  }

  // Commands

  async palette(text: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    const box = this.page
      .getByRole('dialog')
      .getByRole('combobox')
      .or(this.page.getByRole('dialog').getByRole('textbox'));
    await box.first().fill(text);
    await this.page.keyboard.press('Enter');
  }
  toast(text: string | RegExp): Locator {
    return this.page.locator('.ui-toast, [role=status], [role=alert]').filter({ hasText: text });
  }
  /** The composer that is open. */
  get composer(): Locator {
    return this.page.locator('section.compose').last();
  }
  /** Downloads what a press leads to. */
  async downloaded(press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
    const [download] = await Promise.all([this.page.waitForEvent('download', { timeout: 60_000 }), press()]);
    return { name: download.suggestedFilename(), bytes: await bytesOf(download) };
  }
}

async function bytesOf(download: Download): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await download.createReadStream()) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Asks until it is so; for what has no event to wait for, such as a server's state. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  ms = 20_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What of a profile is on the disk. */
export const filesIn = async (folder: string): Promise<string[]> =>
  existsSync(folder) ? (await readdir(folder, { recursive: true })).map(String) : [];
