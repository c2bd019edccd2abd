import { createServer, type Server } from 'node:http';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import react from '@vitejs/plugin-react';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Where the pictures go; another folder for runs beside others. */
const SHOTS = process.env['TERN_SHOTS'] ?? '/tmp/shots';
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** One picture: what the gallery shows (its hash), how big, and what is done before it is taken. */
export interface Shot {
  readonly name: string;
  /** `inbox=100000&phase=trouble`, see `src/renderer/app/testing/gallery.tsx`. */
  readonly scene: string;
  readonly size?: readonly [number, number];
  readonly theme?: 'light' | 'dark';
  readonly act?: (page: Page) => Promise<void>;
}

export const WIDE = [1280, 800] as const;
export const LARGE = [1440, 900] as const;
export const SMALL = [760, 600] as const;

export interface Gallery {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the gallery page (the whole UI on a fake engine and store) and serves it on a free port of 127.0.0.1. */
export async function openGallery(page = 'gallery.html'): Promise<Gallery> {
  // A folder of its own: other runs build theirs at the same time.
  const out = await mkdtemp(join(tmpdir(), 'tern-gallery-'));
  await build({
    root: join(root, 'src/renderer'),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    resolve: {
      alias: { '@shared': join(root, 'src/shared'), '@renderer': join(root, 'src/renderer') },
    },
    build: {
      outDir: out,
      emptyOutDir: true,
      minify: false,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rollupOptions: { input: join(root, 'src/renderer', page) },
    },
    worker: { format: 'es' },
  });
  const server: Server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
    const file = join(out, path);
    if (!file.startsWith(out)) {
      response.writeHead(403).end();
      return;
    }
    readFile(file)
      .then((data) => {
        response
          .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
          .end(data);
      })
      .catch(() => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(out, { recursive: true, force: true });
    },
  };
}

export const launchChromium = (args: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', ...args] });

/** Takes pictures into `SHOTS`. Returns what the pages wrote to their consoles as errors. */
export async function shoot(shots: readonly Shot[], page = 'gallery.html'): Promise<string[]> {
  await mkdir(SHOTS, { recursive: true });
  const site = await openGallery(page);
  const browser = await launchChromium();
  const errors: string[] = [];
  try {
    for (const shot of shots) {
      const [width, height] = shot.size ?? WIDE;
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: shot.theme ?? 'light',
        locale: 'en-GB',
      });
      const tab = await context.newPage();
      tab.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          errors.push(`${shot.name}: ${message.text()}`);
      });
      tab.on('pageerror', (error) => errors.push(`${shot.name}: ${error.message}`));
      await tab.goto(`${site.url}/${page}#${shot.scene}`);
      await tab.waitForSelector('.app, .first-run', { timeout: 10_000 });
      await tab.waitForTimeout(250);
      try {
        await shot.act?.(tab);
        await tab.waitForTimeout(200);
      } catch (error) {
        errors.push(`${shot.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
      await tab.screenshot({ path: join(SHOTS, `${shot.name}.png`) });
      await context.close();
    }
  } finally {
    await browser.close();
    await site.close();
  }
  return errors;
}
