import { createServer, type Server, type ServerResponse } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The app's policy (security.md §3), with the lab's own Trusted Types policy added for tests that bypass the sanitiser. */
export const APP_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types dompurify tern-frame lab',
].join('; ');

/** A red 2×2 GIF, what `/image/…` answers. */
const GIF = Buffer.from('R0lGODlhAgACAIAAAP8AAAAAACH5BAAAAAAALAAAAAACAAIAAAIChFEAOw==', 'base64');

export interface LabServer {
  readonly origin: string;
  /** Paths asked for, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Builds one browser entry and serves it on loopback: `/` with the app's policy, `/open` without any. */
export async function startLab(entry: string): Promise<LabServer> {
  const out = await mkdtemp(join(tmpdir(), 'tern-lab-'));
  // Under vitest NODE_ENV is "test", by which the React plugin would write development JSX for production React.
  const environment = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [react()],
    resolve: {
      alias: { '@shared': join(root, 'src/shared'), '@renderer': join(root, 'src/renderer') },
    },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: out,
      emptyOutDir: true,
      modulePreload: false,
      minify: false,
      rollupOptions: {
        input: join(root, entry),
        output: { entryFileNames: 'lab.js', assetFileNames: 'lab[extname]', codeSplitting: false },
      },
    },
  });
  if (environment !== undefined) process.env['NODE_ENV'] = environment;
  const script = await readFile(join(out, 'lab.js'));
  const style = await readFile(join(out, 'lab.css')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push(path);
    answer(path, response, script, style);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      await closed(server);
      await rm(out, { recursive: true, force: true });
    },
  };
}

function answer(path: string, response: ServerResponse, script: Buffer, style: Buffer): void {
  if (path === '/lab.js') response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
  else if (path === '/lab.css') response.writeHead(200, { 'Content-Type': 'text/css' }).end(style);
  else if (path.startsWith('/image/') || path.startsWith('/part/'))
    response.writeHead(200, { 'Content-Type': 'image/gif' }).end(GIF);
  else if (path === '/' || path === '/open' || path.startsWith('/?')) {
    const policy = path === '/open' ? {} : { 'Content-Security-Policy': APP_POLICY };
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...policy });
    response.end(
      '<!doctype html><html lang="en"><head><title>Lab</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/lab.css">' +
        '</head><body><div id="root"></div><script type="module" src="/lab.js"></script></body></html>',
    );
  } else response.writeHead(404).end();
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
