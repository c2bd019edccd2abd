/** The raster formats that are shown. SVG is a document, and anything else has decoders nobody looks after. */
export type ImageType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';

const SIGNATURES: ReadonlyArray<readonly [ImageType, string]> = [
  ['image/png', '^\\x89PNG\\r\\n\\x1a\\n'],
  ['image/jpeg', '^\\xff\\xd8\\xff'],
  ['image/gif', '^GIF8[79]a'],
  ['image/webp', '^RIFF[^]{4}WEBP'],
];

/** What the bytes are, by their own signature (WHATWG MIME Sniffing §6.1); a server's word for it counts for nothing. */
export function sniffImage(bytes: Uint8Array): ImageType | null {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  return SIGNATURES.find(([, signature]) => new RegExp(signature).test(start))?.[0] ?? null;
}
