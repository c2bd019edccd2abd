export interface PolicyOptions {
  /** More places that the page may connect to, e.g. `ws://127.0.0.1:4000`. */
  readonly connect?: readonly string[];
  /** More image sources, e.g. `image:`. */
  readonly images?: readonly string[];
}

/**
 * Trusted Types policies that the renderer may create: DOMPurify's and ProseMirror's own, and two of ours, each of
 * which knows one text: the reader's empty frame, and the address of the store's worker.
 */
const TRUSTED_TYPES = ['dompurify', 'ProseMirrorClipboard', 'tern-frame', 'tern-worker'];

/**
 * The policy of Tern's pages (security.md §3). `frame-src 'none'` still allows the reader's srcdoc frame, which has
 * a stricter policy of its own besides this one (a srcdoc document inherits its parent's).
 */
export function contentSecurityPolicy({ connect = [], images = [] }: PolicyOptions = {}): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src ${["'self'", 'data:', 'blob:', ...images].join(' ')}`,
    `font-src 'self'`,
    `connect-src ${["'self'", ...connect].join(' ')}`,
    `worker-src 'self'`,
    `manifest-src 'self'`,
    `frame-src 'none'`,
    `object-src 'none'`,
    `media-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types ${TRUSTED_TYPES.join(' ')}`,
  ].join('; ');
}

/** For anything that is not a page of ours (parts, images, errors): inert, should a browser ever show it as a document. */
export const INERT_POLICY = `default-src 'none'; sandbox`;

/** The headers that every answer of either host carries. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), ' +
    'local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()',
};
