import { extname, join, sep } from 'node:path';

/** What the build puts into `out/renderer`; a file of any other kind is not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export interface RendererFile {
  readonly path: string;
  readonly type: string;
  /** Named by its content, so it never changes. */
  readonly immutable: boolean;
}

/** Letters, digits, `.`, `_` and `-` in every segment, and none that starts with a dot: what the build produces. */
const SAFE_PATH = /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;

/**
 * The file behind a URL path, or null. The path is checked as it is written: a percent sign, a backslash or a dot
 * segment is refused rather than decoded, and what is left is still compared with the root after joining.
 */
export function rendererFile(root: string, pathname: string): RendererFile | null {
  const wanted = pathname === '/' ? '/index.html' : pathname;
  if (!SAFE_PATH.test(wanted)) return null;
  const path = join(root, ...wanted.slice(1).split('/'));
  const type = TYPES[extname(path)];
  if (type === undefined || !path.startsWith(join(root, sep))) return null;
  return { path, type, immutable: wanted.startsWith('/assets/') };
}
