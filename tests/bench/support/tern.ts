import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { EngineContract } from '@shared/contract/engine-api';
import type { Client } from '@shared/rpc/client';
import { buildIsStale } from '../../../scripts/lib/stale.mjs';
import type { Dovecot } from '../../servers/dovecot';
import { engineOf } from '../../support/engine-port';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Where the built program is; another folder lets a bench run beside somebody's build. */
const OUT = process.env['TERN_OUT'] ?? join(root, 'out');

/** What Tern's engine process says of itself. Delays in ms, memory in octets, processor time in µs. */
export interface EngineFigures {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly rss: number;
  readonly cpu: { readonly user: number; readonly system: number };
  /** The first IMAP commands since its start, up to a FETCH, and when they went out, ms since 1970. */
  readonly commands: readonly { readonly word: string; readonly at: number }[];
}

/** The whole program, running: engine process, Chromium, one page; and a port to the engine of our own. */
export interface RunningTern {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly engine: Client<EngineContract>;
  readonly profile: string;
  figures(reset?: boolean): Promise<EngineFigures>;
  /** The same, from now on without measuring delays, which keeps the process awake. */
  resting(): Promise<EngineFigures>;
  close(): Promise<void>;
}

export interface TernOptions {
  /** Both are kept when named: a second start finds what the first left. */
  readonly profile?: string;
  readonly browserProfile?: string;
  /** Tall enough for fifty rows unless said otherwise. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Run in the page before anything of it. */
  readonly script?: string;
}

export async function startTern(options: TernOptions = {}): Promise<RunningTern> {
  ensureBuilt();
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'tern-bench-profile-')));
  const browserProfile = options.browserProfile ?? (await mkdtemp(join(tmpdir(), 'tern-bench-browser-')));
  const child = spawn(
    process.execPath,
    [
      ...(process.env['TERN_BENCH_NODE'] ?? '').split(' ').filter(Boolean),
      '--import',
      join(root, 'tests/bench/support/loop-delay.mjs'),
      join(OUT, 'main/browser.js'),
      '--no-open',
      '--profile',
      profile,
    ],
    { cwd: root, stdio: ['pipe', 'pipe', 'inherit', 'ipc'] },
  );
  const url = await address(child);
  const context = await chromium.launchPersistentContext(browserProfile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    viewport: options.viewport ?? { width: 1280, height: 4200 },
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(process.env['TERN_BENCH_CHROMIUM'] ?? '').split(' ').filter(Boolean),
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  if (options.script !== undefined) await page.addInitScript(options.script);
  await page.goto(url);
  const engine = await engineOf(context, url);
  return {
    page,
    context,
    engine,
    profile,
    figures: (reset = false) => ask(child, reset ? 'reset' : 'figures'),
    resting: () => ask(child, 'resting'),
    async close() {
      engine.close();
      await context.close();
      await ended(child);
      if (options.profile === undefined) await rm(profile, { recursive: true, force: true });
      if (options.browserProfile === undefined) await rm(browserProfile, { recursive: true, force: true });
    },
  };
}

/** Adds the account of a local Dovecot without encryption, as to the loopback it may be. */
export const addAccount = (tern: RunningTern, dovecot: Dovecot, user: string, password: string) =>
  tern.engine.api.addAccount({
    secrets: 'session',
    account: {
      label: 'Bench',
      fullName: 'Ada Bench',
      address: user,
      color: 0,
      password,
      incoming: {
        protocol: 'imap',
        host: '127.0.0.1',
        port: dovecot.ports.imap,
        tls: 'none',
        user,
        auth: 'password',
      },
      outgoing: { host: '127.0.0.1', port: 1, tls: 'none', user: '', auth: 'none' },
    },
  });

const ask = (child: ChildProcess, what: 'reset' | 'figures' | 'resting'): Promise<EngineFigures> =>
  new Promise((resolve) => {
    child.once('message', (figures) => resolve(figures as EngineFigures));
    child.send(what);
  });

function ensureBuilt(): void {
  if (process.env['TERN_OUT'] !== undefined) return;
  if (!buildIsStale() && existsSync(join(OUT, 'main/browser.js'))) return;
  const built = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'ignore' });
  if (built.status !== 0) throw new Error('npm run build fails');
}

function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('exit', () => reject(new Error(`Tern ended: ${said}`)));
    child.stdout?.on('data', (data: Buffer) => {
      said += data.toString();
      const url = /http:\/\/\S+/.exec(said)?.[0];
      if (url !== undefined) resolve(url);
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGINT');
  });
}
