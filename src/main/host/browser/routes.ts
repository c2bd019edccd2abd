import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { COMMON_HEADERS, contentSecurityPolicy, INERT_POLICY } from '../content-security-policy';
import { attachmentDisposition } from '../disposition';
import type { HostFile, HostFiles } from '@main/services/engine-host';
import { RASTER_TYPES } from '../raster';
import { rendererFile } from '../renderer-files';
import { hostWord } from './texts';

export interface RouteContext {
  readonly files: HostFiles;
  /** `out/renderer`. */
  readonly root: string;
  readonly port: number;
  readonly maxUploadBytes: number;
}

/** Answers with a line of text that is no page. */
export function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    ...COMMON_HEADERS,
    'Content-Security-Policy': INERT_POLICY,
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    // The rest of a refused upload is not worth reading, and unread it would be taken for the next request.
    ...(status >= 400 ? { Connection: 'close' } : {}),
  });
  response.end(`${text}\n`);
}

/**
 * Path and query as they were sent. Not by `URL`, which would take `//x/y` for a host and resolve dot segments before
 * anyone has looked at them.
 */
export function requestTarget(request: IncomingMessage): { pathname: string; query: URLSearchParams } {
  const [pathname = '', query = ''] = (request.url ?? '').split('?', 2);
  return { pathname, query: new URLSearchParams(query) };
}

/** Serves one admitted request. Every failure becomes an answer; a failure in the middle cuts the connection. */
export async function route(
  request: IncomingMessage,
  response: ServerResponse,
  context: RouteContext,
): Promise<void> {
  const { pathname } = requestTarget(request);
  const [, area = '', token = ''] = /^\/(part|image)\/([A-Za-z0-9_-]{1,128})$/.exec(pathname) ?? [];
  if (pathname === '/upload') {
    await upload(request, response, context);
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    answer(response, 405, 'Only GET is possible here.');
  } else if (area === 'part') {
    await sendFile(request, response, await context.files.openPart(token), 'part');
  } else if (area === 'image') {
    await sendFile(request, response, await context.files.openImage(token), 'image');
  } else {
    await sendRendererFile(request, response, pathname, context);
  }
}

async function sendRendererFile(
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
  { root, port }: RouteContext,
): Promise<void> {
  const file = rendererFile(root, pathname);
  const size =
    file === null
      ? null
      : await stat(file.path).then(
          (found) => (found.isFile() ? found.size : null),
          () => null,
        );
  if (file === null || size === null) {
    answer(response, 404, hostWord('nothing', request.headers['accept-language']));
    return;
  }
  response.writeHead(200, {
    ...COMMON_HEADERS,
    'Content-Security-Policy': contentSecurityPolicy({ connect: [`ws://127.0.0.1:${port}`] }),
    'Content-Type': file.type,
    'Content-Length': size,
    'Cache-Control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-store',
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file.path), response);
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: HostFile | null,
  as: 'part' | 'image',
): Promise<void> {
  if (file === null) {
    answer(response, 404, hostWord('gone', request.headers['accept-language']));
    return;
  }
  if (as === 'image' && !RASTER_TYPES.has(file.type)) {
    answer(response, 415, 'This is not an image that is shown.');
    return;
  }
  response.writeHead(200, {
    ...COMMON_HEADERS,
    'Content-Security-Policy': INERT_POLICY,
    // A raster part is also what an inline image of a mail shows; any other type is bytes and nothing more.
    'Content-Type': RASTER_TYPES.has(file.type) ? file.type : 'application/octet-stream',
    ...(as === 'part' ? { 'Content-Disposition': attachmentDisposition(file.name) } : {}),
    ...(file.size === undefined ? {} : { 'Content-Length': file.size }),
    'Cache-Control': 'no-store',
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(Readable.from(file.stream), response);
}

async function upload(
  request: IncomingMessage,
  response: ServerResponse,
  context: RouteContext,
): Promise<void> {
  if (request.method !== 'POST') {
    answer(response, 405, 'Only POST is possible here.');
    return;
  }
  const name = decodeName(request.headers['x-tern-name']);
  if (name === null) {
    answer(response, 400, 'The upload has no name.');
    return;
  }
  let tooLarge = Number(request.headers['content-length'] ?? 0) > context.maxUploadBytes;
  async function* capped(): AsyncGenerator<Uint8Array> {
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      tooLarge = size > context.maxUploadBytes;
      if (tooLarge) throw new Error('the upload is too large');
      yield chunk;
    }
  }
  try {
    const type = request.headers['content-type'] ?? 'application/octet-stream';
    const kept = tooLarge ? null : await context.files.accept({ name, type, stream: capped() });
    if (kept === null) throw new Error('the upload is too large');
    response.writeHead(200, {
      ...COMMON_HEADERS,
      'Content-Security-Policy': INERT_POLICY,
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
    });
    response.end(JSON.stringify(kept));
  } catch (error) {
    if (!tooLarge) throw error;
    answer(response, 413, `An attachment may have ${context.maxUploadBytes} bytes at most.`);
  }
}

/** File names are sent percent-encoded, because a header holds no Unicode. */
function decodeName(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string' || header === '') return null;
  try {
    return decodeURIComponent(header);
  } catch {
    return null;
  }
}
