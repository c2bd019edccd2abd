/** What is known about where a link leads, decided from strings alone. */
export interface LinkTarget {
  /** Absolute, as the browser would open it. */
  readonly url: string;
  readonly scheme: 'http' | 'https' | 'mailto' | 'tel';
  /** ASCII host, '' for mailto and tel. */
  readonly host: string;
}

export type LinkConcern =
  /** The text names one host, the link leads to another. */
  | 'text-differs'
  /** `https://bank.example@evil.example`: what stands before the @ is not where it leads. */
  | 'user-info'
  /** Letters of another script in the host; shown as the xn-- form too. */
  | 'punycode'
  /** A number instead of a name. */
  | 'ip-address'
  | 'odd-port'
  /** Not encrypted. */
  | 'plain-http';

const SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'mailto', 'tel']);

/**
 * Reads an `href`. Only absolute http, https, mailto and tel links exist in mail; `//host`, relative links and every
 * other scheme (file, smb, ms-msdt, javascript, data …) lead nowhere and stay text (security.md L-01).
 */
export function readLink(href: string): LinkTarget | null {
  if (href.length > 8192 || /^[\s\p{Cc}]*[\\/]/u.test(href)) return null;
  const parsed = parseUrl(href);
  if (parsed === null) return null;
  const scheme = parsed.protocol.slice(0, -1);
  if (!SCHEMES.has(scheme)) return null;
  if ((scheme === 'http' || scheme === 'https') && parsed.hostname === '') return null;
  return { url: parsed.href, scheme: scheme as LinkTarget['scheme'], host: parsed.hostname };
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/**
 * Reasons to ask before following a link, worst first. `text` is what the reader sees as the link.
 * Differences of `www.` alone are nobody's lie.
 */
export function linkConcerns(target: LinkTarget, text: string): LinkConcern[] {
  if (target.scheme === 'mailto' || target.scheme === 'tel') return [];
  const concerns: LinkConcern[] = [];
  const claimed = hostInText(text);
  if (claimed !== null && bareHost(claimed) !== bareHost(target.host)) concerns.push('text-differs');
  const url = new URL(target.url);
  if (url.username !== '' || url.password !== '') concerns.push('user-info');
  if (/(?:^|\.)xn--/.test(target.host)) concerns.push('punycode');
  if (/^\[|^\d+\.\d+\.\d+\.\d+$/.test(target.host)) concerns.push('ip-address');
  if (url.port !== '') concerns.push('odd-port');
  if (target.scheme === 'http') concerns.push('plain-http');
  return concerns;
}

/** Concerns that are worth a question; plain http alone is not. */
export const worthAsking = (concerns: readonly LinkConcern[]): boolean =>
  concerns.some((concern) => concern !== 'plain-http');

const bareHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/\.$/, '');

/** The host that a link's text claims, when the text looks like an address of the web; null when it is just words. */
export function hostInText(text: string): string | null {
  const words = text.trim().replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '');
  // Among other words an address says that it is one.
  const said = /\s/.test(words)
    ? /(?:^|[\s"'(<„“‚‘«])((?:https?:\/\/|www\.)[^\s"')>”’»]+)/iu.exec(words)?.[1]
    : words;
  if (said !== undefined && said !== words) return hostInText(said.replace(/[.,;:!?…]+$/u, ''));
  if (said === undefined || words === '' || /^[^/]*@/.test(words)) return null;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(words) ? words : `https://${words}`;
  const parsed = parseUrl(withScheme);
  if (parsed === null || parsed.hostname === '') return null;
  const named =
    withScheme === words ||
    /\.[\p{L}]{2,}$/u.test(decodeURIComponentSafely(parsed.hostname)) ||
    /\.xn--/.test(parsed.hostname);
  return named ? parsed.hostname : null;
}

function decodeURIComponentSafely(text: string): string {
  return /%(?![0-9a-f]{2})/i.test(text) ? text : decodeURIComponent(text);
}

/** The remote image address the engine may be asked for: https, http raised to https, `//host` read as https; else null. */
export function remoteImageUrl(src: string): string | null {
  const trimmed = src.trim();
  const absolute = trimmed.startsWith('//') ? `https:${trimmed}` : trimmed;
  const parsed = parseUrl(absolute);
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) return null;
  parsed.protocol = 'https:';
  parsed.username = '';
  parsed.password = '';
  return parsed.href.length <= 4096 ? parsed.href : null;
}

/** `data:` images of raster kinds only: an SVG is a document, and documents can ask for more. */
export const isRasterData = (src: string): boolean =>
  /^data:image\/(?:png|jpe?g|gif|webp|bmp|avif|x-icon|vnd\.microsoft\.icon);base64,[a-z0-9+/=\s]*$/i.test(
    src.trim(),
  );

const RASTER: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/jpg',
  'image/pjpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
  'image/avif',
  'image/x-icon',
]);
/** Types of parts that may stand where a mail says `cid:` (security.md P-10). */
export const isRasterType = (type: string): boolean => RASTER.has(type.toLowerCase());
