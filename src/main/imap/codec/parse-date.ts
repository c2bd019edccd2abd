const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';

/**
 * `date-time` (RFC 9051 §9): ` 1-Jan-2026 09:30:00 +0100`.
 * @returns milliseconds since 1970, or null when it is not one.
 */
export function parseDateTime(text: string): number | null {
  const at = text.charCodeAt(1) === 0x2d ? -1 : 0;
  const day = two(text, at);
  const month = MONTHS.indexOf(text.slice(at + 3, at + 6).toLowerCase());
  const year = two(text, at + 7) * 100 + two(text, at + 9);
  const hour = two(text, at + 12);
  const minute = two(text, at + 15);
  const second = two(text, at + 18);
  const sign = text.charCodeAt(at + 21);
  const zone = sign === 0x2b || sign === 0x2d ? two(text, at + 22) * 60 + two(text, at + 24) : 0;
  const ms = Date.UTC(year, month / 3, day, hour, minute, second) - (sign === 0x2d ? -zone : zone) * 60_000;
  return month < 0 || month % 3 !== 0 || day < 1 || day > 31 || Number.isNaN(ms) ? null : ms;
}

/** Two digits, the first of which may be a blank; NaN otherwise. */
function two(text: string, at: number): number {
  const a = at < 0 ? 0x20 : text.charCodeAt(at);
  const b = text.charCodeAt(at + 1) - 0x30;
  const tens = a === 0x20 ? 0 : a - 0x30;
  return tens >= 0 && tens <= 9 && b >= 0 && b <= 9 ? tens * 10 + b : Number.NaN;
}

const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const pad = (n: number, width = 2): string => String(n).padStart(width, '0');

/** `date-time` in UTC for APPEND. */
export function formatDateTime(ms: number): string {
  const d = new Date(ms);
  const day = pad(d.getUTCDate());
  const time = `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}:${pad(d.getUTCSeconds())}`;
  return `${day}-${NAMES[d.getUTCMonth()] ?? 'Jan'}-${pad(d.getUTCFullYear(), 4)} ${time} +0000`;
}

/** `date` (RFC 9051 §9) for SEARCH, in UTC. */
export function formatDate(ms: number): string {
  const d = new Date(ms);
  return `${String(d.getUTCDate())}-${NAMES[d.getUTCMonth()] ?? 'Jan'}-${pad(d.getUTCFullYear(), 4)}`;
}
