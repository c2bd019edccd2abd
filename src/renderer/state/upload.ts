/** A file as the engine's vault keeps it. */
export interface Uploaded {
  readonly blob: string;
  /** Octets. */
  readonly size: number;
}

/**
 * Brings a file into the engine's vault through the host's `/upload`; it is durable there when this resolves. By
 * XMLHttpRequest, because `fetch` does not tell how far an upload is.
 * @throws Error when the host refused it, or kept something else than was sent.
 */
export async function uploadFile(
  file: File,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (sent: number) => void } = {},
): Promise<Uploaded> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const text = await new Promise<string>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/upload');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    // Percent-encoded, because a header holds no Unicode; the host refuses what has no name.
    request.setRequestHeader('X-Tern-Name', encodeURIComponent(file.name.replace(/\p{Cs}/gu, '_') || 'file'));
    if (onProgress) request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve(request.responseText);
      else reject(new Error(`upload refused with ${request.status}`));
    });
    request.addEventListener('error', () => reject(new Error('upload broken off')));
    request.addEventListener('abort', () => reject(new Error('upload cancelled')));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
  const answer: unknown = JSON.parse(text);
  if (typeof answer !== 'object' || answer === null || !('blob' in answer) || !('size' in answer))
    throw new Error('upload answered something else');
  const { blob, size } = answer;
  if (typeof blob !== 'string' || typeof size !== 'number') throw new Error('upload answered something else');
  if (size !== file.size) throw new Error(`upload kept ${size} of ${file.size} octets`);
  return { blob, size };
}
