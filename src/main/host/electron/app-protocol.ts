import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { ReadableStream as WebStream } from 'node:stream/web';
import type { HostFile, HostFiles } from '@main/services/engine-host';
import { COMMON_HEADERS, contentSecurityPolicy, INERT_POLICY } from '../content-security-policy';
import { attachmentDisposition } from '../disposition';
import { RASTER_TYPES } from '../raster';
import { rendererFile } from '../renderer-files';
import { ORIGIN } from './api';

export interface AppProtocolOptions {
  readonly files: HostFiles;
  /** `out/renderer`, inside the asar. */
  readonly root: string;
  readonly maxUploadBytes?: number;
}

const MAX_UPLOAD_BYTES = 64 << 20;

const refuse = (status: number, text: string): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { ...COMMON_HEADERS, 'Content-Security-Policy': INERT_POLICY, 'Content-Type': 'text/plain' },
  });

/**
 * `app://bundle/…`: the built renderer and files by token, with the same addresses as in the browser host. The URL is
 * checked as it was written, before anything resolves dots in it.
 */
export function appProtocol(options: AppProtocolOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!request.url.startsWith(`${ORIGIN}/`)) return refuse(403, 'There is one host here.');
    const [pathname = ''] = request.url.slice(ORIGIN.length).split(/[?#]/);
    const [, area = '', token = ''] = /^\/(part|image)\/([A-Za-z0-9_-]{1,128})$/.exec(pathname) ?? [];
    if (pathname === '/upload') return upload(request, options);
    if (request.method !== 'GET') return refuse(405, 'Only GET is possible here.');
    if (area === 'part') return fileAnswer(await options.files.openPart(token), 'part');
    if (area === 'image') return fileAnswer(await options.files.openImage(token), 'image');
    return rendererAnswer(pathname, options.root);
  };
}

/**
 * The body of an answer. A page that goes away while it comes (a letter is closed before its pictures are there) cancels
 * it; `Readable.toWeb` throws then, where nobody can catch it (nodejs/node #64529), and Electron shows that to the person.
 */
const bodyOf = (stream: AsyncIterable<Uint8Array>): ReadableStream => WebStream.from(stream);

async function rendererAnswer(pathname: string, root: string): Promise<Response> {
  const file = rendererFile(root, pathname);
  const found = file === null ? null : await stat(file.path).catch(() => null);
  if (file === null || found?.isFile() !== true) return refuse(404, 'There is nothing here.');
  return new Response(bodyOf(createReadStream(file.path)), {
    headers: {
      ...COMMON_HEADERS,
      'Content-Security-Policy': contentSecurityPolicy(),
      'Content-Type': file.type,
      'Cache-Control': 'no-store',
    },
  });
}

function fileAnswer(file: HostFile | null, as: 'part' | 'image'): Response {
  if (file === null) return refuse(404, 'There is nothing here any more.');
  const isRaster = RASTER_TYPES.has(file.type);
  if (as === 'image' && !isRaster) return refuse(415, 'This is not an image that is shown.');
  return new Response(bodyOf(file.stream), {
    headers: {
      ...COMMON_HEADERS,
      'Content-Security-Policy': INERT_POLICY,
      'Content-Type': isRaster ? file.type : 'application/octet-stream',
      ...(as === 'part' ? { 'Content-Disposition': attachmentDisposition(file.name) } : {}),
      ...(file.size === undefined ? {} : { 'Content-Length': String(file.size) }),
      'Cache-Control': 'no-store',
    },
  });
}

async function upload(
  request: Request,
  { files, maxUploadBytes = MAX_UPLOAD_BYTES }: AppProtocolOptions,
): Promise<Response> {
  if (request.method !== 'POST') return refuse(405, 'Only POST is possible here.');
  // A page of Tern's is the only one there is; whatever else sends one has no business here. What a scheme's handler is
  // given has not been through Chromium's network service, which adds Origin elsewhere (electron/electron #44690): where
  // there is none, the name below vouches for the page, for no form and no picture can send such a header.
  if (![ORIGIN, null].includes(request.headers.get('origin')))
    return refuse(403, 'This request comes from another page.');
  const name = decodeName(request.headers.get('x-tern-name'));
  if (name === null || request.body === null) return refuse(400, 'The upload has no name or no content.');
  let tooLarge = false;
  const body = request.body as unknown as AsyncIterable<Uint8Array>;
  async function* capped(): AsyncGenerator<Uint8Array> {
    let size = 0;
    for await (const chunk of body) {
      size += chunk.length;
      tooLarge = size > maxUploadBytes;
      if (tooLarge) throw new Error('the upload is too large');
      yield chunk;
    }
  }
  try {
    const type = request.headers.get('content-type') ?? 'application/octet-stream';
    return Response.json(await files.accept({ name, type, stream: capped() }), { headers: COMMON_HEADERS });
  } catch (error) {
    if (!tooLarge) throw error;
    return refuse(413, `An attachment may have ${maxUploadBytes} bytes at most.`);
  }
}

function decodeName(header: string | null): string | null {
  if (header === null || header === '') return null;
  try {
    return decodeURIComponent(header);
  } catch {
    return null;
  }
}
